// An article: which statement is held, what is said of it, links to passages, copying with the source.
import { copy, onKey, step } from "./desk.js";

const page = document.querySelector(".reading");
const text = document.getElementById("text");
const sheet = document.getElementById("sheet");
const firsts = [...text.querySelectorAll(".content[data-n]")];
let held = null;

const pieces = (id) => [...text.querySelectorAll(`[data-s~="${id}"]`)];
const card = (id) => document.getElementById(`card-${id}`);
const isNarrow = () => matchMedia("(max-width: 62rem)").matches;

function hold(id) {
  if (held === id) return;
  for (const one of document.querySelectorAll(".held")) one.classList.remove("held");
  held = id;
  text.classList.toggle("holds", id !== null);
  sheet.hidden = true;
  if (id === null) return;
  for (const one of pieces(id)) one.classList.add("held");
  const told = card(id);
  told.classList.add("held");
  if (isNarrow()) {
    const shown = document.createElement("div"); // a list's item may not stand outside a list
    shown.className = told.className;
    shown.append(...told.cloneNode(true).childNodes);
    sheet.replaceChildren(shown);
    sheet.hidden = false;
  } else {
    scrollMargin(told);
  }
}

// Only the margin itself is scrolled, never the text.
function scrollMargin(told) {
  const margin = told.closest(".margin");
  const place = told.getBoundingClientRect();
  const seen = margin.getBoundingClientRect();
  if (place.top < seen.top + 30) margin.scrollTop -= seen.top + 30 - place.top;
  else if (place.bottom > seen.bottom) margin.scrollTop += place.bottom - seen.bottom + 8;
}

function idAt(target) {
  const found = target.closest?.("[data-s]");
  return found ? found.dataset.s.split(" ")[0] : null;
}
text.addEventListener("mouseover", (event) => {
  const id = idAt(event.target);
  if (id && !text.contains(document.activeElement)) hold(id);
});
text.addEventListener("focusin", (event) => { const id = idAt(event.target); if (id) hold(id); });
text.addEventListener("click", (event) => {
  const id = idAt(event.target);
  if (id && getSelection().isCollapsed) document.getElementById(id)?.focus({ preventScroll: true });
  else if (!id) { document.activeElement.blur(); hold(null); }
});

function go(one) {
  if (!one) return;
  one.focus({ preventScroll: true });
  one.scrollIntoView({ block: "center" });
}
onKey("j", () => go(step(firsts, 1)));
onKey("k", () => go(step(firsts, -1)));
onKey("Escape", () => { document.activeElement.blur(); hold(null); });
onKey("c", () => { if (held) cite(held); });
onKey("l", () => { if (held) link(held); });

// Code points of the article's text and the UTF-16 units of the page's are told apart here and nowhere else.
export function rangeOf(start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const units = node.data;
    for (let unit = 0; unit < units.length; at += 1) {
      if (at === start) { range.setStart(node, unit); begun = true; }
      unit += units.codePointAt(unit) > 0xffff ? 2 : 1;
      if (at + 1 === end && begun) { range.setEnd(node, unit); return range; }
    }
  }
  return null;
}
export function codePointsBefore(node, unit) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, unit);
  return [...range.toString()].length;
}

function open() {
  const passage = /^#at=(\d{1,8})-(\d{1,8})$/.exec(location.hash);
  if (passage) {
    const range = rangeOf(Number(passage[1]), Number(passage[2]));
    if (!range) return;
    if (globalThis.Highlight) CSS.highlights.set("asked", new Highlight(range));
    const place = range.getBoundingClientRect();
    scrollTo({ top: scrollY + place.top - innerHeight / 3, behavior: "instant" });
    return;
  }
  const one = document.getElementById(location.hash.slice(1));
  if (one && text.contains(one)) go(one);
}
addEventListener("hashchange", open);
open();

for (const one of document.querySelectorAll(".summary a[data-at]")) {
  one.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const there = `#at=${one.dataset.at}`;
    if (location.hash === there) open();
    else location.hash = there;
  });
}

function cite(id) {
  const words = [...text.querySelectorAll(`.content[data-s="${id}"]`)];
  const outer = words.filter((one) => !words.some((other) => other !== one && other.contains(one)));
  const quote = outer.map((one) => one.textContent).join(" … ").replace(/\s+/g, " ").trim();
  const said = card(id);
  const speaker = said.querySelector(".speaker").textContent.trim();
  const { outlet, published, title, url } = page.dataset;
  const from = [outlet, title && `“${title}”`, published].filter(Boolean).join(", ");
  copy(`“${quote}” — ${speaker}; ${from}.${url ? ` ${url}` : ""}\n${address(id)}\n`, "Copied with its source");
}
const address = (id) => `${location.origin}${location.pathname}#${id}`;
function link(id) { copy(address(id), "Link copied"); }

document.addEventListener("click", (event) => {
  const { cite: cited, link: linked } = event.target.dataset ?? {};
  if (cited) cite(cited);
  if (linked) link(linked);
});

for (const one of document.querySelectorAll(".voices li")) {
  const ids = one.dataset.of.split(" ");
  const show = (on) => { for (const id of ids) for (const piece of pieces(id)) piece.classList.toggle("held", on); };
  one.addEventListener("mouseenter", () => { hold(null); show(true); });
  one.addEventListener("mouseleave", () => show(false));
}
for (const one of document.querySelectorAll(".cards .card")) {
  one.addEventListener("mouseenter", () => { if (!text.contains(document.activeElement)) hold(one.dataset.s); });
}

function press(button, act) {
  button?.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    act(on);
  });
}
press(document.getElementById("plain"), (on) => text.classList.toggle("plain", on));
press(document.getElementById("lines"), (on) => text.classList.toggle("flows", !on));
