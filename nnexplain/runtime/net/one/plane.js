// A neuron with three inputs is a plane, the points where x · w + b = 0; this is what it does to the
// unit cube of inputs. The half with x · w + b > 0 is the side the neuron favours. (In Python the same
// is `nnexplain.methods.plane`.)

/** A point of three coordinates; also a direction. @typedef {[number, number, number]} Point */

/**
 * @param {Point} u
 * @param {Point} v
 */
export const dot = (u, v) => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];

/**
 * @param {Point} u
 * @param {Point} v
 * @returns {Point}
 */
export const cross = ([a, b, c], [x, y, z]) => [b * z - c * y, c * x - a * z, a * y - b * x];

/**
 * `u` and `step` times `v`.
 * @param {Point} u
 * @param {Point} v
 * @param {number} [step]
 * @returns {Point}
 */
export const plus = (u, v, step = 1) => [u[0] + step * v[0], u[1] + step * v[1], u[2] + step * v[2]];

/**
 * @param {Point} u
 * @param {number} factor
 * @returns {Point}
 */
export const scaled = (u, factor) => [u[0] * factor, u[1] * factor, u[2] * factor];

/** @param {Point} u */
export const length = (u) => Math.hypot(...u);

/**
 * The plane of a neuron: its normal and its bias.
 * @param {ArrayLike<number>} theta  three weights, then the bias
 * @returns {[Point, number]}
 */
export function planeOf(theta) {
  const [x = 0, y = 0, z = 0, b = 0] = Array.from(theta, Number);
  return [[x, y, z], b];
}

/** The middle of the cube, which everything turns about. @type {Readonly<Point>} */
export const MIDDLE = Object.freeze([0.5, 0.5, 0.5]);

/**
 * A pair of numbers and, as coordinate `axis`, a third.
 * @param {number[]} pair
 * @param {number} axis
 * @param {number} side
 */
const pointOf = (
  pair,
  axis,
  side,
) => /** @type {Point} */ ([...pair.slice(0, axis), side, ...pair.slice(axis)]);

/** The six faces of the unit cube, corners in order around the face. @returns {Point[][]} */
export function faces() {
  const around = [[0, 0], [1, 0], [1, 1], [0, 1]];
  return [0, 1, 2].flatMap((axis) => [0, 1].map((side) => around.map((pair) => pointOf(pair, axis, side))));
}

/** The twelve edges of the unit cube. @returns {[Point, Point][]} */
export function edges() {
  return [0, 1, 2].flatMap((axis) =>
    [[0, 0], [0, 1], [1, 0], [1, 1]].map(
      (pair) => /** @type {[Point, Point]} */ ([pointOf(pair, axis, 0), pointOf(pair, axis, 1)]),
    )
  );
}

/**
 * Where between `here` and `there`, at heights h and t of different sign, the height is 0.
 * @param {Point} here
 * @param {Point} there
 * @param {number} h
 * @param {number} t
 */
function crossing(here, there, h, t) {
  return plus(here, plus(there, here, -1), h / (h - t));
}

/**
 * The part of a convex polygon with x · w + b ≥ 0 (Sutherland and Hodgman 1974).
 * @param {Point[]} polygon
 * @param {Point} w
 * @param {number} b
 */
export function clip(polygon, w, b) {
  /** @type {Point[]} */ const kept = [];
  for (const [index, here] of polygon.entries()) {
    const there = /** @type {Point} */ (polygon[(index + 1) % polygon.length]);
    const [h, t] = [dot(here, w) + b, dot(there, w) + b];
    if (h >= 0) kept.push(here);
    if (h * t < 0) kept.push(crossing(here, there, h, t));
  }
  return kept;
}

/**
 * The favoured part of each face of the cube; faces with no area left are dropped.
 * @param {Point} w
 * @param {number} b
 */
export function favoured(w, b) {
  return faces()
    .map((face) => clip(face, w, b))
    .filter((part) => part.length > 2);
}

/**
 * Where the plane cuts the cube: a convex polygon of three to six corners, in order; none where it
 * misses the cube, touches only a corner or an edge, or where there are no weights and so no plane.
 * @param {Point} w
 * @param {number} b
 * @returns {Point[]}
 */
export function section(w, b) {
  if (!length(w)) return [];
  /** @type {Point[]} */ const points = [];
  const add = (/** @type {Point} */ point) => {
    if (!points.some((known) => length(plus(known, point, -1)) < 1e-9)) points.push(point);
  };
  for (const [here, there] of edges()) {
    const [h, t] = [dot(here, w) + b, dot(there, w) + b];
    if (h === 0) add(here);
    if (t === 0) add(there);
    if (h * t < 0) add(crossing(here, there, h, t));
  }
  return points.length < 3 ? [] : around(points, w);
}

/**
 * The points of a plane with normal `w`, in order around their middle.
 * @param {Point[]} points
 * @param {Point} w
 */
function around(points, w) {
  const middle = mean(points);
  const along = plus(/** @type {Point} */ (points[0]), middle, -1);
  const across = scaled(cross(w, along), 1 / length(w));
  const angle = (/** @type {Point} */ point) => {
    const out = plus(point, middle, -1);
    return Math.atan2(dot(out, across), dot(out, along));
  };
  return points.sort((one, other) => angle(one) - angle(other));
}

/** @param {Point[]} points */
export function mean(points) {
  /** @type {Point} */ const nothing = [0, 0, 0];
  return scaled(points.reduce((sum, point) => plus(sum, point), nothing), 1 / points.length);
}

/**
 * A point of the plane to hold it by: the middle of its section; where it misses the cube, the point
 * nearest to the cube's middle, but no further from it than `reach`.
 * @param {Point} w
 * @param {number} b
 * @param {number} [reach]
 */
export function grip(w, b, reach = 0.55) {
  const cut = section(w, b);
  if (cut.length) return mean(cut);
  const middle = /** @type {Point} */ ([...MIDDLE]);
  const size = length(w);
  if (!size) return middle;
  const away = -(dot(middle, w) + b) / size;
  return plus(middle, scaled(w, 1 / size), Math.max(-reach, Math.min(reach, away)));
}

/**
 * `v` turned about the unit axis `u` by `angle` (Rodrigues).
 * @param {Point} v
 * @param {Point} u
 * @param {number} angle
 */
export function turned(v, u, angle) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return plus(plus(scaled(v, cos), cross(u, v), sin), u, dot(u, v) * (1 - cos));
}
