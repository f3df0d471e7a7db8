// The place of a live drawing: the picture of its panel, which comes alive. The figure's JSON tells where the
// drawing lies in the panel.

/** A drawing that takes at least this share of its planned width counts as planned. */
const ALIKE = 0.98;

/** @import { Figure } from "./figure.js" */

/**
 * @typedef {object} Place
 * @property {HTMLElement} host  over the picture, for what is no drawing
 * @property {SVGSVGElement} root  @property {SVGGElement} plot  its origin is where the chart's is
 * @property {number} width  @property {number} height  of the plot
 * @property {number} x
 * @property {number} y  where the plot has its origin
 * @property {[number, number]} size  of the whole
 * @property {() => number} zoom  how many pixels of the screen one of the drawing takes
 */

/** @param {HTMLElement} element  @param {number} index */
function spotFor(element, index) {
  const spot = element.querySelectorAll(".nn-panels > .nn-panel")[index];
  if (!(spot instanceof HTMLElement)) throw new RangeError(`the figure has no panel ${index}`);
  return spot;
}

/**
 * What is laid over a panel's picture, where a native input belongs on it.
 * @param {HTMLElement} spot
 * @param {AbortSignal} signal
 */
function overlay(spot, signal) {
  const host = document.createElement("div");
  host.className = "nn-live";
  spot.append(host);
  signal.addEventListener("abort", () => host.remove(), { once: true });
  return host;
}

/**
 * Names the picture for as long as it lives, and gives back its own name after.
 * @param {Element} root
 * @param {Record<string, string>} named
 * @param {AbortSignal} signal
 */
function renamed(root, named, signal) {
  const names = ["role", "aria-label", "aria-description", "aria-hidden"];
  const before = names.map((name) => root.getAttribute(name));
  const put = (/** @type {string} */ name, /** @type {string | null | undefined} */ value) =>
    value == null ? root.removeAttribute(name) : root.setAttribute(name, value);
  for (const name of names) put(name, named[name]);
  signal.addEventListener("abort", () => names.forEach((name, k) => put(name, before[k])), { once: true });
}

/**
 * The picture of panel `index`, which is to come alive until `signal` aborts. Words keep their size on
 * screens where the drawing is smaller than planned: `--nn-zoom` is what to multiply their size with.
 * @param {Figure} figure
 * @param {HTMLElement} element
 * @param {number} index
 * @param {string} label
 * @param {AbortSignal} signal
 * @returns {Place}
 */
export function placeOf(figure, element, index, label, signal) {
  const spot = spotFor(element, index);
  const [root, { size, place: [x, y, width, height] = [] } = {}] = [
    spot.querySelector(":scope > svg"),
    figure.panels[index],
  ];
  const plot = root?.querySelector(":scope > g");
  if (!(root instanceof SVGSVGElement) || !(plot instanceof SVGGElement) || !size || height === undefined) {
    throw new RangeError(`panel ${index} of figure ${figure.name} is of another kind`);
  }
  renamed(root, { role: "group", "aria-label": label }, signal);
  const zoom = () => (root.clientWidth || size[0]) / size[0];
  // A row that is a pixel too narrow does not make words larger than they were.
  const larger = () => (zoom() > ALIKE ? 1 : 1 / zoom());
  const watch = new ResizeObserver(() => root.style.setProperty("--nn-zoom", String(larger())));
  watch.observe(root);
  signal.addEventListener("abort", () => watch.disconnect(), { once: true });
  /** @type {HTMLElement | null} */ let host = null;
  return {
    root,
    plot,
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height,
    size,
    zoom,
    get host() {
      return (host ??= overlay(spot, signal));
    },
  };
}

/**
 * Calls `draw` at most once a frame, however often what this returns is called: at once, when all that
 * changes together has changed, or else with the next frame. @param {() => void} draw  @param {AbortSignal}
 * signal
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
