// What the network sees, does and says, drawn: the views of the figure `draw` beside its pad.

import { percent } from "../../draw/numbers.js";
import { path, set, svg, write } from "../../draw/svg.js";
import { inkPath } from "../../instruments/pad-pen.js";
import { SIDE } from "../../net/ink/ink.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { LabFacts, Thought } from "../../net/lab/lab.js" */
/** @import { Vector } from "../../net/net.js" */

/**
 * Measures of the static picture, in its pixels: see the script that drew it.
 * @typedef {object} Measures
 * @property {number} cell  @property {number} square  @property {number} gap
 * @property {[number, number][][]} units  the middle of each, layer by layer  @property {number} radius  @property {number[]} full  what glows fully
 * @property {string[]} titles  of the four panels
 * @property {number} big  @property {number} row  @property {number} name  @property {number} bar  @property {number} room  @property {number} end
 */

const SHADES = 16;

/** @param {number} y  @param {number} side */
const frame = (y, side) => svg("rect", { class: "nn-draw__frame", x: 0, y, width: side, height: side });

/** @param {number} y  @param {number} side */
const sheet = (y, side) => svg("rect", { class: "nn-draw__sheet", x: 0, y, width: side, height: side });

/** How dark a count is: few and many are kept apart, so that the number on it can be read. @param {number} shade  1 to 16 */
const darkness = (shade) => (shade <= 8 ? (0.36 * shade) / 8 : 0.62 + (0.38 * (shade - 9)) / 7);

/** The fitted drawing under a grid, and below it what is counted in each block. */
export class SeenView {
  #ink = svg("path", { class: "nn-draw__ink" });
  #shades = Array.from({ length: SHADES }, (_, k) => svg("path", { class: "nn-draw__ink" , "fill-opacity": k }));
  /** @type {SVGTextElement[]} */ #numbers = [];

  /** @param {Place} place  @param {Measures} measures  @param {LabFacts} facts */
  constructor({ plot }, { square, gap }, { side, levels, prepare }) {
    this.measures = { square, lower: square + gap, side, levels };
    const blocks = SIDE % side === 0;
    this.#shades.forEach((shade, k) => set(shade, { "fill-opacity": (blocks ? darkness(k + 1) : (k + 1) / SHADES).toFixed(3) }));
    const block = square / side;
    const lines = Array.from({ length: prepare === "counts" && blocks ? side - 1 : 0 }, (_, k) => (k + 1) * block);
    const grid = lines.map((at) => `M${at},0V${square}M0,${at}H${square}`).join("");
    plot.append(sheet(0, square), sheet(square + gap, square));
    plot.append(this.#ink, svg("path", { class: "nn-draw__blocks", d: grid }), frame(0, square), ...this.#shades);
    if (blocks) {
      this.#numbers = Array.from({ length: side * side }, (_, at) =>
        svg("text", { class: "nn-draw__count", x: ((at % side) + 0.5) * block, y: square + gap + (Math.floor(at / side) + 0.5) * block }),
      );
    }
    plot.append(...this.#numbers, frame(square + gap, square));
  }

  /** @param {ArrayLike<number>} ink  32 × 32  @param {Vector} values */
  draw(ink, values) {
    const { square, lower, side, levels } = this.measures;
    const block = square / side;
    set(this.#ink, { d: inkPath(ink, square / SIDE) });
    const paths = Array.from({ length: SHADES }, () => "");
    values.forEach((value, at) => {
      const shade = Math.ceil((value * SHADES) / levels);
      if (shade) paths[shade - 1] += `M${((at % side) * block).toFixed(2)},${(lower + Math.floor(at / side) * block).toFixed(2)}h${block}v${block}h${-block}z`;
      const number = this.#numbers[at];
      if (!number) return;
      write(number, value ? String(value) : "");
      set(number, { "data-dark": shade > 8 ? "" : undefined });
    });
    this.#shades.forEach((shade, k) => set(shade, { d: paths[k] }));
  }
}

/** All hidden units: each glows the wider and stronger, the more it answers. */
export class UnitsView {
  /** @type {SVGCircleElement[][]} */ #glows;

  /** @param {Place} place  @param {Measures} measures */
  constructor({ plot }, measures) {
    this.measures = measures;
    const words = ["first layer", "second", "third"];
    this.#glows = measures.units.map((middles, layer) => {
      const left = Math.min(...middles.map(([x]) => x)) - measures.radius - 1.5;
      const word = svg("text", { class: "nn-head", x: left, y: 12 });
      write(word, words[layer] ?? "");
      const glows = middles.map(([cx, cy]) => svg("circle", { class: "nn-draw__bulb", cx, cy, r: 5 }));
      plot.append(word, ...glows);
      return glows;
    });
  }

  /** @param {Thought} thought */
  draw({ pass }) {
    const { radius, full } = this.measures;
    this.#glows.forEach((glows, layer) => {
      const answers = pass[layer]?.a ?? [];
      glows.forEach((glow, unit) => {
        const strength = Math.min(1, Number(answers[unit]) / (full[layer] ?? 1));
        const on = strength > 0;
        set(glow, { r: on ? (5 + (radius - 5) * strength).toFixed(2) : 5, "fill-opacity": on ? (0.25 + 0.75 * strength).toFixed(3) : 0 });
        set(glow, { class: on ? "nn-draw__bulb nn-draw__bulb--on" : "nn-draw__bulb" });
      });
    });
  }
}

/** The answer: large, and ten bars. */
export class AnswerView {
  #said = svg("text", { class: "nn-draw__said", x: 0, y: 27 });
  #sure = svg("text", { class: "nn-draw__sure", x: 44, y: 36 });
  #truth = svg("circle", { class: "nn-draw__truth", r: 9 });
  #rest = svg("path", { class: "nn-draw__rest" });
  #top = svg("path", { class: "nn-draw__top" });
  /** @type {SVGTextElement[]} */ #shares;

  /** @param {Place} place  @param {Measures} measures  @param {number} classes */
  constructor({ plot }, measures, classes) {
    this.measures = measures;
    const all = Array.from({ length: classes }, (_, k) => k);
    const names = all.map((k) => svg("text", { class: "nn-draw__name", x: measures.name, y: this.#middle(k) }, String(k)));
    this.#shares = all.map((k) => svg("text", { class: "nn-draw__share", x: measures.end, y: this.#middle(k) }));
    plot.append(this.#said, this.#sure, this.#rest, this.#top, ...names, ...this.#shares, this.#truth);
  }

  /** @param {number} k */
  #middle(k) {
    return this.measures.big + (k + 0.5) * this.measures.row;
  }

  /** @param {Thought} thought */
  draw({ p, said, sure, label }) {
    const { bar, room, name } = this.measures;
    const strip = (/** @type {number} */ k) => {
      const [y, end] = [this.#middle(k), bar + p[k] * room];
      return path([{ x: bar, y: y - 5.5 }, { x: end, y: y - 5.5 }, { x: end, y: y + 5.5 }, { x: bar, y: y + 5.5 }], true);
    };
    write(this.#said, String(said));
    write(this.#sure, percent(sure));
    set(this.#rest, { d: Array.from(p, (_, k) => (k === said ? "" : strip(k))).join("") });
    set(this.#top, { d: strip(said) });
    this.#shares.forEach((share, k) => write(share, percent(p[k])));
    set(this.#truth, { cx: name, cy: this.#middle(label ?? 0), visibility: label === null ? "hidden" : undefined });
  }
}
