// What the four pictures have in common: a title and words, outlines around units, crosses on those that are
// silenced, and where a hand can take each unit.

import { word } from "../../draw/text.js";
import { h } from "../../draw/tree.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Unit } from "../../net/lab/turns.js" */
/** @import { Box, Word } from "./places.js" */

/**
 * The title and the quiet words of a picture.
 * @param {string} title
 * @param {readonly Word[]} all
 * @returns {Branch}
 */
export function words(title, all) {
  const quiet = all.map(({ x, y, words, anchor }) => word("nn-tick", x, y, words, anchor));
  return h("g", {}, word("nn-title", 0, -19, title), quiet);
}

/** The outline of a box, or around it. @param {Box} box  @param {number} [out]  pixels */
export function outline({ x, y, width, height }, out = 0) {
  return `M${x - out},${y - out}h${width + 2 * out}v${height + 2 * out}h${-width - 2 * out}Z`;
}

/** The edges of what is filled with cells. @param {readonly Box[]} boxes */
export function frames(boxes) {
  return h("path", { class: "nn-pictures__frames", d: boxes.map((box) => outline(box)).join("") });
}

/**
 * What marks a unit that is chosen, and one that is only pointed at.
 * @param {readonly Box[]} chosen
 * @param {readonly Box[]} pointed
 */
export function marks(chosen, pointed) {
  const around = (/** @type {readonly Box[]} */ boxes) => boxes.map((box) => outline(box, 2)).join("");
  return h(
    "g",
    { "aria-hidden": "true" },
    h("path", { class: "nn-pictures__mark nn-pictures__mark--pointed", d: around(pointed) }),
    h("path", { class: "nn-pictures__mark", d: around(chosen) }),
  );
}

/** @param {string} d  over the units that are silenced */
export const silenced = (d) => h("path", { class: "nn-pictures__silenced", d });

/** Corner to corner. @param {Box} box */
export function cross({ x, y, width, height }) {
  return `M${x},${y}l${width},${height}m0,${-height}l${-width},${height}`;
}

/**
 * The units as things to point at and to choose: the tab key reaches the chosen one.
 * @param {{label: string, grip: string}} what  the grip also tells the pictures' targets apart
 * @param {readonly Unit[]} units
 * @param {string} chosen  its id
 * @param {(index: number) => Branch} target  where a unit can be taken
 */
export function choice({ label, grip }, units, chosen, target) {
  const options = units.map(({ id }, index) => {
    const { tag, attributes } = target(index);
    return h(tag, {
      class: "nn-hit nn-pictures__unit",
      ...attributes,
      "data-grip": grip,
      "data-id": `${grip} ${id}`,
      role: "option",
      "aria-label": id,
      "aria-selected": String(id === chosen),
      tabindex: id === chosen ? 0 : -1,
    });
  });
  return h("g", { role: "listbox", "aria-label": label }, options);
}
