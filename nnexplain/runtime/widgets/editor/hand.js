// What hands do to the picture that is worked on: pixels up and down, strokes, ink pushed about.

import { arrow } from "../../draw/hand.js";
import { SIDE } from "../../net/ink/ink.js";
import { PAPER } from "./paper.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Grip, Spot as Point, Touch } from "../../draw/hand.js" */
/** @import { Spot } from "../../instruments/pad-pen.js" */
/** @import { Cards } from "./cards.js" */

/** @typedef {(typeof MODES)[number]} Mode */

export const MODES = Object.freeze(/** @type {const} */ (["pixels", "pen", "eraser", "push"]));
const PEN = 4;
/** A pixel goes from empty to full, or back, over so much of the paper's height. */
const WHOLE = 0.4;
/** @type {Readonly<Record<string, number>>} */
const LEVELS = Object.freeze({ "+": 1, "=": 1, "*": 4, "-": -1, _: -4 });

/** @param {number} cell */
const inside = (cell) => Math.max(0, Math.min(SIDE - 0.01, cell));

/** @param {Spot} spot  @returns {Spot} */
const within = ({ x, y }) => ({ x: inside(x), y: inside(y) });

/**
 * Where on the paper a point of the drawing is, in its 32 × 32 cells.
 * @param {Point} point
 * @returns {Spot}
 */
const spotOf = ({ x, y }) => ({ x: (x / PAPER.side) * SIDE, y: ((y - PAPER.y) / PAPER.side) * SIDE });

export class PaperHand {
  spot = { x: 14.5, y: 14.5 };
  down = false;
  /** @type {((to: Spot) => void) | null} */ #push = null;
  /** @type {{from: Spot, last: Spot, level: number} | null} */ #held = null;
  #cards;
  #page;

  /** @param {Cards} cards  @param {Page} page */
  constructor(cards, page) {
    this.#cards = cards;
    this.#page = page;
  }

  /** The tool in hand, which a link can choose. @returns {Mode} */
  get mode() {
    return MODES.find((mode) => mode === this.#page.get("tool")) ?? "pixels";
  }

  /** Which pixel the hand is at, and its level. */
  get pixel() {
    const { side } = this.#cards.lab.facts;
    const at = (/** @type {number} */ cell) => Math.floor((inside(cell) * side) / SIDE);
    const [column, row] = [at(this.spot.x), at(this.spot.y)];
    const index = row * side + column;
    const level = Number(this.#cards.values(this.#cards.chosen)[index]);
    return { row, column, index, level };
  }

  /** Another tool: whatever was held is let go. @param {Mode} mode */
  turnTo(mode) {
    this.#letGo();
    this.#page.set({ tool: mode });
  }

  #letGo() {
    [this.down, this.#push, this.#held] = [false, null, null];
  }

  /** @param {number} level */
  #set(level) {
    const { lab: { facts }, chosen } = this.#cards;
    const values = this.#cards.values(chosen).slice();
    values[this.pixel.index] = Math.max(0, Math.min(facts.levels, Math.round(level)));
    this.#cards.setValues(chosen, values);
  }

  /** @param {Spot} from  @param {Spot} to */
  #go(from, to) {
    if (this.mode === "push") this.#push?.(to);
    else this.#cards.stroke(from, to, PEN, this.mode === "pen" ? 1 : 0);
  }

  /** Puts the pen down, or takes hold of the ink. @param {Spot} spot */
  #press(spot) {
    this.#cards.keep();
    if (this.mode === "push") this.#push = this.#cards.hold(spot);
    else if (this.mode !== "pixels") this.#go(spot, spot);
  }

  /** The paper as a grip. @param {() => void} changed  asks for a drawing  @returns {Grip} */
  grip(changed) {
    const drawn = (/** @type {(touch: Touch) => void} */ act) => (/** @type {Touch} */ touch) => {
      act(touch);
      changed();
    };
    return {
      holds: true,
      down: drawn(({ spot }) => this.#begin(spotOf(spot))),
      drag: drawn(({ all }) => this.#drag(all.map(spotOf))),
      up: drawn(() => this.#letGo()),
      blur: drawn(() => this.#letGo()),
      key: (_, __, event) => {
        const taken = this.#key(event);
        if (taken) changed();
        return taken;
      },
    };
  }

  /** @param {Spot} spot */
  #begin(spot) {
    this.spot = within(spot);
    this.#press(spot);
    this.#held = { from: spot, last: spot, level: this.pixel.level };
  }

  /** @param {readonly Spot[]} spots  that the hand has gone through */
  #drag(spots) {
    const held = this.#held;
    if (!held) return;
    for (const spot of this.mode === "pixels" ? [] : spots) {
      this.#go(held.last, spot);
      this.spot = within(spot);
      held.last = spot;
    }
    const end = spots.at(-1);
    if (this.mode !== "pixels" || !end) return;
    this.#set(held.level + ((held.from.y - end.y) / SIDE / WHOLE) * this.#cards.lab.facts.levels);
  }

  /** Whether the key means something here. @param {KeyboardEvent} event */
  #key({ key, shiftKey, ctrlKey, metaKey, altKey }) {
    if ((ctrlKey || metaKey) && key.toLowerCase() === "z") return this.#cards.goBack(shiftKey), true;
    if (ctrlKey || metaKey || altKey) return false;
    const [way, pixels, { side, levels }] = [arrow(key), this.mode === "pixels", this.#cards.lab.facts];
    const fine = Math.max(1, Math.round(levels / 16));
    if (way) this.#step(way, (shiftKey ? 4 : 1) * (pixels ? SIDE / side : 1));
    else if (pixels && LEVELS[key]) this.#change(this.pixel.level + Number(LEVELS[key]) * fine);
    else if (pixels && ["0", "Delete", "Backspace"].includes(key)) this.#change(0);
    else if (!pixels && (key === " " || key === "Enter")) {
      this.down = !this.down;
      if (this.down) this.#press(this.spot);
      else this.#push = null;
    } else if (key === "Escape" && this.down) this.#letGo();
    else return false;
    return true;
  }

  /** @param {number} level */
  #change(level) {
    this.#cards.keep();
    this.#set(level);
  }

  /** @param {[number, number]} way  @param {number} cells */
  #step([dx, dy], cells) {
    const from = this.spot;
    this.spot = within({ x: from.x + dx * cells, y: from.y + dy * cells });
    if (this.down) this.#go(from, this.spot);
  }
}
