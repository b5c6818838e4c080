// Corrections beside the text: words are selected, by mouse or by keys, and put into the fields of a form that
// the server makes and that works without this as well.
import { onKey, say } from "./desk.js";
import { codePointsBefore, rangeOf } from "./article.js";

const text = document.getElementById("text");
const FIELDS = ["content", "cue", "source"];
let panel = null;
let from = null; // what had the focus before the panel

const heldId = () => document.querySelector(".cards .card.held")?.dataset.s ?? null;
const field = (name) => panel?.querySelector(`[data-field="${name}"]`);

// What is selected in the text, as code points, without the space around it; null where nothing is.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const words = range.toString();
  const before = codePointsBefore(range.startContainer, range.startOffset);
  const lead = [.../^\s*/u.exec(words)[0]].length;
  const inner = [...words.trim()].length;
  return inner ? { start: before + lead, end: before + lead + inner, words: words.trim() } : null;
}

// The panel

async function open(href) {
  const answer = await fetch(href, { headers: { Accept: "text/html" } });
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = made.getElementById("mend");
  if (!form) { say(made.querySelector(".notice")?.textContent ?? "The form did not come"); return false; }
  close();
  from = document.activeElement;
  panel = document.createElement("section");
  panel.id = "panel";
  panel.setAttribute("aria-label", form.querySelector(".panel-title").textContent);
  panel.append(document.adoptNode(form));
  document.querySelector(".margin").prepend(panel);
  document.documentElement.classList.add("has-panel");
  panel.querySelector(".leave").addEventListener("click", (event) => { event.preventDefault(); close(); });
  const speaker = panel.querySelector("[name=speaker]");
  speaker.addEventListener("change", fill);
  speaker.addEventListener("input", () => suggest(speaker.value));
  for (const name of FIELDS) equip(name);
  document.querySelector(".margin").scrollTop = 0;
  paint();
  return true;
}

function close() {
  if (panel) from?.focus?.({ preventScroll: true });
  panel?.remove();
  panel = null;
  document.documentElement.classList.remove("has-panel");
  paint();
}

function equip(name) {
  const takes = document.createElement("span");
  takes.className = "takes";
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "take";
    made.textContent = words;
    made.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
    made.addEventListener("click", act);
    takes.append(made);
  };
  button("From the selection", () => put(name));
  if (name === "content") button("A further piece", () => put(name, true));
  field(name).append(takes);
  field(name).querySelector("textarea").addEventListener("input", paint);
}

// The words selected become those of a field, or one more piece of it.
function put(name, more = false) {
  const chosen = remembered();
  if (!panel) return;
  if (!chosen) { say("Select words of the text first"); return; }
  const area = field(name).querySelector("textarea");
  const place = field(name).querySelector("input[type=hidden]");
  const at = `${chosen.start}-${chosen.end}`;
  const pieces = more && place.value ? place.value.split(",") : [];
  if (pieces.some((one) => overlaps(one, chosen))) { say("This is part of it already"); return; }
  pieces.push(at);
  pieces.sort((one, other) => parseInt(one, 10) - parseInt(other, 10));
  place.value = pieces.join(",");
  area.value = pieces.map(wordsAt).join("\n");
  paint();
  say(`${name}: ${area.value.slice(0, 80)}`);
}
function overlaps(piece, chosen) {
  const [start, end] = piece.split("-").map(Number);
  return start < chosen.end && chosen.start < end;
}
function wordsAt(piece) {
  const range = rangeOf(...piece.split("-").map(Number));
  return range ? range.toString().replace(/\s+/g, " ").trim() : "";
}

// A speaker who is known brings the kind and the side; those of the one before are not another's.
function fill(event) {
  const known = [...panel.querySelectorAll("#mend-names option")].find((one) => one.value === event.target.value);
  if (known && known.dataset.kind === undefined) return; // the ledger knows more of this one
  panel.querySelector("[name=kind]").value = known?.dataset.kind ?? "";
  panel.querySelector("[name=for]").value = known?.dataset.for ?? "";
}

