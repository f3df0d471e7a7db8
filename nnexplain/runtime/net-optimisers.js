// How a gradient becomes a step: from theta (all parameters) and its gradient to the next theta. The
// definitions, names of settings aside, are torch.optim's; bias terms decay like weights, as there.

/** @import { Vector } from "./net-matrix.js" */

/**
 * @typedef {object} Optimiser
 * @property {"sgd" | "momentum" | "adam" | "adamw"} name
 * @property {number} rate  the learning rate
 * @property {number} [momentum]  how much of the last step goes into the next, 0 to 1 (default 0.9)
 * @property {[number, number]} [betas]  Adam's two memories, 0 to 1 (default 0.9 and 0.999)
 * @property {number} [epsilon]  Adam's guard against division by zero (default 1e-8)
 * @property {number} [decay]  weight decay (default 0; 0.01 for adamw)
 */

/**
 * What an optimiser remembers: `t` steps taken, `m` and `v` running sums with one number for every
 * parameter. Another optimiser means other things by them: start it with a fresh memory.
 * @typedef {{t: number, m: Vector, v: Vector}} Memory
 */

/** @typedef {{theta: Vector, memory: Memory}} Stepped */

/** The memory before the first step. @param {number} count  of parameters  @returns {Memory} */
export function freshMemory(count) {
  return { t: 0, m: new Float64Array(count), v: new Float64Array(count) };
}

/**
 * Downhill, straight: theta − rate · gradient.
 * @param {Optimiser} settings  @param {Vector} theta  @param {Vector} gradient  @param {Memory} memory
 * @returns {Stepped}
 */
function sgd({ rate, decay = 0 }, theta, gradient, { t, m, v }) {
  const next = theta.map((was, i) => was - rate * (gradient[i] + decay * was));
  return { theta: next, memory: { t: t + 1, m, v } };
}

/**
 * Downhill with a run-up: m is the velocity, and the gradient only changes it (Polyak 1964).
 * @type {typeof sgd}
 */
function momentum({ rate, momentum = 0.9, decay = 0 }, theta, gradient, { t, m, v }) {
  const velocity = m.map((was, i) => momentum * was + gradient[i] + decay * theta[i]);
  const next = theta.map((was, i) => was - rate * Number(velocity[i]));
  return { theta: next, memory: { t: t + 1, m: velocity, v } };
}

/**
 * Every parameter at a pace of its own: the running mean m of its gradients over the root of the running
 * mean v of their squares. Both start at 0; dividing by 1 − betaᵗ makes up for that (Kingma and Ba 2015).
 * @type {typeof sgd}
 */
function adam({ rate, betas: [beta1, beta2] = [0.9, 0.999], epsilon = 1e-8, decay = 0 }, theta, gradient, memory) {
  const t = memory.t + 1;
  const pull = gradient.map((g, i) => g + decay * theta[i]);
  const m = memory.m.map((was, i) => beta1 * was + (1 - beta1) * Number(pull[i]));
  const v = memory.v.map((was, i) => beta2 * was + (1 - beta2) * Number(pull[i]) ** 2);
  const [early1, early2] = [1 - beta1 ** t, 1 - beta2 ** t];
  const step = (/** @type {number} */ i) => Number(m[i]) / early1 / (Math.sqrt(Number(v[i]) / early2) + epsilon);
  return { theta: theta.map((was, i) => was - rate * step(i)), memory: { t, m, v } };
}

/**
 * Adam whose decay shrinks the parameters themselves and stays out of m and v (Loshchilov and Hutter 2019).
 * @type {typeof sgd}
 */
function adamw({ decay = 0.01, ...settings }, theta, gradient, memory) {
  return adam(settings, theta.map((was) => was * (1 - settings.rate * decay)), gradient, memory);
}

const OPTIMISERS = Object.freeze({ sgd, momentum, adam, adamw });

/**
 * One step: the next parameters and memory. Those given stay as they are.
 * @type {typeof sgd}
 * @throws {RangeError} for another optimiser
 */
export function update(settings, theta, gradient, memory) {
  if (!Object.hasOwn(OPTIMISERS, settings.name)) {
    throw new RangeError(`optimiser ${settings.name} is not one of ${Object.keys(OPTIMISERS).join(", ")}`);
  }
  return OPTIMISERS[settings.name](settings, theta, gradient, memory);
}
