// The middle panel of the knobs: all that a unit adds up, to pick one of it: its weights where what they listen
// to has its place, its bias and its gain.

import { printed, signed } from "../../draw/numbers.js";
import { h } from "../../draw/tree.js";
import { boxOf, gridOf, heightOf, legendDot } from "../../instruments/grid.js";
import { shapeOf } from "../../instruments/layers.js";
import { gainOfUnit, knobName } from "./held.js";
import { sourceOf, unitName } from "./words.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Cell, Shape } from "../../instruments/grid.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Model } from "./knobs.js" */

/** The name of the grip of the weights, the bias and the gain. */
export const KNOB = "knobs-knob";

const AT = Object.freeze({ top: 18, size: 352, rest: 380, restWidth: 108, restHeight: 52, legend: 222 });
export const WEIGHTS_SIZE = /** @type {[number, number]} */ ([352, 424]);
const REST = Object.freeze({ x: 0, y: AT.rest, count: 2, columns: 2, across: AT.restWidth, down: AT.restHeight, gap: 8 });

/** Where the weights of layer `layer` stand: laid out as what they listen to. @param {Lab} lab  @param {number} layer  @returns {Shape} */
function shapeFor({ facts }, layer) {
  const count = facts.sizes[layer] ?? 0;
  const cell = AT.size / facts.side;
  const shape = layer ? shapeOf(count, false) : { count, columns: facts.side, across: cell, down: cell, gap: 0 };
  // a small one stands low, near the slider
  return { x: 0, y: AT.top + AT.size - heightOf({ x: 0, y: 0, ...shape }), ...shape };
}

/** What a weight's full colour is: few are stronger. @param {ArrayLike<number>} weights */
export function strong(weights) {
  const sizes = Array.from(weights, Math.abs).sort((one, other) => one - other);
  return sizes[Math.floor(0.99 * (sizes.length - 1))] || 1;
}

/** @param {string | number} part  of a unit */
const idOf = (part) => `${KNOB}-${typeof part === "number" ? knobName(part) : part}`;

/** The part that the id of a cell names. @param {string} id */
export const partIn = (id) => id.slice(KNOB.length + 1);

/** The two grids: the weights, and the bias with the gain. @param {Model} model */
export function knobGrids({ lab, held, telling, strongest }) {
  const { layer, unit, part, id } = held;
  const its = lab.network.layers[layer];
  const inputs = its?.inputs ?? 0;
  const all = telling.get(`${layer}.${unit}`) ?? [];
  const weights = Array.from({ length: inputs }, (_, k) => {
    const weight = Number(its?.w[unit * inputs + k]);
    const strength = Math.min(1, Math.abs(weight) / Number(strongest[layer]));
    const name = `weight from ${sourceOf(lab, layer, k)}, ${signed(weight)}`;
    return /** @type {Cell} */ ({ id: idOf(k), paint: weight < 0 ? "neg" : "pos", strength, name, on: part === k, dotted: Boolean(all[k]) });
  });
  const numbers = { bias: signed(Number(its?.b[unit])), gain: printed(gainOfUnit(lab, id)) };
  const rest = Object.entries(numbers).map(([name, number], row) =>
    /** @type {Cell} */ ({ id: idOf(name), paint: "none", strength: 0, name: `${name}, ${number}`, on: part === name, dotted: Boolean(all[inputs + row]) }));
  const how = { role: /** @type {const} */ ("radio"), grip: KNOB, outlined: idOf(part) };
  return {
    weights: { shape: shapeFor(lab, layer), cells: weights, label: "weights", ...how },
    rest: { shape: REST, cells: rest, label: "bias and gain", ...how },
    numbers,
  };
}

/** @param {Model} model  @returns {Branch[]} */
export function weightsView(model) {
  const { lab, held: { layer, unit, id } } = model;
  const { weights, rest, numbers } = knobGrids(model);
  const named = Object.entries(numbers).flatMap(([name, number], row) => {
    const { x, y, width } = boxOf(REST, row);
    return [
      h("text", { class: "nn-faint", x: x + width / 2, y: y + 13, "text-anchor": "middle" }, name),
      h("text", { class: "nn-strong", x: x + width / 2, y: y + 31, "text-anchor": "middle" }, number),
    ];
  });
  return [
    h("text", { class: "nn-title", x: 0, y: weights.shape.y - 14 }, `${unitName(lab, layer, unit, id)}: its ${weights.shape.count} weights`),
    gridOf(weights),
    layer === 0 && h("rect", { class: "nn-frame", x: 0, y: AT.top, width: AT.size, height: AT.size }),
    gridOf(rest),
    ...named,
    legendDot(AT.legend, AT.rest + 14),
    ...["turned alone, it can", "change the answer"].map((words, row) =>
      h("text", { class: "nn-faint", x: AT.legend + 11, y: AT.rest + 14 + 16 * row }, words)),
  ].filter((part) => part !== false);
}
