// Keys, theme, rows and drops: everything here also works, more slowly, without it.
const root = document.documentElement;
root.classList.add("scripted");
for (const one of document.querySelectorAll(".needs-script")) one.hidden = false;

export function say(words) {
  const place = document.getElementById("said");
  place.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { place.textContent = ""; }, 2500);
}

export async function copy(words, what) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const area = document.createElement("textarea");
    area.value = words;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(what);
}

// Light and dark: the reader's system decides until the switch is used; the server is told by a cookie.
const themeButton = document.getElementById("theme");
themeButton.hidden = false;
function isDark() {
  const chosen = root.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
function turn() {
  root.dataset.theme = isDark() ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=strict`;
}
themeButton.addEventListener("click", turn);

const help = document.getElementById("help");
const helpButton = document.getElementById("help-open");
helpButton.hidden = false;
helpButton.addEventListener("click", () => help.showModal());

// Rows: j and k go through them.
export function step(items, way) {
  if (!items.length) return null;
  const active = document.activeElement;
  const at = items.findIndex((one) => one === active || one.contains(active));
  const next = at < 0 ? (way > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, at + way));
  return items[next];
}
function stepRows(way) {
  const links = [...document.querySelectorAll("[data-rows] [data-open]")];
  step(links, way)?.focus();
}

const GO = { l: "/library", s: "/statements", a: "/actors", o: "/outlets", t: "/timeline", n: "/network", r: "/review", h: "/history" };
let going = false;
const keys = {
  "?": () => help.showModal(),
  "/": () => document.getElementById("find").focus(),
  t: turn,
  j: () => stepRows(1),
  k: () => stepRows(-1),
  "[": () => document.querySelector("a[rel=prev]")?.click(),
  "]": () => document.querySelector("a[rel=next]")?.click(),
  g: () => { going = true; setTimeout(() => { going = false; }, 1500); },
};
export function onKey(key, act) { keys[key] = act; }

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (going && GO[event.key]) {
    location.assign(GO[event.key]);
  } else if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});

// Dropping files and folders on the library.
const drop = document.getElementById("drop");
if (drop) {
  const told = document.getElementById("drop-told");
  const take = (files) => {
    if (!files.length) return;
    const data = new FormData();
    for (const [name, file] of files) data.append("files", file, name);
    const sent = new XMLHttpRequest();
    sent.open("POST", drop.action);
    sent.setRequestHeader("X-Desk-Token", document.querySelector("meta[name=desk-token]").content);
    sent.upload.addEventListener("progress", (event) => {
      told.textContent = `Sending ${files.length} files: ${Math.round((100 * event.loaded) / event.total)} %`;
    });
    sent.addEventListener("load", () => {
      if (sent.status < 400) { location.assign("/reading"); return; }
      const page = new DOMParser().parseFromString(sent.responseText, "text/html");
      told.textContent = page.querySelector(".notice")?.textContent ?? sent.responseText;
    });
    sent.addEventListener("error", () => { told.textContent = "The desk did not answer, or they are too large."; });
    sent.send(data);
  };
  drop.addEventListener("submit", (event) => {
    event.preventDefault();
    const inputs = [...drop.querySelectorAll("input[type=file]")];
    take(inputs.flatMap((one) => [...one.files].map((file) => [file.webkitRelativePath || file.name, file])));
  });
  document.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry?.()).filter(Boolean);
    take((await Promise.all(entries.map(under))).flat());
  });
}

// All files under an entry that was dropped, each with its path.
async function under(entry) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    return [[entry.fullPath.replace(/^\//, ""), file]];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(under))).flat();
}
