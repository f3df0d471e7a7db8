// What a laboratory does to its network, as pure functions.

import { copy } from "../net.js";
import { Random } from "../random.js";

/** @import { Activity, Network, Vector } from "../net.js" */
/** @import { Turn, Unit } from "./turns.js" */

/** @typedef {{right: number, of: number}} Share */
/**
 * How a network does on many digits.
 * @typedef {{answers: Uint8Array, right: number, share: number, byClass: Share[]}} Score
 */

/**
 * Every unit, layer by layer: a1, a2 … of the first, b1 … of the second; those of the last are the answers
 * themselves, c0 to c9 after two hidden layers.
 * @param {Network} network  @returns {Unit[]}
 */
export function unitsOf({ layers }) {
  return layers.flatMap(({ outputs }, layer) => {
    const first = layer === layers.length - 1 ? 0 : 1;
    const letter = String.fromCharCode(97 + layer);
    return Array.from({ length: outputs }, (_, index) => ({ id: `${letter}${index + first}`, layer, index }));
  });
}

/** @param {ArrayLike<number>} numbers */
export function argmax(numbers) {
  let best = 0;
  for (let index = 1; index < numbers.length; index++) {
    if (Number(numbers[index]) > Number(numbers[best])) best = index;
  }
  return best;
}

/** The standard deviation of numbers that are all there is. @param {Vector} numbers */
function deviation(numbers) {
  const mean = numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, each) => sum + (each - mean) ** 2, 0) / numbers.length);
}

/**
 * `network` with every weight (no bias) pushed by `noise` times the standard deviation of its own matrix,
 * times a normal number drawn from the seed `shake`; and with its turned weights, which noise leaves alone.
 * The network itself where nothing is asked.
 * @param {Network} network  @param {ReadonlyMap<string, Unit>} units
 * @param {{turns: readonly Turn[], noise: number, shake: number}} how
 */
export function altered(network, units, { turns, noise, shake }) {
  const weights = turns.filter(({ from }) => from !== null);
  if (!weights.length && !noise) return network;
  const other = copy(network);
  const random = new Random(shake);
  if (noise) {
    for (const { w } of other.layers) {
      const size = noise * deviation(w);
      for (let k = 0; k < w.length; k++) w[k] += size * random.normal();
    }
  }
  for (const { id, from, value } of weights) {
    const unit = units.get(id);
    const layer = unit && other.layers[unit.layer];
    if (!unit || !layer) continue;
    if (from === "bias") layer.b[unit.index] = value;
    else layer.w[unit.index * layer.inputs + Number(from)] = value;
  }
  return other;
}

/**
 * What every unit's answer is multiplied by, layer by layer; null where a layer is left alone.
 * @param {Network} network
 * @param {ReadonlyMap<string, Unit>} units
 * @param {readonly Turn[]} turns
 * @param {ReadonlySet<string>} silent
 * @returns {(Vector | null)[]}
 */
export function gainsOf({ layers }, units, turns, silent) {
  /** @type {(Vector | null)[]} */ const gains = layers.map(() => null);
  const multiply = (/** @type {string} */ id, /** @type {number} */ by) => {
    const unit = units.get(id);
    if (!unit) return;
    const gain = (gains[unit.layer] ??= new Float64Array(layers[unit.layer]?.outputs ?? 0).fill(1));
    gain[unit.index] *= by;
  };
  for (const { id, from, value } of turns) if (from === null) multiply(id, value);
  for (const id of silent) multiply(id, 0);
  return gains;
}

/** @param {Activity[]} pass  of many inputs  @param {Vector} labels  @returns {Score} */
export function scored(pass, labels) {
  const last = pass.at(-1)?.a ?? new Float64Array();
  const classes = last.length / labels.length;
  const answers = Uint8Array.from(
    labels,
    (_, row) => argmax(last.subarray(row * classes, (row + 1) * classes)),
  );
  const byClass = Array.from({ length: classes }, () => ({ right: 0, of: 0 }));
  labels.forEach((label, row) => {
    const share = byClass[label];
    if (!share) return;
    share.of++;
    if (answers[row] === label) share.right++;
  });
  const right = byClass.reduce((sum, share) => sum + share.right, 0);
  return { answers, right, share: right / labels.length, byClass };
}
