// The left panel of the lesions: every hidden unit as a button that silences it, and the functional regions as
// buttons that silence all of theirs.

import { h } from "../../draw/tree.js";
import { boxOf, gridOf, heightOf } from "../../instruments/grid.js";
import { glow, layerOf, layersOf, UNDER_WORDS } from "../../instruments/layers.js";
import { letter } from "./lesions.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Box, Cell, Shape } from "../../instruments/grid.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Model } from "./lesions.js" */

/** The names of the grips. */
export const UNIT = "lesions-unit";
export const REGION = "lesions-region";

const AT = Object.freeze({ across: 176, row: 48, gap: 4, heading: 18, below: 14 });

/** Where everything stands. @param {Lab} lab  @param {number} regions */
export function unitsPlan({ facts }, regions) {
  const { layers, bottom: end } = layersOf(facts.sizes.slice(1, -1), 0, false);
  const bottom = end + AT.below;
  /** @type {Shape} */ const shape = { x: 0, y: bottom + AT.heading, count: regions, columns: 2, across: AT.across, down: AT.row, gap: AT.gap };
  return { layers, bottom, shape, height: regions ? shape.y + heightOf(shape) : end };
}

/** The cells of every layer, for hands and the eye. @param {Model} model */
export function unitGrids({ lab, thought, full, regions }) {
  return unitsPlan(lab, regions.length).layers.map(({ shape }, layer) => {
    const a = thought.pass[layer]?.a ?? [];
    const cells = lab.units.filter((unit) => unit.layer === layer).map(({ id, index }) => {
      const silent = lab.silent.has(id);
      const strength = glow(Number(a[index]), Number(full[layer])) * UNDER_WORDS;
      return /** @type {Cell} */ ({ id, paint: "glow", strength, name: `silence unit ${id}`, on: silent, crossed: silent });
    });
    return { shape, cells, role: /** @type {const} */ ("button"), grip: UNIT };
  });
}

/** The regions as a grid. @param {Model} model */
export function regionCells({ lab, regions }) {
  const cells = regions.map((ids, region) => {
    const on = ids.every((id) => lab.silent.has(id));
    return /** @type {Cell} */ ({ id: `${REGION}-${region}`, paint: "none", strength: 0, name: `silence region ${letter(region)}`, on, crossed: on });
  });
  return { shape: unitsPlan(lab, regions.length).shape, cells, role: /** @type {const} */ ("button"), grip: REGION, label: "regions" };
}

/** @param {Model} model  @returns {Branch[]} */
export function unitsView(model) {
  const { lab, regions, chosen, looked } = model;
  const { layers, bottom } = unitsPlan(lab, regions.length);
  const grids = unitGrids(model);
  const boxes = new Map(grids.flatMap(({ shape, cells }) => cells.map(({ id }, index) => [id, boxOf(shape, index)])));
  const boxesOf = (/** @type {readonly string[]} */ ids) => ids.flatMap((id) => boxes.get(id) ?? []);
  const letters = regions.flatMap((ids, region) => boxesOf(ids).map(({ x, y, height }) =>
    h("text", { class: "nn-lesions-letter nn-haloed", x: x + 5, y: y + height - 8 }, letter(region))));
  return [
    ...grids.flatMap(({ cells, role, grip }, layer) => {
      const place = layers[layer];
      return place ? layerOf(place, { cells, role, grip, outlined: chosen }) : [];
    }),
    ...letters,
    ...(regions.length ? regionsView(model, bottom) : []),
    h("path", { class: "nn-lesions-outline", d: outline(looked === null ? [] : boxesOf(regions[looked] ?? [])) }),
  ];
}

/** @param {Model} model  @param {number} y */
function regionsView(model, y) {
  const grid = regionCells(model);
  const words = model.lab.facts.regionWords ?? [];
  return [
    h("text", { class: "nn-faint", x: 0, y: y + 6 }, "regions: units that are on together"),
    gridOf(grid),
    ...model.regions.flatMap((ids, region) => {
      const box = boxOf(grid.shape, region);
      return [
        h("text", { class: "nn-strong nn-lesions-over", x: box.x + 10, y: box.y + 14 }, `${letter(region)}, ${ids.length} units`),
        h("text", { class: "nn-faint nn-lesions-over", x: box.x + 10, y: box.y + 31 }, words[region] ?? ""),
      ];
    }),
  ];
}

/** @param {readonly Box[]} boxes */
const outline = (boxes) =>
  boxes.map(({ x, y, width, height }) => `M${x - 1},${y - 1}h${width + 2}v${height + 2}h${-width - 2}Z`).join("");
