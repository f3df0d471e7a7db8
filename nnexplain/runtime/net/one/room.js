// The weights that solve: of a neuron with three inputs, all weights and biases that put every rated song on
// its own side. They are a cone, since what is multiplied by a positive number keeps its sides. In four
// dimensions it cannot be drawn; with the bias held still, what is left of it is a room in the space of the
// three weights, with a wall for each song: where that song's sum is zero.

import { clip, cross, dot, faces, length, plus, scaled, section } from "./plane.js";
import { agreeing, factsOf, ratedOf, ratingOf } from "./songs.js";

/** @import { Point } from "./plane.js" */
/** @import { Ratings } from "./songs.js" */

/**
 * A half of the space, with its border: the points q with normal · q + offset ≥ 0. Where the normal is zero,
 * all of space, or nothing.
 * @typedef {{normal: Point, offset: number}} Half
 */

/**
 * A cube in weight space, upright: its lowest corner and how long an edge is.
 * @typedef {{corner: Point, side: number}} Box
 */
/** Corners in order, in the unit cube of `inCube`. @typedef {{song: number, corners: Point[]}} Wall */

/** How far rounding may put a point beyond a wall that it lies on. */
const SLACK = 1e-9;

/**
 * The half of weight space in which each rated song is on its own side, at bias `b`.
 * @param {Ratings} ratings
 * @param {number} b
 * @returns {(Half & {song: number})[]}
 */
export const halvesOf = (ratings, b) =>
  ratedOf(ratings).map((song) => {
    const sign = ratingOf(ratings, song) === "likes" ? 1 : -1;
    return { song, normal: scaled(factsOf(song), sign), offset: sign * b };
  });

/** How far the neuron's sum for a song is on the song's own side; below 0: on the other. */
const heightOf = (/** @type {Half} */ { normal, offset }, /** @type {Point} */ w) => dot(normal, w) + offset;

/**
 * The rated songs, in order, and how far the sum of each is on its own side.
 * @param {Ratings} ratings
 * @param {Point} w
 * @param {number} b
 */
export const sidesOf = (ratings, w, b) =>
  halvesOf(ratings, b).map((half) => ({ song: half.song, by: heightOf(half, w) }));

/**
 * Whether any weights put every rated song on its own side at bias `b`: exactly, from all that there are of
 * ways to answer. Only the sign of the bias matters, as the weights can grow with it, and the sign of the
 * bias is the answer to the song without any fact, which is song 0.
 * @param {ArrayLike<any>} splits  as `agreeing` takes them
 * @param {Ratings} ratings
 * @param {number} b
 */
export function opens(splits, ratings, b) {
  const by = (/** @type {string} */ letter) => {
    const said = ratings[0] ?? "-";
    return (said === "-" || said === letter) && agreeing(splits, letter + ratings.slice(1)) > 0;
  };
  if (b === 0) return ratings[0] === "-" && by("l") && by("d");
  return by(b > 0 ? "l" : "d");
}

/**
 * Where a point lies in the unit cube that a box is drawn as.
 * @param {Point} w
 * @param {Box} box
 * @returns {Point}
 */
export const inCube = (w, { corner, side }) => scaled(plus(w, corner, -1), 1 / side);

/**
 * A half as that unit cube sees it.
 * @template {Half} H
 * @param {H} half
 * @param {Box} box
 * @returns {H}
 */
const seenIn = (half, { corner, side }) => ({
  ...half,
  normal: scaled(half.normal, side),
  offset: heightOf(half, corner),
});

/**
 * The part of a polygon inside all of `halves`.
 * @param {Point[]} polygon
 * @param {readonly Half[]} halves
 */
const within = (polygon, halves) =>
  halves.reduce((part, { normal, offset }) => clip(part, normal, offset), polygon);

/** Twice the area of a polygon. @param {Point[]} corners */
function twiceArea(corners) {
  const [first = /** @type {Point} */ ([0, 0, 0]), ...rest] = corners;
  /** @type {Point} */ let sum = [0, 0, 0];
  rest.slice(1).forEach((corner, k) => {
    const before = rest[k] ?? first;
    sum = plus(sum, cross(plus(before, first, -1), plus(corner, first, -1)));
  });
  return length(sum);
}

