// Pulling at the force-directed layout: a unit that is dragged pulls its springs, and the others give way,
// as Fruchterman and Reingold (1991) have it: nodes at distance d push each other with 1/d², times the way
// between them, and a spring of weight w pulls with w d. It stops by itself.

/** @import { Point } from "./places.js" */
/** @import { Wires } from "./wires.js" */

const CLOSE = 0.01;
/** How much of its force a unit moves in a step, how far at most, and when it rests; in units of length. */
const [GENTLE, FURTHEST, REST] = [0.02, 0.08, 0.0015];
/** Steps in a frame, and frames after which it stops in any case. */
const [STEPS, FRAMES] = [3, 400];
/** Pixels that stay free at the border of the panel. */
const EDGE = 10;

/**
 * The springs between the units, n × n.
 * @param {Wires} wires
 * @param {number} first  number of the first unit
 * @param {number} n
 */
export function springsOf({ from, to, weight }, first, n) {
  const springs = new Float64Array(n * n);
  for (let wire = 0; wire < weight.length; wire++) {
    const [a, b] = [Number(from[wire]) - first, Number(to[wire]) - first];
    if (a < 0) continue;
    springs[a * n + b] = springs[b * n + a] = Math.abs(weight[wire]);
  }
  return springs;
}

/**
 * The force on every unit.
 * @param {readonly Point[]} places  in units of length
 * @param {Float64Array} springs
 * @returns {Point[]}
 */
export function forces(places, springs) {
  const n = places.length;
  return places.map((here, a) => {
    let [x, y] = [0, 0];
    for (const [b, there] of places.entries()) {
      if (a === b) continue;
      const [dx, dy] = [here.x - there.x, here.y - there.y];
      const distance = Math.max(CLOSE, Math.hypot(dx, dy));
      const pull = 1 / distance ** 2 - Number(springs[a * n + b]) * distance;
      x += pull * dx;
      y += pull * dy;
    }
    return { x, y };
  });
}

/**
 * All but the one that is held move where the forces take them, but not all of them together: the cloud stays
 * where it is. Says how far the furthest went.
 * @param {Point[]} places
 * @param {Float64Array} springs
 * @param {number} held  −1 where none is
 */
export function relax(places, springs, held) {
  const ways = forces(places, springs).map(({ x, y }, index) => {
    const share = index === held ? 0 : Math.min(GENTLE, FURTHEST / Math.max(Math.hypot(x, y), 1e-9));
    return { x: share * x, y: share * y };
  });
  const free = ways.length - (held < 0 ? 0 : 1);
  const sum = (/** @type {Point} */ one, /** @type {Point} */ other) => ({
    x: one.x + other.x / free,
    y: one.y + other.y / free,
  });
  const drift = ways.reduce(sum, { x: 0, y: 0 });
  let most = 0;
  for (const [index, place] of places.entries()) {
    const { x, y } = ways[index] ?? drift;
    if (index === held) continue;
    place.x += x - drift.x;
    place.y += y - drift.y;
    most = Math.max(most, Math.hypot(x - drift.x, y - drift.y));
  }
  return most;
}

/** The units where springs and a hand have taken them. */
export class Cloud {
  /** @type {readonly Point[]} */ #start;
  /** @type {number} */ #length;
  /** @type {{width: number, height: number}} */ #size;
  /** In units of length. @type {Point[]} */ #places = [];
  /** Which unit a hand holds; −1 where none. */ #held = -1;
  /** Frames in which it may still move. */ #left = 0;
  /** In pixels, the same object as long as nothing moves. @type {readonly Point[]} */ places = [];

  /**
   * @param {readonly Point[]} start  in pixels
   * @param {number} length  a unit of length, in pixels
   * @param {{width: number, height: number}} size  of the panel that nothing leaves
   */
  constructor(start, length, size) {
    [this.#start, this.#length, this.#size] = [start, length, size];
    this.back();
  }

  /** Whether it has to move on. */
  get restless() {
    return this.#left > 0;
  }

  /** A hand takes a unit with it. @param {number} unit  @param {Point} spot  in pixels */
  drag(unit, { x, y }) {
    this.#held = unit;
    this.#places[unit] = { x: x / this.#length, y: y / this.#length };
    this.#left = FRAMES;
    this.#settle();
  }

  /** The hand lets go. */
  free() {
    if (this.#held < 0) return;
    this.#held = -1;
    this.#left = FRAMES;
  }

  /** Everything is where it began. */
  back() {
    [this.#held, this.#left] = [-1, 0];
    this.#places = this.#start.map(({ x, y }) => ({ x: x / this.#length, y: y / this.#length }));
    this.places = this.#start;
  }

  /**
   * What happens in a frame. Without motion nothing but the hand's unit moves until it lets go; then all
   * others do at once.
   * @param {Float64Array} springs
   * @param {boolean} calm  without motion
   */
  step(springs, calm) {
    const held = this.#held >= 0;
    if (calm) {
      for (let step = 0; !held && step < STEPS * FRAMES && relax(this.#places, springs, -1) > REST; step++);
      this.#left = 0;
    } else {
      let most = 0;
      for (let step = 0; step < STEPS; step++) most = relax(this.#places, springs, this.#held);
      if (!held) this.#left = most > REST ? this.#left - 1 : 0;
    }
    this.#settle();
  }

  /** Nothing leaves the panel: what is hardly held could be pushed away for good. */
  #settle() {
    const length = this.#length;
    const { width, height } = this.#size;
    const within = (/** @type {number} */ at, /** @type {number} */ end) =>
      Math.max(EDGE, Math.min(end - EDGE, at * length)) / length;
    const tenths = (/** @type {number} */ at) => Math.round(at * length * 10) / 10;
    this.#places = this.#places.map(({ x, y }) => ({ x: within(x, width), y: within(y, height) }));
    this.places = this.#places.map(({ x, y }) => ({ x: tenths(x), y: tenths(y) }));
  }
}
