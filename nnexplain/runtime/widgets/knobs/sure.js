// How sure the network is of its answer at any setting of a knob, for the curve in the strip.

import { gainOf, passedOn, scoresBy } from "../../net/flips.js";

/** @import { Gains, Knob } from "../../net/flips.js" */
/** @import { Activity, Network } from "../../net/net.js" */

/** The greatest share, of scores that a softmax turns into shares. @param {ArrayLike<number>} scores */
function greatest(scores) {
  const all = Array.from(scores);
  const top = Math.max(...all);
  return top === -Infinity ? 0 : 1 / all.reduce((sum, score) => sum + Math.exp(score - top), 0);
}

/**
 * The probability of the answer at each of `settings`; where answers have gains, its share of all of them.
 * @param {Network} network
 * @param {Gains | undefined} gains
 * @param {Activity[]} pass
 * @param {Knob} knob
 * @param {number[]} settings  ascending
 * @returns {number[]}
 */
export function sureAt(network, gains, pass, knob, settings) {
  const { layer, unit, part } = knob;
  const last = network.layers.length - 1;
  if (part === "gain" && layer === last) {
    const times = (/** @type {number} */ gain) => Math.log(Math.max(0, gain));
    const scores = Array.from(pass[last]?.z ?? [], (z, k) => z + times(gainOf(gains, last, k)));
    const own = knob.silent ? -Infinity : Number(pass[last]?.z[unit]);
    return settings.map((t) => greatest(scores.map((score, k) => (k === unit ? own + times(t) : score))));
  }
  const lines = passedOn(network, gains, pass, knob, settings[0] ?? 0, settings.at(-1) ?? 0);
  return settings.map((t) => {
    const line = lines.find(({ to }) => t <= to) ?? lines.at(-1);
    const s = line ? line.at + line.by * t : 0;
    const [scores] = scoresBy(network, gains, pass, layer, unit, s, s);
    return scores ? greatest(scores.at.map((score, k) => score + s * scores.by[k])) : 0;
  });
}
