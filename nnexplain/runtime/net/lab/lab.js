// The laboratory of a page: a trained network, the digits to try it on, and what the reader has done to
// both. All of it follows from the page's parameters (LAB), so figures that share them agree, and a link can
// hold any experiment. The network's file is fetched once a page.

import { fetchSafetensors } from "../safetensors.js";
import { Lab } from "./laboratory.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Page } from "../../core/page.js" */
/** @import { Activity, Vector } from "../net.js" */

/** What changes what a Lab says. */
export const LAB = Object.freeze([
  "digit",
  "ink",
  "digit2",
  "ink2",
  "fit",
  "silent",
  "turned",
  "noise",
  "shake",
]);

/**
 * @typedef {object} LabFacts
 * @property {number} side  @property {number} levels  of a picture: side × side numbers from 0 to levels
 * @property {"counts" | "mass"} prepare  how drawings become such pictures
 * @property {string} dataset  @property {number[]} sizes  units from the input on
 * @property {number[]} [region]  of every hidden unit, −1 where it is never on
 * @property {string[]} [regionWords]
 */

/**
 * What the network makes of an input.
 * @typedef {object} Thought
 * @property {"digit" | "drawing"} kind  @property {number | null} index  @property {number | null} label
 * @property {boolean} blank  no ink at all  @property {string} words  "test digit no. 17, a 3"
 * @property {Vector} pixels  0 to 1  @property {Activity[]} pass  a is after the gains
 * @property {Vector} p  of every answer
 * @property {number} said  the likeliest
 * @property {number} sure  its p
 */

const HOME = Symbol("the laboratory of this page");

/**
 * The laboratory that `page` has, set up by the first figure that asks.
 * @param {Page} page
 * @param {Figure} figure
 * @param {URL} source  where the figure's JSON came from
 * @param {AbortSignal} signal
 * @throws {Error} where the figure names no network, or its file is missing or damaged
 */
export async function labOf(page, figure, source, signal) {
  if (!figure.network) throw new Error(`figure ${figure.name} names no network`);
  const home = /** @type {Page & {[HOME]?: Map<string, Promise<Lab>>}} */ (page);
  const labs = (home[HOME] ??= new Map());
  const url = new URL(figure.network, source);
  const arriving = labs.get(url.href) ?? fetchSafetensors(url).then((file) => new Lab(page, file));
  labs.set(url.href, arriving);
  arriving.catch(() => labs.delete(url.href)); // another figure may try again
  const lab = await arriving;
  lab.attend(signal);
  return lab;
}

export { Lab };
