// The timeline drawn from the table below it; everything it leads to is a link of that table.
import { onKey } from "./desk.js";
import { load } from "./load.js";

const figure = document.querySelector(".chart");
const place = figure?.querySelector(".chart-place");
const said = figure?.querySelector(".chart-said");
const WORDY = 50; // up to so many statements stand with their first words, more as dots
const DAY = 86_400_000;

const lanes = [...document.querySelectorAll(".lanes li")].map((one, number) => ({
  id: number, order: number, name: one.textContent, href: one.dataset.href, count: one.dataset.count,
}));
const time = (iso) => Date.parse(`${iso.length === 10 ? iso : iso.slice(0, 10)}T00:00:00Z`);

// One item a statement: a dot on its day, or a bar over all days that it may be of.
function statements() {
  const rows = [...document.querySelectorAll("tr[data-lane]")];
  const wordy = rows.length <= WORDY;
  return rows.map((row, number) => {
    const link = row.querySelector("[data-open]");
    const words = link.textContent.trim();
    const exact = row.dataset.exact === "yes";
    return {
      id: number, group: Number(row.dataset.lane), type: exact ? "point" : "range",
      start: time(row.dataset.from) + (exact ? DAY / 2 : 0), end: exact ? undefined : time(row.dataset.to),
      href: link.href, words: wordy ? short(words, 34) : "", className: exact ? "one" : "one vague",
      told: [row.querySelector(".who").textContent, row.querySelector(".date").textContent, short(words, 320),
        row.querySelector(".outlet").textContent],
    };
  });
}

// One item a number: how many statements an actor made in a spell.
function numbers() {
  return [...document.querySelectorAll(".grid a[data-lane]")].map((link, number) => {
    const row = link.closest("tr");
    return {
      id: number, group: Number(link.dataset.lane), type: "range",
      start: time(row.dataset.from), end: time(row.dataset.to), href: link.href, words: link.textContent,
      className: link.closest("td").className.replace("num", row.dataset.vague ? "many vague" : "many"), told: [link.getAttribute("aria-label")],
    };
  });
}

function short(words, most) {
  const all = [...words.replace(/\s+/g, " ").trim()];
  return all.length > most ? `${all.slice(0, most - 1).join("").trimEnd()}…` : all.join("");
}

function drawn(item) {
  const link = document.createElement("a");
  link.href = item.href;
  link.tabIndex = -1;
  link.dataset.item = item.id;
  link.textContent = item.words;
  link.setAttribute("aria-label", item.told.map((one) => short(one, 120)).join(", "));
  return link;
}
function laneDrawn(lane) {
  const link = document.createElement("a");
  link.href = lane.href;
  link.tabIndex = -1;
  link.dir = "auto";
  link.textContent = lane.name;
  const count = document.createElement("span");
  count.textContent = lane.count;
  const both = document.createElement("span");
  both.append(link, " ", count);
  return both;
}

// What the axis says, in the reader's language.
const language = figure?.dataset.language || "en-GB";
const worded = (form) => {
  const made = new Intl.DateTimeFormat(language, { ...form, timeZone: "UTC" });
  return (when) => made.format(when);
};
const FORMS = {
  hour: [worded({ hour: "numeric", minute: "2-digit" }), worded({ day: "numeric", month: "long", year: "numeric" })],
  weekday: [worded({ weekday: "short", day: "numeric" }), worded({ month: "long", year: "numeric" })],
  day: [worded({ day: "numeric" }), worded({ month: "long", year: "numeric" })],
  week: [worded({ day: "numeric", month: "short" }), worded({ month: "long", year: "numeric" })],
  month: [worded({ month: "short" }), worded({ year: "numeric" })],
  year: [worded({ year: "numeric" }), () => ""],
};
const label = (which) => (when, scale) => (FORMS[scale] ?? FORMS.hour)[which](when.valueOf());

