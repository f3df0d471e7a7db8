// The pad: a paper of 32 × 32 cells for a pointer, a finger, or the keys.

import { pageOf } from "../core/page.js";
import { say } from "../core/status.js";
import { set, svg, write } from "../draw/svg.js";
import { inkOf, SIDE } from "../net/ink/ink.js";
import { inkPath, stroked, Strokes } from "./pad-pen.js";

/** @import { Page } from "../core/page.js" */
/** @import { Place } from "../core/panel.js" */
/** @import { Lab } from "../net/lab/lab.js" */
/** @import { Paper, Spot } from "./pad-pen.js" */

const HOW = "pad of 32 by 32 cells: arrow keys move the pen, with shift by four; space puts it down and lifts it";

/** @type {Readonly<Record<string, [number, number]>>} */
const WAYS = Object.freeze({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

/** The pad, drawn. */
export class PadView {
  #ink = svg("path", { class: "nn-draw__ink" });
  #hint = svg("text", { class: "nn-pad__hint" });
  #cursor = svg("rect", { class: "nn-pad__cursor" });
  paper = svg("rect", { class: "nn-pad__paper", x: 0, y: 0, tabindex: 0, role: "application", "aria-label": HOW });

  /** @param {Place} place  @param {number} cell  pixels of the drawing */
  constructor(place, cell) {
    this.place = place;
    this.cell = cell;
    const side = SIDE * cell;
    set(this.paper, { width: side, height: side });
    set(this.#hint, { x: side / 2, y: side / 2 });
    place.root.classList.add("nn-pad");
    const frame = svg("rect", { class: "nn-draw__frame", x: 0, y: 0, width: side, height: side });
    place.plot.append(this.paper, this.#hint, this.#ink, frame, this.#cursor);
  }

  /** @param {Uint8Array} bits  @param {{at: Spot, down: boolean, width: number, ink: 0 | 1}} pen  where the keys have it */
  draw(bits, { at, down, width, ink }) {
    const half = Math.max(width, 1) / 2;
    set(this.#ink, { d: inkPath(bits, this.cell) });
    write(this.#hint, bits.some(Boolean) ? "" : "draw a digit here");
    const [x, y, size] = [at.x - half, at.y - half, 2 * half].map((cells) => cells * this.cell);
    set(this.#cursor, { x, y, width: size, height: size, "data-pen": down ? (ink ? "down" : "erasing") : "up" });
  }

  /** Where on the pad an event is, in cells. @param {MouseEvent} event  @returns {Spot} */
  spot({ clientX, clientY }) {
    const matrix = this.place.plot.getScreenCTM();
    if (!matrix) return { x: -1, y: -1 };
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
    return { x: x / this.cell, y: y / this.cell };
  }
}

/** What hands do to the pad, and what it remembers of them. */
export class PadHand {
  /** @type {Lab} */ #lab;
  /** @type {Page} */ #page;
  /** @type {HTMLElement} */ #element;
  #strokes = new Strokes();
  #erasing = false;
  /** The keys' pen. */ #keys = { at: { x: SIDE / 2 + 0.5, y: 4.5 }, down: false };
  /** Where the pointer was last, while it draws. @type {{id: number, at: Spot, ink: 0 | 1} | null} */ #held = null;

  /** @param {Lab} lab  @param {HTMLElement} element  the nn-figure */
  constructor(lab, element) {
    this.#lab = lab;
    this.#page = pageOf(element);
    this.#element = element;
  }

  get #width() {
    return Number(this.#page.get("pen")) || 3;
  }

  get pen() {
    return { ...this.#keys, width: this.#width, ink: this.#ink };
  }

  /** @returns {0 | 1} */
  get #ink() {
    return this.#erasing ? 0 : 1;
  }

  /** What is on the paper. @returns {Paper} */
  get #paper() {
    return { digit: this.#lab.index(), ink: String(this.#page.get("ink") ?? "") };
  }

  /** The drawing that goes on: a pen begins a new one over a test digit, an eraser takes from it. */
  #begun() {
    const drawn = this.#lab.bits();
    return drawn ?? (this.#erasing ? this.#lab.picture().bits : new Uint8Array(SIDE * SIDE));
  }

  /** @param {Spot} from  @param {Spot} to  @param {0 | 1} ink */
  #draw(from, to, ink) {
    this.#lab.draw(0, stroked(this.#begun(), from, to, this.#width, ink));
  }

  /** @param {PadView} view  @param {() => void} refresh  @param {AbortSignal} signal */
  take(view, refresh, signal) {
    const { paper } = view;
    paper.addEventListener("pointerdown", (event) => this.#down(view, event), { signal });
    paper.addEventListener("pointermove", (event) => this.#move(view, event), { signal });
    for (const type of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) {
      paper.addEventListener(type, () => (this.#held = null), { signal });
    }
    paper.addEventListener("keydown", (event) => this.#key(event) && (event.preventDefault(), refresh()), { signal });
    paper.addEventListener("blur", () => {
      this.#keys.down = false;
      refresh();
    }, { signal });
    this.#wake(refresh, signal);
  }

  /** @param {PadView} view  @param {PointerEvent} event */
  #down(view, event) {
    if (this.#held || event.button > 0) return;
    const at = view.spot(event);
    this.#strokes.keep(this.#paper);
    this.#held = { id: event.pointerId, at, ink: this.#ink };
    view.paper.setPointerCapture(event.pointerId);
    this.#draw(at, at, this.#ink);
  }

  /** @param {PadView} view  @param {PointerEvent} event */
  #move(view, event) {
    const held = this.#held;
    if (!held || held.id !== event.pointerId) return;
    const all = event.getCoalescedEvents?.() ?? [];
    let bits = this.#begun();
    for (const each of all.length ? all : [event]) {
      const at = view.spot(each);
      bits = stroked(bits, held.at, at, this.#width, held.ink);
      held.at = at;
    }
    this.#lab.draw(0, bits);
  }

  /** Whether the key means something here. @param {KeyboardEvent} event */
  #key({ key, shiftKey, ctrlKey, metaKey, altKey }) {
    if ((ctrlKey || metaKey) && key.toLowerCase() === "z") return this.#goBack(shiftKey), true;
    if (ctrlKey || metaKey || altKey) return false;
    const way = WAYS[key];
    if (way) this.#step(way, shiftKey ? 4 : 1);
    else if (key === " " || key === "Enter") this.#press();
    else if (key === "Escape" && this.#keys.down) this.#keys.down = false;
    else return false;
    this.#tell();
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

  /** Says where the pen is, and what the network makes of it. */
  #tell() {
    const { at, down } = this.#keys;
    const { said, sure, blank } = this.#lab.now();
    const pen = down ? (this.#erasing ? "eraser down" : "pen down") : "pen up";
    const reads = blank ? "the paper is empty" : `reads ${said}, ${Math.round(sure * 100)} percent`;
    say(this.#element, `row ${Math.ceil(at.y)}, column ${Math.ceil(at.x)}, ${pen}, ${reads}`, { heard: true });
  }

  /** @param {Paper} paper */
  #show({ digit, ink }) {
    this.#page.set({ digit, ink });
  }

  /** @param {boolean} again */
  #goBack(again) {
    this.#show(again ? this.#strokes.redo(this.#paper) : this.#strokes.undo(this.#paper));
  }

  /** @param {string} name  @returns {HTMLButtonElement | null} */
  #tool(name) {
    return this.#element.querySelector(`.nn-tools [data-tool="${name}"]`);
  }

  /** @param {() => void} refresh  @param {AbortSignal} signal */
  #wake(refresh, signal) {
    /** @type {Record<string, () => void>} */
    const does = {
      pen: () => (this.#erasing = false),
      eraser: () => (this.#erasing = true),
      undo: () => this.#goBack(false),
      redo: () => this.#goBack(true),
      clear: () => this.#change(new Uint8Array(SIDE * SIDE)),
      "draw-on-it": () => this.#change(this.#lab.picture().bits),
      "surprise-me": () => this.#surprise(),
    };
    for (const [name, act] of Object.entries(does)) {
      this.#tool(name)?.addEventListener("click", () => (act(), refresh()), { signal });
    }
  }

  /** @param {Uint8Array} bits */
  #change(bits) {
    this.#strokes.keep(this.#paper);
    this.#show({ digit: this.#lab.index(), ink: inkOf(bits) });
  }

  /** Any other test digit. */
  #surprise() {
    this.#strokes.keep(this.#paper);
    const { count } = this.#lab;
    const digit = (this.#lab.index() + 1 + Math.floor(Math.random() * (count - 1))) % count;
    this.#show({ digit, ink: "" });
  }

  /** The buttons as they can be pressed now. */
  refresh() {
    const { kind, blank } = this.#lab.now();
    /** @type {Record<string, boolean>} */
    const can = {
      pen: true, eraser: true, undo: this.#strokes.undoable, redo: this.#strokes.redoable,
      clear: kind === "digit" || !blank, "draw-on-it": !this.#lab.bits(), "surprise-me": true,
    };
    for (const [name, possible] of Object.entries(can)) {
      const tool = this.#tool(name);
      if (tool && tool.disabled === possible) tool.disabled = !possible;
    }
    for (const [name, on] of [["pen", !this.#erasing], ["eraser", this.#erasing]]) {
      const tool = this.#tool(String(name));
      if (tool) set(tool, { "aria-pressed": String(on) });
    }
  }
}