// More names of the ledger than come with the form.
let asking = 0;
function suggest(words) {
  clearTimeout(asking);
  if (words.trim().length < 3) return;
  asking = setTimeout(async () => {
    const answer = await fetch(`/actors.json?${new URLSearchParams({ q: words.trim() })}`);
    const list = panel?.querySelector("#mend-names");
    if (!answer.ok || !list) return;
    const known = new Set([...list.options].map((one) => one.value));
    for (const one of (await answer.json()).actors.slice(0, 30)) {
      if (known.has(one.name)) continue;
      const made = new Option([one.kind?.replaceAll("_", " "), one.speaks_for].filter(Boolean).join(", "), one.name);
      made.dataset.kind = one.kind ?? "";
      made.dataset.for = one.speaks_for ?? "";
      list.append(made);
    }
  }, 250);
}

// What the form holds is marked in the text.
function paint() {
  if (!globalThis.Highlight) return;
  for (const name of FIELDS) {
    const place = field(name)?.querySelector("input[type=hidden]").value ?? "";
    const ranges = place.split(",").filter(Boolean).map((one) => rangeOf(...one.split("-").map(Number))).filter(Boolean);
    if (ranges.length) CSS.highlights.set(`mend-${name}`, new Highlight(...ranges));
    else CSS.highlights.delete(`mend-${name}`);
  }
}

async function add() {
  const chosen = remembered();
  if (!(await open(`${location.pathname}/correct`))) return;
  if (chosen) { last = chosen; put("content"); }
  panel.querySelector(chosen ? "[name=speaker]" : "[name=content]").focus({ preventScroll: true });
}
async function mend(id) {
  if (await open(`${location.pathname}/correct?statement=${id}`)) {
    panel.querySelector("[name=speaker]").focus({ preventScroll: true });
  }
}
function reject(id) {
  document.querySelector(`#card-${id} button[form=deciding]`)?.click();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-mend]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.dataset.mend) mend(link.dataset.mend);
  else add();
});

// The bar at the selection. What was selected last is remembered, for some browsers let go of it at a click.
let last = null;
let bar = null;
const remembered = () => selected() ?? last;
document.addEventListener("selectionchange", () => {
  const now = selected();
  if (now) last = now;
  else if (!panel?.contains(document.activeElement) && !bar?.contains(document.activeElement)) last = null;
  show(now);
});
addEventListener("scroll", () => show(null), { passive: true });

function show(chosen) {
  bar?.remove();
  bar = null;
  if (!chosen) return;
  bar = document.createElement("div");
  bar.className = "picks";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "The words selected");
  const choices = panel
    ? [["Content", "1", () => put("content")], ["+ piece", "+", () => put("content", true)],
      ["Cue", "2", () => put("cue")], ["Source", "3", () => put("source")]]
    : [["Add a statement", "n", add]];
  for (const [words, key, act] of choices) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.title = `Key ${key}`;
    made.addEventListener("mousedown", (event) => event.preventDefault());
    made.addEventListener("click", () => { act(); show(null); });
    bar.append(made);
  }
  document.body.append(bar);
  const place = getSelection().getRangeAt(0).getBoundingClientRect();
  const below = place.bottom + bar.offsetHeight + 10 < innerHeight;
  bar.style.top = `${Math.max(4, below ? place.bottom + 6 : place.top - bar.offsetHeight - 6)}px`;
  bar.style.left = `${Math.max(4, Math.min(place.left, innerWidth - bar.offsetWidth - 8))}px`;
}

// Selecting by keys: the text's words, one after the other; with Shift the selection widens.
let words = null;
let at = null; // the first and the last word that are selected

