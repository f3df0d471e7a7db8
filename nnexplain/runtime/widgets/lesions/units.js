// The left panel of the lesions: every hidden unit as a button that silences it, and the functional regions
// as buttons that silence all of theirs.

import { word } from "../../draw/text.js";
import { h } from "../../draw/tree.js";
import { boxOf, gridOf, heightOf } from "../../instruments/grid.js";
import { glow, layerOf, layersOf, UNDER_WORDS } from "../../instruments/layers.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Box, Cell, Grid, Shape } from "../../instruments/grid.js" */
/** @import { Place } from "../../instruments/layers.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Model } from "./lesions.js" */

/** The names of the grips. */
export const UNIT = "lesions-unit";
export const REGION = "lesions-region";

const AT = Object.freeze({ heading: 18, below: 14 });
const REGIONS = Object.freeze({ x: 0, columns: 2, across: 176, down: 48, gap: 4 });

/**
 * Where the layers and the regions stand: `bottom` is where the layers end, `height` is all of it.
 * @param {Lab} lab
 * @param {number} regions  how many
 * @returns {{layers: Place[], bottom: number, shape: Shape, height: number}}
 */
export function unitsPlan({ facts }, regions) {
  const { layers, bottom } = layersOf(facts.sizes.slice(1, -1), 0, false);
  const shape = { ...REGIONS, y: bottom + AT.below + AT.heading, count: regions };
  return { layers, bottom, shape, height: regions ? shape.y + heightOf(shape) : bottom };
}

/** The units of every layer. @param {Model} model  @returns {Omit<Grid, "label">[]} */
export function unitGrids({ lab, thought, full, regions, chosen, reached }) {
  return unitsPlan(lab, regions.size).layers.map(({ shape }, layer) => {
    const a = thought.pass[layer]?.a ?? [];
    const its = lab.units.filter((unit) => unit.layer === layer);
    /** @type {Cell[]} */ const cells = its.map(({ id, index }) => {
      const strength = glow(Number(a[index]), Number(full[layer])) * UNDER_WORDS;
      const silent = lab.silent.has(id);
      return { id, paint: "glow", strength, name: `silence unit ${id}`, on: silent, crossed: silent };
    });
    return { shape, cells, role: "button", grip: UNIT, outlined: chosen, reached };
  });
}

/** @param {Model} model  @returns {Grid} */
export function regionGrid({ lab, regions, reached }) {
  /** @type {Cell[]} */ const cells = [...regions].map(([letter, ids]) => {
    const silent = ids.every((id) => lab.silent.has(id));
    const name = `silence region ${letter}`;
    return { id: letter, paint: "none", strength: 0, name, on: silent, crossed: silent };
  });
  const { shape } = unitsPlan(lab, regions.size);
  return { shape, cells, role: "button", grip: REGION, label: "regions", reached };
}

/** @param {Model} model  @returns {Branch[]} */
export function unitsView(model) {
  const { lab, regions, pointed } = model;
  const { layers, bottom } = unitsPlan(lab, regions.size);
  const grids = unitGrids(model);
  /** @type {Map<string, Box>} */ const boxes = new Map();
  for (const { shape, cells } of grids) cells.forEach(({ id }, index) => boxes.set(id, boxOf(shape, index)));
  const boxesOf = (/** @type {string} */ letter) =>
    (regions.get(letter) ?? []).flatMap((id) => boxes.get(id) ?? []);
  const letters = [...regions.keys()].flatMap((letter) =>
    boxesOf(letter).map(({ x, y, height }) =>
      word("nn-lesions-letter nn-haloed", x + 5, y + height - 8, letter)
    )
  );
  return [
    ...layers.flatMap((place, layer) => {
      const grid = grids[layer];
      return grid ? layerOf(place, grid) : [];
    }),
    ...letters,
    ...(regions.size ? regionsView(model, bottom + AT.below) : []),
    h("path", { class: "nn-lesions-outline", d: around(pointed === null ? [] : boxesOf(pointed)) }),
  ];
}

/** @param {Model} model  @param {number} y */
function regionsView(model, y) {
  const grid = regionGrid(model);
  return [
    word("nn-faint", 0, y + 6, "regions: units that are on together"),
    gridOf(grid),
    ...[...model.regions].flatMap(([letter, ids], index) => {
      const box = boxOf(grid.shape, index);
      const what = model.lab.facts.regionWords?.[index] ?? "";
      return [
        word("nn-strong nn-lesions-over", box.x + 10, box.y + 14, `${letter}, ${ids.length} units`),
        word("nn-faint nn-lesions-over", box.x + 10, box.y + 31, what),
      ];
    }),
  ];
}

/** A frame about each of them. @param {readonly Box[]} boxes */
function around(boxes) {
  return boxes
    .map(({ x, y, width, height }) => `M${x - 1},${y - 1}h${width + 2}v${height + 2}h${-width - 2}Z`)
    .join("");
}
