// Connections: what each carries, which carry most, and lines for them, bundled by strength.

import { h } from "../draw/tree.js";
import { terms } from "../net/net.js";

/** @import { Branch } from "../draw/tree.js" */
/** @import { Layer, Vector } from "../net/net.js" */
/** @import { Spot } from "./units.js" */

/**
 * A connection and what it carries now, weight × what comes in; from −1 is the bias.
 * @typedef {{from: number, to: number, value: number}} Wire
 */

/** How many kinds of line there are, thin to thick. */
const STEPS = 4;

/**
 * What a layer's every connection carries: outputs × (inputs + 1), the bias last in each row.
 * @param {Layer} layer
 * @param {Vector} x
 */
function carried({ inputs, outputs, w, b }, x) {
  const all = /** @type {Vector} */ (new Float64Array(outputs * (inputs + 1)));
  for (let to = 0; to < outputs; to++) {
    for (let from = 0; from < inputs; from++) all[to * (inputs + 1) + from] = w[to * inputs + from] * x[from];
    all[to * (inputs + 1) + inputs] = b.length ? b[to] : 0;
  }
  return all;
}

/**
 * The connections into a layer that carry most, for or against; none that carries nothing.
 * @param {Layer} layer
 * @param {Vector} x  what comes in
 * @param {number} most  no more than so many
 * @returns {Wire[]}
 */
export function strongest(layer, x, most) {
  const all = carried(layer, x);
  const sizes = all.map(Math.abs).sort();
  const least = Number(sizes[Math.max(0, sizes.length - most)]);
  /** @type {Wire[]} */ const wires = [];
  all.forEach((value, index) => {
    if (value === 0 || Math.abs(value) < least || wires.length === most) return;
    const from = index % (layer.inputs + 1);
    const to = Math.floor(index / (layer.inputs + 1));
    wires.push({ from: from === layer.inputs ? -1 : from, to, value });
  });
  return wires;
}

/**
 * What comes into one unit.
 * @param {Layer} layer
 * @param {Vector} x
 * @param {number} unit
 * @returns {Wire[]}
 */
export function into(layer, x, unit) {
  return terms(layer, x, unit).map(({ input, term }) => ({ from: input ?? -1, to: unit, value: term }));
}

/**
 * What one unit hands on.
 * @param {Layer} layer  the next one
 * @param {Vector} x
 * @param {number} unit
 * @returns {Wire[]}
 */
export function outOf({ inputs, outputs, w }, x, unit) {
  return Array.from({ length: outputs }, (_, to) => {
    return { from: unit, to, value: w[to * inputs + unit] * x[unit] };
  });
}

/** What the one of them carries that carries most. @param {readonly Wire[]} wires */
export const greatest = (wires) => wires.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0);

/**
 * A line from one spot down to another, leaving and arriving upright.
 * @param {Spot} from
 * @param {Spot} to
 */
export function lineOf(from, to) {
  const [x1, y1, x2, y2, middle] = [from.x, from.y, to.x, to.y, (from.y + to.y) / 2].map(Math.round);
  return `M${x1},${y1}C${x1},${middle},${x2},${middle},${x2},${y2}`;
}

/**
 * Wires as few paths: those for, from thin to thick, then those against.
 * @template {Wire} W
 * @param {readonly W[]} wires
 * @param {(wire: W) => string} line
 * @param {number} most  what the thickest carries
 * @returns {Branch[]}
 */
export function bundled(wires, line, most) {
  const paths = Array.from({ length: 2 * STEPS }, () => "");
  for (const wire of wires) {
    const share = most > 0 ? Math.abs(wire.value) / most : 0;
    const thick = Math.min(STEPS - 1, Math.floor(share * STEPS));
    paths[thick + (wire.value < 0 ? STEPS : 0)] += line(wire);
  }
  return paths.map((d, k) => {
    const sign = k < STEPS ? "pos" : "neg";
    return h("path", { class: `nn-wire-${sign}`, "data-thick": k % STEPS, d });
  });
}
