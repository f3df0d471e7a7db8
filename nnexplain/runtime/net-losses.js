// How wrong an answer is, as one number, and how that number changes with the last layer's sums.
// Means are torch's: over all numbers of the answer, for cross-entropy over the examples.

import { logSumExp, sigmoid } from "./net-activations.js";
import { mapRows } from "./net-matrix.js";
import { deltaOf } from "./net.js";

/** @import { Activity, Layer, Network } from "./net.js" */
/** @import { Vector } from "./net-matrix.js" */

/** @typedef {"binary-cross-entropy" | "cross-entropy" | "squared-error"} LossName */

/**
 * The two cross-entropies take z, not a, for the answer: with their sigmoid or softmax inside them, a
 * probability that rounds to 0 or 1 does no harm, and delta comes out as plain as "answer minus truth".
 * @typedef {object} Loss
 * @property {string[]} after  the last layer's activations it makes sense with; none: all
 * @property {(z: Vector, a: Vector, y: Vector, outputs: number) => Vector} each  the losses, n × outputs or n
 * @property {(activity: Activity, y: Vector, layer: Layer) => Vector} delta  ∂(Σ each)/∂z, n × outputs
 */

/** @type {Readonly<Record<LossName, Loss>>} */
const LOSSES = Object.freeze({
  // −y ln p − (1 − y) ln(1 − p) with p = sigmoid(z); nats.
  "binary-cross-entropy": {
    after: ["sigmoid", "linear"],
    each: (z, _, y) => z.map((sum, i) => Math.max(sum, 0) - sum * y[i] + Math.log1p(Math.exp(-Math.abs(sum)))),
    delta: ({ z }, y) => z.map((sum, i) => sigmoid(sum) - y[i]),
  },
  // −Σ y ln p over the classes with p = softmax(z); nats.
  "cross-entropy": {
    after: ["softmax", "linear"],
    each: (z, _, y, outputs) => {
      const surprise = mapRows(z, outputs, (row, first) => {
        const total = logSumExp(row);
        return row.map((sum, j) => y[first + j] && y[first + j] * (total - sum));
      });
      return Float64Array.from({ length: z.length / outputs }, (_, i) =>
        surprise.subarray(i * outputs, (i + 1) * outputs).reduce((sum, term) => sum + term, 0),
      );
    },
    delta: ({ z }, y, { outputs }) =>
      mapRows(z, outputs, (row, first) => {
        const total = logSumExp(row);
        const mass = y.subarray(first, first + outputs).reduce((sum, p) => sum + p, 0); // 1 for probabilities
        return row.map((sum, j) => mass * Math.exp(sum - total) - y[first + j]);
      }),
  },
  // (a − y)²
  "squared-error": {
    after: [],
    each: (_, a, y) => a.map((answer, i) => (answer - y[i]) ** 2),
    delta: (activity, y, layer) => deltaOf(layer, activity, activity.a.map((answer, i) => 2 * (answer - y[i]))),
  },
});

/**
 * How wrong the pass is: the mean `loss`, its parts `each` (n × outputs; n for cross-entropy), and
 * `delta` = ∂loss/∂z of the last layer (n × outputs), from which `backward` starts.
 * @param {LossName} name  @param {Network} network  @param {Activity[]} pass  what `forward` returned
 * @param {Vector} y  what is right, n × outputs: 0 or 1, probabilities of the classes (`oneHot`), or any numbers
 * @returns {{loss: number, each: Vector, delta: Vector}}
 * @throws {RangeError} for another loss, a last layer it does not fit, or another number of targets
 */
export function measure(name, { layers }, pass, y) {
  const [layer, activity] = [layers.at(-1), pass.at(-1)];
  if (!Object.hasOwn(LOSSES, name)) throw new RangeError(`loss ${name} is not one of ${Object.keys(LOSSES).join(", ")}`);
  if (!layer || activity?.z.length !== y.length) throw new RangeError(`${y.length} targets for ${activity?.z.length} answers`);
  const { after, each, delta } = LOSSES[name];
  if (after.length && !after.includes(layer.activation)) {
    throw new RangeError(`${name} follows a last layer that is ${after.join(" or ")}, not ${layer.activation}`);
  }
  const parts = each(activity.z, activity.a, y, layer.outputs);
  const loss = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  return { loss, each: parts, delta: delta(activity, y, layer).map((d) => d / parts.length) };
}

/** Class numbers as rows with a 1 at the class: n → n × classes. @param {ArrayLike<number>} labels  @param {number} classes @returns {Vector} */
export function oneHot(labels, classes) {
  /** @type {Vector} */ const rows = new Float64Array(labels.length * classes);
  Array.from(labels, (label, i) => (rows[i * classes + label] = 1));
  return rows;
}
