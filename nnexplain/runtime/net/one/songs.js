// Eight songs: the corners of a cube of three yes-or-no facts, and what somebody thinks of them.

/** @import { Vector } from "../net.js" */
/** @import { Point } from "./plane.js" */

/**
 * One letter a song: l for likes, d for dislikes, - for not rated. Short enough for an address.
 * @typedef {string} Ratings
 */

/**
 * Facts 0 or 1 of song `index`, in the order of Python's `songs.SONGS`.
 * @param {number} index
 * @returns {Point}
 */
export const factsOf = (index) => [(index >> 2) & 1, (index >> 1) & 1, index & 1];

/** All eight. @returns {number[]} */
export const everySong = () => [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * The song by its facts, as in "modern + piano".
 * @param {string[]} features
 * @param {number} index
 */
export function nameOf(features, index) {
  const present = features.filter((_, axis) => factsOf(index)[axis]);
  if (!present.length) return "none of these";
  return present.length === features.length ? "all three" : present.join(" + ");
}

/**
 * @param {Ratings} ratings
 * @param {number} index
 * @returns {"likes" | "dislikes" | ""}
 */
export function ratingOf(ratings, index) {
  return ratings[index] === "l" ? "likes" : ratings[index] === "d" ? "dislikes" : "";
}

/** The rated songs, in order. @param {Ratings} ratings */
export const ratedOf = (ratings) => everySong().filter((index) => ratingOf(ratings, index));

/**
 * With the rating of one song moved on: likes, dislikes, not rated.
 * @param {Ratings} ratings
 * @param {number} index
 */
export function cycled(ratings, index) {
  const next = { l: "d", d: "-", "-": "l" }[ratings[index] ?? "-"] ?? "-";
  return ratings.slice(0, index) + next + ratings.slice(index + 1);
}

/**
 * Whether text is ratings: an address may hold anything.
 * @param {unknown} text
 * @returns {text is Ratings}
 */
export const areRatings = (text) => typeof text === "string" && /^[ld-]{8}$/.test(text);

/**
 * What a network learns from: x, n × 3, and y, n.
 * @param {Ratings} ratings
 * @returns {{x: Vector, y: Vector}}
 */
export function lessonOf(ratings) {
  const rated = ratedOf(ratings);
  return {
    x: Float64Array.from(rated.flatMap(factsOf)),
    y: Float64Array.from(rated, (index) => (ratingOf(ratings, index) === "likes" ? 1 : 0)),
  };
}

/** Inputs of all eight, 8 × 3. @returns {Vector} */
export const allInputs = () => Float64Array.from(everySong().flatMap(factsOf));

/**
 * How many of the ways to part the eight songs with a plane agree with the ratings. 0: no neuron can.
 * @param {ArrayLike<any>} splits  n × 8, row by row, 1 where that way says yes; all that there are
 * @param {Ratings} ratings
 */
export function agreeing(splits, ratings) {
  const rated = ratedOf(ratings);
  let count = 0;
  for (let start = 0; start < splits.length; start += 8) {
    count += Number(rated.every((index) => Boolean(splits[start + index]) === (ratings[index] === "l")));
  }
  return count;
}
