// A network of dense layers, and its two passes: forward, from the inputs to the answer, and backward,
// from the loss to what every weight, bias and input had to do with it.
//
//     forward     z = x wᵀ + b         a = f(z), which is the next layer's x
//     backward    delta = ∂L/∂z        ∂L/∂w = deltaᵀ x      ∂L/∂b = Σ delta      ∂L/∂x = delta w
//
// The backward pass is the chain rule, layer by layer from the end (Rumelhart, Hinton and Williams,
// "Learning representations by back-propagating errors", Nature 323, 1986).
//
// All numbers are float64. A matrix is one array, row by row: x is n × inputs for n examples; z, a and
// delta are n × outputs; w is outputs × inputs, as in torch; b has one number for every output.
// Networks are values: nothing here changes what it is given, so keeping an old one costs nothing.

import { ACTIVATIONS, known } from "./functions.js";

/** @import { ActivationName } from "./functions.js" */

/**
 * Numbers in a row. The index type spares asking, wherever we write u[i], whether there is such a number.
 * @typedef {Float64Array & Record<number, any>} Vector
 */

/**
 * What is fixed of a layer; `outputs` counts its units.
 * @typedef {{inputs: number, outputs: number, activation: ActivationName, bias?: boolean}} Shape
 */

/**
 * With what it learns: w, outputs × inputs, and b, outputs (empty without bias).
 * @typedef {Shape & {w: Vector, b: Vector}} Layer
 */

/**
 * `parameters` holds every w and b, layer after layer, in the order of torch's parameters(); the layers'
 * own w and b are windows onto it. A gradient has a number for every parameter, so it comes in this form too.
 * @typedef {{layers: Layer[], parameters: Vector}} Network
 */

/**
 * What a layer saw and did in one pass: x, n × inputs; z and a, n × outputs.
 * @typedef {{x: Vector, z: Vector, a: Vector}} Activity
 */

/** @param {Shape} shape  @param {Shape | undefined} before */
function check({ inputs, outputs, activation }, before) {
  known(ACTIVATIONS, activation, "activation");
  if (![inputs, outputs].every((count) => Number.isSafeInteger(count) && count > 0)) {
    throw new RangeError(`a layer of ${inputs} inputs and ${outputs} outputs; both are whole numbers from 1`);
  }
  if (before && before.outputs !== inputs) {
    throw new RangeError(`a layer of ${inputs} inputs follows one of ${before.outputs} outputs`);
  }
}

/**
 * A network of these layers with these parameters: all zero where none are given.
 * @param {readonly Shape[]} shapes  @param {Vector} [parameters]  @returns {Network}
 * @throws {RangeError} where layers do not fit together, or the parameters do not fit them
 */
export function networkOf(shapes, parameters) {
  shapes.forEach((shape, index) => check(shape, shapes[index - 1]));
  const count = shapes.reduce(
    (sum, { inputs, outputs, bias = true }) => sum + outputs * (inputs + Number(bias)),
    0,
  );
  const all = parameters ?? new Float64Array(count);
  if (!count || all.length !== count) throw new RangeError(`${all.length} parameters for layers of ${count}`);
  let end = 0;
  const window = (/** @type {number} */ size) => all.subarray(end, end += size);
  const layers = shapes.map(({ inputs, outputs, activation, bias = true }) => {
    const [w, b] = [window(outputs * inputs), window(bias ? outputs : 0)];
    return { inputs, outputs, activation, bias, w, b };
  });
  return { layers, parameters: all };
}

/** A copy whose numbers can be changed without changing the original's. @param {Network} network */
export function copy({ layers, parameters }) {
  return networkOf(layers, parameters.slice());
}

/** How many rows of `width` numbers `x` is. @param {Vector} x  @param {number} width */
function rows(x, width) {
  const n = x.length / width;
  if (n >= 1 && Number.isInteger(n)) return n;
  throw new RangeError(`${x.length} numbers are no rows of ${width}`);
}

/**
 * The answer to every row of `x` (n × inputs), with all that led to it: one activity a layer, first to
 * last. The answer is the last one's a. Where `gains` has numbers for a layer, one for each output, every
 * a is multiplied by its unit's, and so goes on: 0 silences a unit. (The backward pass knows of no gains.)
 * @param {Network} network  @param {Vector} x  @param {{gains?: (Vector | null)[]}} [how]
 * @throws {RangeError} where `x` is not made of rows of the network's inputs, or gains are too few or many
 */
export function forward({ layers }, x, { gains = [] } = {}) {
  /** @type {Activity[]} */ const pass = [];
  for (const [index, { inputs, outputs, activation, w, b }] of layers.entries()) {
    rows(x, inputs);
    const sums = timesTransposed(x, w, inputs); // (n × inputs) · (outputs × inputs)ᵀ → n × outputs
    const z = b.length ? sums.map((sum, index) => sum + b[index % outputs]) : sums;
    const a = amplified(ACTIVATIONS[activation].forward(z, outputs), gains[index], outputs);
    pass.push({ x, z, a });
    x = a;
  }
  return pass;
}

