// A band along a way that tells what is said from where to where: the digit in each stretch, and dark where it is
// neither the first answer nor the last.

import { h } from "../draw/tree.js";
import { stretchesOf } from "../net/way/verdict.js";

/** @import { Branch } from "../draw/tree.js" */
/** @import { Verdict } from "../net/way/verdict.js" */

/** A stretch so wide has room for its digit, or for a word too. */
const ROOM = 12;
const WIDE = 64;

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** @param {Verdict} verdict  @param {Box} box  @returns {Branch} */
export function band(verdict, { x, y, width, height }) {
  const place = (/** @type {number} */ t) => x + t * width;
  const kind = (/** @type {number} */ said) =>
    verdict.third.includes(said) ? "third" : said === verdict.said[0] ? "first" : "last";
  const all = stretchesOf(verdict).map(({ from, to, said }) => ({ from, to, said, kind: kind(said), wide: (to - from) * width }));
  const edges = verdict.flips.map(({ at }) => `M${place(at).toFixed(2)},${y - 3}v${height + 6}`).join("");
  return h("g", { class: "nn-band" },
    all.map((each) => h("rect", { class: "nn-band__answer", "data-kind": each.kind, "data-said": each.said, x: place(each.from), y, width: each.wide, height })),
    h("rect", { class: "nn-frame", x, y, width, height }),
    h("path", { class: "nn-band__turns", d: edges }),
    all.filter(({ wide }) => wide >= ROOM).map((each) =>
      h("text", { class: "nn-band__word", "data-kind": each.kind, x: place((each.from + each.to) / 2), y: y + height / 2 },
        each.wide >= WIDE ? `says ${each.said}` : String(each.said))));
}

/** Where the page stands, across a box. @param {number} t  @param {Box} box  @returns {Branch} */
export function here(t, { x, y, width, height }) {
  return h("path", { class: "nn-here", d: `M${(x + t * width).toFixed(2)},${y}v${height}` });
}
