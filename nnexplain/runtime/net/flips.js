// How far one knob of a network can be turned until its answer changes: exactly, not by trying settings.
//
// Whatever of a unit is turned, one of its weights, its bias or its gain, all that the rest of the network
// notices is one number s, which the unit passes on. When s grows, the sum of every unit after it moves along
// a straight line, up to the kink where a ReLU wakes or falls asleep. So between two kinks the scores of the
// classes are straight lines in s too, and the answer is whichever of them is uppermost.
//
//     s = a number of the knob's setting t: straight, with one kink at most
//     z = at + by · s    for every unit of the layers after it, between two kinks
//     said = the class with the greatest score, z + ln gain: the softmax before it keeps their order
//
// Hidden layers are relu or linear, and the last one is softmax.

/** @import { Activity, Network, Vector } from "./net.js" */

/**
 * One gain for every unit, layer by layer; null where all are 1.
 * @typedef {readonly (Vector | null | undefined)[]} Gains
 */

/**
 * Which knob of a unit: the weight from input number `part`, the bias, or the gain. A `silent` unit is
 * silenced besides, so that its gain does nothing.
 * @typedef {{layer: number, unit: number, part: number | "bias" | "gain", silent?: boolean}} Knob
 */

/**
 * Numbers that move along straight lines: between `from` and `to` they are at + by · s.
 * @typedef {{from: number, to: number, at: Vector, by: Vector}} Lines
 */

/**
 * Between these settings the network says `said`.
 * @typedef {{from: number, to: number, said: number}} Stretch
 */

/**
 * One number that moves along a straight line, at + by · t.
 * @typedef {{from: number, to: number, at: number, by: number}} Line
 */

/** @param {Gains | undefined} gains  @param {number} layer  @param {number} unit */
export const gainOf = (gains, layer, unit) => Number(gains?.[layer]?.[unit] ?? 1);

/** @param {Network} network */
function check({ layers }) {
  const last = layers.length - 1;
  layers.forEach(({ activation }, index) => {
    const known = index === last ? ["softmax"] : ["relu", "linear"];
    if (!known.includes(activation)) {
      throw new RangeError(`layer ${index} is ${activation}; known here is ${known.join(" or ")}`);
    }
  });
}

/**
 * What the units of layer `index` pass on, cut at every kink.
 * @param {Network["layers"][number]} layer
 * @param {Lines} lines
 * @param {Vector | null | undefined} gain
 * @returns {Lines[]}
 */
function through({ inputs, outputs, activation, w, b }, { from, to, at, by }, gain) {
  /** @type {Vector} */ const zAt = new Float64Array(outputs);
  /** @type {Vector} */ const zBy = new Float64Array(outputs);
  for (let j = 0; j < outputs; j++) {
    let [sum, slope] = [b.length ? b[j] : 0, 0];
    for (let i = 0; i < inputs; i++) {
      sum += w[j * inputs + i] * at[i];
      slope += w[j * inputs + i] * by[i];
    }
    zAt[j] = sum;
    zBy[j] = slope;
  }
  if (activation !== "relu") return [{ from, to, at: scaled(zAt, gain), by: scaled(zBy, gain) }];
  // where the slope is 0, never inside
  const kinks = Array.from(zAt, (sum, j) => -sum / zBy[j]).filter((kink) => kink > from && kink < to);
  const ends = [from, ...kinks.sort((one, other) => one - other), to];
  return ends.slice(1).map((end, index) => {
    const start = Number(ends[index]);
    const on = zAt.map((sum, j) => (sum + zBy[j] * (start + end) / 2 > 0 ? 1 : 0));
    return { from: start, to: end, at: scaled(zAt, gain, on), by: scaled(zBy, gain, on) };
  });
}

/**
 * @param {Vector} numbers
 * @param {Vector | null | undefined} gain
 * @param {Vector} [on]
 * @returns {Vector}
 */
const scaled = (numbers, gain, on) =>
  numbers.map((number, j) => (on && !on[j] ? 0 : number * (gain?.[j] ?? 1)));

/**
 * The scores of all classes while unit `unit` of `layer` passes on s from `low` to `high`, all else as in
 * `pass`. A class whose gain is 0 has the score −Infinity.
 * @param {Network} network
 * @param {Gains | undefined} gains
 * @param {Activity[]} pass  of this network with these gains, one example
 * @param {number} layer  @param {number} unit  @param {number} low  @param {number} high  @returns {Lines[]}
 */
export function scoresBy({ layers }, gains, pass, layer, unit, low, high) {
  const last = layers.length - 1;
  const here = pass[layer];
  if (!here || !(unit < here.z.length)) throw new RangeError(`there is no unit ${unit} in layer ${layer}`);
  // of the last layer s is the sum itself: what it passes on is the answer
  /** @type {Vector} */ const at = (layer === last ? here.z : here.a).slice();
  /** @type {Vector} */ const by = new Float64Array(at.length);
  at[unit] = 0;
  by[unit] = 1;
  /** @type {Lines[]} */ let lines = [{ from: low, to: high, at, by }];
  for (let index = layer + 1; index <= last; index++) {
    const next = layers[index];
    if (next) lines = lines.flatMap((each) => through(next, each, index < last ? gains?.[index] : null));
  }
  return gains?.[last] ? lines.map((each) => ranked(each, gains[last] ?? each.at)) : lines;
}

