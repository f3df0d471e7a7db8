// The smallest change of a picture that makes a network say something else, searched for by gradient steps
// in balls of smaller and smaller radius; `nnexplain/methods/smallest_change.py` does the same, step by step,
// and tells where it is from.

import { backward, copy, forward } from "./net.js";

/** @import { Network, Vector } from "./net.js" */

/** @typedef {"l2" | "linf"} Norm */

/**
 * The changed picture and how large the change is; where none was found the picture is the given one.
 * @typedef {{picture: Vector, size: number, found: boolean}} Change
 */

const STEPS = 60;
const HALVINGS = 14;
/** A lead smaller than this may be rounding. */
const LEAST = 1e-5;
/** A share that is silenced or turned below nothing never leads. */
const NEVER = -1e6;

/**
 * The network with its gains put into its weights: it says the same, and its backward pass knows of them. The
 * sums of the last layer move by the logarithm of the gain.
 * @param {Network} network  @param {(Vector | null)[]} gains  @returns {Network}
 */
export function folded(network, gains) {
  if (!gains.some(Boolean)) return network;
  const other = copy(network);
  gains.forEach((gain, layer) => {
    if (!gain) return;
    const [next, own] = [other.layers[layer + 1], other.layers[layer]];
    if (next) { for (let k = 0; k < next.w.length; k++) next.w[k] *= gain[k % next.inputs]; }
    else if (own) {
      for (let unit = 0; unit < own.outputs; unit++) {
        own.b[unit] += gain[unit] > 0 ? Math.log(gain[unit]) : NEVER;
      }
    }
  });
  return other;
}

/**
 * How large a change is.
 * @param {ArrayLike<number>} from
 * @param {ArrayLike<number>} to
 * @param {Norm} norm
 */
export function sizeOf(from, to, norm) {
  let size = 0;
  for (let k = 0; k < from.length; k++) {
    const off = Math.abs(Number(to[k]) - Number(from[k]));
    size = norm === "l2" ? size + off * off : Math.max(size, off);
  }
  return norm === "l2" ? Math.sqrt(size) : size;
}

/**
 * By how much the target leads, and which other answer is the greatest.
 * @param {Vector} z
 * @param {number} target
 */
function leadOf(z, target) {
  let rival = target === 0 ? 1 : 0;
  for (let k = 0; k < z.length; k++) if (k !== target && z[k] > z[rival]) rival = k;
  return { lead: z[target] - z[rival], rival };
}

/**
 * Back into the ball, then into 0…1.
 * @param {Vector} tried
 * @param {Vector} picture
 * @param {Norm} norm
 * @param {number} radius
 * @returns {Vector}
 */
function inside(tried, picture, norm, radius) {
  const shrink = norm === "l2" ? Math.min(1, radius / Math.max(sizeOf(picture, tried, "l2"), 1e-12)) : 1;
  return tried.map((value, k) => {
    const change = norm === "l2"
      ? (value - picture[k]) * shrink
      : Math.max(-radius, Math.min(radius, value - picture[k]));
    return Math.max(0, Math.min(1, picture[k] + change));
  });
}

/**
 * The best of the steps inside one ball, from the best known change.
 * @param {Network} network
 * @param {Vector} picture
 * @param {number} target
 * @param {{norm: Norm, radius: number, near: Vector}} how
 */
function descend(network, picture, target, { norm, radius, near }) {
  let now = inside(near, picture, norm, radius);
  let [best, most] = [now, -Infinity];
  for (let step = 0; step <= STEPS; step++) {
    const pass = forward(network, now);
    /** @type {Vector} */ const z = pass.at(-1)?.z ?? new Float64Array();
    const { lead, rival } = leadOf(z, target);
    if (lead > most) [best, most] = [now, lead];
    const delta = z.map((_, k) => (k === target ? 1 : k === rival ? -1 : 0));
    const slope = backward(network, pass, delta).dx;
    const stride = ((2.5 * radius) / STEPS) * (1.5 - step / STEPS);
    const long = Math.max(Math.sqrt(slope.reduce((sum, each) => sum + each * each, 0)), 1e-12);
    const from = now;
    now = inside(
      from.map((value, k) => value + stride * (norm === "l2" ? slope[k] / long : Math.sign(slope[k]))),
      picture,
      norm,
      radius,
    );
  }
  return { best, lead: most };
}

/**
 * Looks for the smallest change with which `network` says `target`, ball by ball: every turn of the generator
 * is one descent, a few milliseconds, and gives the best so far.
 * @param {Network} network  gains in its weights
 * @param {Vector} picture  0 to 1
 * @param {number} target
 * @param {Norm} norm
 * @returns {Generator<Change, Change>}
 */
export function* smallestChange(network, picture, target, norm) {
  let [low, high] = [0, norm === "l2" ? Math.sqrt(picture.length) : 1];
  let radius = high;
  /** @type {Change} */ let best = { picture, size: 0, found: false };
  const already = forward(network, picture).at(-1)?.z;
  if (already && leadOf(already, target).lead > 0) return { picture, size: 0, found: true };
  for (let turn = 0; turn <= HALVINGS; turn++) {
    const { best: tried, lead } = descend(network, picture, target, { norm, radius, near: best.picture });
    const size = sizeOf(picture, tried, norm);
    if (lead > LEAST) {
      if (!best.found || size < high) [best, high] = [{ picture: tried, size, found: true }, size];
    } else low = radius;
    radius = (low + high) / 2;
    yield best;
  }
  return best;
}
