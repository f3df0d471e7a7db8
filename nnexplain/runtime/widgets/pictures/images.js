// Weight images: for every unit its weights, laid out as what they come from.

import { h, once } from "../../draw/tree.js";
import { cells } from "./cells.js";
import { choice, cross, frames, marks, silenced, words } from "./marks.js";
import { ACROSS } from "./places.js";

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
export function imagesView({ boxes, words: said }, units, side, scale) {
  const still = [words("Weight images", said), frames(boxes)];
  const painted = once((/** @type {Network} */ { layers }) => {
    const all = units.flatMap(({ layer, index }, unit) => {
      const [box, its] = [boxes[unit], layers[layer]];
      if (!box || !its) return [];
      const columns = layer ? ACROSS : side;
      const numbers = its.w.subarray(index * its.inputs, (index + 1) * its.inputs);
      return [{ numbers, columns, x: box.x, y: box.y, wide: box.width / columns, high: box.width / columns }];
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
