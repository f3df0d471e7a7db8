// The names of the runs, in the order of their lines, where no line goes: a press on one follows that run.

import { h } from "../../draw/tree.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Run } from "./losses.js" */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** A row of the legend, the sample of its line, and about how wide a letter is. */
const ROW = Object.freeze({ height: 17, sample: 26, gap: 6, letter: 6.9 });
/** How far the words keep from lines, in pixels: as far as there is room. */
const CLEAR = Object.freeze([18, 10, 4, 0]);
/** How finely places are tried. */
const STEP = 10;

/** @param {readonly Run[]} runs */
function sizeOf(runs) {
  const longest = Math.max(...runs.map(({ name }) => name.length));
  return { width: ROW.sample + ROW.gap + ROW.letter * longest, height: ROW.height * runs.length };
}

/**
 * Whether a line comes nearer to a box than `clear`, by the boxes round its pieces.
 * @param {readonly Point[]} line
 * @param {Box} box
 * @param {number} clear
 */
function meets(line, box, clear) {
  return line.some((to, k) => {
    const from = line[Math.max(0, k - 1)] ?? to;
    return Math.max(from.x, to.x) > box.x - clear && Math.min(from.x, to.x) < box.x + box.width + clear &&
      Math.max(from.y, to.y) > box.y - clear && Math.min(from.y, to.y) < box.y + box.height + clear;
  });
}

/**
 * Where a box of that size meets no line: as far up and to the right as it can be, and as far from the lines
 * as there is room. Where there is none at all, the upper right corner.
 * @param {readonly (readonly Point[])[]} lines
 * @param {{width: number, height: number}} size
 * @param {{width: number, height: number}} within
 * @returns {Box}
 */
export function freePlace(lines, size, within) {
  /** @type {Box[]} */ const places = [];
  for (let y = 0; y <= within.height - size.height; y += STEP) {
    for (let x = within.width - size.width; x >= 0; x -= STEP) places.push({ x, y, ...size });
  }
  for (const clear of CLEAR) {
    const free = places.find((box) => !lines.some((line) => meets(line, box, clear)));
    if (free) return free;
  }
  return { x: within.width - size.width, y: 0, ...size };
}

/**
 * @param {readonly Run[]} runs
 * @param {readonly (readonly Point[])[]} lines  of each run
 * @param {readonly (readonly Point[])[]} others  what else is not to be covered
 * @param {{width: number, height: number}} within
 * @param {readonly (string | undefined)[]} dashes  by style
 * @returns {Branch[]}
 */
export function legendOf(runs, lines, others, within, dashes) {
  const place = freePlace([...lines, ...others], sizeOf(runs), within);
  const end = (/** @type {number} */ k) => lines[k]?.at(-1)?.y ?? 0;
  const order = runs.map((_, k) => k).sort((one, other) => end(one) - end(other));
  return order.flatMap((k, row) => {
    const run = runs[k];
    if (!run) return [];
    const [x, y] = [place.x, place.y + (row + 0.5) * ROW.height];
    const acts = { "data-grip": "run", "data-id": run.key };
    const strong = run.followed ? "nn-neuron-run nn-strong" : "nn-neuron-run";
    return [
      h("rect", {
        class: "nn-hit",
        x,
        y: y - ROW.height / 2,
        width: place.width,
        height: ROW.height,
        ...acts,
      }),
      h("line", {
        class: run.followed ? "nn-neuron-loss nn-neuron-loss--followed" : "nn-neuron-loss",
        "stroke-dasharray": dashes[run.style],
        ...{ x1: x, x2: x + ROW.sample, y1: y, y2: y },
      }),
      h("text", { class: strong, x: x + ROW.sample + ROW.gap, y, ...acts }, run.name),
    ];
  });
}
