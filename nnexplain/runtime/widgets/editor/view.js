// The pictures of a way as cards, with what is said along it; and the one that is worked on, large.

import { percent } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { Band, Here, slideable } from "../../instruments/band.js";
import { Cells } from "../../instruments/cells.js";
import { inkPath } from "../../instruments/pad-pen.js";
import { at } from "../../instruments/way-words.js";
import { SIDE } from "../../net/ink/ink.js";
import { MOST } from "../../net/way/own.js";
import { REACH } from "./push.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Spot } from "../../instruments/pad-pen.js" */
/** @import { Card, Cards } from "./cards.js" */

/** Where things stand in the static picture, which build/five-to-six-editor.py draws. */
const CARD = Object.freeze({ side: 84, pitch: 112, row: 138, top: 40 });
const BAND = Object.freeze({ x: 4, y: 322, width: 416, height: 24 });
/** Where a hand slides along the band: high enough for a finger, also on a phone. */
const SLIDE = Object.freeze({ ...BAND, y: 298, height: 64 });
const NOW = Object.freeze({ x: 4, y: 364, side: 64 });
export const PAPER = Object.freeze({ side: 320, y: 24 });
const BESIDE = 336;
const SEES = 96;

/** @typedef {"pixels" | "pen" | "eraser" | "push"} Mode */

export class CardsView {
  #cards = Array.from({ length: MOST + 2 }, cardOf);
  #band = new Band(BAND);
  #here = new Here({ ...BAND, y: BAND.y - 6, height: BAND.height + 12 });
  #now = new Cells("ink");
  #words = [380, 402].map((y) => svg("text", { x: NOW.x + NOW.side + 14, y }));
  #empty = svg("text", { class: "nn-faint", x: 4, y: 196 });
  #plot;

  /** @param {Place} place */
  constructor({ plot }) {
    this.#plot = plot;
    const title = svg("text", { class: "nn-title", x: 0, y: 6 }, "From picture to picture");
    const group = svg("g", { role: "radiogroup", "aria-label": "the pictures of the way" }, ...this.#cards.map(({ group }) => group));
    plot.append(title, this.#empty, group, this.#band.group, this.#here.line, this.#now.group, ...this.#words);
  }

  /** @param {Cards} cards */
  draw(cards) {
    const { way, lab } = cards;
    const [all, chosen] = [cards.all, cards.chosen];
    this.#cards.forEach((view, k) => {
      const card = all[k];
      set(view.group, { display: card ? undefined : "none", tabindex: card && card.id === chosen.id ? 0 : -1, "data-id": card?.id });
      if (!card) return;
      const { x, y } = cornerOf(k);
      view.cells.draw(card.picture, { x, y, cell: CARD.side / lab.facts.side, columns: lab.facts.side });
      write(view.name, card.name);
      write(view.says, `${card.said}, ${percent(card.sure)}`);
      set(view.group, { "aria-checked": String(card.id === chosen.id), "aria-label": `${card.name}: says ${card.said}, ${percent(card.sure)}` });
      set(view.ring, { visibility: card.id === chosen.id ? undefined : "hidden" });
    });
    write(this.#empty, all.length > 2 ? "" : "No way-points yet: drop one where you stand.");
    this.#band.draw(way.verdict("own"));
    const { t, picture, pass } = way.now("own");
    this.#here.draw(t);
    this.#now.draw(picture, { ...NOW, cell: NOW.side / lab.facts.side, columns: lab.facts.side });
    [`at ${at(t)} of this way`, `says ${pass.said}, ${percent(pass.sure)}`].forEach((line, k) => this.#words[k] && write(this.#words[k], line));
  }

  /** @param {{choose: (id: string) => void, go: (t: number) => void, pick: (further: number) => void, remove: () => void}} hand  @param {AbortSignal} signal */
  take({ choose, go, pick, remove }, signal) {
    this.#plot.append(slideable(SLIDE, go, signal));
    this.#cards.forEach(({ group }, k) => {
      group.addEventListener("click", () => (choose(group.dataset.id ?? ""), group.focus({ preventScroll: true })), { signal });
      group.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
        const other = step && this.#cards[k + step]?.group;
        if (other && other.getAttribute("display") !== "none") (choose(other.dataset.id ?? ""), other.focus({ preventScroll: true }));
        else if (event.key === "PageUp" || event.key === "PageDown") pick(event.key === "PageUp" ? 1 : -1);
        else if (event.key === "Delete" || event.key === "Backspace") remove();
        else if (!step) return;
        event.preventDefault();
      }, { signal });
    });
  }
}

/** @param {number} k */
const cornerOf = (k) => ({ x: 4 + (k % 4) * CARD.pitch, y: CARD.top + Math.floor(k / 4) * CARD.row });

/** @param {unknown} _  @param {number} k */
function cardOf(_, k) {
  const { x, y } = cornerOf(k);
  const cells = new Cells("ink");
  const name = svg("text", { class: "nn-head", x, y: y - 11 });
  const says = svg("text", { x, y: y + CARD.side + 13 });
  const ring = svg("rect", { class: "nn-ring", x: x - 3, y: y - 3, width: CARD.side + 6, height: CARD.side + 6, rx: 4, visibility: "hidden" });
  const hit = svg("rect", { class: "nn-hit", x: x - 4, y: y - 18, width: CARD.side + 20, height: CARD.side + 40 });
  return { group: svg("g", { class: "nn-post", role: "radio" }, hit, cells.group, name, says, ring), cells, name, says, ring };
}

