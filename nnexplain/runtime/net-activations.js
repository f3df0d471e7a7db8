// What a layer does to its sums: a = f(z), and on the way back ∂L/∂z from ∂L/∂a.

import { mapRows } from "./net-matrix.js";

/** @import { Vector } from "./net-matrix.js" */

/** @typedef {"linear" | "relu" | "tanh" | "sigmoid" | "softmax"} ActivationName */

/**
 * All arrays are n × outputs.
 * @typedef {object} Activation
 * @property {(z: Vector, outputs: number) => Vector} forward  z to a
 * @property {(da: Vector, z: Vector, a: Vector, outputs: number) => Vector} backward  ∂L/∂a to ∂L/∂z
 */

/**
 * An activation that looks at one number at a time. By the chain rule ∂L/∂z = ∂L/∂a · slope.
 * @param {(z: number) => number} f
 * @param {(z: number, a: number) => number} slope  da/dz, in whichever of z and a it is shorter
 * @returns {Activation}
 */
function elementwise(f, slope) {
  return {
    forward: (z) => z.map((sum) => f(sum)),
    backward: (da, z, a) => da.map((d, i) => d * slope(z[i], a[i])),
  };
}

/** 1 / (1 + e⁻ᶻ), written so that the exponential never overflows. @param {number} z */
export function sigmoid(z) {
  const small = Math.exp(-Math.abs(z));
  return (z < 0 ? small : 1) / (1 + small);
}

/** ln Σ eᶻ of one row; taking out the greatest z first keeps the exponentials at most 1. @param {Vector} z */
export function logSumExp(z) {
  const top = Math.max(...z);
  return top + Math.log(z.reduce((sum, each) => sum + Math.exp(each - top), 0));
}

/**
 * aⱼ = e^zⱼ / Σ e^z over the row: positive, and 1 together. Every a hangs on every z of its row:
 * ∂aᵢ/∂zⱼ = aᵢ (1[i = j] − aⱼ), so ∂L/∂zⱼ = aⱼ (∂L/∂aⱼ − Σᵢ aᵢ ∂L/∂aᵢ).
 * @type {Activation}
 */
const softmax = {
  forward: (z, outputs) =>
    mapRows(z, outputs, (row) => {
      const total = logSumExp(row);
      return row.map((sum) => Math.exp(sum - total));
    }),
  backward: (da, z, a, outputs) =>
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
