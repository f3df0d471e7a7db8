// Connections: what each carries, which carry most, and lines for them, bundled by strength.

import { terms } from "../net/net.js";

/** @import { Layer, Vector } from "../net/net.js" */
/** @import { Spot } from "./units.js" */

/** A connection and what it carries now, weight × what comes in; from −1 is the bias. @typedef {{from: number, to: number, value: number}} Wire */

/** What a layer's every connection carries: outputs × (inputs + 1), the bias last in each row. @param {Layer} layer  @param {Vector} x */
function carried({ inputs, outputs, w, b }, x) {
  const all = /** @type {Vector} */ (new Float64Array(outputs * (inputs + 1)));
  for (let to = 0; to < outputs; to++) {
    for (let from = 0; from < inputs; from++) all[to * (inputs + 1) + from] = w[to * inputs + from] * x[from];
    all[to * (inputs + 1) + inputs] = b.length ? b[to] : 0;
  }
  return all;
}

/**
 * The connections into a layer that carry most, for or against; at most `most`, and none that carries nothing.
 * @param {Layer} layer  @param {Vector} x  what comes in  @param {number} most  @returns {Wire[]}
 */
export function strongest(layer, x, most) {
  const all = carried(layer, x);
  const sizes = all.map(Math.abs).sort();
  const least = Number(sizes[Math.max(0, sizes.length - most)]);
  /** @type {Wire[]} */ const wires = [];
  all.forEach((value, index) => {
    if (value === 0 || Math.abs(value) < least || wires.length === most) return;
    const from = index % (layer.inputs + 1);
    wires.push({ from: from === layer.inputs ? -1 : from, to: Math.floor(index / (layer.inputs + 1)), value });
  });
  return wires;
}

/** What comes into one unit. @param {Layer} layer  @param {Vector} x  @param {number} unit  @returns {Wire[]} */
export function into(layer, x, unit) {
  return terms(layer, x, unit).map(({ input, term }) => ({ from: input ?? -1, to: unit, value: term }));
}

/** What one unit hands on. @param {Layer} layer  the next one  @param {Vector} x  @param {number} unit  @returns {Wire[]} */
export function outOf({ inputs, outputs, w }, x, unit) {
  return Array.from({ length: outputs }, (_, to) => ({ from: unit, to, value: w[to * inputs + unit] * x[unit] }));
}

/** How thick lines are, and how strong, from the faintest on; what carries most is in the last. */
export const THICK = Object.freeze([0.75, 1.25, 2.1, 3.2]);

/** @param {number} number */
const short = (number) => String(Math.round(number));

/** A line from one spot down to another, leaving and arriving upright. @param {Spot} from  @param {Spot} to */
export function lineOf(from, to) {
  const middle = short((from.y + to.y) / 2);
  return `M${short(from.x)},${short(from.y)}C${short(from.x)},${middle},${short(to.x)},${middle},${short(to.x)},${short(to.y)}`;
}

/**
 * Lines as few paths: those for, from thin to thick, then those against.
 * @param {readonly Wire[]} wires  @param {(wire: Wire) => string} line  @param {number} most  what the thickest carries
 */
export function bundles(wires, line, most) {
  const paths = [...THICK, ...THICK].map(() => "");
  for (const wire of wires) {
    const share = most > 0 ? Math.abs(wire.value) / most : 0;
    const thick = Math.min(THICK.length - 1, Math.floor(share * THICK.length));
    paths[thick + (wire.value < 0 ? THICK.length : 0)] += line(wire);
  }
  return paths;
}
