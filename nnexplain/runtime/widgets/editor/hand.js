// What hands do to the picture that is worked on: pixels up and down, strokes, ink pushed about.

import { grips } from "../../draw/hand.js";
import { SIDE } from "../../net/ink/ink.js";

/** @import { Spot } from "../../instruments/pad-pen.js" */
/** @import { Cards } from "./cards.js" */
/** @import { Mode, PaperView } from "./view.js" */

const PEN = 4;
/** A pixel goes from empty to full, or back, over so much of the paper's height. */
const WHOLE = 0.4;
/** @type {Readonly<Record<string, [number, number]>>} */
const WAYS = Object.freeze({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
/** @type {Readonly<Record<string, number>>} */
const LEVELS = Object.freeze({ "+": 1, "=": 1, "*": 4, "-": -1, _: -4 });

/** @param {number} cell */
const inside = (cell) => Math.max(0, Math.min(SIDE - 0.01, cell));

export class PaperHand {
  /** @type {Mode} */ mode = "pixels";
  spot = { x: 14.5, y: 14.5 };
  down = false;
  /** @type {((to: Spot) => void) | null} */ #push = null;
  /** @type {{id: number, from: Spot, last: Spot, level: number} | null} */ #held = null;
  #cards;

  /** @param {Cards} cards */
  constructor(cards) {
    this.#cards = cards;
  }

  /** Which pixel the hand is at, and its level. */
  get pixel() {
    const { side } = this.#cards.lab.facts;
    const [column = 0, row = 0] = [this.spot.x, this.spot.y].map((cell) => Math.floor((inside(cell) * side) / SIDE));
    return { row, column, level: Number(this.#cards.values(this.#cards.chosen)[row * side + column]) };
  }

  /** Another tool: whatever was held is let go. @param {Mode} mode */
  turnTo(mode) {
    this.mode = mode;
    this.#letGo();
  }

  #letGo() {
    [this.down, this.#push, this.#held] = [false, null, null];
  }

  /** @param {number} level */
  #set(level) {
    const { lab, chosen } = this.#cards;
    const { row, column } = this.pixel;
    const values = this.#cards.values(chosen).slice();
    values[row * lab.facts.side + column] = Math.max(0, Math.min(lab.facts.levels, Math.round(level)));
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

  /** @param {PaperView} view  @param {() => void} refresh  @param {AbortSignal} signal */
  take(view, refresh, signal) {
    const { paper } = view;
    grips(paper, signal);
    paper.addEventListener("pointerdown", (event) => {
      if (this.#held || event.button > 0) return;
      const spot = view.spot(event);
      this.spot = { x: inside(spot.x), y: inside(spot.y) };
      this.#press(spot);
      this.#held = { id: event.pointerId, from: spot, last: spot, level: this.pixel.level };
      paper.setPointerCapture(event.pointerId);
      refresh();
    }, { signal });
    paper.addEventListener("pointermove", (event) => {
      if (this.#held?.id !== event.pointerId) return;
      this.#drag(view.spot(event));
      refresh();
    }, { signal });
    for (const type of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) {
      paper.addEventListener(type, ({ pointerId }) => this.#held?.id === pointerId && (this.#letGo(), refresh()), { signal });
    }
    paper.addEventListener("keydown", (event) => this.#key(event) && (event.preventDefault(), event.stopPropagation(), refresh()), { signal });
    paper.addEventListener("blur", () => (this.#letGo(), refresh()), { signal });
  }

  /** @param {Spot} spot */
  #drag(spot) {
    const held = this.#held;
    if (!held) return;
    if (this.mode === "pixels") {
      const { levels } = this.#cards.lab.facts;
      this.#set(held.level + ((held.from.y - spot.y) / SIDE / WHOLE) * levels);
    } else {
      this.#go(held.last, spot);
      this.spot = { x: inside(spot.x), y: inside(spot.y) };
    }
    held.last = spot;
  }

  /** Whether the key means something here. @param {KeyboardEvent} event */
  #key({ key, shiftKey, ctrlKey, metaKey, altKey }) {
    if ((ctrlKey || metaKey) && key.toLowerCase() === "z") return this.#cards.goBack(shiftKey), true;
    if (ctrlKey || metaKey || altKey) return false;
    const [way, pixels, { side, levels }] = [WAYS[key], this.mode === "pixels", this.#cards.lab.facts];
    const fine = Math.max(1, Math.round(levels / 16));
    if (way) this.#step(way, (shiftKey ? 4 : 1) * (pixels ? SIDE / side : 1));
    else if (pixels && LEVELS[key]) (this.#cards.keep(), this.#set(this.pixel.level + Number(LEVELS[key]) * fine));
    else if (pixels && ["0", "Delete", "Backspace"].includes(key)) (this.#cards.keep(), this.#set(0));
    else if (!pixels && (key === " " || key === "Enter")) {
      this.down = !this.down;
      if (this.down) this.#press(this.spot);
      else this.#push = null;
    } else if (key === "Escape" && this.down) this.#letGo();
    else return false;
    return true;
  }

  /** @param {[number, number]} way  @param {number} cells */
  #step([dx, dy], cells) {
    const from = this.spot;
    this.spot = { x: inside(from.x + dx * cells), y: inside(from.y + dy * cells) };
    if (this.down) this.#go(from, this.spot);
  }
}