/** Whether a polygon is more than a line or a point. @param {Point[]} corners */
const wide = (corners) => twiceArea(corners) > SLACK;

/**
 * The room at bias `b`, as far as a box shows it: the walls that it has, and the parts of the box's faces on
 * which it goes on. The song without facts has no wall, and is not asked. Where there is no room, neither is
 * there a wall, up to rounding.
 * @param {Ratings} ratings
 * @param {number} b
 * @param {Box} box
 * @returns {{walls: Wall[], ends: Point[][]}}
 */
export function roomOf(ratings, b, box) {
  const halves = halvesOf(ratings, b).filter(({ normal }) => length(normal)).map((half) => seenIn(half, box));
  const walls = halves.map(({ song, normal, offset }) => {
    const others = halves.filter((half) => half.song !== song);
    return { song, corners: within(section(normal, offset), others) };
  });
  const ends = faces().map((face) => within(face, halves));
  return { walls: walls.filter(({ corners }) => wide(corners)), ends: ends.filter(wide) };
}

/**
 * Where each song's sum is zero at bias `b`, all over the box, whatever the others say.
 * @param {Ratings} ratings
 * @param {number} b
 * @param {Box} box
 * @returns {Wall[]}
 */
export const planesOf = (ratings, b, box) =>
  halvesOf(ratings, b)
    .map((half) => seenIn(half, box))
    .map(({ song, normal, offset }) => ({ song, corners: section(normal, offset) }))
    .filter(({ corners }) => wide(corners));

/**
 * The point that three planes share; null where they do not meet in one.
 * @param {Half} one
 * @param {Half} two
 * @param {Half} three
 */
function meeting(one, two, three) {
  const [a, b, c] = [one.normal, two.normal, three.normal];
  const size = dot(a, cross(b, c));
  if (Math.abs(size) < SLACK) return null;
  const sum = plus(
    plus(scaled(cross(b, c), -one.offset), cross(c, a), -two.offset),
    cross(a, b),
    -three.offset,
  );
  return scaled(sum, 1 / size);
}

/**
 * The point of a plane that is nearest to `point`.
 * @param {Half} half
 * @param {Point} point
 */
const foot = (half, point) =>
  plus(point, half.normal, -heightOf(half, point) / dot(half.normal, half.normal));

/**
 * The point nearest to `point` of all that lie in every half, borders included; null where none does. It is
 * `point` itself, or lies on one border, or where two or three of them meet: all of these are tried.
 * @param {readonly Half[]} all
 * @param {Point} point
 * @returns {Point | null}
 */
export function nearest(all, point) {
  const halves = all.filter(({ normal }) => length(normal));
  /** @type {(Point | null)[]} */ const tried = [point];
  for (const [k, one] of halves.entries()) {
    tried.push(foot(one, point));
    for (const [l, two] of halves.slice(k + 1).entries()) {
      const along = cross(one.normal, two.normal);
      tried.push(meeting(one, two, { normal: along, offset: -dot(along, point) }));
      for (const three of halves.slice(k + l + 2)) tried.push(meeting(one, two, three));
    }
  }
  const far = (/** @type {Point} */ q) => length(plus(q, point, -1));
  const inside = (/** @type {Point | null} */ q) =>
    q !== null && all.every((half) => heightOf(half, q) >= -SLACK * (1 + Math.abs(half.offset) + length(q)));
  return tried.filter(inside).reduce(
    (best, q) => (q && (!best || far(q) < far(best)) ? q : best),
    /** @type {Point | null} */ (null),
  );
}

/**
 * The wall nearest to a point inside, and the point of it that is nearest; null where there is no wall.
 * @param {readonly (Half & {song: number})[]} halves
 * @param {Point} point
 * @returns {{song: number, at: Point, by: number} | null}
 */
export function nearestWall(halves, point) {
  const walls = halves
    .filter(({ normal }) => length(normal))
    .map((half) => ({
      song: half.song,
      at: foot(half, point),
      by: heightOf(half, point) / length(half.normal),
    }));
  return walls.sort((one, other) => one.by - other.by)[0] ?? null;
}
