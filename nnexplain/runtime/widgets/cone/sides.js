// A bar for each rated song: how far its sum is on its own side. That all bars go to the right is the cone.

import { h } from "../../draw/tree.js";
import { shapeOf } from "../../instruments/shapes.js";
import { planeOf } from "../../net/one/plane.js";
import { sidesOf } from "../../net/one/room.js";
import { nameOf, ratingOf } from "../../net/one/songs.js";
import { amount, sideOf } from "./words.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Model } from "./cone.js" */

export const SIDES = Object.freeze({ width: 260, height: 344 });
/** No row is higher, in pixels; beside a bar there is room for its number. */
const ROW = 72;
const ROOM = Object.freeze({ left: 60, right: 46 });

/**
 * What a pixel is worth and where zero is, so that all bars of the way so far have room.
 * @param {Model} model
 */
function scaleOf({ now: { ratings, timeline, step }, sides }) {
  const all = Array.from({ length: step + 1 }, (_, pass) => planeOf(timeline.frame(pass).theta))
    .flatMap(([w, b]) => sidesOf(ratings, w, b))
    .concat(sides)
    .map(({ by }) => by);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const worth = Math.max(high - low, 0.1) / (SIDES.width - ROOM.left - ROOM.right);
  const zero = ROOM.left - low / worth;
  return { zero, x: (/** @type {number} */ by) => zero + by / worth };
}

/** @param {Model} model */
function verdict({ sides, right, inside, possible }) {
  if (!sides.length) return "";
  const where = !possible ? "there is no cone" : inside ? "in the cone" : "not in the cone";
  return `${right} of ${sides.length}: ${where}`;
}

/** @param {Model} model  @returns {Branch[]} */
export function sidesView(model) {
  const { sides } = model;
  const { zero, x } = scaleOf(model);
  const pitch = Math.min(ROW, (SIDES.height - 32) / Math.max(1, sides.length));
  const high = pitch * sides.length;
  const words = (/** @type {number} */ side, /** @type {string} */ text) =>
    h(
      "text",
      { class: "nn-head", x: zero + 8 * side, y: -12, "text-anchor": side < 0 ? "end" : "start" },
      text,
    );
  return [
    h("text", { class: "nn-title", x: -114, y: -38 }, "How far each song is on its own side"),
    h("rect", { class: "nn-cone-own", x: zero, y: 0, width: SIDES.width - zero, height: high }),
    h("g", {}, sides.map((side, row) => rowOf(model, side, pitch * (row + 0.5), pitch, x))),
    h("line", { class: "nn-axis", x1: zero, x2: zero, y1: 0, y2: high }),
    words(-1, "wrong"),
    words(1, "own side"),
    h("text", { class: "nn-cone-verdict nn-strong", x: SIDES.width + 4, y: high + 22 }, verdict(model)),
  ];
}

/**
 * @param {Model} model
 * @param {Model["sides"][number]} side
 * @param {number} y
 * @param {number} pitch
 * @param {(by: number) => number} x
 */
function rowOf(model, { song, by }, y, pitch, x) {
  const { features, now: { ratings }, song: looked } = model;
  const [rating, name, zero, end] = [ratingOf(ratings, song), nameOf(features, song), x(0), x(by)];
  const thick = Math.min(20, pitch * 0.5);
  const number = by < 0 ? { x: end - 6, "text-anchor": "end" } : { x: end + 6, "text-anchor": "start" };
  const acts = {
    role: "button",
    tabindex: 0,
    "aria-pressed": String(looked === song),
    "data-grip": "song",
    "data-id": song,
    "aria-label": `${name}, ${rating}: ${amount(by)}, ${sideOf(model, song)}`,
  };
  const box = { x: -118, y: y - pitch / 2 + 1, width: SIDES.width + 122, height: pitch - 2, rx: 4 };
  return h(
    "g",
    { class: "nn-cone-row", ...acts },
    h("rect", {
      class: looked === song ? "nn-cone-row__box nn-cone-row__box--looked" : "nn-cone-row__box",
      ...box,
    }),
    shapeOf(rating, `translate(-106,${y})scale(0.75)`),
    h("text", { class: "nn-cone-row__name", x: -94, y }, name),
    h("rect", {
      class: "nn-cone-bar",
      "data-rating": rating,
      "data-side": sideOf(model, song),
      ...{ x: Math.min(zero, end), y: y - thick / 2, width: Math.abs(end - zero), height: thick },
    }),
    h("text", { class: "nn-haloed", y, ...number }, amount(by)),
  );
}
