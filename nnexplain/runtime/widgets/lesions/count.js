// What silencing costs: the whole test set under any set of silent units, and the line that a reader's own
// order of silencing draws.

import { gainsOf, scored } from "../../net/lab/altered.js";
import { allDigits } from "../../net/lab/glow.js";
import { forward, networkOf } from "../../net/net.js";

/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Network, Vector } from "../../net/net.js" */

/** Remembered results; more would be more than a reader makes. */
const MOST = 400;
/** Former lines that stay in sight. */
const KEPT = 3;

/**
 * How many test digits are read with exactly these units silent, the other knobs as they stand. The first
 * layer's sums do not depend on who is silent: they are worked out once, and not again for every lesion.
 * @param {Lab} lab
 * @returns {(silent: readonly string[]) => number}
 */
export function counting(lab) {
  const digits = allDigits(lab);
  const labels = Float64Array.from({ length: lab.count }, (_, index) => lab.label(index));
  const units = new Map(lab.units.map((unit) => [unit.id, unit]));
  /** @type {Map<string, number>} */ const known = new Map();
  /** @type {Network | null} */ let network = null;
  /** @type {Vector} */ let first = new Float64Array();
  /** @type {Network} */ let rest = lab.original;
  /** @type {unknown} */ let turns = null;
  return (silent) => {
    if (network !== lab.network || turns !== lab.turns) {
      [network, turns] = [lab.network, lab.turns];
      known.clear();
      first = forward(bottom(network), digits)[0]?.a ?? first;
      rest = top(network);
    }
    const key = [...silent].sort().join(".");
    const gains = () => gainsOf(lab.original, units, lab.turns, new Set(silent));
    const right = known.get(key) ?? count(rest, first, gains(), labels);
    if (known.size > MOST) known.clear();
    known.set(key, right);
    return right;
  };
}

/** The first layer alone. @param {Network} network */
function bottom({ layers }) {
  const [layer] = layers;
  if (!layer) throw new RangeError("a network without layers");
  return networkOf([layer], Float64Array.from([...layer.w, ...layer.b]));
}

/** All layers but the first. @param {Network} network */
function top({ layers }) {
  const others = layers.slice(1);
  return networkOf(others, Float64Array.from(others.flatMap(({ w, b }) => [...w, ...b])));
}

/**
 * @param {Network} network
 * @param {Vector} first  what the first layer answers, n × units
 * @param {(Vector | null)[]} gains
 * @param {Vector} labels
 */
function count(network, first, [gain, ...others], labels) {
  const heard = gain ? first.map((answer, index) => answer * gain[index % gain.length]) : first;
  return scored(forward(network, heard, { gains: others }), labels).right;
}

/**
 * The lines of a session: the one that grows, and those that ended when all units were woken.
 * @param {(silent: readonly string[]) => number} right
 */
export function tracing(right) {
  /** @type {number[][]} */ const former = [];
  /** @type {number[]} */ let line = [];
  // A line is how many digits are read with none, one, two … of `silent`, in its order.
  return (/** @type {readonly string[]} */ silent) => {
    if (!silent.length && line.length > 2) {
      former.push(line);
      if (former.length > KEPT) former.shift();
    }
    line = Array.from({ length: silent.length + 1 }, (_, k) => right(silent.slice(0, k)));
    return { line, former };
  };
}
