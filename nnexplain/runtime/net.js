// A network of dense layers, and its two passes: forward, from the inputs to the answer, and backward,
// from the loss to what every weight, bias and input had to do with it.
//
//     forward     z = x wᵀ + b         a = f(z), which is the next layer's x
//     backward    delta = ∂L/∂z        ∂L/∂w = deltaᵀ x      ∂L/∂b = Σ delta      ∂L/∂x = delta w
//
// The backward pass is the chain rule, applied layer by layer from the end (Rumelhart, Hinton and
// Williams, "Learning representations by back-propagating errors", Nature 323, 1986).
//
// All numbers are float64. A batch of n examples is one array, row by row: x is n × inputs; z, a and
// delta are n × outputs; w is outputs × inputs, as in torch; b has one number for every output.
// Networks are values: nothing here changes what it is given, so keeping an old one costs nothing.

import { ACTIVATIONS } from "./net-activations.js";
import { columnSums, times, timesTransposed, transposedTimes } from "./net-matrix.js";

/** @import { ActivationName } from "./net-activations.js" */
/** @import { Vector } from "./net-matrix.js" */

/**
 * What is fixed of a layer.
 * @typedef {object} Shape
 * @property {number} inputs
 * @property {number} outputs  how many units it has
 * @property {ActivationName} activation
 * @property {boolean} [bias]  false where the units have none
 */

/** What it learns: w, outputs × inputs, and b, outputs (empty where there is none). @typedef {Shape & {w: Vector, b: Vector}} Layer */

/**
 * `parameters` holds every w and b, layer after layer, in the order of torch's parameters(); the
 * layers' own w and b are windows onto it. A gradient has one number for every parameter, so it comes
 * in the same form.
 * @typedef {{layers: Layer[], parameters: Vector}} Network
 */

/** What a layer saw and did in one pass: x (n × inputs), z and a (n × outputs). @typedef {{x: Vector, z: Vector, a: Vector}} Activity */

/** @param {Shape} shape  @param {Shape | undefined} before */
function check({ inputs, outputs, activation }, before) {
  if (![inputs, outputs].every((count) => Number.isSafeInteger(count) && count > 0)) {
    throw new RangeError(`a layer of ${inputs} inputs and ${outputs} outputs; both are whole numbers from 1`);
  }
  if (!Object.hasOwn(ACTIVATIONS, activation)) {
    throw new RangeError(`activation ${activation} is not one of ${Object.keys(ACTIVATIONS).join(", ")}`);
  }
  if (before && before.outputs !== inputs) {
    throw new RangeError(`a layer of ${inputs} inputs follows one of ${before.outputs} outputs`);
  }
}

/**
 * A network of these layers with these parameters: all zero where none are given.
 * @param {readonly Shape[]} shapes  @param {Vector} [parameters]
 * @returns {Network}
 * @throws {RangeError} where layers do not fit together, or the parameters do not fit them
 */
export function networkOf(shapes, parameters) {
  shapes.forEach((shape, index) => check(shape, shapes[index - 1]));
  const sizes = shapes.map(({ inputs, outputs, bias = true }) => [outputs * inputs, bias ? outputs : 0]);
  const count = sizes.flat().reduce((sum, size) => sum + size, 0);
  const all = parameters ?? new Float64Array(count);
  if (!count || all.length !== count) throw new RangeError(`${all.length} parameters for layers of ${count}`);
  let end = 0;
  const window = (size = 0) => all.subarray(end, (end += size));
  const layers = shapes.map(({ inputs, outputs, activation, bias = true }, index) => {
    const [w, b] = [window(sizes[index]?.[0]), window(sizes[index]?.[1])];
    return { inputs, outputs, activation, bias, w, b };
  });
  return { layers, parameters: all };
}

/**
 * A multilayer perceptron, all zero: mlp([2, 8, 1], "tanh", "sigmoid") has 2 inputs, 8 hidden units, 1 answer.
 * @param {number[]} sizes  @param {ActivationName} [hidden]  @param {ActivationName} [output]
 */
export function mlp(sizes, hidden = "relu", output = "linear") {
  const shapes = sizes.slice(1).map((outputs, index) => {
    const activation = index === sizes.length - 2 ? output : hidden;
    return { inputs: Number(sizes[index]), outputs, activation };
  });
  return networkOf(shapes);
}

