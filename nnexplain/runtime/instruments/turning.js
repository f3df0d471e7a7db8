// What a hand does to a cube to look at it from elsewhere: the page's parameters `turn` and `tilt`, which all
// cubes of a page share, in degrees.

import { arrow, dragging } from "../draw/hand.js";
import { within } from "../draw/numbers.js";

/** @import { Page } from "../core/page.js" */
/** @import { Camera } from "../draw/camera.js" */
/** @import { Grip } from "../draw/hand.js" */

/** Degrees that a key turns, and that a pixel does. */
export const KEY_TURN = 5;
const PIXEL_TURN = 0.5;

/** From where a cube can be looked at, in degrees above. */
const TILTS = Object.freeze({ low: 5, high: 60 });

/** Degrees from -180 to below 180. @param {number} degrees */
export const round = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;

/**
 * From where the reader looks.
 * @param {Page} page
 * @param {{width: number, height: number}} size  of the drawing
 * @returns {Camera}
 */
export function cameraOf(page, { width, height }) {
  const tilt = within(TILTS.low, TILTS.high, Number(page.get("tilt") ?? 21));
  return { turn: round(Number(page.get("turn") ?? 0)), tilt, width, height };
}

/** @param {(way: [number, number], shift: boolean) => void} act  right and up @returns {Grip["key"]} */
export const byArrows = (act) => (key, { shift }, { altKey, ctrlKey, metaKey }) => {
  const way = arrow(key);
  if (!way || altKey || ctrlKey || metaKey) return false;
  act([way[0], -way[1]], shift);
  return true;
};

/**
 * What the ground of a cube says of itself, as a slider for hands.
 * @param {string} label
 * @param {Camera} camera
 */
export function turnSlider(label, { turn, tilt }) {
  const values = { "aria-valuemin": -180, "aria-valuemax": 180, "aria-valuenow": turn };
  const words = `${turn} degrees round, ${tilt} above`.replace("-", "minus ");
  return { tabindex: 0, role: "slider", "aria-label": label, ...values, "aria-valuetext": words };
}

/** Turns whatever is looked at. @param {Page} page  @returns {Grip} */
export function turnGrip(page) {
  const now = () => cameraOf(page, { width: 0, height: 0 });
  const go = (
    /** @type {Camera} */ { turn, tilt },
    /** @type {number} */ right,
    /** @type {number} */ down,
  ) =>
    page.set({
      turn: Math.round(round(turn + right)),
      tilt: Math.round(within(TILTS.low, TILTS.high, tilt + down)),
    });
  const drag = dragging(() => {
    const start = now();
    return (dx, dy) => go(start, dx * PIXEL_TURN, dy * PIXEL_TURN);
  });
  return { drag, key: byArrows(([x, y]) => go(now(), x * KEY_TURN, y * KEY_TURN)) };
}
