// What pictures of a way have in common: on top what is said along it, through all of it the decision, and the
// place where the page stands. The static pictures have the same places.

import { printed } from "../draw/numbers.js";
import { set, svg, write } from "../draw/svg.js";
import { Band } from "./band.js";

/** @import { Verdict } from "../net/way/verdict.js" */

/** Where a way is drawn from left to right, and the band of what is said, with the decision's words above it. */
export const ALONG = Object.freeze({ x: 34, width: 404, words: 44, top: 57, high: 18 });
/** Half of what the words at the decision take at most. */
const HALF = 62;

/** @param {number} number */
export const short = (number) => String(Math.round(number * 10) / 10);

/** @param {number} t  from 0 to 1 */
export const xOf = (t) => ALONG.x + ALONG.width * t;

/** The nearest place that the page's slider has. @param {number} x */
export const tOf = (x) => Math.round(Math.max(0, Math.min(1, (x - ALONG.x) / ALONG.width)) * 100) / 100;

/** Where on a way of so many places one of them begins, which reaches half-way to its neighbours. @param {number} place  @param {number} count */
export const edgeOf = (place, count) => xOf(count > 1 ? Math.max(0, Math.min(1, (place - 0.5) / (count - 1))) : place);

/** How far along, in words. @param {number} t */
export const along = (t) => printed(t, 2);

export class Along {
  group = svg("g", { class: "nn-along" });
  #bottom;
  #band = new Band({ x: ALONG.x, y: ALONG.top, width: ALONG.width, height: ALONG.high });
  #earlier = svg("path", { class: "nn-along__flip" });
  #settled = svg("path", { class: "nn-along__decision" });
  #words = svg("text", { class: "nn-along__words nn-haloed", y: ALONG.words, "text-anchor": "middle" });
  #here = svg("path", { class: "nn-here" });
  #tip = svg("path", { class: "nn-along__tip" });

  /** @param {number} bottom  of what is drawn along the way */
  constructor(bottom) {
    this.#bottom = bottom;
    const ends = [["start", ALONG.x, "start"], ["half-way", xOf(0.5), "middle"], ["end", xOf(1), "end"]];
    const axis = ends.map(([words, x, anchor]) => svg("text", { class: "nn-head", x, y: bottom + 19, "text-anchor": anchor }, String(words)));
    this.group.append(...axis, this.#band.group, this.#earlier, this.#settled, this.#words, this.#here, this.#tip);
  }

  /** @param {Verdict} verdict */
  draw(verdict) {
    this.#band.draw(verdict);
    const lines = verdict.flips.map(({ at }) => `M${short(xOf(at))},${ALONG.top + ALONG.high}V${this.#bottom}`);
    set(this.#earlier, { d: lines.slice(0, -1).join("") });
    set(this.#settled, { d: lines.at(-1) ?? "" });
    const x = Math.max(ALONG.x + HALF, Math.min(xOf(1) - HALF, xOf(verdict.settled ?? 0.5)));
    set(this.#words, { x: short(x) });
    write(this.#words, verdict.settled === null ? "no decision" : `decision at ${along(verdict.settled)}`);
  }

  /** @param {number} t */
  move(t) {
    const x = short(xOf(t));
    set(this.#here, { d: `M${x},${ALONG.top}V${this.#bottom}` });
    set(this.#tip, { d: `M${x},${this.#bottom}l5,8h-10z` });
  }
}
