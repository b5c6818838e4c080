// The network drawn from the tables below it; everything it leads to is a link of those tables.
import { onKey } from "./desk.js";
import { load } from "./load.js";

const figure = document.querySelector(".chart");
const place = figure?.querySelector(".chart-place");
const said = figure?.querySelector(".chart-said");
const ROUNDS = 400;
const GRAVITY = 0.35; // keeps together what no tie holds
const WIDE = 1.7; // the picture is wider than high

const nodes = [...document.querySelectorAll(".lanes li")].map((one) => ({
  id: one.dataset.actor, name: one.textContent, href: one.dataset.href, weight: 0, ties: 0, x: 0, y: 0,
}));
const known = new Map(nodes.map((one) => [one.id, one]));
const ties = [...document.querySelectorAll("tr[data-kind]")].map((row, number) => {
  const link = row.querySelector("[data-open]");
  const { kind, one, other, count } = row.dataset;
  return { id: `tie${number}`, kind, one, other, count: Number(count), href: link.href, told: link.getAttribute("aria-label") };
});
for (const tie of ties) {
  for (const end of [known.get(tie.one), known.get(tie.other)]) {
    end.weight += tie.count;
    end.ties += 1;
  }
}
nodes.sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));

// Nodes push each other away and ties pull them together (Fruchterman and Reingold 1991), from places on a
// spiral: the same ties always make the same picture.
function lay() {
  nodes.forEach((one, number) => {
    const away = Math.sqrt((number + 0.5) / nodes.length);
    one.x = away * Math.cos(number * 2.39996);
    one.y = away * Math.sin(number * 2.39996);
  });
  const ideal = 1.1 / Math.sqrt(nodes.length);
  for (let round = 0; round < ROUNDS; round += 1) move(ideal, 0.12 * (1 - round / ROUNDS));
}
function move(ideal, heat) {
  for (const one of nodes) { one.dx = -one.x * GRAVITY; one.dy = -one.y * GRAVITY; }
  nodes.forEach((one, number) => {
    for (const other of nodes.slice(number + 1)) push(one, other, (far) => -(ideal * ideal) / far);
  });
  for (const tie of ties) {
    const [one, other] = [known.get(tie.one), known.get(tie.other)];
    const pull = (0.7 + 0.1 * Math.log2(tie.count)) / Math.sqrt(Math.max(one.ties, other.ties));
    push(one, other, (far) => (pull * far * far) / ideal);
  }
  for (const one of nodes) {
    const far = Math.hypot(one.dx, one.dy) || 1e-9;
    const step = Math.min(far, heat) / far;
    one.x += one.dx * step;
    one.y += one.dy * step;
  }
}
function push(one, other, force) {
  const dx = other.x - one.x;
  const dy = other.y - one.y;
  const far = Math.max(Math.hypot(dx, dy), 1e-4);
  const by = force(far) / far;
  one.dx += dx * by;
  one.dy += dy * by;
  other.dx -= dx * by;
  other.dy -= dy * by;
}

function graph() {
  const made = new globalThis.graphology.MultiDirectedGraph();
  const most = nodes[0].weight;
  for (const one of nodes) {
    made.addNode(one.id, { label: one.name, x: WIDE * one.x, y: one.y, size: 4 + 9 * Math.sqrt(one.weight / most) });
  }
  const strongest = Math.max(...ties.map((one) => one.count));
  for (const tie of ties) {
    const size = 1 + 4 * Math.sqrt(tie.count / strongest);
    made.addEdgeWithKey(tie.id, tie.one, tie.other, { size, kind: tie.kind });
  }
  return made;
}

const colours = () => {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return { ink: of("ink"), quiet: of("quiet"), line: of("line"), sheet: of("sheet"), through: of("source"), of: of("accent"), node: of("cue") };
};