function wordList() {
  if (words) return words;
  const units = text.textContent;
  const parts = globalThis.Intl?.Segmenter
    ? [...new Intl.Segmenter(document.documentElement.lang, { granularity: "word" }).segment(units)]
      .filter((one) => one.isWordLike).map((one) => [one.index, one.index + one.segment.length])
    : [...units.matchAll(/[^\s]+/gu)].map((one) => [one.index, one.index + one[0].length]);
  words = parts;
  return words;
}
// A range of UTF-16 units of the whole text.
function unitRange(start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const after = before + node.data.length;
    if (start >= before && start < after) range.setStart(node, start - before);
    if (end > before && end <= after) { range.setEnd(node, end - before); return range; }
    before = after;
  }
  return null;
}
function unitsBefore(node) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEndBefore(node);
  return range.toString().length;
}
function beginWords() {
  const list = wordList();
  if (!list.length) return;
  const held = heldId();
  const from = held ? unitsBefore(document.getElementById(held)) : firstSeen();
  const first = Math.max(0, list.findIndex(([, end]) => end > from));
  at = { first, last: first };
  document.activeElement.blur?.();
  select();
  say("Arrows move by words, with Shift they widen, Enter adds, Esc ends");
}
function firstSeen() {
  const seen = [...text.querySelectorAll("[data-n]")].find((one) => one.getBoundingClientRect().top > 60);
  return seen ? unitsBefore(seen) : 0;
}
function select() {
  const list = wordList();
  const range = unitRange(list[at.first][0], list[at.last][1]);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  const place = range.getBoundingClientRect();
  if (place.top < 80 || place.bottom > innerHeight - 60) scrollBy({ top: place.top - innerHeight / 3, behavior: "instant" });
}
function move(way, widens) {
  const most = wordList().length - 1;
  if (widens) at.last = Math.min(most, Math.max(at.first, at.last + way));
  else {
    const next = Math.min(most, Math.max(0, (way > 0 ? at.last : at.first) + way));
    at = { first: next, last: next };
  }
  select();
}
// The word that stands above or below the end of the selection.
function line(way, widens) {
  const list = wordList();
  const now = unitRange(...list[at.last]).getBoundingClientRect();
  let best = at.last;
  for (let next = at.last + way, row = null; next >= 0 && next < list.length; next += way) {
    const place = unitRange(...list[next]).getBoundingClientRect();
    if (Math.abs(place.top - now.top) < now.height / 2) continue;
    row ??= place.top;
    if (Math.abs(place.top - row) > place.height / 2) break;
    best = next;
    if (way > 0 ? place.right >= now.left + 4 : place.left <= now.left + 4) break;
  }
  if (widens) at.last = Math.max(at.first, best);
  else at = { first: best, last: best };
  select();
}
function endWords() {
  at = null;
  getSelection().removeAllRanges();
}

const MOVES = {
  ArrowRight: (widens) => move(1, widens), ArrowLeft: (widens) => move(-1, widens),
  ArrowDown: (widens) => line(1, widens), ArrowUp: (widens) => line(-1, widens),
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea");
  if (panel?.contains(event.target) && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    panel.querySelector("form").requestSubmit(panel.querySelector("button.main"));
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  if (at && MOVES[event.key]) { stop(); MOVES[event.key](event.shiftKey); }
  else if (at && event.key === "Enter" && !event.target.closest?.("button, a")) { stop(); if (!panel) add(); }
  else if (event.key === "Escape" && at) { stop(); endWords(); }
  else if (event.key === "Escape" && panel) { stop(); close(); }
}, { capture: true });

onKey("n", add);
onKey("v", beginWords);
onKey("e", () => {
  if (panel) panel.querySelector("[name=speaker]").focus();
  else if (heldId()) mend(heldId());
  else say("Hold a statement first: j and k go through them");
});
onKey("x", () => { if (heldId() && !panel) reject(heldId()); });
onKey("1", () => put("content"));
onKey("2", () => put("cue"));
onKey("3", () => put("source"));
onKey("+", () => put("content", true));

// After a decision: what it was stands on top, z takes it back, and j goes on from where it was.
const kept = document.querySelector(".kept");
onKey("z", () => kept?.querySelector("form button").click());
kept?.querySelector(".leave").addEventListener("click", (event) => { event.preventDefault(); kept.remove(); });
if (kept) {
  const here = new URL(location.href);
  here.searchParams.delete("done");
  history.replaceState(history.state, "", here);
  const passage = /^#at=(\d{1,8})-(\d{1,8})$/.exec(location.hash);
  const range = passage && rangeOf(Number(passage[1]), Number(passage[2]));
  const next = range && [...text.querySelectorAll("[data-n]")].find((one) => range.comparePoint(one, 0) > 0);
  next?.focus({ preventScroll: true });
}
