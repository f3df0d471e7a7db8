// What pictures of a way have in common: on top what is said along it, through all of it the decision, and the
// place where the page stands.

import { printed } from "../draw/numbers.js";
import { h } from "../draw/tree.js";
import { band } from "./band.js";

/** @import { Branch } from "../draw/tree.js" */
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

/** What does not follow the place. @param {Verdict} verdict  @param {number} bottom  of what is drawn along the way  @returns {Branch} */
export function course(verdict, bottom) {
  const lines = verdict.flips.map(({ at }) => `M${short(xOf(at))},${ALONG.top + ALONG.high}V${bottom}`);
  const middle = Math.max(ALONG.x + HALF, Math.min(xOf(1) - HALF, xOf(verdict.settled ?? 0.5)));
  const words = verdict.settled === null ? "no decision" : `decision at ${along(verdict.settled)}`;
  const end = (/** @type {string} */ word, /** @type {number} */ x, /** @type {string} */ anchor) =>
    h("text", { class: "nn-head", x, y: bottom + 19, "text-anchor": anchor }, word);
  return h("g", { class: "nn-along" },
    end("start", ALONG.x, "start"), end("half-way", xOf(0.5), "middle"), end("end", xOf(1), "end"),
    band(verdict, { x: ALONG.x, y: ALONG.top, width: ALONG.width, height: ALONG.high }),
    h("path", { class: "nn-along__flip", d: lines.slice(0, -1).join("") }),
    h("path", { class: "nn-along__decision", d: lines.at(-1) ?? "" }),
    h("text", { class: "nn-along__words nn-haloed", x: short(middle), y: ALONG.words, "text-anchor": "middle" }, words));
}

/** Where the page stands. @param {number} t  @param {number} bottom  @returns {Branch} */
export function standing(t, bottom) {
  const x = short(xOf(t));
  return h("g", { class: "nn-along" },
    h("path", { class: "nn-here", d: `M${x},${ALONG.top}V${bottom}` }),
    h("path", { class: "nn-along__tip", d: `M${x},${bottom}l5,8h-10z` }));
}
