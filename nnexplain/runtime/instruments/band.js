// A band along a way that tells what is said from where to where: the digit in each stretch, and dark where it is
// neither the first answer nor the last.

import { set, svg } from "../draw/svg.js";
import { stretchesOf } from "../net/way/verdict.js";

/** @import { Verdict } from "../net/way/verdict.js" */

/** A stretch so wide has room for its digit, or for a word too. */
const ROOM = 12;
const WIDE = 64;

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

export class Band {
  group = svg("g", { class: "nn-band-of-answers" });
  #drawn = "";
  #box;

  /** @param {Box} box */
  constructor(box) {
    this.#box = box;
  }

  /** @param {Verdict} verdict */
  draw(verdict) {
    const stretches = stretchesOf(verdict);
    const key = JSON.stringify(stretches);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const { x, y, width, height } = this.#box;
    const place = (/** @type {number} */ t) => x + t * width;
    const kind = (/** @type {number} */ said) => (verdict.third.includes(said) ? "third" : said === verdict.said[0] ? "first" : "last");
    const boxes = stretches.map(({ from, to, said }) => svg("rect", { class: "nn-answered", "data-kind": kind(said), "data-said": said, x: place(from), y, width: (to - from) * width, height }));
    const words = stretches
      .filter(({ from, to }) => (to - from) * width >= ROOM)
      .map(({ from, to, said }) => svg("text", { class: "nn-answered__word", "data-kind": kind(said), x: place((from + to) / 2), y: y + height / 2 }, (to - from) * width >= WIDE ? `says ${said}` : String(said)));
    const edges = svg("path", { class: "nn-turns", d: verdict.flips.map(({ at }) => `M${place(at).toFixed(2)},${y - 3}v${height + 6}`).join("") });
    this.group.replaceChildren(...boxes, svg("rect", { class: "nn-picture-frame", x, y, width, height }), edges, ...words);
  }
}

/** Where the page stands, across a box. */
export class Here {
  line = svg("path", { class: "nn-here" });
  #box;

  /** @param {Box} box */
  constructor(box) {
    this.#box = box;
  }

  /** @param {number} t */
  draw(t) {
    const { x, y, width, height } = this.#box;
    set(this.line, { d: `M${(x + t * width).toFixed(2)},${y}v${height}` });
  }
}

/**
 * A box in which the pointer moves the page along: at once, and as long as it is held.
 * @param {Box} box  @param {(t: number, first: boolean) => void} go  @param {AbortSignal} signal
 */
export function slideable({ x, y, width, height }, go, signal) {
  const hit = svg("rect", { class: "nn-ground nn-ground--time", x, y, width, height });
  const move = (/** @type {PointerEvent} */ { clientX }, /** @type {boolean} */ first) => {
    const { left, width: wide } = hit.getBoundingClientRect();
    if (wide) go(Math.round(Math.max(0, Math.min(1, (clientX - left) / wide)) * 100) / 100, first);
  };
  hit.addEventListener("pointerdown", (event) => (hit.setPointerCapture(event.pointerId), move(event, true)), { signal });
  hit.addEventListener("pointermove", (event) => hit.hasPointerCapture(event.pointerId) && move(event, false), { signal });
  return hit;
}
