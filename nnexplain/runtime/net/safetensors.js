// Reads a .safetensors file: eight bytes with the length of a JSON header, the header, the numbers.
// https://huggingface.co/docs/safetensors

/**
 * @typedef {Float32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array |
 *   Uint32Array | BigInt64Array | BigUint64Array} Numbers
 */
/** @typedef {{dtype: string, shape: number[], data: Numbers}} Tensor */

/** Half precision: 1 sign, 5 exponent, 10 fraction bits. @param {number} bits */
export function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. @param {ArrayBuffer} bytes */
function brain(bytes) {
  return new Float32Array(Uint32Array.from(new Uint16Array(bytes), (bits) => bits << 16).buffer);
}

/** Bytes per number, and how to see them. */
const KINDS = Object.freeze(
  /** @type {Record<string, [number, (bytes: ArrayBuffer) => Numbers] | undefined>} */ ({
    F64: [8, (bytes) => new Float64Array(bytes)],
    F32: [4, (bytes) => new Float32Array(bytes)],
    F16: [2, (bytes) => Float32Array.from(new Uint16Array(bytes), half)],
    BF16: [2, brain],
    I64: [8, (bytes) => new BigInt64Array(bytes)],
    U64: [8, (bytes) => new BigUint64Array(bytes)],
    I32: [4, (bytes) => new Int32Array(bytes)],
    U32: [4, (bytes) => new Uint32Array(bytes)],
    I16: [2, (bytes) => new Int16Array(bytes)],
    U16: [2, (bytes) => new Uint16Array(bytes)],
    I8: [1, (bytes) => new Int8Array(bytes)],
    U8: [1, (bytes) => new Uint8Array(bytes)],
    BOOL: [1, (bytes) => new Uint8Array(bytes)],
  }),
);

/** @param {ArrayBuffer} body  @param {string} name  @param {any} entry  @returns {Tensor} */
function tensor(body, name, entry) {
  const { dtype, shape, data_offsets: [start, end] = [] } = entry ?? {};
  const kind = KINDS[dtype];
  if (!kind) throw new RangeError(`${name}: dtype ${dtype} is not one of ${Object.keys(KINDS).join(", ")}`);
  const natural = (/** @type {unknown} */ number) => Number.isSafeInteger(number) && Number(number) >= 0;
  const counts = Array.isArray(shape) && shape.every(natural) && natural(start) && natural(end);
  const size = counts ? shape.reduce((product, side) => product * side, kind[0]) : NaN;
  if (end - start !== size || end > body.byteLength) {
    throw new RangeError(`${name}: ${dtype} of shape [${shape}] does not lie at bytes ${start} to ${end}`);
  }
  return { dtype, shape, data: kind[1](body.slice(start, end)) };
}

/** Whether the bytes are gzipped: a host may have unpacked them on the way. @param {ArrayBuffer} file */
function gzipped(file) {
  const [first, second] = new Uint8Array(file, 0, Math.min(2, file.byteLength));
  return first === 0x1f && second === 0x8b;
}

/**
 * The bytes of a .safetensors or .safetensors.gz file, unpacked.
 * @param {URL} url  @param {AbortSignal} [signal]  @returns {Promise<ArrayBuffer>}
 * @throws {Error} where it is missing or damaged
 */
export async function fetchSafetensors(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status} ${response.statusText}`);
  const file = await response.arrayBuffer();
  if (!gzipped(file)) return file;
  return new Response(new Blob([file]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/**
 * The tensors of a file by name; F16 and BF16 come as Float32Array, BOOL as 0 and 1.
 * @param {ArrayBuffer} file
 * @returns {{tensors: Map<string, Tensor>, metadata: Record<string, string>}}
 * @throws {RangeError | SyntaxError} where the file is cut short or its header is wrong
 */
export function readSafetensors(file) {
  const length = file.byteLength < 8 ? NaN : Number(new DataView(file).getBigUint64(0, true));
  if (!(length <= file.byteLength - 8)) throw new RangeError("not a safetensors file, or cut short");
  const header = JSON.parse(
    new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(file, 8, length)),
  );
  const { __metadata__: metadata = {}, ...entries } = header;
  const body = file.slice(8 + length);
  const tensors = Object.entries(entries).map(([name, entry]) => [name, tensor(body, name, entry)]);
  return { tensors: new Map(/** @type {[string, Tensor][]} */ (tensors)), metadata };
}
