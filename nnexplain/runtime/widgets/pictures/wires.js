// The connections of a network as one list, and what is to be said of a unit's. Nodes are numbered through:
// the inputs of the first layer, then the units of each layer in turn.

import { signed } from "../../draw/numbers.js";

/** @import { Unit } from "../../net/lab/turns.js" */
/** @import { Network, Vector } from "../../net/net.js" */

/** @typedef {{from: Int32Array, to: Int32Array, weight: Vector, strongest: number[]}} Wires */
/** A network with the names of its nodes: `sizes` are units from the input on, `side` the pixels in a row. */
/** @typedef {{network: Network, sizes: readonly number[], side: number, units: readonly Unit[]}} Net */
/** One end of a connection, and its weight. @typedef {{node: number, weight: number}} End */

/**
 * All connections of a network; `strongest` is their numbers, by size.
 * @param {Network} network
 * @returns {Wires}
 */
export function wiresOf({ layers }) {
  const count = layers.reduce((sum, { w }) => sum + w.length, 0);
  const [from, to] = [new Int32Array(count), new Int32Array(count)];
  /** @type {Vector} */ const weight = new Float64Array(count);
  let [wire, start] = [0, 0];
  for (const { inputs, w } of layers) {
    for (let k = 0; k < w.length; k++, wire++) {
      from[wire] = start + (k % inputs);
      to[wire] = start + inputs + Math.floor(k / inputs);
      weight[wire] = w[k];
    }
    start += inputs;
  }
  const strongest = Array.from(weight.keys()).sort((a, b) => Math.abs(weight[b]) - Math.abs(weight[a]));
  return { from, to, weight, strongest };
}

/** Which number a unit has. @param {{sizes: readonly number[]}} net  @param {Unit} unit */
export function nodeOf({ sizes }, { layer, index }) {
  return sizes.slice(0, layer + 1).reduce((sum, size) => sum + size, 0) + index;
}

/**
 * What a node is called: a pixel by its row and column, an answer by its digit, other units by their id.
 * @param {Net} net
 * @param {number} node
 */
export function nameOf({ side, sizes, units }, node) {
  const pixels = Number(sizes[0]);
  if (node < pixels) return `pixel row ${Math.floor(node / side) + 1} column ${(node % side) + 1}`;
  const unit = units[node - pixels];
  if (!unit) return "";
  return unit.layer === sizes.length - 2 ? String(unit.index) : unit.id;
}

/** What a unit hears, input by input. @param {Net} net  @param {Unit} unit  @returns {End[]} */
export function heardBy(net, unit) {
  const layer = net.network.layers[unit.layer];
  const first = nodeOf(net, { ...unit, index: 0 }) - (layer?.inputs ?? 0);
  const row = layer?.w.subarray(unit.index * layer.inputs, (unit.index + 1) * layer.inputs) ?? [];
  return Array.from(row, (weight, k) => ({ node: first + k, weight }));
}

/** What hears a unit. @param {Net} net  @param {Unit} unit  @returns {End[]} */
export function hearing(net, unit) {
  const layer = net.network.layers[unit.layer + 1];
  if (!layer) return [];
  const first = nodeOf(net, { ...unit, layer: unit.layer + 1, index: 0 });
  const weight = (/** @type {number} */ k) => layer.w[k * layer.inputs + unit.index];
  return Array.from({ length: layer.outputs }, (_, k) => ({ node: first + k, weight: weight(k) }));
}

/** @param {End[]} ends  @param {1 | -1} sign */
function most(ends, sign) {
  return ends.reduce((best, end) => (sign * end.weight > sign * best.weight ? end : best));
}

/** What the picture shows of a unit, in a sentence. @param {Net} net  @param {Unit} unit */
export function sentence(net, unit) {
  const said = (/** @type {End[]} */ ends, /** @type {1 | -1} */ sign) => {
    const { node, weight } = most(ends, sign);
    return `${nameOf(net, node)} (${signed(weight)})`;
  };
  const [heard, fed] = [heardBy(net, unit), hearing(net, unit)];
  const start = `Unit ${unit.id}: most for ${said(heard, 1)}, most against ${said(heard, -1)}`;
  return fed.length ? `${start}; feeds ${said(fed, 1)}, speaks against ${said(fed, -1)}.` : `${start}.`;
}
