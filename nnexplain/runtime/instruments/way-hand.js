// Hands on pictures of a way: a click takes what is there and goes to that place, a drag goes along, the
// arrow keys do both.

import { GROUND, stepped } from "../draw/hand.js";
import { across } from "./band.js";

/** @import { Page } from "../core/page.js" */
/** @import { Grip, Spot, Touch } from "../draw/hand.js" */
/** @import { Box } from "./band.js" */

/**
 * What is at a spot: a unit, and how far along; null where it is none.
 * @typedef {{unit: string | null, t: number | null}} Found
 */

const STEP = 0.01;

/** The row of a unit, as a grip. */
export const ROW = "row";

/**
 * The grip of a box in which a hand goes along: at once, and as long as it is held.
 * @param {Box} box
 * @param {(t: number, id: string) => void} go
 * @returns {Grip}
 */
export function slideGrip(box, go) {
  const move = (/** @type {Touch} */ { spot, id }) => go(across(box, spot.x), id);
  return { down: move, drag: move };
}

/**
 * Moves the page along its way by keys: left and right a hundredth, with shift a tenth.
 * @param {Page} page
 * @param {string} key
 * @param {boolean} shift
 */
export function goAlong(page, key, shift) {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (way === undefined) return false;
  const t = Number(page.get("t")) + STEP * way * (shift ? 10 : 1);
  page.set({ t: Math.round(Math.max(0, Math.min(1, t)) * 100) / 100 });
  return true;
}

/**
 * The grips of pictures whose rows are units: of the rows, and of the ground around them.
 * @param {object} hand
 * @param {Page} hand.page
 * @param {(spot: Spot, id: string) => Found} hand.at  what lies where; `id` is the row's
 * @param {() => readonly string[]} hand.rows  the units in their order, for the keys
 * @param {(id: string) => void} hand.focus
 * @returns {Record<string, Grip>}
 */
export function wayGrips({ page, at, rows, focus }) {
  const go = (/** @type {Touch} */ { spot, id }) => {
    const { t } = at(spot, id);
    if (t !== null) page.set({ t });
  };
  const take = (/** @type {Touch} */ { spot, id }) => {
    const { unit, t } = at(spot, id);
    page.set({ ...(unit === null ? {} : { unit }), ...(t === null ? {} : { t }) });
    if (unit !== null) focus(unit);
  };
  /** @type {NonNullable<Grip["key"]>} */
  const key = (pressed, { id, shift }, event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return false;
    const next = stepped(pressed, rows().indexOf(id), rows().length);
    if (next === null) return goAlong(page, pressed, shift);
    const unit = rows()[next];
    if (unit !== undefined) page.set({ unit }), focus(unit);
    return true;
  };
  const grip = { drag: go, click: take };
  return { [GROUND]: grip, [ROW]: { ...grip, key, focus: ({ id }) => page.set({ unit: id }) } };
}
