// The left panel of the knobs: the digit, what the network says, how it does on all digits, and its units.

import { percent1 } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { InkPicture } from "../../instruments/digit.js";
import { CellGrid } from "../../instruments/grid.js";
import { layersOf, UNDER_WORDS } from "../../instruments/layers.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */

/** Where things stand in the static picture, which build/digit-ocr-knobs.py draws. */
const AT = Object.freeze({ picture: 112, words: 132, bar: 206, barWidth: 96, grids: 136, width: 352 });

export class NetView {
  #layers;
  /** Of the units, layer by layer. @type {string[][]} */ #ids;
  #picture;
  /** @type {{digit: SVGTextElement, sure: SVGTextElement}[]} */ #answers = [];
  #says = svg("text", { class: "nn-big", x: AT.words, y: 12 });
  #sure = svg("text", { x: AT.words, y: 36 });
  #of = svg("text", { class: "nn-faint", x: AT.words, y: 66 });
  #bars = ["now", "untouched"].map((word, row) => {
    const y = 84 + 20 * row;
    const strip = svg("rect", { class: row ? "nn-share nn-share--before" : "nn-share", x: AT.bar, y: y - 5, height: 10 });
    const number = svg("text", { x: AT.width, y, "text-anchor": "end" });
    return { strip, number, parts: [svg("text", { x: AT.words, y }, word), strip, number] };
  });

  /** @param {Place} place  @param {Lab} lab */
  constructor({ plot }, { facts, units }) {
    this.#ids = facts.sizes.slice(1).map((_, layer) => units.filter((unit) => unit.layer === layer).map(({ id }) => id));
    this.#picture = new InkPicture(0, 0, AT.picture, facts.side);
    this.#layers = layersOf(facts.sizes.slice(1), AT.grids, "radio");
    for (const { heading, grid, output } of this.#layers) {
      plot.append(heading, grid.group);
      if (output) this.#answers = grid.cells.map((_, k) => this.#answer(grid.box(k), k, plot));
    }
    plot.append(this.#picture.group, this.#says, this.#sure, this.#of, ...this.#bars.flatMap(({ parts }) => parts));
  }

  /** @param {ReturnType<CellGrid["box"]>} box  @param {number} k  @param {Element} plot */
  #answer({ x, y, height }, k, plot) {
    const digit = svg("text", { class: "nn-answer", x: x + 8, y: y + height / 2 }, String(k));
    const sure = svg("text", { class: "nn-answer__sure", x: x + 24, y: y + height / 2 });
    plot.append(digit, sure);
    return { digit, sure };
  }

  /**
   * @param {Lab} lab  @param {Thought} thought  @param {string} chosen  id of a unit  @param {(layer: number) => number} full  what a layer's full glow is
   */
  draw(lab, thought, chosen, full) {
    this.#picture.draw(thought.pixels);
    write(this.#says, `says ${thought.said}`);
    write(this.#sure, `${percent1(thought.sure)} sure; ${thought.label === null ? "your drawing" : `it is ${thought.label}`}`);
    this.#layers.forEach(({ grid, output }, layer) => {
      const a = thought.pass[layer]?.a ?? [];
      const ids = this.#ids[layer] ?? [];
      grid.draw((k) => {
        const id = ids[k] ?? "";
        const strength = Math.max(0, Math.min(1, Number(a[k]) / full(layer))) * (output ? UNDER_WORDS : 1);
        const silent = lab.silent.has(id) ? ", silenced" : "";
        const says = output ? `answer ${k}, ${percent1(Number(a[k]))}` : `unit ${id}, answers ${Number(a[k]).toFixed(2)}`;
        return { paint: "glow", strength, name: says + silent, on: id === chosen };
      });
      grid.choose(ids.indexOf(chosen));
    });
    this.#answers.forEach(({ digit, sure }, k) => {
      write(sure, percent1(thought.p[k]));
      set(digit, { "data-said": String(k === thought.said) });
    });
  }

  /** @param {{right: number, of: number}} now  @param {{right: number, of: number}} before */
  score(now, before) {
    write(this.#of, `of all ${now.of} held-out digits it reads`);
    [now, before].forEach(({ right, of }, row) => {
      const bar = this.#bars[row];
      if (!bar) return;
      set(bar.strip, { width: ((AT.barWidth * right) / of).toFixed(2) });
      write(bar.number, `${right}`);
    });
  }

  /** Dots where a knob alone can change the answer, crosses where a unit is silent. @param {Lab} lab  @param {(layer: number, index: number) => boolean} telling */
  mark(lab, telling) {
    this.#layers.forEach(({ grid }, layer) => {
      const ids = this.#ids[layer] ?? [];
      grid.mark((k) => lab.silent.has(ids[k] ?? ""), (k) => telling(layer, k));
    });
  }

  /** @param {(id: string) => void} pick  @param {AbortSignal} signal */
  take(pick, signal) {
    this.#layers.forEach(({ grid }, layer) => grid.take({ act: (k) => pick(this.#ids[layer]?.[k] ?? "") }, signal));
  }
}
