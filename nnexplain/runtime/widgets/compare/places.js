// Where two inputs and what differs between them are drawn; the static pictures have the same places.

/** @typedef {{id: string, layer: number, index: number, x: number, y: number, row: number, reach: number, wide: number}} Post */

export const SIZE = Object.freeze({ width: 440, height: 482 });
/** The two inputs: a paper, and beside it what the network sees of it. */
export const PAPER = Object.freeze({ x: [0, 232], y: 42, side: 136, seen: 52 });
/** The two answers: rows of bars to the left and to the right. */
export const BARS = Object.freeze({ y: 234, step: 22, left: 204, right: 236, reach: 148 });
/** The pictures' difference. */
export const PIXELS = Object.freeze({ x: 0, y: 22, side: 112 });

/** The zero line of each layer, and how far its bars reach. */
const LINES = Object.freeze([{ y: 204, reach: 34 }, { y: 304, reach: 32 }, { y: 392, reach: 24 }]);

/** Where every unit's bar starts. @param {readonly number[]} sizes  @returns {Post[]} */
export function postsOf(sizes) {
  return sizes.slice(1).flatMap((count, layer) => {
    const { y, reach } = LINES[layer] ?? { y: 0, reach: 1 };
    const answers = layer === sizes.length - 2;
    const pitch = SIZE.width / count;
    return Array.from({ length: count }, (_, index) => {
      const id = `${"abc"[layer]}${answers ? index : index + 1}`;
      return { id, layer, index, x: (index + 0.5) * pitch, y, row: layer, reach, wide: Math.min(14, 0.68 * pitch) };
    });
  });
}

/** @param {number} number */
const short = (number) => String(Math.round(number * 10) / 10);

/** A unit's bar: up where the first has more, down where the second has. @param {Post} post  @param {number} share  −1 to 1 */
export function barOf({ x, y, reach, wide }, share) {
  const high = Math.max(-1, Math.min(1, share)) * reach;
  return `M${short(x - wide / 2)},${y}h${short(wide)}v${short(-high)}h${short(-wide)}z`;
}

/** The mark of a flipped unit, beyond the end of its bar. @param {Post} post  @param {number} share */
export function markOf({ x, y, reach }, share) {
  const high = Math.max(-1, Math.min(1, share)) * reach;
  return `M${short(x)},${short(y - high - Math.sign(high || 1) * 7 - 4)}l4,4l-4,4l-4,-4z`;
}

/** A unit that is off for both. @param {Post} post */
export function dotOf({ x, y }) {
  return `M${short(x - 1.5)},${short(y - 1.5)}h3v3h-3z`;
}
