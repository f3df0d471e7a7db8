// Who decides: the units of the last hidden layer, what each adds to one logit less another, and the sum.

import { at } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { barOf, ROWS, rowY, sumY, tickOf, WIDTH } from "./places.js";
import { hundredths, lead, moverWords, rowWords, strongest } from "./words.js";

/** @import { Place as Panel } from "../../core/panel.js" */
/** @import { Rivals } from "./sum.js" */
/** @import { Told } from "./words.js" */

/** Contributions here and at the start, and what a full bar is. @typedef {{here: ArrayLike<number>, start: ArrayLike<number>, most: number}} Bars */

export class SumView {
  /** @type {Panel} */ place;
  /** A row for each unit; the biases' is none. @type {SVGGElement[]} */ rows;
  #name;
  #title = svg("text", { class: "nn-title", x: 0, y: 6 });
  #legend = svg("text", { class: "nn-head", x: 0, y: 27 });
  #bars = { pos: svg("path", { class: "nn-who-pos" }), neg: svg("path", { class: "nn-who-neg" }) };
  #ticks = svg("path", { class: "nn-who-start" });
  #ring = svg("rect", { class: "nn-ring", x: 1, width: WIDTH - 2, height: ROWS.pitch - 1, rx: 3 });
  /** @type {{now: SVGTextElement, change: SVGTextElement}[]} */ #numbers;
  /** @type {{now: SVGTextElement, change: SVGTextElement}} */ #sums;
  #lead = svg("text", { class: "nn-strong" });
  #logits = svg("text", { class: "nn-head" });
  #mover = svg("text", { class: "nn-head" });

  /** @param {Panel} place  @param {number} units  @param {(index: number) => string} name  of a unit; after the last, of the biases */
  constructor(place, units, name) {
    this.place = place;
    this.#name = name;
    const count = units + 1;
    const end = sumY(count);
    const column = (/** @type {number} */ y, /** @type {string} */ kind) => ({ now: svg("text", { class: kind, x: ROWS.now, y, "text-anchor": "end" }), change: svg("text", { class: kind, x: ROWS.change, y, "text-anchor": "end" }) });
    this.#numbers = Array.from({ length: count }, (_, row) => column(rowY(row), ""));
    this.#sums = column(end, "nn-strong");
    const heads = column(ROWS.y - 10, "nn-head");
    write(heads.now, "here");
    write(heads.change, "whole way");
    set(this.#lead, { x: 0, y: end });
    set(this.#logits, { x: 0, y: end + 24 });
    set(this.#mover, { x: 0, y: end + 44 });
    const names = Array.from({ length: count }, (_, row) => svg("text", { class: "nn-who-name", x: 4, y: rowY(row) }, name(row)));
    this.rows = Array.from({ length: units }, (_, row) => svg("g", { class: "nn-unit-row", role: "radio", "data-id": name(row), tabindex: -1 }, svg("rect", { class: "nn-hit", x: 0, y: rowY(row) - ROWS.pitch / 2, width: WIDTH, height: ROWS.pitch })));
    const zero = svg("line", { class: "nn-axis", x1: ROWS.zero, x2: ROWS.zero, y1: ROWS.y, y2: ROWS.y + count * ROWS.pitch });
    const rule = svg("path", { class: "nn-who-rule", d: `M0,${end - 14}H${WIDTH}` });
    const radios = svg("g", { role: "radiogroup", "aria-label": "units of the last hidden layer; up and down choose one, left and right go along the way" }, ...this.rows);
    const all = [...this.#numbers, this.#sums, heads].flatMap(({ now, change }) => [now, change]);
    place.plot.append(this.#title, this.#legend, zero, this.#bars.pos, this.#bars.neg, this.#ticks, rule, ...names, ...all, this.#lead, this.#logits, this.#mover, this.#ring, radios);
  }

  /** @param {Bars} bars  @param {Told} told  @param {number[]} logits  the other's and the one's negative, whole hundredths  @param {Rivals} rivals */
  draw({ here, start, most }, told, logits, rivals) {
    const parts = { pos: "", neg: "" };
    for (let row = 0; row < here.length; row++) if (here[row]) parts[Number(here[row]) < 0 ? "neg" : "pos"] += barOf(row, Number(here[row]) / most);
    set(this.#bars.pos, { d: parts.pos });
    set(this.#bars.neg, { d: parts.neg });
    set(this.#ticks, { d: Array.from(start, (value, row) => (value ? tickOf(row, value / most) : "")).join("") });
    const mover = strongest(told.change.slice(0, -1), told.moved < 0 ? -1 : 1);
    this.#numbers.forEach(({ now, change }, row) => {
      write(now, hundredths(at(told.now, row)));
      write(change, hundredths(at(told.change, row)));
      set(change, { class: row === mover ? "nn-strong" : undefined });
    });
    this.rows.forEach((row, k) => set(row, { "aria-label": rowWords(this.#name(k), at(told.now, k), at(told.change, k), rivals) }));
    write(this.#sums.now, hundredths(told.sum));
    write(this.#sums.change, hundredths(told.moved));
    write(this.#title, `Who speaks for ${rivals.other}, who for ${rivals.one}`);
    write(this.#legend, `right: for ${rivals.other}; left: for ${rivals.one}; a stroke: at the start`);
    write(this.#lead, lead(rivals));
    write(this.#logits, `logit ${rivals.other} is ${hundredths(at(logits, 0))}, logit ${rivals.one} is ${hundredths(-at(logits, 1))}`);
    write(this.#mover, moverWords(told.change, told.moved, this.#name));
  }

  /** Outlines a unit, if it is one of these. @param {string} id */
  choose(id) {
    const chosen = this.rows.findIndex(({ dataset }) => dataset.id === id);
    this.rows.forEach((row, k) => set(row, { "aria-checked": String(k === chosen), tabindex: k === Math.max(0, chosen) ? 0 : -1 }));
    set(this.#ring, { y: rowY(Math.max(0, chosen)) - ROWS.pitch / 2 + 0.5, visibility: chosen < 0 ? "hidden" : undefined });
  }

  /** The unit at a point. @param {{x: number, y: number}} spot */
  at({ y }) {
    const row = Math.floor((y - ROWS.y) / ROWS.pitch);
    return { id: this.rows[row]?.dataset.id ?? null, t: null };
  }
}
