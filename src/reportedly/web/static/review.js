// The review list: j and k move, a and r answer, z takes the answer back; the place is never lost.
import { onKey, step } from "./desk.js";

const items = () => [...document.querySelectorAll("[data-item]")];
const here = () => document.activeElement.closest?.("[data-item]");
const isOpen = (item) => item.querySelector("[data-key]") !== null;

function go(item) {
  if (!item) return;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}
onKey("j", () => go(step(items(), 1)));
onKey("k", () => go(step(items(), -1)));
for (const key of ["a", "r", "e", "1", "2", "3"]) onKey(key, () => here()?.querySelector(`[data-key="${key}"]`)?.click());
onKey("z", () => here()?.querySelector("[data-answered] form:not(.both) button")?.click());

// The answer stands where its item stood; the next open item has the focus.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (xhr.status === 409 && xhr.responseText.includes("data-answered")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  } else if (xhr.status >= 400) {
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const said = page.querySelector(".notice")?.textContent ?? xhr.responseText;
    const place = target.querySelector(".refused") ?? target;
    place.textContent = said.slice(0, 400);
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  const item = event.detail.target.closest?.("[data-item]");
  if (!item) return;
  if (event.detail.xhr.status === 409) { item.querySelector("button")?.focus(); return; }
  const all = items();
  go(all.slice(all.indexOf(item) + 1).find(isOpen) ?? item);
});
document.addEventListener("htmx:sendError", (event) => {
  const place = event.detail.target?.querySelector?.(".refused");
  if (place) place.textContent = "The desk did not answer; is it still running?";
});

const first = location.hash ? null : items()[0];
if (first && document.activeElement === document.body) first.focus({ preventScroll: true });
