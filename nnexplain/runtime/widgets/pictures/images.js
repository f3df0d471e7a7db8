// Weight images: for every unit of the first layer its weights, laid out as what they come from.

import { word } from "../../draw/text.js";
import { h, once } from "../../draw/tree.js";
import { cells } from "./cells.js";
import { choice, cross, frames, marks, silenced, words } from "./marks.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Network } from "../../net/net.js" */
/** @import { Unit } from "../../net/lab/turns.js" */
/** @import { Model } from "./pictures.js" */
/** @import { Places, Scale } from "./places.js" */

/** The weight images, as grips. */
export const IMAGES = "images";

/**
 * @param {Places["images"]} places
 * @param {readonly Unit[]} units
 * @param {number} side  pixels in a row
 * @param {Scale} scale
 * @returns {(model: Model) => Branch[]}
 */
export function imagesView({ boxes, words: said, names }, units, side, scale) {
  const named = names.map(({ x, y, words }) => word("nn-pictures__label", x, y, words, "middle"));
  const still = [words("Weight images", said), frames(boxes), ...named];
  const painted = once((/** @type {Network} */ { layers }) => {
    const all = units.flatMap(({ layer, index }, unit) => {
      const [box, its] = [boxes[unit], layers[0]];
      if (!box || !its || layer) return [];
      const [numbers, wide] = [
        its.w.subarray(index * its.inputs, (index + 1) * its.inputs),
        box.width / side,
      ];
      return [{ numbers, columns: side, x: box.x, y: box.y, wide, high: wide }];
    });
    return cells(all, scale);
  });
  const boxOf = (/** @type {string | null} */ id) => boxes.filter((_, unit) => units[unit]?.id === id);
  const target = (/** @type {number} */ unit) => h("rect", { ...boxes[unit] });
  const drawn = once((
    /** @type {Network} */ network,
    /** @type {Model["silent"]} */ silent,
    /** @type {string} */ chosen,
    /** @type {string | null} */ pointed,
  ) => [
    painted(network),
    ...still,
    silenced(boxes.filter((_, unit) => silent.has(units[unit]?.id ?? "")).map(cross).join("")),
    marks(boxOf(chosen), pointed === chosen ? [] : boxOf(pointed)),
    choice({ label: "weight images", grip: IMAGES }, units, chosen, target),
  ]);
  return ({ network, silent, unit, pointed }) => drawn(network, silent, unit.id, pointed);
}
