// The place of a live drawing: over the static picture of its panel, with the same coordinates.

import { svg } from "../draw/svg.js";

/** @import { Figure } from "./figure.js" */

/**
 * @typedef {object} Place
 * @property {HTMLElement} host  over the picture
 * @property {SVGSVGElement} root  @property {SVGGElement} plot  its origin is where the chart's is
 * @property {number} width  @property {number} height  of the plot
 * @property {number} x  @property {number} y  where the plot has its origin  @property {[number, number]} size  of the whole
 * @property {() => number} zoom  how many pixels of the screen one of the drawing takes
 */

/** Where the chart of a static picture has its origin, and its size: Vega draws its ground first. @param {Element | null} picture */
function chartOf(picture) {
  const moved = /translate\(([-\d.]+)[ ,]([-\d.]+)\)/.exec(picture?.querySelector("g[transform]")?.getAttribute("transform") ?? "");
  const ground = /h([\d.]+)v([\d.]+)/.exec(picture?.querySelector("path.background")?.getAttribute("d") ?? "");
  if (!moved || !ground) throw new RangeError("the static picture of this figure is of another kind");
  return { x: Number(moved[1]), y: Number(moved[2]), width: Number(ground[1]), height: Number(ground[2]) };
}

/**
 * Lays a live drawing over panel `index` of a figure, until `signal` aborts. Words keep their size on
 * screens where the drawing is smaller than planned: `--nn-zoom` is what to multiply their size with.
 * @param {Figure} figure  @param {HTMLElement} element  @param {number} index  @param {string} label  @param {AbortSignal} signal
 * @returns {Place}
 */
export function place(figure, element, index, label, signal) {
  const spot = element.querySelectorAll(".nn-panels > .nn-panel")[index];
  const panel = figure.panels[index];
  if (!spot || !panel) throw new RangeError(`figure ${figure.name} has no panel ${index}`);
  const [width, height] = panel.size;
  const chart = chartOf(spot.querySelector("svg.nn-static"));
  const plot = svg("g", { transform: `translate(${chart.x},${chart.y})` });
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "nn-widget", role: "group", "aria-label": label }, plot);
  const host = document.createElement("div");
  host.className = "nn-live";
  host.append(root);
  spot.append(host);
  spot.classList.add("nn-panel--live");
  const zoom = () => (host.clientWidth || width) / width;
  const watch = new ResizeObserver(() => root.style.setProperty("--nn-zoom", String(Math.max(1, 1 / zoom()))));
  watch.observe(host);
  signal.addEventListener(
    "abort",
    () => {
      watch.disconnect();
      host.remove();
      spot.classList.remove("nn-panel--live");
    },
    { once: true },
  );
  return { host, root, plot, ...chart, size: panel.size, zoom };
}

/**
 * Calls `draw` at most once a frame, however often what this returns is called: at once, when all that changes
 * together has changed, or else with the next frame. @param {() => void} draw  @param {AbortSignal} signal
 */
export function eachFrame(draw, signal) {
  let [due, drawn] = [false, false];
  const show = () => {
    due = false;
    if (signal.aborted) return;
    drawn = true;
    requestAnimationFrame(() => (drawn = false));
    draw();
  };
  return () => {
    if (due) return;
    due = true;
    if (drawn) requestAnimationFrame(show);
    else queueMicrotask(show);
  };
}
