// The smallest changes found: the picture, what is added, what comes of it; and how far the ways go for it.

import { percent, printed } from "../../draw/numbers.js";
import { word } from "../../draw/text.js";
import { h } from "../../draw/tree.js";
import { cells } from "../../instruments/cells.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Model } from "./closest.js" */
/** @import { Found } from "./search.js" */

export const SIZE = Object.freeze({ width: 440, height: 410 });
const PICTURE = Object.freeze({ side: 112, x: [0, 150, 300], y: [42, 230] });
const BARS = Object.freeze({ x: 164, width: 180, high: 12, top: 44, step: 19, block: 216 });
const HEADS = Object.freeze([
  "Least over all pixels together (L2)",
  "Least in the pixel that changes most (L∞)",
]);

/** @param {ArrayLike<number>} numbers */
const greatest = (numbers) => Array.from(numbers).reduce((top, each) => Math.max(top, Math.abs(each)), 0);

/**
 * What was found in one norm, as a sum: the picture + the change = what is taken for another.
 * @param {Model} model
 * @param {Found} found
 * @param {number} k  which norm
 */
function sumOf({ start, facts: { side, levels } }, { picture, size, found, done, said, sure }, k) {
  const y = Number(PICTURE.y[k]);
  const more = (/** @type {number} */ pixel, /** @type {number} */ n) => pixel - start.pixels[n];
  const change = picture.map(more);
  const at = (/** @type {number} */ n) => ({
    x: Number(PICTURE.x[n]),
    y,
    cell: PICTURE.side / side,
    columns: side,
  });
  const sized = k ? `${printed(size * levels, 1)} of ${levels}` : `size ${printed(size)}`;
  const told = found ? sized : done ? "none found" : "searching";
  const words = [`says ${start.said}, ${percent(start.sure)}`, told, `says ${said}, ${percent(sure)}`];
  return [
    word("nn-title", 0, y - 18, String(HEADS[k])),
    cells("ink", start.pixels, at(0)),
    cells("change", change, at(1), greatest(change)),
    cells("ink", picture, at(2)),
    h(
      "g",
      { opacity: done ? undefined : 0.5 },
      ["+", "="].map((sign, n) =>
        word("nn-big", at(n).x + PICTURE.side + 19, y + PICTURE.side / 2, sign, "middle")
      ),
    ),
    ...words.map((line, n) => word(undefined, at(n).x, y + PICTURE.side + 14, line)),
  ];
}

/** The panel of the changes. @param {Model} model  @returns {Branch[]} */
export const changesView = (model) => model.found.map((found, k) => h("g", {}, sumOf(model, found, k)));

/**
 * The panel of the sizes: bars, of which the first is the smallest found.
 * @param {Model} model
 * @returns {Branch[]}
 */
export function sizesView({ rows, found, done: measured, facts: { levels } }) {
  return found.map(({ done }, k) => {
    const top = BARS.top + k * BARS.block;
    const most = Math.max(1e-9, ...rows.map(({ sizes }) => sizes[k] ?? 0));
    const bars = rows.flatMap(({ name, sizes, chosen }, n) => {
      const [y, size] = [top + n * BARS.step, sizes[k] ?? null];
      const wide = ((size ?? 0) / most) * BARS.width;
      const box = { x: BARS.x, y: y - BARS.high / 2, width: wide, height: BARS.high };
      const sized = k ? printed(Number(size) * levels, 1) : printed(Number(size));
      const never = n ? "never" : "none found";
      const yet = n ? "" : "searching";
      const none = (n ? measured : done) ? never : yet;
      return [
        word(chosen ? "nn-strong" : undefined, 0, y, name),
        h("rect", { class: "nn-reply", "data-said": n ? undefined : "", ...box }),
        word(undefined, BARS.x + wide + 6, y, size === null ? none : sized),
      ];
    });
    const same = `In the pixel that changes most, of ${levels} levels`;
    const head = k ? same : "How far it is until the answer changes";
    return h("g", {}, word("nn-title", 0, top - 20, head), bars);
  });
}
