// A trained network from the .safetensors file that Python's `network()` writes: its arrays, and under
// the metadata key "facts" how to run them, {"layers": [{"kind": "dense", "weight": "0.weight", …}]}.

import { networkOf } from "./net.js";
import { readSafetensors } from "./safetensors.js";

/** @import { Shape } from "./net.js" */
/** @import { Tensor } from "./safetensors.js" */

/** @typedef {{kind: string, weight: string, bias?: string, activation?: Shape["activation"]}} Described */

/**
 * The array `name`, which must have `sides` sides, in float64.
 * @param {Map<string, Tensor>} tensors  @param {string} name  @param {number} sides
 */
function array(tensors, name, sides) {
  const tensor = tensors.get(name);
  if (!tensor) {
    throw new RangeError(`the network has no array ${name}; it has ${[...tensors.keys()].join(", ")}`);
  }
  const { shape, data } = tensor;
  if (shape.length !== sides) throw new RangeError(`${name} has shape [${shape}]; it needs ${sides} sides`);
  const numbers = Float64Array.from(/** @type {ArrayLike<any>} */ (data), Number);
  if (!numbers.every(Number.isFinite)) throw new RangeError(`${name} holds a number that is not finite`);
  return { shape, numbers };
}

/** @param {Map<string, Tensor>} tensors  @param {Described} described */
function dense(tensors, { kind, weight, bias, activation = "linear" }) {
  if (kind !== "dense") throw new RangeError(`a layer of kind ${kind}; known is dense`);
  const w = array(tensors, weight, 2); // outputs × inputs
  const [outputs = 0, inputs = 0] = w.shape;
  const b = bias === undefined ? null : array(tensors, bias, 1); // outputs
  if (b && b.shape[0] !== outputs) {
    throw new RangeError(`${b.shape[0]} biases ${bias} for ${outputs} outputs`);
  }
  const numbers = [...w.numbers, ...(b?.numbers ?? [])];
  return { shape: { inputs, outputs, activation, bias: b !== null }, numbers };
}

/**
 * The network that these layers of these arrays are.
 * @param {Map<string, Tensor>} tensors  @param {Described[]} layers
 * @throws {RangeError} where what they describe does not fit together
 */
export function networkIn(tensors, layers) {
  const built = layers.map((layer) => dense(tensors, layer ?? {}));
  return networkOf(
    built.map(({ shape }) => shape),
    Float64Array.from(built.flatMap(({ numbers }) => numbers)),
  );
}

/**
 * The network of a file, in float64 whatever the file's precision, with the file's other arrays and what it
 * says of them.
 * @param {ArrayBuffer} file
 * @throws {RangeError | SyntaxError} where the file is damaged, or what it describes does not fit together
 */
export function readNetworkFile(file) {
  const { tensors, metadata } = readSafetensors(file);
  const { layers, ...facts } = JSON.parse(metadata.facts ?? "{}") ?? {};
  if (!Array.isArray(layers)) {
    throw new RangeError("the file does not say how to run its arrays: no facts.layers");
  }
  return { network: networkIn(tensors, layers), tensors, facts };
}
