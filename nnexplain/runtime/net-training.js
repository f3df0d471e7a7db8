// Learning: predict, measure the loss, adjust, again. A training is a row of states, and a step makes
// the next state from the last. Nothing is overwritten, so a history is a list of states, going back
// is taking an old one, and a branch is going on from it with another rule.

import { measure } from "./net-losses.js";
import { freshMemory, update } from "./net-optimisers.js";
import { Random } from "./net-random.js";
import { backward, forward, networkOf } from "./net.js";

/** @import { LossName } from "./net-losses.js" */
/** @import { Vector } from "./net-matrix.js" */
/** @import { Memory, Optimiser } from "./net-optimisers.js" */
/** @import { Network } from "./net.js" */

/** What to make small, and how. May change from step to step. @typedef {{loss: LossName, optimiser: Optimiser}} Rule */

/**
 * All that decides how a training goes on: plain data, which structuredClone and postMessage take.
 * `random` is where the generator stands that shuffles the examples.
 * @typedef {{network: Network, memory: Memory, random: number}} State
 */

/**
 * `loss` is the mean loss before the step. Where it is not finite, or the step would make a parameter
 * that is not, the training has `diverged`: `state` is then the last good one, and a smaller rate may help.
 * @typedef {{state: State, loss: number, diverged: boolean}} Outcome
 */

/** The state before the first step. @param {Network} network  @param {number} [seed]  @returns {State} */
export function begin(network, seed = 0) {
  return { network, memory: freshMemory(network.parameters.length), random: seed };
}

/**
 * One step with all the examples at once.
 * @param {State} state  @param {Rule} rule
 * @param {Vector} x  n × inputs  @param {Vector} y  n × outputs
 * @returns {Outcome}
 */
export function step(state, rule, x, y) {
  const { network, memory } = state;
  const pass = forward(network, x);
  const { loss, delta } = measure(rule.loss, network, pass, y);
  if (!Number.isFinite(loss)) return { state, loss, diverged: true };
  const { gradient } = backward(network, pass, delta);
  const next = update(rule.optimiser, network.parameters, gradient.parameters, memory);
  if (!next.theta.every(Number.isFinite)) return { state, loss, diverged: true };
  const moved = networkOf(network.layers, next.theta);
  return { state: { ...state, network: moved, memory: next.memory }, loss, diverged: false };
}

/** The rows of `u` with these numbers. @param {Vector} u  @param {number} width  @param {number[]} rows  @returns {Vector} */
function pick(u, width, rows) {
  const picked = new Float64Array(rows.length * width);
  rows.forEach((row, i) => picked.set(u.subarray(row * width, (row + 1) * width), i * width));
  return picked;
}

/**
 * One pass over all the examples in a new random order, a step for every `size` of them; the last batch
 * may be smaller. `loss` is the mean over the examples, each measured just before the step it took part in.
 * @param {State} state  @param {Rule} rule
 * @param {Vector} x  n × inputs  @param {Vector} y  n × outputs  @param {number} size
 * @returns {Outcome} diverged: at its last good state, with the loss of the batch that went wrong
 */
export function epoch(state, rule, x, y, size) {
  const [first, last] = [state.network.layers[0], state.network.layers.at(-1)];
  if (!first || !last || !(size >= 1)) throw new RangeError(`a batch holds 1 example or more, not ${size}`);
  const random = new Random(state.random);
  const order = random.order(x.length / first.inputs);
  let now = { ...state, random: random.state };
  let total = 0;
  for (let start = 0; start < order.length; start += size) {
    const rows = order.slice(start, start + size);
    const outcome = step(now, rule, pick(x, first.inputs, rows), pick(y, last.outputs, rows));
    if (outcome.diverged) return outcome;
    now = outcome.state;
    total += outcome.loss * rows.length;
  }
  return { state: now, loss: total / order.length, diverged: false };
}
