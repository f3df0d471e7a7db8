// The connections of a network as one list, and what is to be said of a unit's. Nodes are numbered through:
// the inputs of the first layer, then the units of each layer in turn.

import { signed } from "../../draw/numbers.js";

/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Unit } from "../../net/lab/turns.js" */
/** @import { Network, Vector } from "../../net/net.js" */

/** @typedef {{from: Int32Array, to: Int32Array, weight: Vector, strongest: number[]}} Wires */
/** One end of a connection, and its weight. @typedef {{node: number, weight: number}} End */

/** All connections of a network; `strongest` is their numbers, by size. @param {Network} network  @returns {Wires} */
export function wiresOf({ layers }) {
  const count = layers.reduce((sum, { w }) => sum + w.length, 0);
  const [from, to] = [new Int32Array(count), new Int32Array(count)];
  /** @type {Vector} */ const weight = new Float64Array(count);
  let [wire, start] = [0, 0];
  for (const { inputs, outputs, w } of layers) {
    for (let k = 0; k < w.length; k++, wire++) {
      from[wire] = start + (k % inputs);
      to[wire] = start + inputs + Math.floor(k / inputs);
      weight[wire] = w[k];
    }
    start += inputs;
    if (!outputs) break;
  }
  const strongest = Array.from(weight.keys()).sort((a, b) => Math.abs(weight[b]) - Math.abs(weight[a]));
  return { from, to, weight, strongest };
}

/** Which number a unit has. @param {Lab} lab  @param {Unit} unit */
export function nodeOf({ facts: { sizes } }, { layer, index }) {
  return sizes.slice(0, layer + 1).reduce((sum, size) => sum + size, 0) + index;
}

/** What a node is called: a pixel by its row and column, an answer by its digit, other units by their id. @param {Lab} lab  @param {number} node */
export function nameOf({ facts: { side, sizes }, units }, node) {
  const pixels = Number(sizes[0]);
  if (node < pixels) return `pixel row ${Math.floor(node / side) + 1} column ${(node % side) + 1}`;
  const unit = units[node - pixels];
  if (!unit) return "";
  return unit.layer === sizes.length - 2 ? String(unit.index) : unit.id;
}

/** What a unit hears, input by input. @param {Lab} lab  @param {Unit} unit  @returns {End[]} */
export function heardBy(lab, unit) {
  const layer = lab.network.layers[unit.layer];
  const first = nodeOf(lab, { ...unit, index: 0 }) - (layer?.inputs ?? 0);
  const row = layer?.w.subarray(unit.index * layer.inputs, (unit.index + 1) * layer.inputs) ?? [];
  return Array.from(row, (weight, k) => ({ node: first + k, weight }));
}

/** What hears a unit. @param {Lab} lab  @param {Unit} unit  @returns {End[]} */
export function hearing(lab, unit) {
  const layer = lab.network.layers[unit.layer + 1];
  if (!layer) return [];
  const first = nodeOf(lab, { ...unit, layer: unit.layer + 1, index: 0 });
  return Array.from({ length: layer.outputs }, (_, k) => ({ node: first + k, weight: layer.w[k * layer.inputs + unit.index] }));
}

/** @param {End[]} ends  @param {1 | -1} sign */
const most = (ends, sign) => ends.reduce((best, end) => (sign * end.weight > sign * best.weight ? end : best));

/** What the picture shows of a unit, in a sentence. @param {Lab} lab  @param {Unit} unit */
export function sentence(lab, unit) {
  const said = (/** @type {End[]} */ ends, /** @type {1 | -1} */ sign) => {
    const { node, weight } = most(ends, sign);
    return `${nameOf(lab, node)} (${signed(weight)})`;
  };
  const [heard, fed] = [heardBy(lab, unit), hearing(lab, unit)];
  const start = `Unit ${unit.id}: most for ${said(heard, 1)}, most against ${said(heard, -1)}`;
  return fed.length ? `${start}; feeds ${said(fed, 1)}, speaks against ${said(fed, -1)}.` : `${start}.`;
}
