// The units of a network along a way: at which places each is on, and where it flips.

import { at } from "../../draw/numbers.js";

/** @import { Unit } from "../../net/lab/turns.js" */
/** @import { Pass } from "../../net/way/way.js" */

/**
 * A unit along a way. `flips` are steps: 0 lies between the first place and the second. An answer is on where
 * it is the likeliest.
 * @typedef {{id: string, layer: number, index: number, on: boolean[], flips: number[]}} Row
 */

/**
 * Who flips up to the decision, and who after it; a unit can be both.
 * @typedef {{until: string[], after: string[]}} Flippers
 */

/**
 * Every unit along the way, layer by layer.
 * @param {readonly Pass[]} passes
 * @param {readonly Unit[]} units
 * @returns {Row[][]}
 */
export function rowsOf(passes, units) {
  const last = Math.max(...units.map(({ layer }) => layer));
  /** @type {Row[][]} */ const layers = Array.from({ length: last + 1 }, () => []);
  for (const { id, layer, index } of units) {
    const on = passes.map(({ a, said }) => (layer === last ? said === index : at(a, layer)[index] > 0));
    const flips = [...on.keys()].slice(0, -1).filter((k) => on[k] !== on[k + 1]);
    layers[layer]?.push({ id, layer, index, on, flips });
  }
  return layers;
}

/**
 * What a row is sorted by: where it first turns on, or off; one that never does comes after all that do,
 * first those that are on already, or still.
 * @param {Row} row
 * @param {"on" | "off"} order
 */
function keyOf({ on, flips }, order) {
  const turn = flips.find((k) => on[k] === (order === "off"));
  if (turn !== undefined) return turn;
  return on.length + ((order === "on" ? on[0] : on.at(-1)) ? 0 : 1);
}

/**
 * The rows of one layer in order.
 * @param {readonly Row[]} rows
 * @param {unknown} order  what else it may be, by number
 */
export function sorted(rows, order) {
  if (order !== "on" && order !== "off") return [...rows];
  return [...rows].sort((one, other) => keyOf(one, order) - keyOf(other, order) || one.index - other.index);
}

/**
 * The step in which the answer becomes what it stays; null where it never changes.
 * @param {readonly number[]} said
 */
export function decisionStep(said) {
  const step = said.findLastIndex((digit, k) => k + 1 < said.length && digit !== said[k + 1]);
  return step < 0 ? null : step;
}

/**
 * The units that flip up to the decision, its own step included, and those that flip after it. Without a
 * decision all are in `until`.
 * @param {readonly Row[]} rows
 * @param {number | null} step
 * @returns {Flippers}
 */
export function flippers(rows, step) {
  const ids = (/** @type {(flip: number) => boolean} */ which) =>
    rows.filter(({ flips }) => flips.some(which)).map(({ id }) => id);
  const late = (/** @type {number} */ flip) => step !== null && flip > step;
  return { until: ids((flip) => !late(flip)), after: ids(late) };
}