// The middle of all of them: a few dates of long ago must not press the rest together.
function spell(items) {
  const starts = items.map((one) => one.start).sort((a, b) => a - b);
  const ends = items.map((one) => one.end ?? one.start).sort((a, b) => a - b);
  const first = starts[Math.floor(starts.length * 0.03)];
  const last = Math.max(ends[Math.ceil(ends.length * 0.97) - 1], first + DAY);
  const edge = Math.max((last - first) * 0.04, DAY);
  // Words stand on the right of their dots.
  return [first - edge, last + (items.length <= WORDY ? 5 * edge : edge)];
}

function draw(items) {
  const [start, end] = spell(items);
  const all = items.flatMap((one) => [one.start, one.end ?? one.start]);
  const used = new Set(items.map((one) => one.group));
  const width = Math.max(end - start, DAY);
  return new globalThis.vis.Timeline(place, items, lanes.filter((one) => used.has(one.id)), {
    start, end, min: Math.min(...all) - width, max: Math.max(...all) + width, zoomMin: DAY * 2,
    moment: (when) => globalThis.vis.moment(when).utc(),
    template: drawn, groupTemplate: laneDrawn, groupOrder: "order",
    format: { minorLabels: label(0), majorLabels: label(1) },
    // Numbers of one scale lie side by side; those of a time known less well lie under them.
    stack: items.some((one) => !one.className.startsWith("many") || one.className.includes("vague")),
    selectable: false, showCurrentTime: false, showTooltips: false, zoomKey: "ctrlKey",
    maxHeight: Math.max(320, Math.round(innerHeight * 0.66)), verticalScroll: true,
    margin: { item: { horizontal: 1, vertical: 3 }, axis: 4 }, orientation: "top",
  });
}

function tell(item) {
  said.replaceChildren();
  if (!item) return;
  const [who, when, words, outlet] = item.told;
  const link = document.createElement("a");
  link.href = item.href;
  link.textContent = words ?? who;
  if (words) said.append(`${short(who, 80)}, ${short(when, 40)}, ${short(outlet, 60)}: `);
  said.append(link);
}

// Arrow keys: left and right in time, up and down between lanes.
function next(items, at, key) {
  const now = items[at];
  if (!now) return 0;
  const order = (one) => one.start * 1e4 + one.id;
  const lanesUsed = [...new Set(items.map((one) => one.group))].sort((a, b) => a - b);
  const turn = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (turn) {
    const lane = lanesUsed[lanesUsed.indexOf(now.group) + turn];
    const there = items.filter((one) => one.group === lane);
    there.sort((a, b) => Math.abs(a.start - now.start) - Math.abs(b.start - now.start));
    return there.length ? items.indexOf(there[0]) : at;
  }
  const row = items.filter((one) => one.group === now.group).sort((a, b) => order(a) - order(b));
  return items.indexOf(row[row.indexOf(now) + (key === "ArrowRight" ? 1 : -1)] ?? now);
}

async function start() {
  const items = figure.dataset.scale === "statement" ? statements() : numbers();
  if (!items.length) return;
  await load([figure.dataset.library]);
  figure.hidden = false;
  const chart = draw(items);
  let at = -1;
  const byLink = (target) => items[target.closest?.("[data-item]")?.dataset.item];
  const hold = (number) => {
    at = number;
    for (const one of place.querySelectorAll(".held")) one.classList.remove("held");
    const { start: from, end: to } = chart.getWindow();
    if (items[at].start < from || items[at].start > to) chart.moveTo(items[at].start, { animation: false });
    place.querySelector(`[data-item="${at}"]`)?.closest(".vis-item")?.classList.add("held");
    tell(items[at]);
  };
  place.addEventListener("mouseover", (event) => { const item = byLink(event.target); if (item) tell(item); });
  place.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      hold(next(items, at, event.key));
    } else if (event.key === "Enter" && items[at] && event.target === place) {
      location.assign(items[at].href);
    }
  });
  const acts = { in: () => chart.zoomIn(0.5), out: () => chart.zoomOut(0.5), all: () => chart.fit() };
  for (const button of figure.querySelectorAll("[data-do]")) {
    button.addEventListener("click", acts[button.dataset.do]);
  }
  onKey("+", acts.in);
  onKey("-", acts.out);
}

if (figure && matchMedia("(min-width: 44.01rem)").matches) start();
