// The pad: a paper of 32 × 32 cells for a pointer, a finger, or the keys.

import { say } from "../core/status.js";
import { arrow } from "../draw/hand.js";
import { h } from "../draw/tree.js";
import { inkOf, SIDE } from "../net/ink/ink.js";
import { inkPath, stroked, Strokes } from "./pad-pen.js";

/** @import { Page } from "../core/page.js" */
/** @import { Tool } from "../core/widget.js" */
/** @import { Grip, Touch } from "../draw/hand.js" */
/** @import { Branch, Child } from "../draw/tree.js" */
/** @import { Lab } from "../net/lab/lab.js" */
/** @import { Paper, Spot } from "./pad-pen.js" */

/** The keys' pen, in cells. @typedef {{at: Spot, down: boolean, width: number, ink: 0 | 1}} Pen */

/** The pad, as a grip. */
export const PAD = "pad";
const HOW =
  "pad of 32 by 32 cells: arrow keys move the pen, with shift by four; space puts it down and lifts it";
const WIDTH = 3;
/** How far the arrow keys go with shift, in cells. */
const LEAP = 4;
/** What the two inputs are in the page's parameters. */
const NAMES = Object.freeze(/** @type {const} */ ([["digit", "ink"], ["digit2", "ink2"]]));

/**
 * The pad, drawn from the origin on.
 * @param {ArrayLike<number>} bits  32 × 32
 * @param {Pen} pen
 * @param {number} cell  pixels
 * @param {object} [how]
 * @param {string} [how.id]  where there are several
 * @param {Child} [how.digit]  a test digit that lies on the paper, in place of ink
 * @returns {Branch[]}
 */
export function pad(bits, { at, down, width, ink }, cell, { id, digit } = {}) {
  const side = SIDE * cell;
  const label = id === undefined ? HOW : `${id} ${HOW}`;
  const acts = { tabindex: 0, role: "application", "aria-label": label, "data-grip": PAD, "data-id": id };
  const [x, y, size] = [at.x - width / 2, at.y - width / 2, width].map((cells) => cells * cell);
  const hint = digit || Array.from(bits).some(Boolean) ? "" : "draw a digit here";
  return [
    h("rect", { class: "nn-pad__paper", x: 0, y: 0, width: side, height: side, ...acts }),
    h("text", { class: "nn-pad__hint", x: side / 2, y: side / 2 }, hint),
    h("g", { "pointer-events": "none" }, digit),
    h("path", { class: "nn-pad__ink", d: digit ? "" : inkPath(bits, cell) }),
    h("rect", { class: "nn-pad__frame", x: 0, y: 0, width: side, height: side }),
    h("rect", {
      class: "nn-pad__cursor",
      x,
      y,
      width: size,
      height: size,
      visibility: "hidden",
      "data-pen": down ? (ink ? "down" : "erasing") : "up",
    }),
  ];
}

/** What hands do to the pad, and what it remembers of them. */
export class PadHand {
  /** @type {Lab} */ #lab;
  /** @type {Page} */ #page;
  #changed;
  #slot;
  #strokes = new Strokes();
  #erasing = false;
  /** The keys' pen. */ #keys = { at: { x: SIDE / 2 + 0.5, y: 4.5 }, down: false };
  /** Where the pointer was last, while it draws. @type {{at: Spot, ink: 0 | 1} | null} */ #held = null;

  /**
   * @param {Lab} lab
   * @param {Page} page
   * @param {() => void} changed  asks for a drawing
   * @param {0 | 1} [slot]  which input is drawn
   */
  constructor(lab, page, changed, slot = 0) {
    this.#lab = lab;
    this.#page = page;
    this.#changed = changed;
    this.#slot = slot;
  }

  get #width() {
    return Number(this.#page.get("pen")) || WIDTH;
  }