/** A copy whose numbers can be changed without changing the original's. @param {Network} network */
export function copy({ layers, parameters }) {
  return networkOf(layers, parameters.slice());
}

/** How many examples `x` holds. @param {Vector} x  @param {number} inputs */
function rows(x, inputs) {
  const n = x.length / inputs;
  if (!Number.isInteger(n) || n === 0) {
    throw new RangeError(`${x.length} numbers are no rows of ${inputs}`);
  }
  return n;
}

/** One layer's forward pass. @param {Layer} layer  @param {Vector} x  n × inputs  @returns {Activity} */
function layerForward({ inputs, outputs, activation, w, b }, x) {
  const sums = timesTransposed(x, w, inputs); // n × outputs
  const z = b.length ? sums.map((sum, index) => sum + b[index % outputs]) : sums;
  return { x, z, a: ACTIVATIONS[activation].forward(z, outputs) };
}

/**
 * The answer to every row of `x` (n × inputs), with all that led to it: one activity a layer, first to
 * last. The answer is the last one's a.
 * @param {Network} network  @param {Vector} x
 * @returns {Activity[]}
 * @throws {RangeError} where `x` is not made of rows of the network's inputs
 */
export function forward({ layers }, x) {
  if (layers[0]) rows(x, layers[0].inputs);
  /** @type {Activity[]} */ const pass = [];
  for (const layer of layers) pass.push(layerForward(layer, pass.at(-1)?.a ?? x));
  return pass;
}

/**
 * Back through a layer's activation: from ∂L/∂a to its delta, ∂L/∂z. All n × outputs.
 * @param {Layer} layer  @param {Activity} activity  @param {Vector} da  @returns {Vector}
 */
export function deltaOf({ activation, outputs }, { z, a }, da) {
  return ACTIVATIONS[activation].backward(da, z, a, outputs);
}

/**
 * What the loss L owes to every parameter, every unit's sum and every input, given what it owes to the
 * last layer's sums: `delta` = ∂L/∂z, n × outputs, as `measure` gives it. (L may be any number: with 1 at
 * one unit and 0 elsewhere it is that unit's sum, and `dx` tells what it is sensitive to.)
 * @param {Network} network  @param {Activity[]} pass  what `forward` returned  @param {Vector} delta
 * @returns {{gradient: Network, deltas: Vector[], dx: Vector}} ∂L/∂w and ∂L/∂b in the network's form, ∂L/∂z
 *   (n × outputs) layer by layer, ∂L/∂x (n × inputs)
 */
export function backward({ layers, parameters }, pass, delta) {
  const gradient = networkOf(layers, new Float64Array(parameters.length));
  /** @type {Vector[]} */ const deltas = [];
  let dx = delta;
  for (let index = layers.length - 1; index >= 0; index--) {
    const { layer, activity, into } = { layer: layers[index], activity: pass[index], into: gradient.layers[index] };
    if (!layer || !activity || !into) throw new RangeError("this pass is not of this network");
    if (index < layers.length - 1) delta = deltaOf(layer, activity, dx); // the next layer's x is this one's a
    into.w.set(transposedTimes(delta, activity.x, rows(activity.x, layer.inputs))); // outputs × inputs
    if (layer.bias) into.b.set(columnSums(delta, layer.outputs)); // outputs
    dx = times(delta, layer.w, layer.outputs); // n × inputs
    deltas.unshift(delta);
  }
  return { gradient, deltas, dx };
}

/**
 * The sum that makes a unit's z, term by term: every input times its weight, and the bias as the weight
 * of an input that is always 1 (`input` is null). Added in this order they give z to the last bit.
 * @param {Layer} layer  @param {Vector} x  what the layer sees, n × inputs
 * @param {number} unit  @param {number} [row]  which example
 * @returns {{input: number | null, x: number, w: number, term: number}[]}
 */
export function terms({ inputs, w, b }, x, unit, row = 0) {
  const sum = Array.from(w.subarray(unit * inputs, (unit + 1) * inputs), (weight, input) => {
    const value = x[row * inputs + input];
    return { input: /** @type {number | null} */ (input), x: value, w: weight, term: value * weight };
  });
  return b.length ? [...sum, { input: null, x: 1, w: b[unit], term: b[unit] }] : sum;
}