export class PaperView {
  #cells = new Cells("ink");
  #ground = svg("rect", { class: "nn-cells__ground", x: 0, y: PAPER.y, width: PAPER.side, height: PAPER.side });
  #ink = svg("path", { class: "nn-cells__ink", transform: `translate(0,${PAPER.y})` });
  #grid = svg("path", { class: "nn-grid" });
  #frame = svg("rect", { class: "nn-cells__frame", x: 0, y: PAPER.y, width: PAPER.side, height: PAPER.side });
  #cursor = svg("rect", { class: "nn-ring" });
  #reach = svg("circle", { class: "nn-ring", r: (REACH * PAPER.side) / SIDE });
  #title = svg("text", { class: "nn-title", x: 0, y: 6 });
  #said = svg("text", { class: "nn-verdict-digit", x: BESIDE, y: 62 });
  #sure = [svg("text", { class: "nn-head", x: BESIDE, y: 34 }, "read as"), svg("text", { x: BESIDE, y: 90 }), svg("text", { class: "nn-head", x: BESIDE, y: 112 })];
  #seesHead = svg("text", { class: "nn-head", x: BESIDE, y: 236 }, "it sees");
  #sees = new Cells("ink");
  #told = [364, 386].map((y, k) => svg("text", { class: k ? "nn-faint" : "", x: 0, y }));
  paper = svg("rect", { class: "nn-paper", "data-open": "", x: 0, y: PAPER.y, width: PAPER.side, height: PAPER.side, tabindex: 0, role: "application" });

  /** @param {Place} place */
  constructor(place) {
    this.place = place;
    const parts = [this.#ground, this.#cells.group, this.#ink, this.#grid, this.#frame, this.#cursor, this.#reach];
    place.plot.append(this.#title, ...parts, this.paper, this.#said, ...this.#sure, this.#seesHead, this.#sees.group, ...this.#told);
  }

  /** @param {Cards} cards  @param {Mode} mode  @param {{spot: Spot, down: boolean}} keys  @param {string[]} told */
  draw(cards, mode, { spot, down }, told) {
    const { side } = cards.lab.facts;
    const [card, cell, fine] = [cards.chosen, PAPER.side / side, PAPER.side / SIDE];
    const pixels = mode === "pixels";
    this.#cells.draw(card.picture, { x: 0, y: PAPER.y, cell, columns: side });
    const ink = !pixels && cards.inky(card);
    set(this.#cells.group, { visibility: ink ? "hidden" : undefined });
    set(this.#ink, { d: ink ? inkPath(cards.bits(card), fine) : "" });
    const lines = Array.from({ length: side - 1 }, (_, k) => `M${(k + 1) * cell},${PAPER.y}v${PAPER.side}M0,${PAPER.y + (k + 1) * cell}h${PAPER.side}`);
    set(this.#grid, { d: side <= 12 ? lines.join("") : "" });
    const box = pixels ? boxOf(spot, SIDE / side, fine) : { x: spot.x * fine - 5, y: PAPER.y + spot.y * fine - 5, width: 10, height: 10 };
    set(this.#cursor, { ...box, "data-pen": down ? "down" : "up" });
    set(this.#reach, { cx: spot.x * fine, cy: PAPER.y + spot.y * fine, visibility: mode === "push" ? undefined : "hidden" });
    this.#verdict(cards, card, ink);
    told.forEach((line, k) => this.#told[k] && write(this.#told[k], line));
  }

  /** @param {Cards} cards  @param {Card} card  @param {boolean} ink  whether ink is shown, which is not yet what the network sees */
  #verdict({ lab }, card, ink) {
    const { side } = lab.facts;
    const drawn = card.slot !== null && (lab.bits(card.slot) ?? lab.grey(card.slot));
    const what = drawn ? "a drawing" : card.slot !== null ? `test digit no. ${lab.index(card.slot)}` : "";
    write(this.#title, `Work on: ${card.name}${what ? `, ${what}` : ""}`);
    write(this.#said, String(card.said));
    if (this.#sure[1]) write(this.#sure[1], percent(card.sure));
    for (const part of [this.#seesHead, this.#sees.group]) set(part, { visibility: ink ? undefined : "hidden" });
    this.#sees.draw(card.picture, { x: BESIDE, y: PAPER.y + PAPER.side - SEES, cell: SEES / side, columns: side });
    set(this.paper, { "aria-label": `${card.name}, to be changed: arrow keys move; plus and minus change a pixel; space puts the pen down, or takes hold of the ink, and lets go` });
  }

  /** Where on the paper an event is, in its 32 × 32 cells. @param {MouseEvent} event  @returns {Spot} */
  spot({ clientX, clientY }) {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(this.place.plot.getScreenCTM()?.inverse());
    return { x: (x / PAPER.side) * SIDE, y: ((y - PAPER.y) / PAPER.side) * SIDE };
  }
}

/** The pixel that a place is in. @param {Spot} spot  @param {number} wide  cells of a pixel  @param {number} fine */
function boxOf({ x, y }, wide, fine) {
  const [left, top] = [Math.floor(x / wide) * wide * fine, Math.floor(y / wide) * wide * fine];
  return { x: left, y: PAPER.y + top, width: wide * fine, height: wide * fine };
}