/**
 * Sums as scores in the order of gain · softmax: the greatest gain times probability has the greatest.
 * @param {Lines} lines
 * @param {Vector} gain
 * @returns {Lines}
 */
function ranked({ from, to, at, by }, gain) {
  const best = Math.sign(Math.max(...gain)); // answers with a gain of a lesser sign cannot win
  const score = (/** @type {number} */ z, /** @type {number} */ k) => {
    if (Math.sign(gain[k]) !== best) return -Infinity;
    return best === 0 ? 0 : best * (z + Math.log(Math.abs(gain[k])));
  };
  return { from, to, at: at.map(score), by: by.map((slope) => best * slope) };
}

/**
 * Adds a stretch, joined to the one before where that says the same.
 * @param {Stretch[]} stretches
 * @param {Stretch} next
 */
function join(stretches, next) {
  const before = stretches.at(-1);
  if (before?.said === next.said) before.to = next.to;
  else if (next.to > next.from) stretches.push({ ...next, from: before?.to ?? next.from });
  return stretches;
}

/**
 * Which line is uppermost from where to where; of equal ones the first.
 * @param {Lines} lines
 * @returns {Stretch[]}
 */
function uppermost({ from, to, at, by }) {
  const value = (/** @type {number} */ k) => at[k] + by[k] * from;
  let top = 0;
  for (let k = 1; k < at.length; k++) {
    if (value(k) > value(top) || (value(k) === value(top) && by[k] > by[top] && at[k] > -Infinity)) top = k;
  }
  /** @type {Stretch[]} */ const stretches = [];
  for (let start = from;;) {
    let [end, next] = [to, top];
    for (let k = 0; k < at.length; k++) {
      if (!(by[k] > by[top]) || at[k] === -Infinity) continue;
      // the steeper line comes from below; rounding must not take us back
      const meets = Math.max(start, (at[top] - at[k]) / (by[k] - by[top]));
      if (meets < end || (meets === end && next !== top && by[k] > by[next])) [end, next] = [meets, k];
    }
    stretches.push({ from: start, to: end, said: top });
    if (next === top) return stretches;
    [start, top] = [end, next];
  }
}

/** @param {Lines[]} lines  @returns {Stretch[]} */
const answersOf = (lines) => lines.flatMap(uppermost).reduce(join, /** @type {Stretch[]} */ ([]));

/**
 * What a unit passes on while one of its knobs turns from `low` to `high`.
 * @param {Network} network
 * @param {Gains | undefined} gains
 * @param {Activity[]} pass
 * @param {Knob} knob
 * @param {number} low
 * @param {number} high
 * @returns {Line[]}
 * @throws {RangeError} where there is no such knob, or turning it moves no straight line (the gain of an
 *   answer)
 */
export function passedOn({ layers }, gains, pass, { layer, unit, part, silent }, low, high) {
  const [its, here] = [layers[layer], pass[layer]];
  const z = here?.z[unit];
  if (!its || !here || z === undefined) throw new RangeError(`there is no unit ${unit} in layer ${layer}`);
  const output = layer === layers.length - 1;
  if (part === "gain" && output) throw new RangeError("the gain of an answer moves no straight line");
  if (part === "gain") {
    return [{ from: low, to: high, at: 0, by: silent ? 0 : its.activation === "relu" ? Math.max(0, z) : z }];
  }
  const [set, x] = part === "bias" ? [its.b[unit], 1] : [its.w[unit * its.inputs + part], here.x[part]];
  if (set === undefined || x === undefined) {
    throw new RangeError(`unit ${unit} of layer ${layer} has no weight from ${part}`);
  }
  const gain = output ? 1 : gainOf(gains, layer, unit);
  const moving = { at: (z - set * x) * gain, by: x * gain };
  if (output || its.activation !== "relu") return [{ from: low, to: high, ...moving }];
  const kink = set - z / x; // no number, or an infinite one, where the input is 0
  const on = (/** @type {number} */ t) => z + (t - set) * x > 0;
  const ends = kink > low && kink < high ? [low, kink, high] : [low, high];
  return ends.slice(1).map((to, index) => {
    const from = Number(ends[index]);
    return on((from + to) / 2) ? { from, to, ...moving } : { from, to, at: 0, by: 0 };
  });
}

/**
 * @param {Line[]} lines
 * @returns {[number, number]} the least and the greatest number that they pass through
 */
function extent(lines) {
  const ends = lines.flatMap(({ from, to, at, by }) => [at + by * from, at + by * to]);
  return [Math.min(...ends), Math.max(...ends)];
}

/**
 * The answers along one line of settings, from those along what it passes on.
 * @param {Line} line
 * @param {Stretch[]} answers
 * @returns {Stretch[]}
 */
