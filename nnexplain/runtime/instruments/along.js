// What pictures of a way have in common: on top what is said along it, through all of it the decision, and
// the place where the page stands.

import { printed } from "../draw/numbers.js";
import { h } from "../draw/tree.js";
import { band } from "./band.js";

/** @import { Branch } from "../draw/tree.js" */
/** @import { Verdict } from "../net/way/verdict.js" */

/** Where a way is drawn from left to right: the band of what is said, above it the decision's words. */
export const ALONG = Object.freeze({ x: 34, width: 404, words: 44, y: 57, height: 18 });
/** Half of what the words at the decision take at most. */
const HALF = 62;

/** @param {number} number */
export const short = (number) => String(Math.round(number * 10) / 10);

/** @param {number} t  from 0 to 1 */
export const xOf = (t) => ALONG.x + ALONG.width * t;

/**
 * Where on a way of so many places one of them begins, which reaches half-way to its neighbours.
 * @param {number} place
 * @param {number} count
 */
export function edgeOf(place, count) {
  return xOf(count > 1 ? Math.max(0, Math.min(1, (place - 0.5) / (count - 1))) : place);
}

/** How far along, in words. @param {number} t */
export const along = (t) => printed(t, 2);

/**
 * What does not follow the place.
 * @param {Verdict} verdict
 * @param {number} bottom  of what is drawn along the way
 * @returns {Branch}
 */
export function course(verdict, bottom) {
  const { x, y, width, height } = ALONG;
  const lines = verdict.flips.map(({ at }) => `M${short(xOf(at))},${y + height}V${bottom}`);
  const middle = Math.max(x + HALF, Math.min(xOf(1) - HALF, xOf(verdict.settled ?? 0.5)));
  const words = verdict.settled === null ? "no decision" : `decision at ${along(verdict.settled)}`;
  const end = (/** @type {string} */ word, /** @type {number} */ at, /** @type {string} */ anchor) =>
    h("text", { class: "nn-head", x: at, y: bottom + 19, "text-anchor": anchor }, word);
  return h(
    "g",
    { class: "nn-along" },
    end("start", x, "start"),
    end("half-way", xOf(0.5), "middle"),
    end("end", xOf(1), "end"),
    band(verdict, { x, y, width, height }),
    h("path", { class: "nn-along__flip", d: lines.slice(0, -1).join("") }),
    h("path", { class: "nn-along__decision", d: lines.at(-1) ?? "" }),
    h("text", { class: "nn-along__words nn-haloed", x: short(middle), y: ALONG.words }, words),
  );
}

/** Where the page stands. @param {number} t  @param {number} bottom  @returns {Branch} */
export function standing(t, bottom) {
  const x = short(xOf(t));
  return h(
    "g",
    { class: "nn-along" },
    h("path", { class: "nn-here", d: `M${x},${ALONG.y}V${bottom}` }),
    h("path", { class: "nn-along__tip", d: `M${x},${bottom}l5,8h-10z` }),
  );
}
