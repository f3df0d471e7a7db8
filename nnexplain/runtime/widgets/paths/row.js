// One way in the list of all: the picture where it stands, what is said along it, and below that how far it
// is from the nearest real digit, which is shown too.

import { printed } from "../../draw/numbers.js";
import { path } from "../../draw/svg.js";
import { h, once } from "../../draw/tree.js";
import { along } from "../../instruments/along.js";
import { band, here, slide } from "../../instruments/band.js";
import { cells } from "../../instruments/cells.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Neighbour } from "../../net/way/nearest.js" */
/** @import { Verdict } from "../../net/way/verdict.js" */
/** @import { Kind, Place } from "../../net/way/way.js" */

/**
 * A way where the page stands. `near` are the nearest real digits along it, `real` is the one that is nearest
 * here.
 * @typedef {object} Row
 * @property {Kind} kind
 * @property {string} name
 * @property {Place} now
 * @property {Verdict} verdict
 * @property {readonly Neighbour[]} near
 * @property {{pixels: Vector, label: number, distance: number}} real
 */

const PICTURE = 56;
const TOP = 16;
const BAND = Object.freeze({ x: 68, y: 18, width: 256, height: 22 });
/** The distances. */
const FAR = Object.freeze({ x: 68, y: 46, width: 256, height: 26 });
const [LEFT, RIGHT, BASE] = [FAR.x, FAR.x + FAR.width, FAR.y + FAR.height];
const NEAREST = 338;
/** Where a hand goes along. */
export const SLIDE = Object.freeze({ ...BAND, y: BAND.y - 6, height: BASE - BAND.y + 8 });

/** @param {number} x  @param {string} words */
const note = (x, words) => h("text", { class: "nn-faint", x, y: 4, "text-anchor": "end" }, words);

/**
 * @param {number} y  where the row begins
 * @param {number} side  pixels of a picture's side
 * @returns {(row: Row, how: {chosen: boolean, fresh: boolean, most: number, usual: number}) => Branch} `most`
 *   is the distance that the box of the curve is high, `usual` is marked in it; what is not `fresh` is of
 *   other ends
 */
export function rowView(y, side) {
  const picture = (/** @type {Vector} */ pixels, x = 0) =>
    cells("ink", pixels, { x, y: TOP, cell: PICTURE / side, columns: side });
  const [told, far, nearest] = [once(band), once(distances), once(picture)];
  return ({ kind, name, now, verdict, near, real }, { chosen, fresh, most, usual }) => {
    const state = { "data-way": kind, "data-chosen": String(chosen), "data-near": String(fresh) };
    return h(
      "g",
      { class: "nn-paths-row", ...state, transform: `translate(0,${y})` },
      h("rect", { class: "nn-paths-outline", x: -7, y: -6, width: 410, height: 91, rx: 4 }),
      h("text", { class: "nn-title", x: 0, y: 4 }, name),
      note(RIGHT, noteOf(verdict)),
      note(NEAREST + PICTURE, `${real.label}, ${printed(real.distance)}`),
      picture(now.picture),
      told(verdict, BAND),
      far(near, most, usual),
      h("path", { class: "nn-axis", d: `M${LEFT},${BASE}h${FAR.width}` }),
      here(now.t, { ...BAND, y: BAND.y - 4, height: BASE - BAND.y + 4 }),
      nearest(real.pixels, NEAREST),
      slide(SLIDE, "row", kind),
    );
  };
}

/**
 * How far it is to the nearest real digit, all along.
 * @param {readonly Neighbour[]} near
 * @param {number} most
 * @param {number} usual
 */
function distances(near, most, usual) {
  const y = (/** @type {number} */ distance) => FAR.y + FAR.height * (1 - Math.min(1, distance / most));
  const last = Math.max(1, near.length - 1);
  const line = near.map(({ distance }, k) => ({ x: LEFT + (k / last) * FAR.width, y: y(distance) }));
  const outline = [{ x: LEFT, y: BASE }, ...line, { x: RIGHT, y: BASE }];
  return h(
    "g",
    { class: "nn-paths-distance" },
    h("path", { class: "nn-paths-far", d: path(outline, true) }),
    h("path", { class: "nn-paths-usual", d: `M${LEFT},${y(usual).toFixed(2)}h${FAR.width}` }),
  );
}

/** Where the answer is what it stays, and what it is before. @param {Verdict} verdict */
function noteOf({ flips, settled, third }) {
  if (settled === null) return "never turns";
  const past = third.length ? `, past ${third.join(", ")}` : "";
  return `${flips.length > 1 ? "settles" : "turns"} at ${along(settled)}${past}`;
}
