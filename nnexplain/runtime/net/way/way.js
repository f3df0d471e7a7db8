// The way of a page: a row of pictures from one to another, and what the network makes of each. The ends are the two
// inputs of the page's laboratory. All of it follows from the page's parameters (WAY), so figures that share them
// agree, and a link can hold any way.

import { LAB, labOf } from "../lab/lab.js";
import { networkIn, readNetworkFile } from "../network.js";
import { fetchSafetensors } from "../safetensors.js";
import { KINDS } from "./make.js";
import { Way } from "./page-way.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Page } from "../../core/page.js" */
/** @import { Lab } from "../lab/lab.js" */
/** @import { Vector } from "../net.js" */
/** @import { Coder } from "./make.js" */

/** What changes where a way leads, and where on it the page stands. */
export const WAY = Object.freeze([...LAB, "way", "own", "t"]);

/** @typedef {(typeof KINDS)[number]} Kind */

/**
 * What the network makes of one place: every layer's answers after the gains, the last layer's sums, the shares.
 * @typedef {{a: Vector[], logits: Vector, p: Vector, said: number, sure: number}} Pass
 */

/**
 * Where the page stands on a way: `t` is the place itself, from 0 to 1.
 * @typedef {{place: number, count: number, t: number, picture: Vector, pass: Pass}} Place
 */

const HOME = Symbol("the way of this page");

/**
 * The way that `page` has, set up by the first figure that asks; its laboratory is `way.lab`. Its autoencoders are there
 * too, unless the figure wants to begin `early` and waits for `way.coded` itself.
 * @param {Page} page  @param {Figure} figure  @param {URL} source  where the figure's JSON came from  @param {AbortSignal} signal
 * @param {{early?: boolean}} [how]
 * @throws {Error} where the figure names no network, or its file is missing or damaged
 */
export async function wayOf(page, figure, source, signal, { early = false } = {}) {
  const lab = await labOf(page, figure, source, signal);
  const home = /** @type {Lab & {[HOME]?: Way}} */ (lab);
  const file = new URL(String(lab.file.facts.coders), new URL(figure.network ?? "", source));
  const way = (home[HOME] ??= new Way(page, lab, () => codersFrom(file)));
  if (!early) await way.coded;
  return way;
}

/**
 * The autoencoders of a file, by the name of their way: its facts describe them as
 * {coders: {"code-2": {encode: […], decode: […]}}}, layer by layer. They are half of what the lesson fetches, so they
 * come when somebody goes through them.
 * @param {URL} url  @returns {Promise<Map<string, Coder>>}
 * @throws {Error} where the file is missing or damaged
 */
export async function codersFrom(url) {
  const { tensors, facts } = readNetworkFile(await fetchSafetensors(url));
  const described = /** @type {[string, {encode: any[], decode: any[]}][]} */ (Object.entries(facts.coders ?? {}));
  return new Map(described.map(([name, { encode, decode }]) => [name, { encode: networkIn(tensors, encode), decode: networkIn(tensors, decode) }]));
}

export { KINDS, Way };
