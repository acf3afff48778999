// What is drawn of a verdict's data: the report carries it, the studio loads it. A classic script: its names are global.
// TEXTS stands before it: what it says, in another language, by its English.
const SVG = "http://www.w3.org/2000/svg";
const t = (text, parts) => (TEXTS[text] || text).replace(/\{(\w+)\}/g, (_, name) => parts[name]);
// Names come from outside: they are only ever set as text.
function el(tag, props, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (name === "class") made.className = value; else if (name === "on") for (const [event, call] of Object.entries(value)) made.addEventListener(event, call);
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}
function svg(tag, props, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
const badge = (outcome) => el("span", { class: "badge " + outcome }, outcome);
const number = (value, digits) => value.toLocaleString("en", { maximumFractionDigits: digits });
const rate = (bits) => bits >= 1e6 ? number(bits / 1e6, 2) + " Mbit/s" : number(bits / 1e3, 0) + " kbit/s";

// `width`: what there is to draw in, px. Null where no output has both height and bit rate.
function ladder(data, width) {
  const points = data.outputs.map((output) => ({ output, x: (output.facts || {}).bitrate, y: (output.facts || {}).height })).filter((point) => point.x > 0 && point.y > 0);
  if (!points.length) return null;
  // Drawn as wide as it is shown: a picture that is scaled down to a phone has letters that nobody can read.
  const W = Math.max(260, Math.min(640, width)), small = W < 480;
  const H = 260, L = 60, R = small ? 92 : 120, T = 16, B = 40;
  const span = (values) => { const low = Math.min(...values), high = Math.max(...values); return low === high ? [low / 2, high * 1.5] : [low * .8, high * 1.1]; };
  const [x0, x1] = span(points.map((point) => point.x)), [y0, y1] = span(points.map((point) => point.y));
  const px = (x) => L + (Math.log(x / x0) / Math.log(x1 / x0)) * (W - L - R), py = (y) => H - B - ((y - y0) / (y1 - y0)) * (H - T - B);
  const faulty = points.filter((point) => ["fail", "inconclusive", "warn"].includes(point.output.outcome));
  const spoken = points.map((point) => t("{output}: {height} px at {rate}, {outcome}", { output: point.output.name || t("(unnamed)"), height: point.y, rate: rate(point.x), outcome: point.output.outcome })).join("; ");
  const drawn = svg("svg", { viewBox: `0 0 ${W} ${H}`, width: W, height: H, role: "img", "aria-label": t("Height by bit rate. {spoken}", { spoken }), class: "ladder" });
  drawn.append(svg("line", { class: "axis", x1: L, y1: H - B, x2: W - R, y2: H - B }), svg("line", { class: "axis", x1: L, y1: T, x2: L, y2: H - B }));
  for (const y of [...new Set(points.map((point) => point.y))]) drawn.append(svg("text", { class: "tick", x: L - 8, y: py(y) + 4, "text-anchor": "end" }, y + " px"));
  for (const x of [Math.min(...points.map((point) => point.x)), Math.max(...points.map((point) => point.x))]) drawn.append(svg("text", { class: "tick", x: px(x), y: H - B + 18, "text-anchor": "middle" }, rate(x)));
  const groups = new Map();
  for (const point of points) if (point.output.group !== null) groups.set(point.output.group, [...(groups.get(point.output.group) || []), point]);
  for (const rungs of groups.values()) drawn.append(svg("polyline", { class: "line", points: rungs.sort((a, b) => a.x - b.x).map((point) => `${px(point.x)},${py(point.y)}`).join(" ") }));
  for (const point of points) {
    const bad = faulty.includes(point), x = px(point.x), y = py(point.y), mark = svg("g", { class: "rung " + point.output.outcome, "data-output": point.output.name, "data-faulty": String(bad) });
    mark.append(bad ? svg("path", { class: "dot", d: `M${x - 7},${y - 7}h14v14h-14z` }) : svg("circle", { class: "dot", cx: x, cy: y, r: 6 }));
    mark.append(svg("text", { x: x + 12, y: y + 4, "font-weight": bad ? 700 : 400 }, (bad ? "✗ " : "") + (point.output.name || t("(unnamed)")).slice(0, small ? 11 : 24)));
    drawn.append(mark);
  }
  return el("figure", {}, el("figcaption", {}, faulty.length > 1 ? t("Height by bit rate; {count} renditions marked", { count: faulty.length }) : faulty.length ? t("Height by bit rate; 1 rendition marked") : t("Height by bit rate")), el("div", { class: "wide" }, drawn));
}

function lengths(data) {
  const long = data.outputs.filter((output) => (output.facts || {}).duration > 0);
  if (long.length < 2) return null;
  const most = Math.max(...long.map((output) => output.facts.duration));
  const grid = el("div", { class: "lengths" });
  for (const output of long) grid.append(el("span", {}, (output.group ? output.group + " / " : "") + output.name), el("i", { class: output.outcome, style: `width:${100 * output.facts.duration / most}%`, "aria-hidden": "true" }), el("span", {}, number(output.facts.duration, 3) + " s"));
  return el("figure", {}, el("figcaption", {}, t("Durations side by side")), grid);
}
