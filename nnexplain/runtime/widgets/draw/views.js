// The four panels of the figure `draw`: the pad, what the network sees of it, what its hidden units do, and
// what it says.

import { percent } from "../../draw/numbers.js";
import { word } from "../../draw/text.js";
import { h } from "../../draw/tree.js";
import { pad } from "../../instruments/pad.js";
import { inkPath } from "../../instruments/pad-pen.js";
import { SIDE } from "../../net/ink/ink.js";

/** @import { Branch, Child } from "../../draw/tree.js" */
/** @import { Model } from "./draw.js" */

/** Of every panel; and of a cell of the pad. In pixels, as all that follows. */
export const HEIGHT = 256;
export const CELL = HEIGHT / SIDE;
/** Where on the pad the tip of the pen is shown in its own size. */
const TIP = HEIGHT - 26;
/** The two squares of what is counted, one above the other. */
export const SQUARE = Object.freeze({ side: 120, gap: 16 });
/** The hidden units: so many rows, so far apart, from `top` on; how large one is when off, and fully on. */
const UNITS = Object.freeze({ rows: 8, pitch: 28, top: 32, gap: 24, least: 5, most: 12.5 });
/** The answers: where the first row begins, a row's height, in it the name, a full bar's ends, the number. */
export const ANSWER = Object.freeze({ top: 58, row: 19.8, name: 12, bar: [26, 118], end: 176, high: 11 });
/** Where above the drawing its title is. */
const TITLE = -18.5;

/** Strengths of ink that are told apart. */
const SHADES = 16;
const WORDS = Object.freeze(["first layer", "second", "third"]);

/** @param {string} words */
const title = (words) => word("nn-title", 0, TITLE, words);

/** @param {string} kind  @param {number} y */
const square = (kind, y) => h("rect", { class: kind, x: 0, y, width: SQUARE.side, height: SQUARE.side });

/** @param {Model} model  @returns {Branch[]} */
export const paperView = ({ picture, pen }) => [
  title("The paper"),
  ...pad(picture.bits, pen, CELL),
  h("circle", { class: "nn-draw__tip", cx: TIP, cy: TIP, r: (pen.width * CELL) / 2 }),
];

/**
 * How dark a count is: few and many are kept apart, so that the number on it can be read.
 * @param {number} shade  1 to SHADES
 * @param {boolean} numbered
 */
function darkness(shade, numbered) {
  if (!numbered) return shade / SHADES;
  return shade <= 8 ? (0.36 * shade) / 8 : 0.62 + (0.38 * (shade - 9)) / 7;
}

/**
 * The fitted drawing under a grid, and below it what is counted in each block.
 * @param {Model} model
 * @returns {Branch[]}
 */
export function seenView({ picture: { fitted, bits, values }, facts: { side, levels } }) {
  // Whole blocks of cells are counted, few enough to print the number on each; else they are shades of grey.
  const numbered = SIDE % side === 0;
  const lower = SQUARE.side + SQUARE.gap;
  const lines = Array.from({ length: numbered ? side - 1 : 0 }, (_, k) => ((k + 1) * SQUARE.side) / side);
  const grid = lines.map((at) => `M${at},0V${SQUARE.side}M0,${at}H${SQUARE.side}`).join("");
  return [
    title("What it sees"),
    square("nn-draw__sheet", 0),
    square("nn-draw__sheet", lower),
    h("path", { class: "nn-pad__ink", d: inkPath(fitted ?? bits, SQUARE.side / SIDE) }),
    h("path", { class: "nn-draw__blocks", d: grid }),
    square("nn-pad__frame", 0),
    shaded(values, { side, levels, numbered }),
    h("g", {}, numbered && Array.from(values, (value, at) => count(value, at, side, levels))),
    square("nn-pad__frame", lower),
  ];
}

/**
 * The upper left corner of a block.
 * @param {number} at  its number
 * @param {number} side  blocks in a row
 * @returns {[number, number]}
 */
function corner(at, side) {
  const block = SQUARE.side / side;
  return [(at % side) * block, SQUARE.side + SQUARE.gap + Math.floor(at / side) * block];
}

/** @param {number} value  @param {number} levels */
const shadeOf = (value, levels) => Math.ceil((value * SHADES) / levels);

/**
 * The blocks, a path for each shade.
 * @param {ArrayLike<number>} values
 * @param {{side: number, levels: number, numbered: boolean}} how
 */
