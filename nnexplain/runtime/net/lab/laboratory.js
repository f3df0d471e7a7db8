// A network with the digits to try it on, and what a page's reader has done to both: see lab.js.

import { greyOf } from "../ink/grey.js";
import { bitsOf, inkOf } from "../ink/ink.js";
import { drawingOf, prepared } from "../ink/prepare.js";
import { forward } from "../net.js";
import { readNetworkFile } from "../network.js";
import { altered, argmax, gainsOf, scored, unitsOf } from "./altered.js";
import { idsOf, short, turnedText, turnsOf } from "./turns.js";

/** @import { Page, Value } from "../../core/page.js" */
/** @import { Activity, Network, Vector } from "../net.js" */
/** @import { Tensor } from "../safetensors.js" */
/** @import { Score } from "./altered.js" */
/** @import { LabFacts, Thought } from "./lab.js" */
/** @import { Turn, Unit } from "./turns.js" */

/** Which parameters say what the first and the second input are. */
const SLOTS = Object.freeze({
  0: { digit: "digit", ink: "ink", drawing: "your drawing" },
  1: { digit: "digit2", ink: "ink2", drawing: "your second drawing" },
});

/** @param {Map<string, Tensor>} tensors  @param {string} name */
function wholeNumbers(tensors, name) {
  const data = tensors.get(name)?.data;
  if (!data) throw new RangeError(`the network's file has no array ${name}`);
  return Float64Array.from(/** @type {ArrayLike<any>} */ (data), Number);
}

export class Lab {
  /** @type {Page} */ #page;
  /** @type {Vector} */ #images;
  /** @type {Vector} */ #labels;
  /** @type {Map<string, Unit>} */ #units;
  /**
   * The latest of everything that costs something, and what it was worked out from.
   * @type {Map<string, {key: string, made: any}>}
   */
  #kept = new Map();

  /**
   * @param {Page} page
   * @param {ArrayBuffer} file
   * @throws {RangeError | SyntaxError} where it is no such file
   */
  constructor(page, file) {
    const { network, tensors, facts } = readNetworkFile(file);
    const { side, levels, prepare = "counts", dataset = "", region_words } = facts;
    const sizes = [network.layers[0]?.inputs ?? 0, ...network.layers.map(({ outputs }) => outputs)];
    if (side * side !== sizes[0] || !(levels > 0)) {
      throw new RangeError(`pictures of ${side} × ${side} in ${levels} levels for ${sizes[0]} inputs`);
    }
    this.#page = page;
    /** What else is in the file. */ this.file = Object.freeze({ tensors, facts });
    this.original = network;
    this.#images = wholeNumbers(tensors, "images").map((level) => level / levels);
    this.#labels = wholeNumbers(tensors, "labels");
    this.count = this.#labels.length;
    if (this.#images.length !== this.count * side * side) {
      throw new RangeError(`${this.#images.length} pixels for ${this.count} labels`);
    }
    const region = tensors.has("region")
      ? { region: [...wholeNumbers(tensors, "region")], regionWords: region_words ?? [] }
      : {};
    /** @type {LabFacts} */ this.facts = Object.freeze({ side, levels, prepare, dataset, sizes, ...region });
    this.units = Object.freeze(unitsOf(network));
    this.#units = new Map(this.units.map((unit) => [unit.id, unit]));
    const ids = this.units.map(({ id }) => id);
    page.declare([{ name: "unit", value: ids[0] ?? "", input: "none", options: ids }]);
  }

  /** Follows the page as long as at least one figure is there. @param {AbortSignal} signal */
  attend(signal) {
    this.#page.subscribe((changes) => this.#follow(changes), signal);
  }

  /**
   * Who picks a test digit wants to see it: it takes the drawing's place.
   * @param {ReadonlyMap<string, Value>} changes
   */
  #follow(changes) {
    for (const { digit, ink } of Object.values(SLOTS)) {
      if (changes.has(digit) && !changes.has(ink) && this.#page.get(ink)) this.#page.set({ [ink]: "" });
    }
  }