function draw(held) {
  let hues = colours();
  const chart = new globalThis.Sigma(graph(), place, {
    defaultEdgeType: "arrow", enableEdgeEvents: true, labelFont: getComputedStyle(document.body).fontFamily,
    labelSize: 13, labelColor: { color: hues.ink }, labelDensity: 2, labelGridCellSize: 70, labelRenderedSizeThreshold: 4, zIndex: true,
    stagePadding: 60, minCameraRatio: 0.1, maxCameraRatio: 3,
    defaultDrawNodeHover: (context, data, settings) => {
      context.fillStyle = hues.sheet;
      const width = context.measureText(data.label).width + data.size + 10;
      context.fillRect(data.x, data.y - 10, width, 20);
      settings.defaultDrawNodeLabel(context, data, settings);
    },
    nodeReducer: (id, data) => {
      const lit = !held.node || held.near.has(id);
      return { ...data, color: lit ? hues.node : hues.line, label: lit ? data.label : "", zIndex: lit ? 1 : 0, forceLabel: held.node !== null && lit };
    },
    edgeReducer: (id, data) => {
      const lit = held.tie ? id === held.tie.id : !held.node || held.ties.has(id);
      return { ...data, color: lit ? hues[data.kind] : hues.line, hidden: held.node !== null && !lit, zIndex: lit ? 1 : 0 };
    },
  });
  const recolour = () => { hues = colours(); chart.setSetting("labelColor", { color: hues.ink }); chart.refresh(); };
  new MutationObserver(recolour).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  return chart;
}

const tiesOf = (id) => ties.filter((one) => one.one === id || one.other === id).sort((a, b) => b.count - a.count);

function tell(node, tie) {
  said.replaceChildren();
  const link = document.createElement("a");
  link.href = tie ? tie.href : node.href;
  link.textContent = tie ? tie.told : node.name;
  said.append(link);
  if (!tie) said.append(`: ${tiesOf(node.id).slice(0, 6).map((one) => one.told).join("; ")}`);
}

async function start() {
  await load(figure.dataset.libraries.split(" "));
  figure.hidden = false;
  lay();
  const held = { node: null, tie: null, near: new Set(), ties: new Set() };
  let chart;
  try {
    chart = draw(held);
  } catch {
    figure.hidden = true; // no WebGL: the tables say the same
    return;
  }
  const hold = (id, tie = null) => {
    const own = id ? tiesOf(id) : [];
    held.node = id;
    held.tie = tie;
    held.ties = new Set(own.map((one) => one.id));
    held.near = new Set([id, ...own.flatMap((one) => [one.one, one.other])]);
    if (id) tell(known.get(id), tie);
    chart.refresh({ skipIndexation: true });
  };
  const byId = new Map(ties.map((one) => [one.id, one]));
  chart.on("enterNode", ({ node }) => hold(node));
  chart.on("leaveNode", () => hold(null));
  chart.on("enterEdge", ({ edge }) => tell(null, byId.get(edge)));
  chart.on("clickNode", ({ node }) => location.assign(known.get(node).href));
  chart.on("clickEdge", ({ edge }) => location.assign(byId.get(edge).href));
  keys(held, hold);
  const camera = chart.getCamera();
  const acts = { in: () => camera.animatedZoom(), out: () => camera.animatedUnzoom(), all: () => camera.animatedReset() };
  for (const button of figure.querySelectorAll("[data-do]")) button.addEventListener("click", acts[button.dataset.do]);
  onKey("+", acts.in);
  onKey("-", acts.out);
}

function keys(held, hold) {
  const turned = (list, at, way) => list[(at + way + list.length) % list.length];
  place.addEventListener("keydown", (event) => {
    const side = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const along = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (side) {
      const at = nodes.findIndex((one) => one.id === held.node);
      hold(turned(nodes, at < 0 && side < 0 ? 0 : at, side).id);
    } else if (along && held.node) {
      const own = tiesOf(held.node);
      hold(held.node, turned(own, held.tie ? own.indexOf(held.tie) : along > 0 ? -1 : 0, along));
    } else if (event.key === "Enter" && held.node) {
      location.assign(held.tie ? held.tie.href : known.get(held.node).href);
    } else if (event.key === "Escape") {
      hold(null);
    } else {
      return;
    }
    event.preventDefault();
  });
}

if (figure && matchMedia("(min-width: 44.01rem)").matches) start();
