// The pictures of a reader's own way: the start, the way-points, the end; and what can be done to each of
// them.

import { stroked } from "../../instruments/pad-pen.js";
import { greyText } from "../../net/ink/grey.js";
import { inkOf, SIDE } from "../../net/ink/ink.js";
import { blockCounts, drawingOf, inkable } from "../../net/ink/prepare.js";
import { argmax } from "../../net/lab/altered.js";
import { KEPT, MOST } from "../../net/way/own.js";
import { brushed, Push } from "./push.js";

/** @import { Page, Value } from "../../core/page.js" */
/** @import { Spot } from "../../instruments/pad-pen.js" */
/** @import { Thought } from "../../net/lab/lab.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Way } from "../../net/way/way.js" */

/**
 * One picture of the way; `slot` where it is an end, `point` where it is a way-point.
 * @typedef {{id: string, name: string, picture: Vector, slot: 0 | 1 | null, point: number, said: number,
 *   sure: number}} Card
 */

const STATE = Object.freeze(["digit", "ink", "digit2", "ink2", "fit", "own", "way", "card"]);
const SLOTS = Object.freeze({ 0: { digit: "digit", ink: "ink" }, 1: { digit: "digit2", ink: "ink2" } });
const LONG = 100;

export class Cards {
  /** @type {Page} */ #page;
  /** @type {Record<string, Value | undefined>[]} */ #before = [];
  /** @type {Record<string, Value | undefined>[]} */ #after = [];
  /**
   * The ink of the way-point that is drawn on, with the counts that it gives.
   * @type {{bits: Uint8Array, key: string} | null}
   */
  #sketch = null;

  /** @param {Page} page  @param {Way} way */
  constructor(page, way) {
    this.#page = page;
    this.way = way;
    this.lab = way.lab;
  }

  /** @returns {Card[]} */
  get all() {
    const { start, end } = this.way.ends;
    const points = this.way.points.slice(0, MOST).map((picture, point) => {
      const p = this.lab.run(picture).at(-1)?.a ?? [];
      const said = argmax(p);
      const sure = Number(p[said]);
      const id = String(point + 1);
      return { id, name: `way-point ${id}`, picture, slot: null, point, said, sure };
    });
    /** @type {(id: string, slot: 0 | 1, end: Thought) => Card} */
    const card = (id, slot, { pixels: picture, said, sure }) => ({
      id,
      name: id,
      picture,
      slot,
      point: -1,
      said,
      sure,
    });
    return [card("start", 0, start), ...points, card("end", 1, end)];
  }

