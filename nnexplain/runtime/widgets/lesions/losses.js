// The right panels of the lesions: how many digits are still read as units fall silent, and which.

import { percent1 } from "../../draw/numbers.js";
import { path } from "../../draw/svg.js";
import { h } from "../../draw/tree.js";
import { marks } from "../../instruments/cells.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Model } from "./lesions.js" */

export const TRACE_SIZE = /** @type {[number, number]} */ ([352, 222]);
const TRACE = Object.freeze({ left: 40, right: 344, top: 44, bottom: 184, titles: 216 });
const BARS = Object.freeze({ top: 22, bottom: 112, across: 35.2, width: 24, digit: 127, count: 144, picture: 166, size: 44 });

/** @param {string | undefined} kind  @param {number} x  @param {number} y  @param {string} words  @param {string} [anchor] */
const word = (kind, x, y, words, anchor) => h("text", { class: kind, x, y, "text-anchor": anchor }, words);

/** How many digits are read as units fall silent. @param {Model} model  @returns {Branch[]} */
export function traceView({ lab, hidden, line, former, whole }) {
  const { left, right, top, bottom, titles } = TRACE;
  const xOf = (/** @type {number} */ k) => left + ((right - left) * k) / hidden.length;
  const yOf = (/** @type {number} */ read) => bottom - ((bottom - top) * read) / lab.count;
  const points = (/** @type {readonly number[]} */ numbers) => numbers.map((number, k) => ({ x: xOf(k), y: yOf(number) }));
  return [
    word("nn-big", 0, 10, `reads ${whole.right} of ${lab.count}`),
    word("nn-faint", right, 11, percent1(whole.share), "end"),
    ...[0, 0.5, 1].flatMap((share) => {
      const y = yOf(share * lab.count);
      return [
        h("line", { class: share ? "nn-lesions-grid" : "nn-lesions-base", x1: left, x2: right, y1: y, y2: y }),
        word("nn-faint", left - 6, y, `${share * 100}%`, "end"),
      ];
    }),
    ...[0, 1, 2, 3].map((third) => {
      const k = Math.round((hidden.length * third) / 3);
      return word("nn-faint", xOf(k), bottom + 14, String(k), "middle");
    }),
    word(undefined, (left + right) / 2, titles - 1, "hidden units silenced", "middle"),
    ...former.map((numbers) => h("path", { class: "nn-lesions-trace nn-lesions-trace--former", d: path(points(numbers)) })),
    h("path", { class: "nn-lesions-trace", d: path(points(line)) }),
    h("path", { class: "nn-lesions-points", d: points(line).map(({ x, y }) => `M${x - 2.5},${y}a2.5,2.5 0 1,0 5,0a2.5,2.5 0 1,0 -5,0Z`).join("") }),
    h("circle", { class: "nn-lesions-end", r: 5, cx: xOf(line.length - 1), cy: yOf(whole.right) }),
  ];
}

/** How many of each digit are still read, and the digit that is shown. @param {Model} model  @returns {Branch[]} */
export function digitsView({ lab, whole, before, thought }) {
  const { top, bottom, across, width } = BARS;
  const { side } = lab.facts;
  const bars = whole.byClass.flatMap(({ right, of }, digit) => {
    const x = digit * across + (across - width) / 2;
    const high = ((bottom - top) * right) / of;
    const level = bottom - ((bottom - top) * Number(before.byClass[digit]?.right)) / of;
    return [
      h("rect", { class: "nn-share", x, y: bottom - high, width, height: high }),
      h("rect", { class: "nn-frame", x, y: top, width, height: bottom - top }),
      h("line", { class: "nn-lesions-level", x1: x - 4, x2: x + width + 4, y1: level, y2: level }),
      word("nn-strong", x + width / 2, BARS.digit, String(digit), "middle"),
      word("nn-faint", x + width / 2, BARS.count, String(right), "middle"),
    ];
  });
  const truth = thought.label === null ? "your drawing" : `it is ${thought.label}`;
  return [
    word("nn-title", 0, 4, "still read, digit by digit"),
    ...bars,
    marks("ink", thought.pixels, { x: 0, y: BARS.picture, cell: BARS.size / side, columns: side }),
    h("rect", { class: "nn-frame", x: 0, y: BARS.picture, width: BARS.size, height: BARS.size }),
    word("nn-big", 58, BARS.picture + 13, `says ${thought.said}`),
    word(undefined, 58, BARS.picture + 35, `${percent1(thought.sure)} sure; ${truth}`),
  ];
}
