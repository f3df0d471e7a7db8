// The left panel of the knobs: the digit, what the network says, how it does on all digits, and its units.

import { percent1 } from "../../draw/numbers.js";
import { h } from "../../draw/tree.js";
import { boxOf } from "../../instruments/grid.js";
import { marks } from "../../instruments/cells.js";
import { glow, layerOf, layersOf, UNDER_WORDS } from "../../instruments/layers.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Cell, Shape } from "../../instruments/grid.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Model } from "./knobs.js" */

/** The name of the grip of the units. */
export const UNIT = "knobs-unit";

const AT = Object.freeze({ picture: 112, words: 132, bar: 206, barWidth: 96, grids: 136, width: 352 });

/** Where the layers stand. @param {Lab} lab */
export const networkPlan = ({ facts }) => layersOf(facts.sizes.slice(1), AT.grids, true);

/** The cells of every layer, for hands and the eye. @param {Model} model */
export function unitGrids({ lab, thought, full, held, telling }) {
  return networkPlan(lab).layers.map(({ shape, output }, layer) => {
    const a = thought.pass[layer]?.a ?? [];
    const cells = lab.units.filter((unit) => unit.layer === layer).map(({ id, index }) => {
      const silent = lab.silent.has(id);
      const says = output ? `answer ${index}, ${percent1(Number(a[index]))}` : `unit ${id}, answers ${Number(a[index]).toFixed(2)}`;
      const strength = glow(Number(a[index]), Number(full[layer])) * (output ? UNDER_WORDS : 1);
      const dotted = telling.get(`${layer}.${index}`)?.some(Boolean) ?? false;
      return /** @type {Cell} */ ({ id, paint: "glow", strength, name: silent ? `${says}, silenced` : says, on: id === held.id, crossed: silent, dotted });
    });
    return { shape, cells, role: /** @type {const} */ ("radio"), grip: UNIT };
  });
}

/** @param {Model} model  @returns {Branch[]} */
export function networkView(model) {
  const { lab, thought, held } = model;
  const { side } = lab.facts;
  const { layers } = networkPlan(lab);
  const grids = unitGrids(model).flatMap(({ cells, role, grip }, layer) => {
    const place = layers[layer];
    if (!place) return [];
    return [...layerOf(place, { cells, role, grip, outlined: held.id }), ...(place.output ? answers(model, place.shape) : [])];
  });
  const truth = thought.label === null ? "your drawing" : `it is ${thought.label}`;
  return [
    ...grids,
    marks("ink", thought.pixels, { x: 0, y: 0, cell: AT.picture / side, columns: side }),
    h("rect", { class: "nn-frame", x: 0, y: 0, width: AT.picture, height: AT.picture }),
    h("text", { class: "nn-big", x: AT.words, y: 12 }, `says ${thought.said}`),
    h("text", { x: AT.words, y: 36 }, `${percent1(thought.sure)} sure; ${truth}`),
    h("text", { class: "nn-faint", x: AT.words, y: 66 }, `of all ${lab.count} held-out digits it reads`),
    ...score(model),
  ];
}

/** What the network reads of all digits, now and untouched. @param {Model} model */
function score({ lab, whole, before }) {
  return [["now", whole.right], ["untouched", before.right]].flatMap(([name, right], row) => {
    const y = 84 + 20 * row;
    const width = (AT.barWidth * Number(right)) / lab.count;
    return [
      h("text", { x: AT.words, y }, String(name)),
      h("rect", { class: row ? "nn-share nn-knobs-before" : "nn-share", x: AT.bar, y: y - 5, width, height: 10 }),
      h("text", { x: AT.width, y, "text-anchor": "end" }, String(right)),
    ];
  });
}

/** Each answer's digit and how sure it is. @param {Model} model  @param {Shape} shape */
function answers({ thought }, shape) {
  return Array.from(thought.p, (p, k) => {
    const { x, y, height } = boxOf(shape, k);
    return [
      h("text", { class: "nn-knobs-answer", x: x + 8, y: y + height / 2, "data-said": String(k === thought.said) }, String(k)),
      h("text", { class: "nn-knobs-answer__sure", x: x + 24, y: y + height / 2 }, percent1(p)),
    ];
  }).flat();
}
