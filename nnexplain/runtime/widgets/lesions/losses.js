// The right panels of the lesions: how many digits are still read as units fall silent, and which.

import { percent1 } from "../../draw/numbers.js";
import { path } from "../../draw/svg.js";
import { word } from "../../draw/text.js";
import { h } from "../../draw/tree.js";
import { marks } from "../../instruments/cells.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Model } from "./lesions.js" */

const TRACE = Object.freeze({ left: 40, right: 344, top: 44, bottom: 184, title: 215 });
const BARS = Object.freeze({ top: 22, bottom: 112, across: 35.2, width: 24, digit: 127, count: 144 });
const PICTURE = Object.freeze({ x: 0, y: 166, width: 44, height: 44 });

/** How many digits are read as units fall silent. @param {Model} model  @returns {Branch[]} */
export function traceView({ lab, hidden, line, former, whole }) {
  const { left, right, top, bottom, title } = TRACE;
  const xOf = (/** @type {number} */ k) => left + ((right - left) * k) / hidden.length;
  const yOf = (/** @type {number} */ read) => bottom - ((bottom - top) * read) / lab.count;
  const points = (/** @type {readonly number[]} */ reads) =>
    reads.map((read, k) => ({ x: xOf(k), y: yOf(read) }));
  const dots = points(line).map(({ x, y }) => `M${x - 2.5},${y}a2.5,2.5 0 1,0 5,0a2.5,2.5 0 1,0 -5,0Z`);
  return [
    word("nn-big", 0, 10, `reads ${whole.right} of ${lab.count}`),
    word("nn-faint", right, 11, percent1(whole.share), "end"),
    ...[0, 0.5, 1].flatMap((share) => {
      const [kind, y] = [share ? "nn-lesions-grid" : "nn-lesions-base", yOf(share * lab.count)];
      const level = h("line", { class: kind, x1: left, x2: right, y1: y, y2: y });
      return [level, word("nn-faint", left - 6, y, `${share * 100}%`, "end")];
    }),
    ...[0, 1, 2, 3].map((third) => {
      const k = Math.round((hidden.length * third) / 3);
      return word("nn-faint", xOf(k), bottom + 14, String(k), "middle");
    }),
    word(undefined, (left + right) / 2, title, "hidden units silenced", "middle"),
    ...former.map((reads) => h("path", { class: "nn-lesions-former", d: path(points(reads)) })),
    h("path", { class: "nn-lesions-trace", d: path(points(line)) }),
    h("path", { class: "nn-lesions-points", d: dots.join("") }),
    h("circle", { class: "nn-lesions-end", r: 5, cx: xOf(line.length - 1), cy: yOf(whole.right) }),
  ];
}

/** How many of each digit are still read, and what is said of one. @param {Model} model */
export function digitsView({ lab, whole, before, thought }) {
  const { side } = lab.facts;
  const truth = thought.label === null ? "your drawing" : `it is ${thought.label}`;
  const read = (/** @type {number} */ digit) => Number(before.byClass[digit]?.right);
  return [
    word("nn-title", 0, 4, "still read, digit by digit"),
    ...whole.byClass.flatMap(({ right, of }, digit) => barOf(digit, right, read(digit), of)),
    marks("ink", thought.pixels, { x: PICTURE.x, y: PICTURE.y, cell: PICTURE.width / side, columns: side }),
    h("rect", { class: "nn-frame", ...PICTURE }),
    word("nn-big", 58, PICTURE.y + 13, `says ${thought.said}`),
    word(undefined, 58, PICTURE.y + 35, `${percent1(thought.sure)} sure; ${truth}`),
  ];
}

/**
 * How many of one digit are read, against how many there are and how many the untouched network reads.
 * @param {number} digit
 * @param {number} right
 * @param {number} before
 * @param {number} of
 */
function barOf(digit, right, before, of) {
  const { top, bottom, across, width } = BARS;
  const x = digit * across + (across - width) / 2;
  const yOf = (/** @type {number} */ read) => bottom - ((bottom - top) * read) / of;
  const level = { x1: x - 4, x2: x + width + 4, y1: yOf(before), y2: yOf(before) };
  return [
    h("rect", { class: "nn-share", x, y: yOf(right), width, height: bottom - yOf(right) }),
    h("rect", { class: "nn-frame", x, y: top, width, height: bottom - top }),
    h("line", { class: "nn-lesions-level", ...level }),
    word("nn-strong", x + width / 2, BARS.digit, String(digit), "middle"),
    word("nn-faint", x + width / 2, BARS.count, String(right), "middle"),
  ];
}
