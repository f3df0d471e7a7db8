// The camera that looks at the cube: it goes round it (`turn`) and up (`tilt`), both in degrees.

import { MIDDLE, plus } from "../net/one/plane.js";

/** @import { Point } from "../net/one/plane.js" */

/** How far the camera is, and half of what the panel shows, in edges of the cube. */
export const FAR = 5;
export const REACH = 0.97;

/** @typedef {{turn: number, tilt: number, width: number, height: number}} Camera */

/**
 * The directions that the screen calls right, up and away, in the cube's.
 * @param {Camera} camera
 * @returns {{right: Point, up: Point, away: Point}}
 */
export function screen({ turn, tilt }) {
  const [c, s] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const [ct, st] = [Math.cos((tilt * Math.PI) / 180), Math.sin((tilt * Math.PI) / 180)];
  return { right: [c, -s, 0], up: [s * st, c * st, ct], away: [s * ct, c * ct, -st] };
}

/**
 * Where a point of the cube appears: x and y in pixels of the panel, and its depth, which is negative in
 * front.
 * @param {Camera} camera
 * @param {Point} point
 */
export function project(camera, point) {
  const { right, up, away } = screen(camera);
  const from = plus(point, /** @type {Point} */ (MIDDLE), -1);
  const along = (/** @type {Point} */ axis) => axis[0] * from[0] + axis[1] * from[1] + axis[2] * from[2];
  const depth = along(away);
  const shrink = FAR / (FAR + depth) / REACH / 2;
  return {
    x: camera.width * (0.5 + along(right) * shrink),
    y: camera.height * (0.5 - along(up) * shrink),
    depth,
  };
}
