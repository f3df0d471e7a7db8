// A training as frames that anything can run over: {length, label, frame(i)}. One is read from a file,
// another computed here, no further than somebody has looked.

import { measure } from "../functions.js";
import { backward, forward, networkOf } from "../net.js";
import { begin, step } from "../training.js";
import { allInputs } from "./songs.js";

/** @import { Vector } from "../net.js" */
/** @import { Outcome } from "../training.js" */

/**
 * `theta`: the weights, then the bias; `loss`: null where nothing is rated.
 * @typedef {{theta: Vector, loss: number | null}} Frame
 */

/**
 * @typedef {object} Timeline
 * @property {number} length  how many frames there are, counting the one before the first step
 * @property {string} label
 * @property {number} known  how many of them have been computed
 * @property {(i: number) => Frame} frame
 * @property {(i: number) => number} rate  the learning rate of the step that follows frame i
 * @property {number | null} stopped  the last frame before a number that was not finite
 */

/**
 * What happens to a training at a pass: from there on another rate, or other weights.
 * @typedef {{at: number, rate?: number, theta?: number[]}} Event
 */

/** @typedef {{x: Vector, y: Vector}} Lesson */

/** The neuron with these weights and this bias. @param {Vector} theta */
export const neuronOf = (theta) =>
  networkOf([{ inputs: theta.length - 1, outputs: 1, activation: "sigmoid" }], theta);

/**
 * The loss and its slope by every weight and the bias.
 * @param {Vector} theta
 * @param {Lesson} lesson
 * @returns {{loss: number | null, slope: Vector}}
 */
export function lossAndSlope(theta, { x, y }) {
  if (!y.length) return { loss: null, slope: new Float64Array(theta.length) };
  const neuron = neuronOf(theta);
  const pass = forward(neuron, x);
  const { loss, delta } = measure("binary-cross-entropy", neuron, pass, y);
  return { loss, slope: backward(neuron, pass, delta).gradient.parameters };
}

/** The probability of yes for all eight songs. @param {Vector} theta */
export const probabilitiesOf = (theta) =>
  Array.from(forward(neuronOf(theta), allInputs())[0]?.a ?? [], Number);

/**
 * A training that was recorded, from its arrays: `weights` (n × inputs), `bias` and `loss` (n).
 * @param {string} label
 * @param {{weights: ArrayLike<any>, bias: ArrayLike<any>, loss: ArrayLike<any>}} arrays
 * @param {number} rate
 * @returns {Timeline}
 */
export function recorded(label, { weights, bias, loss }, rate) {
  const inputs = weights.length / bias.length;
  const frames = Array.from(loss, (each, i) => {
    const theta = [...Array.prototype.slice.call(weights, i * inputs, (i + 1) * inputs), bias[i]];
    return { theta: Float64Array.from(theta, Number), loss: Number(each) };
  });
  const count = { length: frames.length, known: frames.length };
  return { ...count, label, frame: within(frames), rate: () => rate, stopped: null };
}

/** @param {Frame[]} frames */
function within(frames) {
  return (/** @type {number} */ i) => {
    const frame = frames[Math.max(0, Math.min(frames.length - 1, i))];
    if (!frame) throw new RangeError("a timeline without frames");
    return frame;
  };
}

/** A training from `start` that goes on, pass by pass, in the page. @implements {Timeline} */
export class Live {
  /** @type {Frame[]} */ #frames = [];
  /** @type {Lesson} */ #lesson;
  /** @type {Event[]} */ #events;
  /** @type {Timeline | null} */ #base;
  /** @type {number} */ #rate;
  /** @type {number | null} */ stopped = null;

  /**
   * @param {object} how
   * @param {string} how.label
   * @param {number} how.length
   * @param {Vector} how.start
   * @param {number} how.rate
   * @param {Lesson} how.lesson
   * @param {Event[]} [how.events]  in the order of their passes
   * @param {Timeline | null} [how.base]  a training that it is like until its first event
   */
  constructor({ label, length, start, rate, lesson, events = [], base = null }) {
    this.label = label;
    this.length = length;
    this.#lesson = lesson;
    this.#events = events;
    this.#rate = rate;
    this.#base = base;
    this.#frames = [this.#eventful(0, base?.frame(0) ?? this.#seen(start))];
  }

  get known() {
    return this.#frames.length;
  }

  /** @param {number} i */
  rate(i) {
    const given = this.#events.filter(({ at, rate }) => at <= i && rate !== undefined).at(-1)?.rate;
    return given ?? this.#rate;
  }

  /** @param {number} i */
  frame(i) {
    const last = Math.max(0, Math.min(this.length - 1, i));
    while (this.#frames.length <= last) this.#frames.push(this.#next(this.#frames.length));
    return within(this.#frames)(last);
  }

  /** @param {Vector} theta  @returns {Frame} */
  #seen(theta) {
    return { theta, loss: lossAndSlope(theta, this.#lesson).loss };
  }

  /**
   * @param {number} i
   * @param {Frame} frame
   */
  #eventful(i, frame) {
    const given = this.#events.find(({ at, theta }) => at === i && theta)?.theta;
    return given ? this.#seen(Float64Array.from(given)) : frame;
  }

  /** @param {number} i  @returns {Frame} */
  #next(i) {
    const first = this.#events[0]?.at ?? Infinity;
    if (this.#base && i <= first) return this.#eventful(i, this.#base.frame(i));
    const before = within(this.#frames)(i - 1);
    if (this.stopped !== null || before.loss === null) return this.#eventful(i, before);
    const outcome = onePass(before.theta, this.rate(i - 1), this.#lesson);
    if (outcome.diverged) this.stopped = i - 1;
    return this.#eventful(i, outcome.diverged ? before : this.#seen(outcome.state.network.parameters));
  }
}

/**
 * One step on all the rated songs at once.
 * @param {Vector} theta
 * @param {number} rate
 * @param {Lesson} lesson
 * @returns {Outcome}
 */
export function onePass(theta, rate, { x, y }) {
  const rule = /** @type {const} */ ({ loss: "binary-cross-entropy", optimiser: { name: "sgd", rate } });
  return step(begin(neuronOf(theta)), rule, x, y);
}
