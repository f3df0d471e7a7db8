// The middle panel of the knobs: all that a unit adds up, to pick one of it: its weights where what they
// listen to has its place, its bias and its gain.

import { printed, signed } from "../../draw/numbers.js";
import { word } from "../../draw/text.js";
import { h } from "../../draw/tree.js";
import { boxOf, gridOf, heightOf, legendDot } from "../../instruments/grid.js";
import { shapeOf } from "../../instruments/layers.js";
import { gainOfUnit, knobName } from "./held.js";
import { sourceOf, unitName } from "./words.js";

/** @import { Child } from "../../draw/tree.js" */
/** @import { Cell, Grid, Shape } from "../../instruments/grid.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Model } from "./knobs.js" */

/** The name of the grip of the weights, the bias and the gain. */
export const KNOB = "knobs-knob";

const PICTURE = Object.freeze({ x: 0, y: 18, width: 352, height: 352 });
const REST = Object.freeze({ x: 0, y: 376, count: 2, columns: 2, across: 108, down: 52, gap: 8 });
const LEGEND = Object.freeze({ x: 222, y: 390 });

/**
 * Where the weights of a layer stand: laid out as what they listen to.
 * @param {Lab} lab
 * @param {number} layer
 */
function shapeFor({ facts }, layer) {
  const count = facts.sizes[layer] ?? 0;
  const cell = PICTURE.width / facts.side;
  const picture = { count, columns: facts.side, across: cell, down: cell, gap: 0 };
  /** @type {Shape} */ const shape = { x: 0, y: 0, ...(layer ? shapeOf(count, false) : picture) };
  // a small one stands low, near the slider
  return { ...shape, y: PICTURE.y + PICTURE.height - heightOf(shape) };
}

/** What a weight's full colour is: few are stronger. @param {ArrayLike<number>} weights */
export function strongOf(weights) {
  const sizes = Array.from(weights, Math.abs).sort((one, other) => one - other);
  return sizes[Math.floor(0.99 * (sizes.length - 1))] || 1;
}

/** The weights of the unit as a grid. @param {Model} model  @returns {Grid} */
function weightGrid({ lab, held: { layer, unit, part, id }, telling, strong }) {
  const w = lab.network.layers[layer]?.w;
  const shape = shapeFor(lab, layer);
  /** @type {Cell[]} */ const cells = Array.from({ length: shape.count }, (_, k) => {
    const weight = Number(w?.[unit * shape.count + k]);
    return {
      id: knobName(k),
      paint: weight < 0 ? "neg" : "pos",
      strength: Math.min(1, Math.abs(weight) / Number(strong[layer])),
      name: `weight from ${sourceOf(lab, layer, k)}, ${signed(weight)}`,
      on: part === k,
      dotted: telling.get(id)?.[k] ?? false,
    };
  });
  return { shape, cells, label: "weights", role: "radio", grip: KNOB, outlined: knobName(part) };
}

/** The numbers of the unit that no input is weighed by. @param {Model} model */
const restOf = ({ lab, held: { layer, unit, id } }) => ({
  bias: signed(Number(lab.network.layers[layer]?.b[unit])),
  gain: printed(gainOfUnit(lab, id)),
});

/** The same as a grid. @param {Model} model  @returns {Grid} */
function restGrid(model) {
  const { lab, held: { layer, part, id }, telling } = model;
  const inputs = lab.facts.sizes[layer] ?? 0;
  /** @type {Cell[]} */ const cells = Object.entries(restOf(model)).map(([name, number], row) => {
    const dotted = telling.get(id)?.[inputs + row] ?? false;
    return { id: name, paint: "none", strength: 0, name: `${name}, ${number}`, on: part === name, dotted };
  });
  return { shape: REST, cells, label: "bias and gain", role: "radio", grip: KNOB, outlined: knobName(part) };
}

/** All knobs of the unit. @param {Model} model */
export const knobGrids = (model) => [weightGrid(model), restGrid(model)];

/** @param {Model} model  @returns {Child[]} */
export function weightsView(model) {
  const { lab, held } = model;
  const weights = weightGrid(model);
  const { count, y } = weights.shape;
  return [
    word("nn-title", 0, y - 14, `${unitName(lab, held)}: its ${count} weights`),
    gridOf(weights),
    held.layer === 0 && h("rect", { class: "nn-frame", ...PICTURE }),
    gridOf(restGrid(model)),
    ...Object.entries(restOf(model)).flatMap(([name, number], row) => {
      const box = boxOf(REST, row);
      const middle = box.x + box.width / 2;
      return [
        word("nn-faint nn-knobs-over", middle, box.y + 13, name, "middle"),
        word("nn-strong nn-knobs-over", middle, box.y + 31, number, "middle"),
      ];
    }),
    legendDot(LEGEND.x, LEGEND.y),
    word("nn-faint", LEGEND.x + 11, LEGEND.y, "turned alone, it can"),
    word("nn-faint", LEGEND.x + 11, LEGEND.y + 16, "change the answer"),
  ];
}