/**
 * How the loss L changes with every parameter, every unit's sum and every input, given how it changes with
 * the last layer's sums: `delta` = ∂L/∂z, n × outputs, as `measure` gives it. (L may be any number: with 1
 * at one unit and 0 elsewhere L is that unit's sum, and `dx` is what the sum is sensitive to.)
 * @param {Network} network  @param {Activity[]} pass  what `forward` returned  @param {Vector} delta
 * @returns {{gradient: Network, deltas: Vector[], dx: Vector}} ∂L/∂w and ∂L/∂b in the network's form;
 *   ∂L/∂z, n × outputs, layer by layer; ∂L/∂x, n × inputs
 * @throws {RangeError} where the pass is of another network, or delta of another pass
 */
export function backward({ layers, parameters }, pass, delta) {
  const sums = pass.at(-1)?.z.length;
  if (delta.length !== sums) throw new RangeError(`${delta.length} deltas for ${sums} sums`);
  const gradient = networkOf(layers, new Float64Array(parameters.length));
  /** @type {Vector[]} */ const deltas = [];
  let dx = delta;
  for (let index = layers.length - 1; index >= 0; index--) {
    const [layer, activity, its] = [layers[index], pass[index], gradient.layers[index]];
    if (!layer || !activity || !its) throw new RangeError("this pass is not of this network");
    const { activation, outputs, bias, w } = layer;
    // The dx of the layer after this one is this one's da, for its x is this one's a.
    if (deltas.length) delta = ACTIVATIONS[activation].backward(dx, activity.z, activity.a, outputs);
    its.w.set(transposedTimes(delta, activity.x, rows(delta, outputs))); // outputs × inputs
    if (bias) its.b.set(columnSums(delta, outputs)); // outputs
    dx = times(delta, w, outputs); // (n × outputs) · (outputs × inputs) → n × inputs
    deltas.unshift(delta);
  }
  return { gradient, deltas, dx };
}

/**
 * The sum that makes a unit's z, term by term: every input times its weight, and last the bias as the
 * weight of an input that is always 1 (`input` is null). Added in this order they give z to the last bit.
 * @param {Layer} layer  @param {Vector} x  what the layer sees, n × inputs
 * @param {number} unit  @param {number} [row]  which example
 * @returns {{input: number | null, x: number, w: number, term: number}[]}
 */
export function terms({ inputs, w, b }, x, unit, row = 0) {
  /** @type {Vector} */ const seen = x.subarray(row * inputs, (row + 1) * inputs);
  const weights = w.subarray(unit * inputs, (unit + 1) * inputs);
  if (!seen.length || !weights.length) throw new RangeError(`there is no unit ${unit}, or no row ${row}`);
  /** @type {{input: number | null, x: number, w: number, term: number}[]} */
  const sum = Array.from(
    weights,
    (weight, k) => ({ input: k, x: seen[k], w: weight, term: seen[k] * weight }),
  );
  if (b.length) sum.push({ input: null, x: 1, w: b[unit], term: b[unit] });
  return sum;
}

// The products. The element (i, j) of an n × m matrix u is u[i * m + j]; its length and one side tell the
// other.

/**
 * u vᵀ: every row of u times every row of v. (n × k) · (m × k)ᵀ → n × m
 * @param {Vector} u  @param {Vector} v  @param {number} k
 */
function timesTransposed(u, v, k) {
  const [n, m] = [u.length / k, v.length / k];
  /** @type {Vector} */ const product = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += u[i * k + l] * v[j * k + l];
      product[i * m + j] = sum;
    }
  }
  return product;
}

/**
 * u v: the rows of v, mixed as each row of u says. (n × m) · (m × k) → n × k
 * @param {Vector} u  @param {Vector} v  @param {number} m
 */
function times(u, v, m) {
  const [n, k] = [u.length / m, v.length / m];
  /** @type {Vector} */ const product = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      for (let l = 0; l < k; l++) product[i * k + l] += u[i * m + j] * v[j * k + l];
    }
  }
  return product;
}

/**
 * uᵀ v: every column of u times every column of v. (n × m)ᵀ · (n × k) → m × k
 * @param {Vector} u  @param {Vector} v  @param {number} n
 */
function transposedTimes(u, v, n) {
  const [m, k] = [u.length / n, v.length / n];
  /** @type {Vector} */ const product = new Float64Array(m * k);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      for (let l = 0; l < k; l++) product[j * k + l] += u[i * m + j] * v[i * k + l];
    }
  }
  return product;
}

/**
 * Every row of u times `gain`, number by number, if there is one. n × m → n × m
 * @param {Vector} u
 * @param {Vector | null | undefined} gain
 * @param {number} m
 */
function amplified(u, gain, m) {
  if (!gain) return u;
  if (gain.length !== m) throw new RangeError(`${gain.length} gains for ${m} outputs`);
  return u.map((each, index) => each * gain[index % m]);
}

/** The sum of every column of u. n × m → m @param {Vector} u  @param {number} m */
function columnSums(u, m) {
  /** @type {Vector} */ const sums = new Float64Array(m);
  for (let i = 0; i < u.length; i++) sums[i % m] += u[i];
  return sums;
}
