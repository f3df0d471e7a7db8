// What the sides of a plot mean: so a guess can be drawn over it.

/**
 * The values at the left and right of a plot, at its bottom and top, and where it lies: x, y, width, height.
 * @typedef {{x: [number, number], y: [number, number], box: [number, number, number, number]}} Axes
 */

/** Pixels around a drawing, where its panel does not say. */
export const ROOM = 4;

/**
 * Axes of a drawing in the pixels of its whole panel.
 * @param {Axes} axes
 * @param {{left?: number, top?: number}} [room]
 * @returns {Axes}
 */
export function inPanel({ x, y, box }, { left = ROOM, top = ROOM } = {}) {
  return { x, y, box: [box[0] + left, box[1] + top, box[2], box[3]] };
}
