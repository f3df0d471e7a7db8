// What a hand does to the cube: turn it, push the plane along its normal (the bias), tip the plane by the
// arrow that stands on it (the weights), rate a song. By pointer, finger and keys alike.

import { project, REACH, screen } from "../../draw/camera.js";
import { dragging } from "../../draw/hand.js";
import { within } from "../../draw/numbers.js";
import { byArrows, KEY_TURN } from "../../instruments/turning.js";
import { cross, dot, grip, length, planeOf, plus, scaled, turned } from "../../net/one/plane.js";
import { ARROW } from "./cube.js";

/** @import { Camera } from "../../draw/camera.js" */
/** @import { Grip, Touch } from "../../draw/hand.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Point } from "../../net/one/plane.js" */

/** No weight or bias that a hand sets is larger. */
export const LIMIT = 10;

/** How far a key pushes the plane, in edges of the cube. */
const KEY_PUSH = 0.1;

/**
 * Whoever looks at the cube.
 * @typedef {object} Looked
 * @property {() => Camera} camera
 * @property {Grip} turn
 * @property {(song: number) => void} point
 */

/**
 * Whoever may change the training.
 * @typedef {object} Taught
 * @property {() => Vector} theta
 * @property {(theta: number[]) => void} edit
 * @property {(song: number) => void} rate
 */

/**
 * The plane with normal `w` through `foot`, inside the limits.
 * @param {Point} w
 * @param {Point} foot
 */
function through(w, foot) {
  return [...w, -dot(w, foot)].map((number) => within(-LIMIT, LIMIT, number));
}

/**
 * `theta` with its plane pushed by `distance` along its normal, towards the songs it favours.
 * @param {Vector} theta
 * @param {number} distance
 */
export function pushed(theta, distance) {
  const [w, b] = planeOf(theta);
  return [...w, within(-LIMIT, LIMIT, b - length(w) * distance)];
}

/**
 * `theta` with its plane turned about the middle of its section: its arrow leans to the right, or rears up
 * and over; both in degrees.
 * @param {Vector} theta
 * @param {Camera} camera
 * @param {number} rightwards
 * @param {number} upwards
 */
export function tipped(theta, camera, rightwards, upwards) {
  const [w, b] = planeOf(theta);
  const { right, up } = screen(camera);
  const across = cross(w, right);
  const size = length(across);
  const axis = size > 1e-6 * length(w) ? scaled(across, 1 / (size || 1)) : up;
  const leant = turned(w, axis, (rightwards * Math.PI) / 180);
  return through(turned(leant, right, (-upwards * Math.PI) / 180), grip(w, b));
}

/** Pixels of the drawing per edge of the cube, in its middle. @param {Camera} camera */
const unit = ({ width }) => width / (2 * REACH);

/** What a way in pixels makes of weights and bias. @typedef {(dx: number, dy: number) => number[]} Edited */

/**
 * The plane follows the pointer along its normal, as that is seen.
 * @param {Vector} theta
 * @param {Camera} camera
 * @returns {Edited}
 */
function pushing(theta, camera) {
  const [w, b] = planeOf(theta);
  const normal = scaled(w, 1 / (length(w) || 1));
  const foot = grip(w, b);
  const [from, to] = [project(camera, foot), project(camera, plus(foot, normal, 0.1))];
  let [x, y] = [(to.x - from.x) * 10, (to.y - from.y) * 10];
  // Seen along its normal the plane would fly; then going up pushes it.
  if (Math.hypot(x, y) < unit(camera) * 0.35) [x, y] = [0, -unit(camera) * (Math.sign(-y) || 1)];
  return (dx, dy) => through(w, plus(foot, normal, (dx * x + dy * y) / (x * x + y * y)));
}

/**
 * The tip of the arrow follows the pointer; the plane turns about the arrow's foot.
 * @param {Vector} theta
 * @param {Camera} camera
 * @returns {Edited}
 */
function tipping(theta, camera) {
  const [w, b] = planeOf(theta);
  const { right, up } = screen(camera);
  const [size, foot, reach] = [length(w), grip(w, b), unit(camera) * ARROW];
  return (dx, dy) => {
    const aimed = plus(plus(scaled(w, 1 / (size || 1)), right, dx / reach), up, -dy / reach);
    return through(scaled(aimed, size / (length(aimed) || 1)), foot);
  };
}

/**
 * The grips of the cube; without `taught`, it can only be looked at.
 * @param {Looked} looked
 * @param {Taught | null} taught
 * @returns {Record<string, Grip>}
 */
export function cubeGrips({ camera, turn, point }, taught) {
  const seen = (/** @type {Touch | null} */ touch) => void (touch && point(Number(touch.id)));
  const song = { drag: turn.drag, over: seen, focus: seen };
  if (!taught) return { turn, song };
  return {
    turn,
    song: { ...song, click: ({ id }) => taught.rate(Number(id)) },
    ...planeGrips(camera, taught),
  };
}

/**
 * @param {() => Camera} camera
 * @param {Taught} taught
 * @returns {Record<string, Grip>}
 */
function planeGrips(camera, { theta, edit }) {
  const edits = (/** @type {(theta: Vector, camera: Camera) => Edited} */ how) =>
    dragging(() => {
      const edited = how(theta(), camera());
      return (dx, dy) => edit(edited(dx, dy));
    });
  const push = byArrows(([x, y], shift) => edit(pushed(theta(), (x + y) * KEY_PUSH * (shift ? 0.2 : 1))));
  const tip = byArrows(([x, y]) => edit(tipped(theta(), camera(), x * KEY_TURN, y * KEY_TURN)));
  return {
    plane: { drag: edits(pushing), key: push, holds: "tapped" },
    tip: { drag: edits(tipping), key: tip, holds: true },
  };
}
