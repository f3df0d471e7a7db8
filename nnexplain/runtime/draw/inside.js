// Whether a picture stays inside its panel: what is drawn beside it nobody sees, or lies over something else.

/** @import { Branch } from "./tree.js" */

/**
 * @typedef {{
 *   left: number,
 *   top: number,
 *   width: number,
 *   height: number,
 *   right: number,
 *   bottom: number,
 * }} Box  a drawing and the room around it
 */

/** A line is thicker than its path, in pixels. */
const SLACK = 3;

/** How many numbers each command of a path takes, and which of them are the point that it leads to. */
const TAKES = Object.freeze({ m: 2, l: 2, t: 2, h: 1, v: 1, c: 6, s: 4, q: 4, a: 7, z: 0 });

/** The points that a path leads through. @param {string} d  @returns {[number, number][]} */
export function pointsOf(d) {
  /** @type {[number, number][]} */ const points = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  for (const [, command = "", rest = ""] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const kind = /** @type {keyof typeof TAKES} */ (command.toLowerCase());
    const takes = TAKES[kind];
    if (takes === undefined) throw new RangeError(`a path has the command ${command}`);
    const numbers = (rest.match(/-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/g) ?? []).map(Number);
    if (kind === "z") [x, y] = [startX, startY];
    for (let k = 0; takes && k + takes <= numbers.length; k += takes) {
      const [first, second] = [Number(numbers[k + takes - 2]), Number(numbers[k + takes - 1])];
      const [dx, dy] = command === kind ? [x, y] : [0, 0];
      if (kind === "h") x = dx + second;
      else if (kind === "v") y = dy + second;
      else [x, y] = [dx + first, dy + second];
      if (kind === "m" && k === 0) [startX, startY] = [x, y];
      points.push([x, y]);
    }
  }
  return points;
}

/** The corners that an element's own numbers tell. @param {Branch} node  @returns {[number, number][]} */
function cornersOf({ tag, attributes }) {
  const at = (/** @type {string} */ name) => Number(attributes[name] ?? 0);
  if (tag === "path") return pointsOf(String(attributes.d ?? ""));
  if (tag === "rect") return [[at("x"), at("y")], [at("x") + at("width"), at("y") + at("height")]];
  if (tag === "line") return [[at("x1"), at("y1")], [at("x2"), at("y2")]];
  if (tag === "circle") {
    return [[at("cx") - at("r"), at("cy") - at("r")], [at("cx") + at("r"), at("cy") + at("r")]];
  }
  return tag === "text" ? [[at("x"), at("y")]] : [];
}

/**
 * The first element of `tree` that is drawn outside of `box`, in words; "" where none is. Targets for fingers
 * may reach further, and what is turned is not judged.
 * @param {Branch} tree  whose origin is the drawing's
 * @param {Box} box
 * @returns {string}
 */
export function outside(tree, box) {
  const [low, high] = [-SLACK, SLACK];
  const stray = (/** @type {number} */ x, /** @type {number} */ y) =>
    x < -box.left + low || y < -box.top + low || x > box.width + box.right + high ||
    y > box.height + box.bottom + high;
  /** @type {(node: Branch, dx: number, dy: number) => string} */
  const look = (node, dx, dy) => {
    const { tag, attributes, children } = node;
    const kind = String(attributes.class ?? "");
    if (/(^|\s)nn-hit(\s|$)/.test(kind) || attributes.visibility === "hidden") return "";
    const moved = /^translate\(([-\d.e]+)(?:[ ,]+([-\d.e]+))?\)$/.exec(
      String(attributes.transform ?? "translate(0)"),
    );
    if (!moved) return "";
    const [x, y] = [dx + Number(moved[1]), dy + Number(moved[2] ?? 0)];
    const found = cornersOf(node).find(([px, py]) => stray(px + x, py + y));
    if (found) {
      return `<${tag}${kind && ` class="${kind}"`}> at ${found.map((each) => Math.round(each)).join(", ")}`;
    }
    for (const child of children) {
      const inside = typeof child === "string" ? "" : look(child, x, y);
      if (inside) return inside;
    }
    return "";
  };
  return look(tree, 0, 0);
}
