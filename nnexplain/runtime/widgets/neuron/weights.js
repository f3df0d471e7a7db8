// The weights and the bias as bars that a hand can pull. Each says what it is, where the next pass would
// take it, and is a slider for the keyboard.

import { printed, signed } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { LIMIT } from "./cube-hand.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Vector } from "../../net/net.js" */

/** How wide the scale gets, in either direction, when weights outgrow it. */
const EXTENTS = Object.freeze([1, 2, 4, 8, 16, 32, 64]);
const KEY = 0.1;
const PAGE = 1;

/** @typedef {{edit: (theta: number[]) => void, theta: () => Vector}} Grasp */

/** "sum = 0.62·modern + 0.32·sad − 0.40", with what each number is times. @param {string[]} inputs  @param {ArrayLike<any>} theta */
export function equation(inputs, theta) {
  const terms = Array.from(theta, (number, index) => {
    const text = printed(Math.abs(number)) + (inputs[index] ? `·${inputs[index]}` : "");
    const minus = printed(number).startsWith("−");
    return index ? `${minus ? "−" : "+"} ${text}` : (minus ? "−" : "") + text;
  });
  return terms.join(" ");
}

export class WeightsView {
  /** @type {Place} */ place;
  /** The ends of the scale, as the static picture has it. @type {[number, number]} */ #reach;
  /** @type {number} */ #extent = 1;
  /** @type {ReturnType<typeof bar>[]} */ rows;
  #equation = svg("text", { class: "nn-equation" });
  held = false;