  /** @returns {0 | 1} */
  get #ink() {
    return this.#erasing ? 0 : 1;
  }

  /** @returns {Pen} */
  get pen() {
    return { ...this.#keys, width: this.#width, ink: this.#ink };
  }

  /** What is on the paper. @returns {Paper} */
  get #paper() {
    return { digit: this.#lab.index(this.#slot), ink: String(this.#page.get(NAMES[this.#slot][1]) ?? "") };
  }

  /** @param {Paper} paper */
  #lay({ digit, ink }) {
    const [digits, inks] = NAMES[this.#slot];
    this.#page.set({ [digits]: digit, [inks]: ink });
  }

  /** The drawing that goes on: a pen begins a new one over a test digit, an eraser takes from it. */
  #begun() {
    const drawn = this.#lab.bits(this.#slot);
    return drawn ?? (this.#erasing ? this.#lab.picture(this.#slot).bits : new Uint8Array(SIDE * SIDE));
  }

  /** @param {Spot} from  @param {Spot} to  @param {0 | 1} ink */
  #draw(from, to, ink) {
    this.#lab.draw(this.#slot, stroked(this.#begun(), from, to, this.#width, ink));
  }

  /**
   * @param {Element} element  the nn-figure, which says what the keys do
   * @param {number} cell  pixels
   * @param {Spot} [corner]  where the pad lies in the drawing
   * @returns {Grip & Required<Pick<Grip, "down" | "drag" | "up" | "key" | "blur">>}
   */
  grip(element, cell, corner = { x: 0, y: 0 }) {
    const cells = (/** @type {Spot} */ { x, y }) => ({ x: (x - corner.x) / cell, y: (y - corner.y) / cell });
    return {
      holds: true,
      down: ({ spot }) => this.#down(cells(spot)),
      drag: ({ all }) => this.#drag(all.map(cells)),
      up: () => void (this.#held = null),
      key: (key, touch, event) => this.#key(key, touch, event, element),
      blur: () => {
        this.#keys.down = false;
        this.#changed();
      },
    };
  }

  /** @param {Spot} at */
  #down(at) {
    this.#strokes.keep(this.#paper);
    this.#held = { at, ink: this.#ink };
    this.#draw(at, at, this.#ink);
  }

  /** @param {Spot[]} all */
  #drag(all) {
    const held = this.#held;
    if (!held) return;
    let bits = this.#begun();
    for (const at of all) {
      bits = stroked(bits, held.at, at, this.#width, held.ink);
      held.at = at;
    }
    this.#lab.draw(this.#slot, bits);
  }

  /**
   * Whether the key means something here.
   * @param {string} key
   * @param {Touch} touch
   * @param {KeyboardEvent} event
   * @param {Element} element
   */
  #key(key, { shift }, { ctrlKey, metaKey, altKey }, element) {
    if ((ctrlKey || metaKey) && key.toLowerCase() === "z") return this.#goBack(shift), true;
    if (ctrlKey || metaKey || altKey) return false;
    const way = arrow(key);
    if (way) this.#step(way, shift ? LEAP : 1);
    else if (key === " " || key === "Enter") this.#press();
    else if (key === "Escape" && this.#keys.down) this.#keys.down = false;
    else return false;
    this.#changed();
    this.#tell(element);
    return true;
  }

  /** @param {[number, number]} way  @param {number} cells */
  #step([dx, dy], cells) {
    const { at, down } = this.#keys;
    const inside = (/** @type {number} */ place) => Math.max(0.5, Math.min(SIDE - 0.5, place));
    const to = { x: inside(at.x + dx * cells), y: inside(at.y + dy * cells) };
    if (down) this.#draw(at, to, this.#ink);
    this.#keys.at = to;
  }

  #press() {
    const keys = this.#keys;
    keys.down = !keys.down;
    if (!keys.down) return;
    this.#strokes.keep(this.#paper);
    this.#draw(keys.at, keys.at, this.#ink);
  }

  /** Says where the pen is, and what the network makes of it. @param {Element} element */
  #tell(element) {
    const { at, down } = this.#keys;
    const { said, sure, blank } = this.#lab.now(this.#slot);
    const pen = down ? (this.#erasing ? "eraser down" : "pen down") : "pen up";
    const reads = blank ? "the paper is empty" : `reads ${said}, ${Math.round(sure * 100)} percent`;
    say(element, `row ${Math.ceil(at.y)}, column ${Math.ceil(at.x)}, ${pen}, ${reads}`, { heard: true });
  }

  /** @param {boolean} again */
  #goBack(again) {
    const paper = again ? this.#strokes.redo(this.#paper) : this.#strokes.undo(this.#paper);
    this.#lay(paper);
    this.#changed(); // the tools also where the paper is the same
  }

  /** @param {Paper} paper */
  #put(paper) {
    this.#strokes.keep(this.#paper);
    this.#lay(paper);
  }

  /** @param {ArrayLike<number>} bits */
  #ground(bits) {
    this.#put({ digit: this.#lab.index(this.#slot), ink: inkOf(bits) });
  }

  /** Takes over what is on another pad. @param {PadHand} other */
  copy(other) {
    const { ink } = this.#paper;
    // Two drawings that are alike differ in what is out of sight.
    if (!ink || ink !== other.#paper.ink) this.#put(other.#paper);
  }

  /** Any other test digit. */
  #surprise() {
    const { count } = this.#lab;
    const digit = (this.#lab.index(this.#slot) + 1 + Math.floor(Math.random() * (count - 1))) % count;
    this.#put({ digit, ink: "" });
  }

  /** Takes the pen or the eraser. @param {boolean} erasing */
  take(erasing) {
    this.#erasing = erasing;
    this.#changed();
  }

  /** @param {boolean} erasing  @returns {Tool} */
  #pick(erasing) {
    const act = () => this.take(erasing);
    return { act, state: () => ({ pressed: this.#erasing === erasing }) };
  }

  /** The tools of every pad. */
  get tools() {
    const [strokes, lab, slot] = [this.#strokes, this.#lab, this.#slot];
    const empty = () => lab.now(slot).kind !== "digit" && lab.now(slot).blank;
    return {
      pen: this.#pick(false),
      eraser: this.#pick(true),
      undo: { act: () => this.#goBack(false), state: () => ({ disabled: !strokes.undoable }) },
      redo: { act: () => this.#goBack(true), state: () => ({ disabled: !strokes.redoable }) },
      clear: { act: () => this.#ground(new Uint8Array(SIDE * SIDE)), state: () => ({ disabled: empty() }) },
      "draw-on-it": {
        act: () => this.#ground(lab.picture(slot).bits),
        state: () => ({ disabled: Boolean(lab.bits(slot)) }),
      },
      "surprise-me": { act: () => this.#surprise() },
    };
  }
}
