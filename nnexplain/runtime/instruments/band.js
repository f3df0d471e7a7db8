// A band along a way that tells what is said from where to where: the digit in each stretch, and dark where
// it is neither the first answer nor the last; where the page stands, and where a hand goes along.

import { h } from "../draw/tree.js";
import { stretchesOf } from "../net/way/verdict.js";

/** @import { Branch } from "../draw/tree.js" */
/** @import { Verdict } from "../net/way/verdict.js" */

/** A stretch so wide has room for its digit, or for a word too. */
const ROOM = 12;
const WIDE = 64;

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/**
 * How far across a box a point is, as exactly as the page's slider has it.
 * @param {Box} box
 * @param {number} x
 */
export const across = (box, x) => Math.round(Math.max(0, Math.min(1, (x - box.x) / box.width)) * 100) / 100;

/** @param {Verdict} verdict  @param {Box} box  @returns {Branch} */
export function band(verdict, box) {
  const { x, y, width, height } = box;
  const place = (/** @type {number} */ t) => x + t * width;
  const kind = (/** @type {number} */ said) =>
    verdict.third.includes(said) ? "third" : said === verdict.said[0] ? "first" : "last";
  const all = stretchesOf(verdict).map(({ from, to, said }) => ({
    start: place(from),
    wide: (to - from) * width,
    said,
    "data-kind": kind(said),
  }));
  const edges = verdict.flips.map(({ at }) => `M${place(at).toFixed(2)},${y - 3}v${height + 6}`).join("");
  return h(
    "g",
    { class: "nn-band" },
    all.map(({ start, wide, said, ...kinds }) =>
      h("rect", { class: "nn-band__answer", ...kinds, "data-said": said, x: start, y, width: wide, height })
    ),
    h("rect", { class: "nn-frame", ...box }),
    h("path", { class: "nn-band__turns", d: edges }),
    all.filter(({ wide }) => wide >= ROOM).map(({ start, wide, said, ...kinds }) => {
      const words = wide >= WIDE ? `says ${said}` : String(said);
      return h("text", { class: "nn-band__word", ...kinds, x: start + wide / 2, y: y + height / 2 }, words);
    }),
  );
}

/** Where the page stands, across a box. @param {number} t  @param {Box} box  @returns {Branch} */
export function here(t, { x, y, width, height }) {
  return h("path", { class: "nn-here", d: `M${(x + t * width).toFixed(2)},${y}v${height}` });
}

/**
 * Where a hand goes along, as long as it is held: see `slideGrip`.
 * @param {Box} box
 * @param {string} grip
 * @param {string} [id]
 * @returns {Branch}
 */
export function slide({ x, y, width, height }, grip, id) {
  const acts = { class: "nn-ground nn-ground--time", "data-grip": grip, "data-id": id };
  return h("rect", { ...acts, x, y, width, height });
}