  /** @param {Place} place  @param {string[]} names  of the inputs, and last the bias  @param {[number, number]} reach  @param {string} title */
  constructor(place, names, reach, title) {
    this.place = place;
    this.#reach = reach;
    const row = place.height / names.length;
    this.rows = names.map((name, index) => bar(name, index, row, place.width));
    const zero = svg("line", { class: "nn-zero", x1: this.#x(0), x2: this.#x(0), y1: 0, y2: place.height });
    set(this.#equation, { x: -52, y: place.height + 22 });
    place.plot.append(svg("text", { class: "nn-title", x: -52, y: -19 }, title), ...this.rows.map(({ group }) => group), zero, this.#equation);
    place.plot.append(...this.rows.map(({ handle }) => handle));
  }

  /** @param {number} value */
  #x(value) {
    const [low, high] = this.#reach;
    return (this.place.width * (value / this.#extent - low)) / (high - low);
  }

  /** What a way in pixels is worth. */
  get worth() {
    return ((this.#reach[1] - this.#reach[0]) * this.#extent) / this.place.width;
  }

  /** The smallest scale that has room for all of them and their numbers. @param {Vector} theta */
  #fit(theta) {
    const fits = (/** @type {number} */ extent) => theta.every((number) => number * 1.5 >= this.#reach[0] * extent && number * 1.2 <= this.#reach[1] * extent);
    this.#extent = EXTENTS.find(fits) ?? EXTENTS.at(-1) ?? 1;
  }

  /** @param {Vector} theta  @param {Vector | null} next */
  draw(theta, next) {
    if (!this.held) this.#fit(theta);
    const zero = this.#x(0);
    for (const [index, { strip, number, handle, step, head }] of this.rows.entries()) {
      const value = Number(theta[index]);
      const x = this.#x(value);
      set(strip, { x: Math.min(x, zero).toFixed(2), width: Math.abs(x - zero).toFixed(2), class: value < 0 ? "nn-bar nn-bar--neg" : "nn-bar nn-bar--pos" });
      set(number, { x: (x + (value < 0 ? -10 : 10)).toFixed(2), "text-anchor": value < 0 ? "end" : "start" });
      write(number, signed(value));
      set(handle, { transform: `translate(${x.toFixed(2)},${handle.dataset.y})`, "aria-valuenow": value.toFixed(2), "aria-valuetext": `${signed(value)}${next ? `, after the next pass ${signed(Number(next[index]))}` : ""}` });
      const ahead = next ? this.#x(Number(next[index])) : x;
      const far = Math.abs(ahead - x) > 1.5;
      set(step, { x1: x.toFixed(2), x2: ahead.toFixed(2), visibility: far ? undefined : "hidden" });
      set(head, { transform: `translate(${ahead.toFixed(2)},${head.dataset.y})scale(${ahead < x ? -1 : 1},1)`, visibility: far ? undefined : "hidden" });
    }
    write(this.#equation, `sum = ${equation(this.rows.slice(0, -1).map(({ name }) => name), theta)}`);
  }
}

/** @param {string} name  @param {number} index  @param {number} row  @param {number} width */
function bar(name, index, row, width) {
  const y = row * (index + 0.5);
  const strip = svg("rect", { y: y - 8, height: 16 });
  const number = svg("text", { class: "nn-number-text nn-haloed", y });
  const step = svg("line", { class: "nn-next", y1: y + 13, y2: y + 13 });
  const head = svg("path", { class: "nn-next-head", d: "M0,0L-6,-3.5V3.5Z" });
  head.dataset.y = String(y + 13);
  const label = svg("text", { class: "nn-row-name", x: -8, y }, name);
  const hit = svg("rect", { class: "nn-hit", x: 0, y: y - row / 2, width, height: row });
  const group = svg("g", { class: "nn-row", "data-index": index }, hit, label, strip, number, step, head);
  const slider = { tabindex: 0, role: "slider", "aria-label": name === "bias" ? "bias" : `weight of ${name}`, "aria-valuemin": -LIMIT, "aria-valuemax": LIMIT };
  const handle = svg("g", { class: "nn-handle", "data-index": index, ...slider }, svg("circle", { r: 15, class: "nn-hit" }), svg("rect", { x: -3.5, y: -12, width: 7, height: 24, rx: 3.5, class: "nn-handle__dot" }));
  handle.dataset.y = String(y);
  return { name, group, strip, number, step, head, handle };
}

/** @param {number} number */
const within = (number) => Math.max(-LIMIT, Math.min(LIMIT, number));

/** Lets hands pull the bars: anywhere in a row, so a finger need not hit the end of a short bar. @param {WeightsView} view  @param {Grasp} grasp  @param {AbortSignal} signal */
export function takeWeights(view, grasp, signal) {
  const { root, zoom } = view.place;
  /** @type {{id: number, x: number, index: number, theta: number[], worth: number} | null} */ let held = null;
  const change = (/** @type {number[]} */ theta, /** @type {number} */ index, /** @type {number} */ by) =>
    grasp.edit(theta.map((number, k) => (k === index ? within(Math.round((number + by) * 100) / 100) : number)));
  root.addEventListener("pointerdown", (event) => {
    const row = event.target instanceof Element ? event.target.closest("[data-index]") : null;
    if (held || !row || event.button !== 0) return;
    held = { id: event.pointerId, x: event.clientX, index: Number(row.getAttribute("data-index")), theta: [...grasp.theta()], worth: view.worth };
    view.held = true;
    root.setPointerCapture(event.pointerId);
  }, { signal });
  root.addEventListener("pointermove", (event) => {
    const way = held?.id === event.pointerId ? event.clientX - held.x : 0;
    if (held && way) change(held.theta, held.index, (way / zoom()) * held.worth);
  }, { signal });
  for (const type of ["pointerup", "pointercancel"]) {
    root.addEventListener(type, (event) => {
      if (held?.id === /** @type {PointerEvent} */ (event).pointerId) {
        held = null;
        view.held = false;
      }
    }, { signal });
  }
  for (const [index, { handle }] of view.rows.entries()) {
    handle.addEventListener("keydown", (event) => {
      const by = { ArrowRight: KEY, ArrowUp: KEY, ArrowLeft: -KEY, ArrowDown: -KEY, PageUp: PAGE, PageDown: -PAGE, Home: -2 * LIMIT, End: 2 * LIMIT }[event.key];
      if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      change([...grasp.theta()], index, by);
    }, { signal });
  }
}
