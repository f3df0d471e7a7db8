// The right panels of the lesions: how many digits are still read as units fall silent, and which.

import { percent1 } from "../../draw/numbers.js";
import { path, set, svg, write } from "../../draw/svg.js";
import { InkPicture } from "../../instruments/digit.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Score } from "../../net/lab/altered.js" */
/** @import { Thought } from "../../net/lab/lab.js" */

/** Where things stand in the static picture, which build/digit-ocr-lesions.py draws. */
const TRACE = Object.freeze({ left: 40, right: 344, top: 44, bottom: 184, titles: 216 });
const BARS = Object.freeze({ top: 22, bottom: 112, across: 35.2, width: 24, digit: 127, count: 144, picture: 166, size: 44 });

export class TraceView {
  #big = svg("text", { class: "nn-big", x: 0, y: 10 });
  #share = svg("text", { class: "nn-faint", x: 344, y: 11, "text-anchor": "end" });
  #line = svg("path", { class: "nn-trace" });
  #points = svg("path", { class: "nn-trace-points" });
  #end = svg("circle", { class: "nn-trace-end", r: 5 });
  #former = [0, 1, 2].map(() => svg("path", { class: "nn-trace nn-trace--former" }));
  /** @type {number} */ #most;
  /** @type {number} */ #of;

  /** @param {Place} place  @param {number} most  units that can be silent  @param {number} of  digits */
  constructor({ plot }, most, of) {
    this.#most = most;
    this.#of = of;
    const { left, right, bottom, titles } = TRACE;
    const rows = [0, 0.5, 1].flatMap((share) => {
      const y = this.#y(share * of);
      const label = svg("text", { class: "nn-faint", x: left - 6, y, "text-anchor": "end" }, `${share * 100}%`);
      return [svg("line", { class: share ? "nn-grid-line" : "nn-base-line", x1: left, x2: right, y1: y, y2: y }), label];
    });
    const columns = [0, 1, 2, 3].map((third) => {
      const k = Math.round((most * third) / 3);
      return svg("text", { class: "nn-faint", x: this.#x(k), y: bottom + 14, "text-anchor": "middle" }, String(k));
    });
    const title = svg("text", { x: (left + right) / 2, y: titles - 1, "text-anchor": "middle" }, "hidden units silenced");
    plot.append(this.#big, this.#share, ...rows, ...columns, title, ...this.#former, this.#line, this.#points, this.#end);
  }

  /** @param {number} k */
  #x(k) {
    return TRACE.left + ((TRACE.right - TRACE.left) * k) / this.#most;
  }

  /** @param {number} right */
  #y(right) {
    return TRACE.bottom - ((TRACE.bottom - TRACE.top) * right) / this.#of;
  }

  /** @param {number[]} line  digits read with none, one, two … units silent  @param {number[][]} former  @param {number} right  now */
  draw(line, former, right) {
    const points = (/** @type {number[]} */ numbers) => numbers.map((number, k) => ({ x: this.#x(k), y: this.#y(number) }));
    write(this.#big, `reads ${right} of ${this.#of}`);
    write(this.#share, percent1(right / this.#of));
    set(this.#line, { d: path(points(line)) });
    set(this.#points, { d: points(line).map(({ x, y }) => `M${x - 2.5},${y}a2.5,2.5 0 1,0 5,0a2.5,2.5 0 1,0 -5,0Z`).join("") });
    set(this.#end, { cx: this.#x(line.length - 1), cy: this.#y(right) });
    this.#former.forEach((element, index) => set(element, { d: path(points(former[index] ?? [])) }));
  }
}

export class DigitsView {
  /** @type {{bar: SVGRectElement, number: SVGTextElement}[]} */ #bars;
  #picture;
  #says = svg("text", { class: "nn-big", x: 58, y: BARS.picture + 13 });
  #sure = svg("text", { x: 58, y: BARS.picture + 35 });

  /** @param {Place} place  @param {number} side  @param {Score} before */
  constructor({ plot }, side, before) {
    const height = BARS.bottom - BARS.top;
    plot.append(svg("text", { class: "nn-title", x: 0, y: 4 }, "still read, digit by digit"));
    this.#bars = before.byClass.map(({ right, of }, digit) => {
      const x = digit * BARS.across + (BARS.across - BARS.width) / 2;
      const middle = x + BARS.width / 2;
      const bar = svg("rect", { class: "nn-share", x, width: BARS.width });
      const number = svg("text", { class: "nn-faint", x: middle, y: BARS.count, "text-anchor": "middle" });
      const level = BARS.bottom - (height * right) / of;
      plot.append(
        bar,
        svg("rect", { class: "nn-picture-frame", x, y: BARS.top, width: BARS.width, height }),
        svg("line", { class: "nn-level", x1: x - 4, x2: x + BARS.width + 4, y1: level, y2: level }),
        svg("text", { class: "nn-strong", x: middle, y: BARS.digit, "text-anchor": "middle" }, String(digit)),
        number,
      );
      return { bar, number };
    });
    this.#picture = new InkPicture(0, BARS.picture, BARS.size, side);
    plot.append(this.#picture.group, this.#says, this.#sure);
  }

  /** @param {Score} score  @param {Thought} thought */
  draw({ byClass }, thought) {
    byClass.forEach(({ right, of }, digit) => {
      const its = this.#bars[digit];
      if (!its) return;
      const height = ((BARS.bottom - BARS.top) * right) / of;
      set(its.bar, { y: (BARS.bottom - height).toFixed(2), height: height.toFixed(2) });
      write(its.number, String(right));
    });
    this.#picture.draw(thought.pixels);
    write(this.#says, `says ${thought.said}`);
    write(this.#sure, `${percent1(thought.sure)} sure; ${thought.label === null ? "your drawing" : `it is ${thought.label}`}`);
  }
}