  /** The card that is worked on. @returns {Card} */
  get chosen() {
    const all = this.all;
    return all.find(({ id }) => id === String(this.#page.get("card"))) ?? /** @type {Card} */ (all[0]);
  }

  /** @param {string} id */
  choose(id) {
    this.#page.set({ card: id });
  }

  /** A card's picture in whole levels. @param {Card} card  @returns {Vector} */
  values({ picture }) {
    return picture.map((pixel) => Math.round(pixel * this.lab.facts.levels));
  }

  /**
   * Whether a card is worked on as ink, on 32 × 32 cells; if not, its greys are, which no ink would give.
   * @param {Card} card
   */
  inky({ slot }) {
    return inkable(this.lab.facts) || (slot !== null && this.lab.bits(slot) !== null);
  }

  /** A card's picture as ink. @param {Card} card  @returns {Uint8Array} */
  bits(card) {
    if (card.slot !== null) return this.lab.picture(card.slot).bits;
    const values = this.values(card);
    return this.#sketch?.key === values.join() ? this.#sketch.bits : drawingOf(values, this.lab.facts);
  }

  /**
   * Other levels for a card. An end is kept as ink that gives them, if there is such ink.
   * @param {Card} card
   * @param {Vector} values
   */
  setValues(card, values) {
    if (card.slot === null) this.#point(card.point, values.map((value) => value / this.lab.facts.levels));
    else if (inkable(this.lab.facts)) this.#ink(card.slot, drawingOf(values, this.lab.facts), true);
    else this.#page.set({ [SLOTS[card.slot].ink]: greyText(values) });
  }

  /** Whether the chosen card is a test digit, on which nobody has worked. */
  get fresh() {
    const { chosen: { slot }, lab } = this;
    return slot !== null && !lab.bits(slot) && !lab.grey(slot);
  }

  /** Makes the chosen test digit a drawing, for the pen to go on with. */
  drawOn() {
    this.keep();
    this.setValues(this.chosen, this.values(this.chosen));
  }

  /** The other end becomes what the chosen one is. */
  copy() {
    const { slot } = this.chosen;
    if (slot === null) return;
    this.keep();
    const [from, to] = [SLOTS[slot], SLOTS[slot === 0 ? 1 : 0]];
    const [digit, ink] = [this.#page.get(from.digit), this.#page.get(from.ink)];
    this.#page.set({ [to.digit]: digit, [to.ink]: ink });
    this.#page.set({ [to.ink]: ink }); // another digit takes a drawing's place, also here
  }

  /**
   * A stroke of a pen over the chosen card; on a test digit a pen begins a new drawing.
   * @param {Spot} from
   * @param {Spot} to
   * @param {number} width  cells
   * @param {0 | 1} ink  0 erases
   */
  stroke(from, to, width, ink) {
    const card = this.chosen;
    if (card.slot !== null && ink && this.fresh) {
      return this.#begin(card.slot, stroked(new Uint8Array(SIDE * SIDE), from, to, width, ink));
    }
    if (this.inky(card)) return this.setBits(card, stroked(this.bits(card), from, to, width, ink));
    const { side, levels } = this.lab.facts;
    const covered = blockCounts(stroked(new Uint8Array(SIDE * SIDE), from, to, width, 1), side, levels);
    this.setValues(card, brushed(this.values(card), covered, levels, ink));
  }

  /**
   * Takes hold of the ink of the chosen card: what this returns pushes it.
   * @param {Spot} spot
   * @returns {(to: Spot) => void}
   */
  hold(spot) {
    const [card, { side, levels }] = [this.chosen, this.lab.facts];
    const inky = this.inky(card);
    const paper = { side: inky ? SIDE : side, sharp: inky };
    const push = new Push(inky ? this.bits(card) : this.values(card), spot, paper);
    const whole = (/** @type {number} */ value) => Math.max(0, Math.min(levels, Math.round(value)));
    return (to) => {
      const pushed = push.go(to);
      if (inky) this.setBits(card, Uint8Array.from(pushed));
      else this.setValues(card, Float64Array.from(pushed, whole));
    };
  }

  /**
   * Other ink for a card. Of a way-point only those pixels change whose ink has changed.
   * @param {Card} card
   * @param {Uint8Array} bits
   */
  setBits(card, bits) {
    if (card.slot !== null) return this.#ink(card.slot, bits, !this.lab.bits(card.slot));
    const { side, levels } = this.lab.facts;
    const [old, now] = [blockCounts(this.bits(card), side, levels), blockCounts(bits, side, levels)];
    const values = this.values(card).map((value, k) => (old[k] === now[k] ? value : Number(now[k])));
    this.#sketch = { bits, key: values.join() };
    this.#point(card.point, values.map((value) => value / levels));
  }

  /**
   * `exact` keeps every pixel as it is: drawings are not fitted then, and the other end's is as it was
   * fitted.
   * @param {0 | 1} slot
   * @param {Uint8Array} bits
   * @param {boolean} exact
   */
  #ink(slot, bits, exact) {
    const other = slot === 0 ? 1 : 0;
    /** @type {Record<string, Value>} */ const set = { [SLOTS[slot].ink]: inkOf(bits) };
    if (exact && this.#page.get("fit") !== false) {
      set.fit = false;
      const { fitted } = this.lab.picture(other);
      if (this.lab.bits(other) && fitted) set[SLOTS[other].ink] = inkOf(fitted);
    }
    this.#page.set(set);
  }

  /** @param {number} index  @param {Vector} picture */
  #point(index, picture) {
    this.way.goThrough(this.way.points.map((point, k) => (k === index ? picture : point)));
    this.#page.set({ way: "own" });
  }

  /** Whether the way-points are too much for an address. */
  get kept() {
    return this.way.points.length > 0 && String(this.#page.get("own")).startsWith(KEPT);
  }

  get full() {
    return this.way.points.length >= MOST;
  }

  /** The picture where the page stands becomes a way-point. */
  drop() {
    if (this.full) return;
    const { levels } = this.lab.facts;
    const { t, picture } = this.way.now();
    const points = [...this.way.points];
    const leg = Math.min(points.length, Math.floor(t * (points.length + 1)));
    points.splice(leg, 0, picture.map((pixel) => Math.round(pixel * levels) / levels));
    this.keep();
    this.way.goThrough(points);
    this.#page.set({ way: "own", card: String(leg + 1), t: (leg + 1) / (points.length + 1) });
  }

  /** The chosen way-point goes. */
  remove() {
    const { point } = this.chosen;
    if (point < 0) return;
    this.keep();
    this.way.goThrough(this.way.points.filter((_, k) => k !== point));
    this.#page.set({ card: point ? String(point) : "start" });
  }

  /** Empty paper. */
  clear() {
    const card = this.chosen;
    this.keep();
    if (card.slot === null) this.setValues(card, new Float64Array(card.picture.length));
    else this.#begin(card.slot, new Uint8Array(SIDE * SIDE));
  }

  /**
   * A new drawing. It is fitted, unless the other end is a drawing that should stay as it is.
   * @param {0 | 1} slot  @param {Uint8Array} bits
   */
  #begin(slot, bits) {
    const free = !this.lab.bits(slot === 0 ? 1 : 0);
    this.#page.set({ [SLOTS[slot].ink]: inkOf(bits), ...(free ? { fit: true } : {}) });
  }

  /**
   * A test digit for the chosen card: so many further than the one that is there, or any other.
   * @param {number} [further]
   */
  pick(further) {
    const { lab, chosen } = this;
    this.keep();
    const now = chosen.slot === null ? this.#nearest(chosen) : lab.index(chosen.slot);
    const step = further ?? 1 + Math.floor(Math.random() * (lab.count - 1));
    const index = (now + step + lab.count) % lab.count;
    if (chosen.slot === null) this.#point(chosen.point, lab.pixels(index).slice());
    else this.#page.set({ [SLOTS[chosen.slot].digit]: index, [SLOTS[chosen.slot].ink]: "" });
  }

  /** Which test digit a card is, if it is one. @param {Card} card */
  #nearest({ picture }) {
    for (let index = 0; index < this.lab.count; index++) {
      if (this.lab.pixels(index).every((pixel, k) => pixel === picture[k])) return index;
    }
    return 0;
  }

  #state() {
    return Object.fromEntries(STATE.map((name) => [name, this.#page.get(name)]));
  }

  /** Before something is done. */
  keep() {
    const state = this.#state();
    if (JSON.stringify(this.#before.at(-1)) === JSON.stringify(state)) return;
    this.#before = [...this.#before, state].slice(-LONG);
    this.#after = [];
  }

  /** Takes back, or does again. @param {boolean} again */
  goBack(again) {
    const [from, to] = again ? [this.#after, this.#before] : [this.#before, this.#after];
    const state = from.pop();
    if (!state) return;
    to.push(this.#state());
    this.#page.set(state);
    this.#page.set({ ink: state.ink, ink2: state.ink2 }); // another digit takes a drawing's place, also here
  }

  get undoable() {
    return this.#before.length > 0;
  }

  get redoable() {
    return this.#after.length > 0;
  }
}
