// What flows from layer to layer: the connections that carry most, as lines, and on them the signals that
// are on their way. Where they are follows from how far the thought has come, and from nothing else.

import { at } from "../../draw/numbers.js";
import { h, once } from "../../draw/tree.js";
import {
  bundled,
  flowing,
  greatest,
  into,
  lineOf,
  outOf,
  signal,
  strongest,
} from "../../instruments/wires.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Spot, Unit } from "../../instruments/units.js" */
/** @import { Wire } from "../../instruments/wires.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */

/** How many connections are drawn into each layer: those that carry most. */
export const MOST = Object.freeze([18, 14, 10]);
/** And how many of the chosen unit's own, of what it gets and of what it hands on, and of the answer's. */
const OWN = Object.freeze({ into: 8, outOf: 6, answer: 4 });
/** The part of a layer's time in which the signals are on their way; in the rest what they bring adds up. */
const TRAVEL = 0.75;

/**
 * The wires into one layer: those of the chosen unit, the rest of them, what the strongest of the layer
 * carries, and how much of all that flows the `MOST` that carry most carry, 0 to 1.
 * @typedef {{own: Wire[], rest: Wire[], most: number, share: number}} Flow
 */

/** How each part of a flow looks. */
const PARTS = Object.freeze(
  /** @type {const} */ ([["rest", "nn-fmri-rest"], ["own", "nn-fmri-own"]]),
);

/** Begins and ends slowly. @param {number} share */
const eased = (share) => share * share * (3 - 2 * share);

/** @param {number} number */
const between0and1 = (number) => Math.max(0, Math.min(1, number));

/**
 * How far the signals into a layer have come, 0 to 1, when `lit` layers are done, or a part of the next.
 * @param {number} lit
 * @param {number} layer
 */
export const travelled = (lit, layer) => eased(between0and1((lit - layer) / TRAVEL));

/**
 * How much of a layer's glow is there, 0 to 1.
 * @param {number} lit
 * @param {number} layer
 */
export const glowing = (lit, layer) => between0and1((lit - layer - TRAVEL) / (1 - TRAVEL));

/** @param {Wire[]} wires  @param {number} most */
const best = (wires, most) =>
  wires.filter(({ value }) => value !== 0).sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
    .slice(0, most);

/**
 * What flows into each layer.
 * @param {Lab} lab
 * @returns {(thought: Thought, unit: Unit) => Flow[]}
 */
export const flowsOf = ({ network: { layers } }) => ({ pass, said }, unit) =>
  layers.map((layer, k) => {
    const { x } = at(pass, k);
    const most = strongest(layer, x, at(MOST, k));
    const drawn = most.reduce((sum, { value }) => sum + Math.abs(value), 0);
    const [hears, speaks] = [k === unit.layer, k === unit.layer + 1];
    const its = [
      ...(hears ? best(into(layer, x, unit.index), OWN.into) : []),
      ...(speaks ? best(outOf(layer, x, unit.index), OWN.outOf) : []),
    ];
    const answers = k === layers.length - 1 ? best(into(layer, x, said), OWN.answer) : [];
    const theirs = (/** @type {Wire} */ { from, to }) =>
      (hears && to === unit.index) || (speaks && from === unit.index);
    const all = [
      ...new Map([...most, ...its, ...answers].map((wire) => [`${wire.from} ${wire.to}`, wire])).values(),
    ];
    return {
      own: all.filter(theirs),
      rest: all.filter((wire) => !theirs(wire)),
      most: greatest(most),
      share: drawn / (flowing(layer, x) || 1),
    };
  });

/**
 * Draws what flows into one layer, as far as it has come, and the signals while they are on their way.
 * @param {(wire: Wire) => [Spot, Spot]} ends  where a wire begins and ends
 * @returns {(flow: Flow, come: number) => Branch[]}
 */
export function flowView(ends) {
  return once((flow, come) => {
    return come > 0
      ? PARTS.map(([name, look]) => {
        const lines = new Map(flow[name].map((wire) => [wire, lineOf(...ends(wire), come)]));
        const under = come < 1 ? [...lines].map(([wire, { end }]) => signal(wire, end, flow.most)) : [];
        const all = bundled(flow[name], (wire) => lines.get(wire)?.d ?? "", flow.most);
        return h("g", { class: look }, all, under);
      })
      : [];
  });
}
