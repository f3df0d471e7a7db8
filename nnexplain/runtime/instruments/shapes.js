// What a song is drawn as: a circle if he likes it, a square if he dislikes it, a small ring if nobody rated
// it.

import { h } from "../draw/tree.js";

const SHAPES = Object.freeze({
  likes: "M-7.25,0a7.25,7.25 0 1,0 14.5,0a7.25,7.25 0 1,0 -14.5,0Z",
  dislikes: "M-7.25,-7.25h14.5v14.5h-14.5Z",
  none: "M-3.9,0a3.9,3.9 0 1,0 7.8,0a3.9,3.9 0 1,0 -7.8,0Z",
});

/**
 * The shape of a song, about the origin.
 * @param {"likes" | "dislikes" | ""} rating
 * @param {string} [transform]
 */
export const shapeOf = (rating, transform) =>
  h("path", { class: "nn-shape", "data-rating": rating || "none", d: SHAPES[rating || "none"], transform });
