// The left panel of the knobs: the digit, what the network says, how it does on all digits, and its units.

import { percent1 } from "../../draw/numbers.js";
import { word } from "../../draw/text.js";
import { h } from "../../draw/tree.js";
import { marks } from "../../instruments/cells.js";
import { boxOf } from "../../instruments/grid.js";
import { glow, layerOf, layersOf, UNDER_WORDS } from "../../instruments/layers.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Cell, Grid, Shape } from "../../instruments/grid.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Model } from "./knobs.js" */

/** The name of the grip of the units. */
export const UNIT = "knobs-unit";

const AT = Object.freeze({ words: 132, bar: 206, barWidth: 96, grids: 136, width: 352 });
const PICTURE = Object.freeze({ x: 0, y: 0, width: 112, height: 112 });

/** Where the layers stand. @param {Lab} lab */
export const networkPlan = ({ facts }) => layersOf(facts.sizes.slice(1), AT.grids, true);

/** The units of every layer. @param {Model} model  @returns {Omit<Grid, "label">[]} */
export function unitGrids({ lab, thought, full, held, telling }) {
  return networkPlan(lab).layers.map(({ shape, output }, layer) => {
    const its = lab.units.filter((unit) => unit.layer === layer);
    /** @type {Cell[]} */ const cells = its.map(({ id, index }) => {
      const a = Number(thought.pass[layer]?.a[index]);
      const says = output ? `answer ${index}, ${percent1(a)}` : `unit ${id}, answers ${a.toFixed(2)}`;
      const silent = lab.silent.has(id);
      return {
        id,
        paint: "glow",
        strength: glow(a, Number(full[layer])) * (output ? UNDER_WORDS : 1),
        name: silent ? `${says}, silenced` : says,
        on: id === held.id,
        crossed: silent,
        dotted: telling.get(id)?.some(Boolean) ?? false,
      };
    });
    return { shape, cells, role: "radio", grip: UNIT, outlined: held.id };
  });
}

/** @param {Model} model  @returns {Branch[]} */
export function networkView(model) {
  const { lab, thought } = model;
  const grids = unitGrids(model);
  const { side } = lab.facts;
  const truth = thought.label === null ? "your drawing" : `it is ${thought.label}`;
  return [
    ...networkPlan(lab).layers.flatMap((place, layer) => {
      const grid = grids[layer];
      return grid ? [...layerOf(place, grid), ...(place.output ? answers(model, place.shape) : [])] : [];
    }),
    marks("ink", thought.pixels, { x: PICTURE.x, y: PICTURE.y, cell: PICTURE.width / side, columns: side }),
    h("rect", { class: "nn-frame", ...PICTURE }),
    word("nn-big", AT.words, 12, `says ${thought.said}`),
    word(undefined, AT.words, 36, `${percent1(thought.sure)} sure; ${truth}`),
    word("nn-faint", AT.words, 66, `of all ${lab.count} test digits it reads`),
    ...score(model),
  ];
}

/** What the network reads of all digits, now and untouched. @param {Model} model */
function score({ lab, whole, before }) {
  const rows = [{ name: "now", right: whole.right }, { name: "untouched", right: before.right }];
  return rows.flatMap(({ name, right }, row) => {
    const y = 84 + 20 * row;
    const width = (AT.barWidth * right) / lab.count;
    return [
      word(undefined, AT.words, y, name),
      h("rect", { class: row ? "nn-knobs-before" : "nn-share", x: AT.bar, y: y - 5, width, height: 10 }),
      word(undefined, AT.width, y, String(right), "end"),
    ];
  });
}

/** Each answer's digit and how sure it is. @param {Model} model  @param {Shape} shape */
function answers({ thought }, shape) {
  return Array.from(thought.p).flatMap((p, k) => {
    const { x, y, height } = boxOf(shape, k);
    const middle = y + height / 2;
    const said = String(k === thought.said);
    return [
      h("text", { class: "nn-knobs-answer", "data-said": said, x: x + 8, y: middle }, String(k)),
      word("nn-knobs-answer__sure", x + 24, middle, percent1(p)),
    ];
  });
}
