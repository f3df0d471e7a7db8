// Connections: what each carries, which carry most, lines for them, bundled by strength, and the signals
// that travel on them.

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

/** All that a layer's connections carry, for and against alike. @param {Layer} layer  @param {Vector} x */
export const flowing = (layer, x) => carried(layer, x).reduce((sum, value) => sum + Math.abs(value), 0);

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

/** @param {Spot} one  @param {Spot} other  @param {number} share  @returns {Spot} */
const between = (one, other, share) => ({
  x: one.x + (other.x - one.x) * share,
  y: one.y + (other.y - one.y) * share,
});

/** @param {Spot[]} spots */
const written = (spots) => spots.map(({ x, y }) => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`);

/**
 * A line from one spot down to another, leaving and arriving upright; or the first part of it (de Casteljau).
 * @param {Spot} from
 * @param {Spot} to
 * @param {number} share  how much of it, 0 to 1
 * @returns {{d: string, end: Spot}} the path, and where it ends
 */
export function lineOf(from, to, share = 1) {
  const middle = (from.y + to.y) / 2;
  const [above, below] = [{ x: from.x, y: middle }, { x: to.x, y: middle }];
  const first = between(from, above, share);
  const [second, third] = [between(above, below, share), between(below, to, share)];
  const [left, right] = [between(first, second, share), between(second, third, share)];
  const end = between(left, right, share);
  const [start = "", ...curve] = written([from, first, left, end]);
  return { d: `M${start}C${curve}`, end };
}

/** How thick a wire is drawn, 0 to 3. @param {Wire} wire  @param {number} most  what the thickest carries */
const thickness = ({ value }, most) =>
  Math.min(STEPS - 1, Math.floor((most > 0 ? Math.abs(value) / most : 0) * STEPS));

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
    paths[thickness(wire, most) + (wire.value < 0 ? STEPS : 0)] += line(wire);
  }
  return paths.map((d, k) => {
    const sign = k < STEPS ? "pos" : "neg";
    return h("path", { class: `nn-wire-${sign}`, "data-thick": k % STEPS, d });
  });
}

/**
 * What travels on a wire, where it is now: full for, a ring against, the larger, the more.
 * @param {Wire} wire
 * @param {Spot} spot
 * @param {number} most  what the largest carries
 */
export function signal(wire, { x, y }, most) {
  const sign = wire.value < 0 ? "neg" : "pos";
  return h("circle", { class: `nn-signal-${sign}`, cx: x, cy: y, r: 2.5 + 0.6 * thickness(wire, most) });
}