function answersAlong({ from, to, at, by }, answers) {
  const setting = (/** @type {number} */ s) => Math.max(from, Math.min(to, (s - at) / by));
  if (by === 0) {
    const said = answers.find((each) => at <= each.to)?.said ?? answers.at(-1)?.said ?? 0;
    return [{ from, to, said }];
  }
  const stretches = answers.map((each) => ({
    from: setting(by > 0 ? each.from : each.to),
    to: setting(by > 0 ? each.to : each.from),
    said: each.said,
  }));
  return by > 0 ? stretches : stretches.reverse();
}

/**
 * The gain t of an answer: from where its probability times t is greater than any other's, it is given.
 * @param {Network} network
 * @param {Gains | undefined} gains
 * @param {Activity[]} pass
 * @param {Knob} knob
 * @param {number} low
 * @param {number} high
 */
function answersByGain({ layers }, gains, pass, { layer, unit, silent }, low, high) {
  const z = pass[layer]?.z;
  if (!z || !(unit < z.length)) throw new RangeError(`there is no unit ${unit} in layer ${layer}`);
  if (low < 0) throw new RangeError(`the gain of an answer from ${low}; it is asked for from 0`);
  const top = Math.max(...z);
  const weighed = z.map((each, k) => (k === unit ? 0 : Math.exp(each - top) * gainOf(gains, layer, k)));
  const most = Math.max(...weighed);
  const own = silent ? 0 : Math.exp(z[unit] - top);
  const flip = Math.max(low, Math.min(high, own ? most / own : most < 0 ? low : high));
  const other = weighed.indexOf(most); // itself where it is the first of those that are 0
  return [{ from: low, to: flip, said: other }, { from: flip, to: high, said: unit }].reduce(
    join,
    /** @type {Stretch[]} */ ([]),
  );
}

/**
 * What the network says at every setting of a knob from `low` to `high`, in stretches without a gap. What is
 * said at a single setting alone, where answers tie, has no stretch.
 * @param {Network} network
 * @param {Gains | undefined} gains
 * @param {Activity[]} pass  `forward` of this network with these gains, one example
 * @param {Knob} knob  @param {number} low  @param {number} high  @returns {Stretch[]}
 * @throws {RangeError} where the network is of another kind, or there is no such knob
 */
export function answersAcross(network, gains, pass, knob, low, high) {
  check(network);
  if (knob.part === "gain" && knob.layer === network.layers.length - 1) {
    return answersByGain(network, gains, pass, knob, low, high);
  }
  const lines = passedOn(network, gains, pass, knob, low, high);
  const answers = answersOf(scoresBy(network, gains, pass, knob.layer, knob.unit, ...extent(lines)));
  // where nothing moves, the extent is one point and has no stretch
  const said = answers.length
    ? answers
    : [{ from: -Infinity, to: Infinity, said: answerAt(network, gains, pass, knob, extent(lines)[0]) }];
  const stretches = lines.flatMap((line) => answersAlong(line, said)).reduce(
    join,
    /** @type {Stretch[]} */ ([]),
  );
  return stretches.map((each, index) => ({
    ...each,
    from: index ? each.from : low,
    to: index < stretches.length - 1 ? each.to : high,
  }));
}

/**
 * @param {Network} network
 * @param {Gains | undefined} gains
 * @param {Activity[]} pass
 * @param {Knob} knob
 * @param {number} s
 */
function answerAt(network, gains, pass, { layer, unit }, s) {
  const [lines] = scoresBy(network, gains, pass, layer, unit, s, s);
  return lines ? Number(uppermost(lines)[0]?.said) : 0;
}

/**
 * For each knob of a unit whether some setting of it from its `low` to its `high` changes the answer.
 * @param {Network} network
 * @param {Gains | undefined} gains
 * @param {Activity[]} pass
 * @param {number} layer
 * @param {number} unit
 * @param {{part: Knob["part"], low: number, high: number}[]} knobs  @returns {boolean[]}
 */
export function changing(network, gains, pass, layer, unit, knobs) {
  const output = layer === network.layers.length - 1;
  const reach = knobs.map((
    { part, low, high },
  ) => (part === "gain" && output
    ? null
    : extent(passedOn(network, gains, pass, { layer, unit, part }, low, high)))
  );
  const ends = reach.flatMap((each) => each ?? []);
  check(network);
  const answers = answersOf(
    scoresBy(network, gains, pass, layer, unit, Math.min(...ends), Math.max(...ends)),
  );
  const flips = answers.slice(1).map(({ from }) => from);
  return knobs.map(({ part, low, high }, index) => {
    const its = reach[index];
    if (its) return flips.some((flip) => flip > its[0] && flip < its[1]);
    return answersAcross(network, gains, pass, { layer, unit, part }, low, high).length > 1;
  });
}

/**
 * The flips next to a setting, down and up; null where there is none.
 * @param {Stretch[]} stretches
 * @param {number} setting
 */
export function nearest(stretches, setting) {
  const flips = stretches.slice(1).map(({ from }) => from);
  return {
    down: flips.filter((flip) => flip <= setting).at(-1) ?? null,
    up: flips.find((flip) => flip > setting) ?? null,
  };
}