  /**
   * @template T
   * @param {string} name
   * @param {readonly unknown[]} from
   * @param {() => T} make
   * @returns {T}
   */
  #once(name, from, make) {
    const key = from.join("|");
    const known = this.#kept.get(name);
    if (known?.key === key) return known.made;
    const made = make();
    this.#kept.set(name, { key, made });
    return made;
  }

  /** @param {string} id  such as a3, b16, c9  @returns {Unit | null} */
  unit(id) {
    return this.#units.get(id) ?? null;
  }

  /** @param {number} index  of a test digit */
  label(index) {
    return Number(this.#labels[index]);
  }

  /** @param {number} index  of a test digit  @returns {Vector} 0 to 1 */
  pixels(index) {
    const size = this.facts.side ** 2;
    return this.#images.subarray(index * size, (index + 1) * size);
  }

  /** What is turned. @returns {Turn[]} */
  get turns() {
    const text = this.#page.get("turned");
    return this.#once("turns", [text], () => turnsOf(text, this.#units, this.facts.sizes));
  }

  /** The ids of the silenced units. @returns {Set<string>} */
  get silent() {
    const text = this.#page.get("silent");
    return this.#once("silent", [text], () => idsOf(text, this.#units));
  }

  /** How much noise is on its weights. */
  get noise() {
    return Number(this.#page.get("noise")) || 0;
  }

  /** What the reader has done to the network, as the page has it. */
  get #knobs() {
    return [this.#page.get("silent"), ...this.#weights];
  }

  get #weights() {
    return ["turned", "noise", "shake"].map((name) => this.#page.get(name));
  }

  /** With turned weights, and noise. @returns {Network} */
  get network() {
    const how = { turns: this.turns, noise: this.noise, shake: Number(this.#page.get("shake")) || 0 };
    return this.#once("network", this.#weights, () => altered(this.original, this.#units, how));
  }

  /**
   * What every unit's answer is multiplied by; null for a layer that is left alone.
   * @returns {(Vector | null)[]}
   */
  get gains() {
    return this.#once(
      "gains",
      this.#knobs,
      () => gainsOf(this.original, this.#units, this.turns, this.silent),
    );
  }

  /**
   * What all layers do.
   * @param {Vector} pixels
   * @param {{gains?: (Vector | null)[], network?: Network}} [how]  as the knobs stand, unless given
   * @returns {Activity[]}
   */
  run(pixels, { gains = this.gains, network = this.network } = {}) {
    return forward(network, pixels, { gains });
  }

  /** What the network makes of an input now. @param {0 | 1} [slot]  @returns {Thought} */
  now(slot = 0) {
    const { digit, ink } = SLOTS[slot];
    const from = [this.#page.get(digit), this.#page.get(ink), this.#page.get("fit"), ...this.#knobs];
    return this.#once(`now${slot}`, from, () => this.#think(slot));
  }

  /** @param {0 | 1} slot  @returns {Thought} */
  #think(slot) {
    const made = Boolean(this.bits(slot) ?? this.grey(slot));
    const index = made ? null : this.index(slot);
    const label = index === null ? null : this.label(index);
    const pixels = this.seen(slot);
    const pass = this.run(pixels);
    /** @type {Vector} */ const p = pass.at(-1)?.a ?? new Float64Array();
    const said = argmax(p);
    const words = index === null
      ? SLOTS[slot].drawing
      : `test digit no. ${index}, ${label === 8 ? "an" : "a"} ${label}`;
    const blank = !pixels.some(Boolean);
    return {
      kind: made ? "drawing" : "digit",
      index,
      label,
      blank,
      words,
      pixels,
      pass,
      p,
      said,
      sure: p[said],
    };
  }

  /** Which test digit an input is, if nothing is drawn. @param {0 | 1} [slot] */
  index(slot = 0) {
    const index = Number(this.#page.get(SLOTS[slot].digit));
    return Number.isInteger(index) && index >= 0 && index < this.count ? index : 0;
  }

  /**
   * What the reader has made of an input.
   * @param {0 | 1} slot
   * @returns {{bits: Uint8Array | null, grey: Vector | null, unread: boolean}}
   */
  #made(slot) {
    const ink = this.#page.get(SLOTS[slot].ink);
    return this.#once(`made${slot}`, [ink], () => {
      const [bits, grey] = [bitsOf(ink), greyOf(ink, this.facts)];
      const unread = Boolean(ink) && !bits && !grey;
      if (unread) console.info("nnexplain: this is no drawing:", ink);
      return { bits, grey, unread };
    });
  }

  /**
   * What the reader has drawn, 1,024 cells; null where nothing is drawn.
   * @param {0 | 1} [slot]
   * @returns {Uint8Array | null}
   */
  bits(slot = 0) {
    return this.#made(slot).bits;
  }

  /**
   * What the reader has made pixel by pixel, 0 to levels, which the network sees as it is; null where that is
   * not so.
   * @param {0 | 1} [slot]
   * @returns {Vector | null}
   */
  grey(slot = 0) {
    return this.#made(slot).grey;
  }

  /**
   * Whether there should be a drawing, but nobody can read it: then there is the test digit.
   * @param {0 | 1} slot
   */
  unread(slot) {
    return this.#made(slot).unread;
  }

  /**
   * What the network sees of an input, which costs nothing where nobody has drawn.
   * @param {0 | 1} slot
   * @returns {Vector}
   */
  seen(slot) {
    if (this.bits(slot)) return this.picture(slot).pixels;
    return this.grey(slot)?.map((value) => value / this.facts.levels) ?? this.pixels(this.index(slot));
  }

  /**
   * An input as ink, and what becomes of it on its way to the network. Of most only the values are known:
   * their ink is one that gives them, or is near.
   * @param {0 | 1} [slot]
   */
  picture(slot = 0) {
    const [{ ink }, { bits: drawn, grey }, index] = [SLOTS[slot], this.#made(slot), this.index(slot)];
    const from = [this.#page.get(ink), this.#page.get("fit"), drawn ? "" : index];
    return this.#once(`picture${slot}`, from, () => {
      if (drawn) return { bits: drawn, ...prepared(drawn, this.facts, this.#page.get("fit") !== false) };
      const pixels = this.seen(slot);
      const values = grey ?? pixels.map((pixel) => Math.round(pixel * this.facts.levels));
      const bits = drawingOf(values, this.facts);
      return { bits, fitted: this.facts.prepare === "mass" ? null : bits, values, pixels };
    });
  }

  /** @param {0 | 1} slot  @param {ArrayLike<number>} bits  1,024 cells, 0 is paper */
  draw(slot, bits) {
    this.#page.set({ [SLOTS[slot].ink]: inkOf(bits) });
  }

  /** All test digits as the knobs stand. @returns {Score} */
  whole() {
    return this.#once("whole", this.#knobs, () => scored(this.run(this.#images), this.#labels));
  }

  /** The same untouched. @returns {Score} */
  wholeOriginal() {
    return this.#once("original", [], () => scored(forward(this.original, this.#images), this.#labels));
  }

  /**
   * Silences units, or lets them speak again; the page keeps the order in which they fell silent.
   * @param {Iterable<string>} ids
   * @param {boolean} on  true silences
   */
  silence(ids, on) {
    const silent = new Set(this.silent);
    for (const id of ids) on ? silent.add(id) : silent.delete(id);
    this.#page.set({ silent: [...silent].join(".") });
  }

  /** Multiplies a unit's answer; 1 leaves it as it was. @param {string} id  @param {number} gain */
  turn(id, gain) {
    this.#turnTo({ id, from: null, value: short(gain) }, 1);
  }

  /**
   * Another weight of a unit, or bias; near its own number it is its own again.
   * @param {string} id
   * @param {number | "bias"} from  which input
   * @param {number} value
   */
  turnWeight(id, from, value) {
    const unit = this.unit(id);
    const layer = unit && this.original.layers[unit.layer];
    if (!unit || !layer) return;
    const own = from === "bias" ? layer.b[unit.index] : layer.w[unit.index * layer.inputs + from];
    this.#turnTo({ id, from, value: short(value) }, short(own));
  }

  /** @param {Turn} turn  @param {number} own */
  #turnTo(turn, own) {
    const others = this.turns.filter(({ id, from }) => id !== turn.id || from !== turn.from);
    this.#page.set({ turned: turnedText(turn.value === own ? others : [...others, turn]) });
  }

  /** The network as it was trained. */
  restore() {
    this.#page.set({ silent: "", turned: "", noise: 0 });
  }
}
