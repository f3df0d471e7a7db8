// Looking for the smallest changes of a picture with which the network says something else, in both norms;
// and how far the ways go for the same. It works in pieces, so that a page stays quick.

import { argmax } from "../../net/lab/altered.js";
import { folded, sizeOf, smallestChange } from "../../net/nearest-change.js";

/** @import { Change, Norm } from "../../net/nearest-change.js" */
/** @import { Thought } from "../../net/lab/lab.js" */
/** @import { Kind, Way } from "../../net/way/way.js" */

/**
 * What was found in one norm, and what the network says of it.
 * @typedef {Change & {done: boolean, said: number, sure: number}} Found
 */
/**
 * How far a way goes in both norms until the answer changes; null where it never does.
 * @typedef {{kind: Kind, sizes: (number | null)[]}} Reach
 */

export const NORMS = /** @type {readonly Norm[]} */ (Object.freeze(["l2", "linf"]));

/** The answer that is looked for: what the end is, or is taken for. @param {Thought} end */
export const targetOf = ({ label, said }) => label ?? said;

export class Search {
  /** In each norm. @type {readonly Found[]} */ found;
  /** Of every way; measured when both searches are over. @type {readonly Reach[]} */ ways;
  /** Whether all is found and measured. */ done = false;
  #way;
  #pieces;

  /** @param {Way} way  as it is now: when its ends or its network are others, this search is over */
  constructor(way) {
    this.#way = way;
    const { pixels } = way.ends.start;
    this.found = NORMS.map(() => this.#heard({ picture: pixels, size: 0, found: false }, false));
    const led = (/** @type {Kind} */ kind) => kind !== "own" || way.points.length > 0;
    const kinds = way.kinds.filter((kind) => kind !== "stroke" && led(kind));
    this.ways = kinds.map((kind) => ({ kind, sizes: NORMS.map(() => null) }));
    this.#pieces = this.#look();
  }

  /** Works on for a few milliseconds; tells whether there is something new to see. */
  go() {
    return Boolean(this.#pieces.next().value);
  }

  /** Piece by piece, and whether there is something new to see. @returns {Generator<boolean, void>} */
  *#look() {
    const { lab, ends } = this.#way;
    const network = folded(lab.network, lab.gains);
    for (const [k, norm] of NORMS.entries()) {
      const turns = smallestChange(network, ends.start.pixels, targetOf(ends.end), norm);
      let turn = turns.next();
      for (; !turn.done; turn = turns.next()) yield false;
      this.found = this.found.with(k, this.#heard(turn.value, true));
      yield true;
    }
    this.ways = this.ways.map(({ kind }) => ({ kind, sizes: this.#reach(kind) }));
    this.done = true;
    yield true;
  }

  /** @param {Change} change  @param {boolean} done  @returns {Found} */
  #heard(change, done) {
    const p = this.#way.lab.run(change.picture).at(-1)?.a ?? [];
    const said = argmax(p);
    return { ...change, done, said, sure: Number(p[said]) };
  }

  /** How far a way has gone where the answer first changes. @param {Kind} kind */
  #reach(kind) {
    const way = this.#way;
    const [{ left }, { at }, pictures] = [way.verdict(kind), way.course(kind), way.pictures(kind)];
    const there = left !== null && (at ? at(left) : pictures[Math.ceil(left * (pictures.length - 1))]);
    return NORMS.map((norm) => (there ? sizeOf(way.ends.start.pixels, there, norm) : null));
  }
}
