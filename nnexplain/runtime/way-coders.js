// The autoencoders of a page's ways: half of what the lesson fetches, so they come when somebody goes through them.

import { networkIn, readNetworkFile } from "./network.js";
import { fetchSafetensors } from "./safetensors.js";

/** @import { Coder } from "./way-make.js" */

/**
 * The autoencoders of a file, by the name of their way: its facts describe them as
 * {coders: {"code-2": {encode: […], decode: […]}}}, layer by layer.
 * @param {URL} url  @returns {Promise<Map<string, Coder>>}
 * @throws {Error} where the file is missing or damaged
 */
export async function codersFrom(url) {
  const { tensors, facts } = readNetworkFile(await fetchSafetensors(url));
  const described = /** @type {[string, {encode: any[], decode: any[]}][]} */ (Object.entries(facts.coders ?? {}));
  return new Map(described.map(([name, { encode, decode }]) => [name, { encode: networkIn(tensors, encode), decode: networkIn(tensors, decode) }]));
}