function shaded(values, { side, levels, numbered }) {
  const [block, paths] = [SQUARE.side / side, Array.from({ length: SHADES }, () => "")];
  Array.from(values).forEach((value, at) => {
    const shade = shadeOf(value, levels);
    if (!shade) return;
    const [x, y] = corner(at, side);
    paths[shade - 1] += `M${x.toFixed(2)},${y.toFixed(2)}h${block}v${block}h${-block}z`;
  });
  return h(
    "g",
    {},
    paths.map((d, k) => h("path", { class: "nn-pad__ink", "fill-opacity": darkness(k + 1, numbered), d })),
  );
}

/**
 * What is counted in a block.
 * @param {number} value
 * @param {number} at
 * @param {number} side
 * @param {number} levels
 */
function count(value, at, side, levels) {
  const [half, [x, y]] = [SQUARE.side / side / 2, corner(at, side)];
  const dark = shadeOf(value, levels) > SHADES / 2 ? "" : undefined;
  const look = { class: "nn-draw__count", x: x + half, y: y + half, "data-dark": dark };
  return h("text", look, value ? String(value) : "");
}

/**
 * Where the columns of each hidden layer begin, and how many there are.
 * @param {readonly number[]} sizes  from the input on
 */
function columnsOf(sizes) {
  let x = 0;
  return sizes.slice(1, -1).map((units) => {
    const layer = { x, columns: Math.ceil(units / UNITS.rows) };
    x += layer.columns * UNITS.pitch + UNITS.gap;
    return layer;
  });
}

/** @param {readonly number[]} sizes */
export function unitsWidth(sizes) {
  const last = columnsOf(sizes).at(-1) ?? { x: 0, columns: 0 };
  return last.x + last.columns * UNITS.pitch;
}

/**
 * All hidden units: each glows the wider and stronger, the more it answers.
 * @param {Model} model
 * @returns {Branch[]}
 */
export function unitsView({ thought: { pass }, facts: { sizes }, full }) {
  const layers = columnsOf(sizes).map(({ x, columns }, layer) => {
    const glows = Array.from(pass[layer]?.a ?? [], (answer, unit) => {
      const [column, row] = [unit % columns, Math.floor(unit / columns)];
      const place = { cx: x + (column + 0.5) * UNITS.pitch, cy: UNITS.top + (row + 0.5) * UNITS.pitch };
      return glow(place, Math.min(1, answer / (full[layer] ?? 1)));
    });
    return h("g", {}, word("nn-head", x, 12, WORDS[layer] ?? ""), glows);
  });
  return [title("The hidden units"), ...layers];
}

/** @param {{cx: number, cy: number}} place  @param {number} strength  0 to 1 */
function glow(place, strength) {
  const { least, most } = UNITS;
  if (!(strength > 0)) return h("circle", { class: "nn-draw__bulb", ...place, r: least, "fill-opacity": 0 });
  const look = { r: least + (most - least) * strength, "fill-opacity": 0.25 + 0.75 * strength };
  return h("circle", { class: "nn-draw__bulb nn-draw__bulb--on", ...place, ...look });
}

/** The answer: large, and a bar for each. @param {Model} model  @returns {Child[]} */
export function answerView({ thought: { p, said, sure, label } }) {
  const middle = (/** @type {number} */ k) => ANSWER.top + (k + 0.5) * ANSWER.row;
  const [from = 0, to = 0] = ANSWER.bar;
  const bar = (/** @type {number} */ k) => {
    const long = (p[k] * (to - from)).toFixed(2);
    return `M${from},${(middle(k) - ANSWER.high / 2).toFixed(2)}h${long}v${ANSWER.high}h-${long}z`;
  };
  return [
    title("What it says"),
    word("nn-draw__said", 0, 27, String(said)),
    word("nn-draw__sure", 44, 36, percent(sure)),
    h("path", { class: "nn-draw__rest", d: Array.from(p, (_, k) => (k === said ? "" : bar(k))).join("") }),
    h("path", { class: "nn-draw__top", d: bar(said) }),
    ...Array.from(p, (_, k) => word("nn-draw__name", ANSWER.name, middle(k), String(k))),
    ...Array.from(p, (share, k) => word("nn-draw__share", ANSWER.end, middle(k), percent(share))),
    label !== null && h("circle", { class: "nn-draw__truth", cx: ANSWER.name, cy: middle(label), r: 9 }),
  ];
}
