// The functions of a network: what a layer does to its sums, and how wrong the answer is. Each comes
// with its slope, which is all that learning asks of it.

/** @import { Activity, Layer, Network, Vector } from "./net.js" */

/** @typedef {"linear" | "relu" | "tanh" | "sigmoid" | "softmax"} ActivationName */

/**
 * All arrays are n × outputs.
 * @typedef {object} Activation
 * @property {(z: Vector, outputs: number) => Vector} forward  z to a
 * @property {(da: Vector, z: Vector, a: Vector, outputs: number) => Vector} backward  ∂L/∂a to ∂L/∂z
 */

/**
 * One that looks at a single number at a time; by the chain rule ∂L/∂z = ∂L/∂a · da/dz.
 * @param {(z: number) => number} f
 * @param {(z: number, a: number) => number} slope  da/dz, from whichever of z and a it is shorter
 * @returns {Activation}
 */
const elementwise = (f, slope) => ({
  forward: (z) => z.map((sum) => f(sum)),
  backward: (da, z, a) => da.map((d, i) => d * slope(z[i], a[i])),
});

/** 1 / (1 + e⁻ᶻ), written so that the exponential never overflows. @param {number} z */
export function sigmoid(z) {
  const small = Math.exp(-Math.abs(z));
  return (z < 0 ? small : 1) / (1 + small);
}

/** ln Σ eᶻ over one row; without its greatest z no exponential exceeds 1. @param {Vector} z */
export function logSumExp(z) {
  const top = Math.max(...z);
  return top + Math.log(z.reduce((sum, each) => sum + Math.exp(each - top), 0));
}

/**
 * `f` of every row of an n × m matrix, put together again; `first` is where in `u` the row starts.
 * @param {Vector} u  @param {number} m  @param {(row: Vector, first: number) => ArrayLike<number>} f
 * @returns {Vector}
 */
export function mapRows(u, m, f) {
  const rows = new Float64Array(u.length);
  for (let first = 0; first < u.length; first += m) rows.set(f(u.subarray(first, first + m), first), first);
  return rows;
}

/**
 * aⱼ = e^zⱼ / Σ e^z: positive, and together 1. Every a hangs on every z of its row, ∂aᵢ/∂zⱼ =
 * aᵢ (1[i = j] − aⱼ), so ∂L/∂zⱼ = aⱼ (∂L/∂aⱼ − Σᵢ aᵢ ∂L/∂aᵢ).
 * @type {Activation}
 */
const softmax = {
  forward: (z, outputs) =>
    mapRows(z, outputs, (row) => {
      const total = logSumExp(row);
      return row.map((sum) => Math.exp(sum - total));
    }),
  backward: (da, _, a, outputs) =>
    mapRows(da, outputs, (row, first) => {
      const mean = row.reduce((sum, d, j) => sum + d * a[first + j], 0);
      return row.map((d, j) => a[first + j] * (d - mean));
    }),
};

/** @type {Readonly<Record<ActivationName, Activation>>} */
export const ACTIVATIONS = Object.freeze({
  linear: elementwise((z) => z, () => 1),
  // At the kink there is no slope; 0 is torch's choice, and ours.
  relu: elementwise((z) => Math.max(0, z), (z) => (z > 0 ? 1 : 0)),
  tanh: elementwise(Math.tanh, (_, a) => 1 - a * a),
  sigmoid: elementwise(sigmoid, (_, a) => a * (1 - a)),
  softmax,
});

/**
 * `name`, which must be one of the table's.
 * @template {string} K  @param {Readonly<Record<K, unknown>>} table  @param {K} name  @param {string} what
 */
export function known(table, name, what) {
  if (Object.hasOwn(table, name)) return name;
  throw new RangeError(`${what} ${name} is not one of ${Object.keys(table).join(", ")}`);
}

/** @typedef {"binary-cross-entropy" | "cross-entropy" | "squared-error"} LossName */

/**
 * The cross-entropies start from z, not a: with the sigmoid or softmax taken into them, a probability that
 * rounds to 0 or 1 does no harm, and delta becomes as plain as "answer minus truth".
 * @typedef {object} Loss
 * @property {string[]} [after]  the activations of the last layer that it makes sense with, if not all
 * @property {(activity: Activity, y: Vector, outputs: number) => Vector} each  the losses, n × outputs or n
 * @property {(activity: Activity, y: Vector, layer: Layer) => Vector} delta  ∂(Σ each)/∂z, n × outputs
 */

/** @type {Readonly<Record<LossName, Loss>>} */
const LOSSES = Object.freeze({
  // −y ln p − (1 − y) ln(1 − p), with p = sigmoid(z); in nats.
  "binary-cross-entropy": {
    after: ["sigmoid", "linear"],
    each: ({ z }, y) =>
      z.map((sum, i) => Math.max(sum, 0) - sum * y[i] + Math.log1p(Math.exp(-Math.abs(sum)))),
    delta: ({ z }, y) => z.map((sum, i) => sigmoid(sum) - y[i]),
  },
  // −Σ y ln p over the classes, with p = softmax(z); in nats.
  "cross-entropy": {
    after: ["softmax", "linear"],
    each: ({ z }, y, outputs) => {
      const firsts = Array.from({ length: z.length / outputs }, (_, i) => i * outputs);
      return Float64Array.from(firsts, (first) => {
        const row = z.subarray(first, first + outputs);
        const total = logSumExp(row); // so ln pⱼ = zⱼ − total
        return row.reduce((sum, each, j) => sum + y[first + j] * (total - each), 0);
      });
    },
    delta: ({ z }, y, { outputs }) => ACTIVATIONS.softmax.forward(z, outputs).map((p, i) => p - y[i]),
  },
  // (a − y)²
  "squared-error": {
    each: ({ a }, y) => a.map((answer, i) => (answer - y[i]) ** 2),
    delta: ({ z, a }, y, { activation, outputs }) =>
      ACTIVATIONS[activation].backward(a.map((answer, i) => 2 * (answer - y[i])), z, a, outputs),
  },
});

/**
 * How wrong a pass is: the mean `loss`; its parts `each`, n × outputs (n for cross-entropy); and the last
 * layer's `delta` = ∂loss/∂z, n × outputs, from which `backward` starts.
 * @param {LossName} name  @param {Network} network  @param {Activity[]} pass  what `forward` returned
 * @param {Vector} y  what is right, n × outputs: 0 or 1 (binary), rows of probabilities that add up to 1
 *   (cross-entropy), any numbers (squared error)
 * @throws {RangeError} for another loss, a last layer that it does not fit, another number of targets
 */
export function measure(name, { layers }, pass, y) {
  const { after, each, delta } = LOSSES[known(LOSSES, name, "loss")];
  const [layer, activity] = [layers.at(-1), pass.at(-1)];
  if (!layer || !activity) throw new RangeError("there is no pass to measure");
  if (activity.z.length !== y.length) {
    throw new RangeError(`${y.length} targets for ${activity.z.length} answers`);
  }
  if (after && !after.includes(layer.activation)) {
    throw new RangeError(
      `${name} goes with a last layer that is ${after.join(" or ")}, not ${layer.activation}`,
    );
  }
  const parts = each(activity, y, layer.outputs);
  const loss = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  return { loss, each: parts, delta: delta(activity, y, layer).map((d) => d / parts.length) };
}
