// What a hand does to the cube: turn it, push the plane along its normal (the bias), tip the plane by the
// arrow that stands on it (the weights), rate a song. By pointer, finger and keys alike.

import { project, REACH, screen } from "../../draw/camera.js";
import { cross, dot, grip, length, plus, scaled, turned } from "../../net/one/plane.js";
import { ARROW, planeOf } from "./cube.js";

/** @import { Camera } from "../../draw/camera.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Point } from "../../net/one/plane.js" */
/** @import { CubeView } from "./cube.js" */

/** No weight or bias that a hand sets is larger. */
export const LIMIT = 10;

/** Degrees a key turns the cube or the plane; how far it pushes the plane; degrees a pixel turns the cube. */
const KEY_TURN = 5;
const KEY_PUSH = 0.1;
const PIXEL_TURN = 0.5;

/** From where the cube can be looked at, in degrees above. */
export const TILTS = Object.freeze({ low: 5, high: 60 });

/**
 * What the hands may do.
 * @typedef {object} Grasp
 * @property {() => Camera} camera  @property {() => Vector} theta
 * @property {(turn: number, tilt: number) => void} look
 * @property {(theta: number[]) => void} edit
 * @property {(song: number) => void} rate  @property {(song: number) => void} point
 */

/** @param {number} low  @param {number} high  @param {number} number */
const within = (low, high, number) => Math.max(low, Math.min(high, number));

/** Degrees from -180 to below 180. @param {number} degrees */
export const round = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;

/** The plane with normal `w` through `foot`, inside the limits. @param {Point} w  @param {Point} foot */
function through(w, foot) {
  return [...w, -dot(w, foot)].map((number) => within(-LIMIT, LIMIT, number));
}

/** `theta` with its plane pushed by `distance` along its normal, towards the songs it favours. @param {Vector} theta  @param {number} distance */
export function pushed(theta, distance) {
  const [w, b] = planeOf(theta);
  return [...w, within(-LIMIT, LIMIT, b - length(w) * distance)];
}

/**
 * `theta` with its plane turned about the middle of its section: its arrow leans to the right, or rears up and over.
 * @param {Vector} theta  @param {Camera} camera  @param {number} rightwards  @param {number} upwards  degrees
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

/** The plane follows the pointer along its normal, as that is seen. @param {Vector} theta  @param {Camera} camera  @returns {(dx: number, dy: number) => number[]} */
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

/** The tip of the arrow follows the pointer; the plane turns about the arrow's foot. @param {Vector} theta  @param {Camera} camera  @returns {(dx: number, dy: number) => number[]} */
function tipping(theta, camera) {
  const [w, b] = planeOf(theta);
  const { right, up } = screen(camera);
  const [size, foot, reach] = [length(w), grip(w, b), unit(camera) * ARROW];
  return (dx, dy) => {
    const aimed = plus(plus(scaled(w, 1 / (size || 1)), right, dx / reach), up, -dy / reach);
    return through(scaled(aimed, size / (length(aimed) || 1)), foot);
  };
}

/** @param {Grasp} grasp  @returns {(dx: number, dy: number) => void} */
function turning(grasp) {
  const { turn, tilt } = grasp.camera();
  return (dx, dy) => grasp.look(round(turn + dx * PIXEL_TURN), within(TILTS.low, TILTS.high, tilt + dy * PIXEL_TURN));
}

/** What a drag that starts at `target` does with its way since then. @param {CubeView} view  @param {Grasp} grasp  @param {Element} target */
function dragging(view, grasp, target) {
  const how = view.knob.contains(target) ? tipping : view.plane.contains(target) ? pushing : null;
  if (!how) return turning(grasp);
  const edited = how(grasp.theta(), grasp.camera());
  return (/** @type {number} */ dx, /** @type {number} */ dy) => grasp.edit(edited(dx, dy));
}

/** @param {CubeView} view  @param {Grasp} grasp  @param {AbortSignal} signal */
export function takeCube(view, grasp, signal) {
  const { root, zoom } = view.place;
  /** @type {{id: number, x: number, y: number, far: boolean, song: number, move: (dx: number, dy: number) => void} | null} */
  let held = null;
  const on = (/** @type {string} */ type, /** @type {(event: PointerEvent) => void} */ heard) =>
    root.addEventListener(type, (event) => heard(/** @type {PointerEvent} */ (event)), { signal });
  const songAt = (/** @type {Event} */ { target }) => view.songs.findIndex(({ group }) => group.contains(/** @type {Node} */ (target)));
  on("pointerdown", (event) => {
    if (held || event.button !== 0) return;
    const move = dragging(view, grasp, /** @type {Element} */ (event.target));
    held = { id: event.pointerId, x: event.clientX, y: event.clientY, far: false, song: songAt(event), move };
    root.setPointerCapture(event.pointerId);
    root.classList.add("nn-widget--held");
  });
  on("pointermove", (event) => {
    if (!held && event.pointerType === "mouse" && songAt(event) >= 0) grasp.point(songAt(event));
    if (held?.id !== event.pointerId) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    held.far ||= Math.hypot(dx, dy) > 4;
    if (held.far) held.move(dx / zoom(), dy / zoom());
  });
  const release = (/** @type {PointerEvent} */ event) => {
    if (held?.id !== event.pointerId) return;
    if (!held.far && held.song >= 0 && event.type === "pointerup") grasp.rate(held.song);
    held = null;
    root.classList.remove("nn-widget--held");
  };
  // A finger on the plane moves the plane, not the page; CSS cannot say so for parts of a drawing.
  const gripped = [view.plane, view.knob];
  root.addEventListener("touchstart", (event) => {
    if (gripped.some((part) => part.contains(/** @type {Node} */ (event.target)))) event.preventDefault();
  }, { signal, passive: false });
  on("pointerup", release);
  on("pointercancel", release);
  takeKeys(view, grasp, signal);
}

/** Which way an arrow key points: right and up. @param {string} key  @returns {[number, number] | null} */
export function arrow(key) {
  return { ArrowRight: /** @type {[number, number]} */ ([1, 0]), ArrowLeft: /** @type {[number, number]} */ ([-1, 0]), ArrowUp: /** @type {[number, number]} */ ([0, 1]), ArrowDown: /** @type {[number, number]} */ ([0, -1]) }[key] ?? null;
}

/** @param {CubeView} view  @param {Grasp} grasp  @param {AbortSignal} signal */
function takeKeys(view, grasp, signal) {
  const keys = (/** @type {Element} */ element, /** @type {(way: [number, number], event: KeyboardEvent) => void} */ act) =>
    element.addEventListener("keydown", (given) => {
      const event = /** @type {KeyboardEvent} */ (given);
      const way = arrow(event.key);
      if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      act(way, event);
    }, { signal });
  keys(view.ground, ([x, y]) => {
    const { turn, tilt } = grasp.camera();
    grasp.look(round(turn + x * KEY_TURN), within(TILTS.low, TILTS.high, tilt + y * KEY_TURN));
  });
  keys(view.plane, ([x, y], { shiftKey }) => grasp.edit(pushed(grasp.theta(), (x + y) * KEY_PUSH * (shiftKey ? 0.2 : 1))));
  keys(view.knob, ([x, y]) => grasp.edit(tipped(grasp.theta(), grasp.camera(), x * KEY_TURN, y * KEY_TURN)));
  for (const { group, index } of view.songs) {
    group.addEventListener("focus", () => grasp.point(index), { signal });
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      grasp.rate(index);
    }, { signal });
  }
}
