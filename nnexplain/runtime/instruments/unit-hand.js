// A hand among the units of a picture: a mouse looks at the one it is near, a click or a key takes the focus
// to one, and the page looks at what has the focus.

import { nearest, neighbour } from "./units.js";

/** @import { Page } from "../core/page.js" */
/** @import { Grip, Touch } from "../draw/hand.js" */
/** @import { Unit } from "./units.js" */

/**
 * The grip of the units, and of the ground between them.
 * @param {object} hand
 * @param {Page} hand.page  whose `unit` it sets
 * @param {readonly Unit[]} hand.units
 * @param {number} hand.reach  how near a hand must come
 * @param {(id: string) => void} hand.focus
 * @param {(on: boolean) => void} [hand.look]  whether a unit is looked at for as long as a hand is there
 * @returns {Grip}
 */
export function unitGrip({ page, units, reach, focus, look = () => {} }) {
  let focused = false;
  const point = (/** @type {Touch} */ { spot }) => {
    const unit = nearest(units, spot, reach);
    if (unit) page.set({ unit: unit.id });
    look(unit !== null || focused);
    return unit;
  };
  const attend = (/** @type {boolean} */ on) => look(focused = on);
  return {
    over: (touch) => (touch ? void point(touch) : look(focused)),
    click: (touch) => {
      const unit = point(touch);
      if (unit) focus(unit.id);
    },
    key: (pressed, { id }, { altKey, ctrlKey, metaKey }) => {
      const unit = altKey || ctrlKey || metaKey ? undefined : units.find((each) => each.id === id);
      const next = unit && neighbour(units, unit, pressed);
      if (next) page.set({ unit: next.id }), focus(next.id);
      return Boolean(next) || pressed === "Enter" || pressed === " "; // it is chosen already: no click
    },
    focus: ({ id }) => (page.set({ unit: id }), attend(true)),
    blur: () => attend(false),
  };
}
