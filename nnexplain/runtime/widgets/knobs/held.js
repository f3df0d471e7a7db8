// Which knob the reader holds: a weight, the bias or the gain of the page's unit, how far it can be turned,
// and what the network would say at every setting.

import { answersAcross, changing } from "../../net/flips.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Network } from "../../net/net.js" */

/** How far a weight or bias turns either way, and a gain up from 0: further where a link has turned it. */
export const REACH = 5;
export const MOST = 10;
export const STEP = 0.05;

/**
 * @typedef {object} Held
 * @property {string} id  of the unit
 * @property {number} layer
 * @property {number} unit
 * @property {number | "bias" | "gain"} part
 * @property {number} value  as it stands
 * @property {number} own  as it was trained
 * @property {number} low
 * @property {number} high  how far the slider goes
 * @property {boolean} silent  its unit is silenced
 */

/** @param {Lab} lab  @param {Page} page */
function unitOf(lab, page) {
  const unit = lab.unit(String(page.get("unit"))) ?? lab.units[0];
  if (!unit) throw new RangeError("a network without units");
  return unit;
}

/**
 * What `knob` names of a unit: the gain, where it names nothing.
 * @param {unknown} knob
 * @param {number} inputs
 * @returns {Held["part"]}
 */
function partOf(knob, inputs) {
  if (knob === "bias") return "bias";
  const index = /^w(\d{1,4})$/.exec(String(knob))?.[1];
  return index !== undefined && Number(index) < inputs ? Number(index) : "gain";
}

/** @param {Held["part"]} part */
export const knobName = (part) => (typeof part === "number" ? `w${part}` : part);

/** @param {Lab} lab  @param {Page} page  @returns {Held} */
export function heldOf(lab, page) {
  const { id, layer, index: unit } = unitOf(lab, page);
  const part = partOf(page.get("knob"), lab.facts.sizes[layer] ?? 0);
  const own = numberAt(lab.original, layer, unit, part);
  const from = part === "gain" ? null : part;
  const turned = lab.turns.find((turn) => turn.id === id && turn.from === from)?.value;
  // what noise has done to a weight that nobody turned is seen
  const value = turned ?? numberAt(lab.network, layer, unit, part);
  const [low, high] = part === "gain" ? [0, MOST] : [-REACH, REACH];
  const [least, most] = [Math.floor(Math.min(value, own)), Math.ceil(Math.max(value, own))];
  // the gain of an answer makes no sense below 0
  const answer = part === "gain" && layer === lab.original.layers.length - 1;
  const ends = { low: answer ? low : Math.min(low, least), high: Math.max(high, most) };
  return { id, layer, unit, part, value, own, ...ends, silent: lab.silent.has(id) };
}

/**
 * A weight or bias of a network; a gain is 1.
 * @param {Network} network
 * @param {number} layer
 * @param {number} unit
 * @param {Held["part"]} part
 */
function numberAt({ layers }, layer, unit, part) {
  const its = layers[layer];
  if (!its || part === "gain") return 1;
  return Number(part === "bias" ? its.b[unit] : its.w[unit * its.inputs + part]);
}

/** The gain of a unit as it is turned, whether or not it is silenced. @param {Lab} lab  @param {string} id */
export const gainOfUnit = (lab, id) =>
  lab.turns.find((turn) => turn.id === id && turn.from === null)?.value ?? 1;

/**
 * Turns the held knob; near what it was trained to be it is that again.
 * @param {Lab} lab
 * @param {Held} held
 * @param {number} value
 */
export function turn(lab, { id, part, own }, value) {
  const near = Math.abs(value - own) <= STEP / 2 ? own : value;
  if (part === "gain") lab.turn(id, near);
  else lab.turnWeight(id, part, near);
}

/** What the network says at every setting of the held knob. @param {Lab} lab  @param {Held} held */
export const courseOf = (lab, held) =>
  answersAcross(lab.network, lab.gains, lab.now().pass, held, held.low, held.high);

/**
 * The knobs of a unit: its weights, its bias, its gain.
 * @param {Lab} lab
 * @param {number} layer
 * @returns {{part: Held["part"], low: number, high: number}[]}
 */
function knobsOf({ facts }, layer) {
  const inputs = facts.sizes[layer] ?? 0;
  const weights = Array.from({ length: inputs }, (_, part) => ({ part, low: -REACH, high: REACH }));
  return [...weights, { part: "bias", low: -REACH, high: REACH }, { part: "gain", low: 0, high: MOST }];
}

/**
 * Which knobs of a unit change the answer by themselves, somewhere: its weights, its bias, its gain.
 * @param {Lab} lab
 * @param {{layer: number, index: number, id: string}} unit
 */
function tellingKnobs(lab, { layer, index, id }) {
  const its = changing(lab.network, lab.gains, lab.now().pass, layer, index, knobsOf(lab, layer));
  return lab.silent.has(id) ? its.fill(false) : its;
}

/**
 * Which knobs of every unit change the answer by themselves. It takes a moment to find out: what was found
 * stands until `look` is called again.
 */
export class Telling {
  /** @type {Lab} */ #lab;
  /** What it was found for. @type {object | null} */ #thought = null;
  /** By the unit's id. @type {ReadonlyMap<string, boolean[]>} */ knobs = new Map();

  /** @param {Lab} lab */
  constructor(lab) {
    this.#lab = lab;
    this.look();
  }

  /** Whether what was found is of another moment. */
  get old() {
    return this.#thought !== this.#lab.now();
  }

  look() {
    this.#thought = this.#lab.now();
    this.knobs = new Map(this.#lab.units.map((unit) => [unit.id, tellingKnobs(this.#lab, unit)]));
  }
}
