// A line along a way for every digit: its probability, or the sum that it comes from.

import { printed } from "../../draw/numbers.js";
import { path } from "../../draw/svg.js";
import { h, once } from "../../draw/tree.js";
import { here, slide } from "../../instruments/band.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Verdict } from "../../net/way/verdict.js" */
/** @import { Pass } from "../../net/way/way.js" */
/** @import { Model, Scale } from "./way.js" */

/** @typedef {{x: number, y: number}} Spot */
/** A name on a line. @typedef {{digit: number, x: number, y: number}} Named */
/** From the least to the greatest that is drawn. @typedef {[number, number]} Span */

export const PLOT = Object.freeze({ x: 36, y: 30, width: 340, height: 240 });
const [RIGHT, BOTTOM] = [PLOT.x + PLOT.width, PLOT.y + PLOT.height];
/** A line that stays below so much of the height has no name of its own. */
const LOW = 0.06;
/** Names are so far apart, at least. */
const APART = 15;
const TICKS = Object.freeze([0, 0.25, 0.5, 0.75, 1]);
const TITLES = Object.freeze({
  probability: "How probable each digit is to the network",
  logits: "The sums of the ten answers (logits)",
});

/** @param {number} value  @param {Span} span */
const yOf = (value, [low, high]) => PLOT.y + PLOT.height * (1 - (value - low) / (high - low));

/** What is drawn of a place. @param {Pass} pass  @param {Scale} scale */
const valuesOf = ({ logits, p }, scale) => (scale === "logits" ? logits : p);

/** @returns {(model: Model) => Branch[]} */
export function linesView() {
  const [range, curves] = [once(rangeOf), once(curvesOf)];
  return ({ passes, verdict, scale, now: { t, pass } }) => {
    const span = range(passes, scale);
    const [ground, names] = curves(passes, verdict, scale);
    const dots = Array.from(
      valuesOf(pass, scale),
      (value) =>
        h("circle", { class: "nn-cursor-dot", r: 3, cx: PLOT.x + t * PLOT.width, cy: yOf(value, span) }),
    );
    return [ground, here(t, PLOT), ...dots, names, slide(PLOT, "lines")];
  };
}

/**
 * What does not change while the page moves along: below its mark, and above it.
 * @param {Pass[]} passes
 * @param {Verdict} verdict
 * @param {Scale} scale
 * @returns {[Branch, Branch]}
 */
function curvesOf(passes, { said, flips }, scale) {
  const rows = passes.map((pass) => valuesOf(pass, scale));
  const span = rangeOf(passes, scale);
  const last = Math.max(1, rows.length - 1);
  const digits = [...(rows[0] ?? []).keys()];
  const all = digits.map((digit) =>
    rows.map((row, k) => ({ x: PLOT.x + (k / last) * PLOT.width, y: yOf(row[digit], span) }))
  );
  const spoken = new Set([...said, ...flips.map(({ to }) => to)]);
  const turns = flips.map(({ at }) => `M${(PLOT.x + at * PLOT.width).toFixed(2)},${PLOT.y}v${PLOT.height}`);
  const ground = h(
    "g",
    {},
    h("text", { class: "nn-title", x: 0, y: 6 }, TITLES[scale]),
    axes(span, scale),
    h("path", { class: "nn-way-turns", d: turns.join("") }),
    all.map((points, digit) =>
      h("path", { class: "nn-way-line", "data-said": String(spoken.has(digit)), d: path(points) })
    ),
  );
  return [ground, named(all, scale, spoken)];
}

