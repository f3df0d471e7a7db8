// Learning: predict, measure the loss, adjust, again. A training is a row of states, and a step makes the
// next from the last. Nothing is overwritten: a history is a list of states, going back is taking an old
// one, a branch is going on from it with another rule.

import { known, measure } from "./functions.js";
import { backward, forward, networkOf } from "./net.js";

/** @import { LossName } from "./functions.js" */
/** @import { Network, Vector } from "./net.js" */

// How a gradient becomes a step: from theta (all parameters) and its gradient to the next theta. The
// definitions are torch.optim's; biases decay like weights, as there.

/**
 * @typedef {object} Optimiser
 * @property {"sgd" | "momentum" | "adam" | "adamw"} name
 * @property {number} rate  the learning rate
 * @property {number} [momentum]  how much of the last step goes into the next, from 0 to below 1; 0.9
 * @property {[number, number]} [betas]  the same for Adam's m and v; 0.9, 0.999
 * @property {number} [epsilon]  keeps Adam from dividing by 0; 1e-8
 * @property {number} [decay]  weight decay; 0, with adamw 0.01
 */

/**
 * What is remembered after `t` steps: `m` and `v` have a number for every parameter. To another optimiser
 * they mean something else, so give it a fresh memory.
 * @typedef {{t: number, m: Vector, v: Vector}} Memory
 */

/** The memory before the first step. @param {number} count  of parameters  @returns {Memory} */
export function freshMemory(count) {
  return { t: 0, m: new Float64Array(count), v: new Float64Array(count) };
}

/**
 * Straight downhill.
 * @param {Optimiser} settings  @param {Vector} theta  @param {Vector} gradient  @param {Memory} memory
 * @returns {{theta: Vector, memory: Memory}}
 */
function sgd({ rate, decay = 0 }, theta, gradient, { t, m, v }) {
  const next = theta.map((was, i) => was - rate * (gradient[i] + decay * was));
  return { theta: next, memory: { t: t + 1, m, v } };
}

/**
 * Downhill like a heavy ball: m is its velocity, which the gradient only changes (Polyak 1964).
 * @type {typeof sgd}
 */
function momentum({ rate, momentum = 0.9, decay = 0 }, theta, gradient, memory) {
  /** @type {Vector} */ const m = memory.m.map((was, i) => momentum * was + gradient[i] + decay * theta[i]);
  return { theta: theta.map((was, i) => was - rate * m[i]), memory: { ...memory, t: memory.t + 1, m } };
}

/**
 * Every parameter at its own pace: the running mean m of its gradients over the root of the running mean v
 * of their squares. Both start at 0, and dividing by 1 − betaᵗ makes up for it (Kingma and Ba 2015).
 * @type {typeof sgd}
 */
function adam(
  { rate, betas: [beta1, beta2] = [0.9, 0.999], epsilon = 1e-8, decay = 0 },
  theta,
  gradient,
  memory,
) {
  const t = memory.t + 1;
  /** @type {Vector} */ const g = gradient.map((slope, i) => slope + decay * theta[i]);
  /** @type {Vector} */ const m = memory.m.map((was, i) => beta1 * was + (1 - beta1) * g[i]);
  /** @type {Vector} */ const v = memory.v.map((was, i) => beta2 * was + (1 - beta2) * g[i] ** 2);
  const [full1, full2] = [1 - beta1 ** t, 1 - beta2 ** t];
  const next = theta.map((was, i) => was - (rate * m[i]) / full1 / (Math.sqrt(v[i] / full2) + epsilon));
  return { theta: next, memory: { t, m, v } };
}

/**
 * Adam, but the decay shrinks theta itself and stays out of m and v (Loshchilov and Hutter 2019).
 * @type {typeof sgd}
 */
function adamw({ decay = 0.01, ...settings }, theta, gradient, memory) {
  const shrunk = theta.map((was) => was * (1 - settings.rate * decay));
  return adam(settings, shrunk, gradient, memory);
}

const OPTIMISERS = Object.freeze({ sgd, momentum, adam, adamw });

/** The next parameters and memory; those given stay as they are. @type {typeof sgd} */
export function update(settings, theta, gradient, memory) {
  return OPTIMISERS[known(OPTIMISERS, settings.name, "optimiser")](settings, theta, gradient, memory);
}

/**
 * What to make small, and how; it may change from step to step.
 * @typedef {{loss: LossName, optimiser: Optimiser}} Rule
 */

/**
 * All that decides how a training goes on: plain data, which structuredClone and postMessage take.
 * @typedef {{network: Network, memory: Memory}} State
 */

/**
 * `loss` is the mean loss before the step. Where it is not finite, or the step would make a parameter
 * that is not, the training has `diverged`: `state` is then the last good one, and a smaller rate may help.
 * @typedef {{state: State, loss: number, diverged: boolean}} Outcome
 */

/** The state before the first step. @param {Network} network  @returns {State} */
export function begin(network) {
  return { network, memory: freshMemory(network.parameters.length) };
}

/**
 * One step with all the examples at once.
 * @param {State} state  @param {Rule} rule
 * @param {Vector} x  n × inputs  @param {Vector} y  n × outputs
 * @returns {Outcome}
 */
export function step(state, rule, x, y) {
  const { layers, parameters } = state.network;
  const pass = forward(state.network, x); // predict
  const { loss, delta } = measure(rule.loss, state.network, pass, y);
  const { gradient } = backward(state.network, pass, delta);
  const { theta, memory } = update(rule.optimiser, parameters, gradient.parameters, state.memory); // adjust
  const finite = Number.isFinite(loss) && theta.every((number) => Number.isFinite(number));
  if (!finite) return { state, loss, diverged: true };
  return { state: { network: networkOf(layers, theta), memory }, loss, diverged: false };
}