/** The two axes with their marks. @param {Span} span  @param {Scale} scale */
function axes(span, scale) {
  const tick = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ words) =>
    h("text", { class: "nn-tick", x, y, "text-anchor": "middle" }, words);
  return h(
    "g",
    {},
    marksOf(span, scale).flatMap(({ value, words }) => [
      h("path", { class: "nn-grid", d: `M${PLOT.x},${yOf(value, span).toFixed(2)}h${PLOT.width}` }),
      h("text", { class: "nn-tick nn-tick--y", x: PLOT.x - 6, y: yOf(value, span) }, words),
    ]),
    h("path", { class: "nn-axis", d: `M${PLOT.x},${PLOT.y}v${PLOT.height}h${PLOT.width}` }),
    TICKS.map((t) => tick(PLOT.x + t * PLOT.width, BOTTOM + 14, String(t))),
    tick(PLOT.x + PLOT.width / 2, BOTTOM + 32, "along the way"),
  );
}

/**
 * The names of the lines, and how many have none.
 * @param {Spot[][]} all
 * @param {Scale} scale
 * @param {Set<number>} spoken
 */
function named(all, scale, spoken) {
  const names = scale === "logits" ? atTheEnd(all) : atTheTop(all);
  const rest = all.length - names.length;
  const words = `the other ${rest} stay below ${Math.round(LOW * 100)}%`;
  return h(
    "g",
    {},
    names.map(({ digit, x, y }) => {
      const look = { class: "nn-way-name nn-haloed", "data-said": String(spoken.has(digit)) };
      return h("text", { ...look, x, y }, String(digit));
    }),
    rest > 0 && h("text", { class: "nn-faint", x: PLOT.x, y: BOTTOM + 52 }, words),
  );
}

/**
 * Probabilities go to 1, sums to whole fives.
 * @param {Pass[]} passes
 * @param {Scale} scale
 * @returns {Span}
 */
function rangeOf(passes, scale) {
  if (scale !== "logits") return [0, 1];
  const every = passes.flatMap(({ logits }) => [...logits]);
  const [from, to] = [Math.floor(Math.min(0, ...every) / 5) * 5, Math.ceil(Math.max(0, ...every) / 5) * 5];
  return from < to ? [from, to] : [from - 5, to + 5];
}

/** @param {Span} span  @param {Scale} scale */
function marksOf([low, high], scale) {
  if (scale !== "logits") return [0, 0.5, 1].map((value) => ({ value, words: `${value * 100}%` }));
  const step = Math.max(5, Math.ceil((high - low) / 30) * 5);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, k) => (first + k) * step)
    .map((value) => ({ value, words: printed(value, 0) }));
}

/** Names on the tops of the lines that rise far enough. @param {Spot[][]} all */
function atTheTop(all) {
  const top = (/** @type {Spot[]} */ line) => line.reduce((best, spot) => (spot.y < best.y ? spot : best));
  const tops = all.map((line, digit) => ({ digit, ...top(line) }));
  const high = tops.filter(({ y }) => y < BOTTOM - PLOT.height * LOW).sort((one, other) => one.y - other.y);
  /** @type {Named[]} */ const names = [];
  for (const { digit, x, y } of high) {
    const spot = { digit, x: Math.max(PLOT.x + 9, Math.min(RIGHT - 9, x)), y: y - 9 };
    const near = (/** @type {number} */ one, /** @type {number} */ other) => Math.abs(one - other) < APART;
    while (names.some((other) => near(other.x, spot.x) && near(other.y, spot.y))) spot.y += APART;
    names.push(spot);
  }
  return names;
}

/**
 * Names beside the ends of all lines, each a little lower where the one above is in its way.
 * @param {Spot[][]} all
 */
function atTheEnd(all) {
  /** @type {Named[]} */
  const ends = all.map((points, digit) => ({ digit, x: RIGHT + 10, y: Number(points.at(-1)?.y) }));
  ends.sort((one, other) => one.y - other.y);
  ends.forEach((spot, k) => (spot.y = Math.max(spot.y, Number(ends[k - 1]?.y ?? -Infinity) + APART)));
  let floor = BOTTOM + 4;
  for (const spot of ends.reverse()) {
    spot.y = Math.min(spot.y, floor);
    floor = spot.y - APART;
  }
  return ends;
}
