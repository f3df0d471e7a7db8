// Weight images: for every unit its weights, laid out as what they come from.

import { set, svg } from "../../draw/svg.js";
import { Cells } from "./cells.js";
import { Choice } from "./hand.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Scale } from "./cells.js" */
/** @import { Hand } from "./hand.js" */

/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** x, y, the word, and how it is aligned. @typedef {[number, number, string, "left" | "center" | "right"]} Word */

const ANCHORS = Object.freeze({ left: "start", center: "middle", right: "end" });

/** The title and the quiet words of a panel. @param {string} title  @param {Word[]} words */
export function wordsOf(title, words) {
  const quiet = words.map(([x, y, word, align]) => svg("text", { class: "nn-tick", x, y, "text-anchor": ANCHORS[align] }, word));
  return [svg("text", { class: "nn-title", x: 0, y: -19 }, title), ...quiet];
}

/** What marks a unit: chosen, or only pointed at. */
export class Marks {
  #chosen = svg("path", { class: "nn-mark" });
  #pointed = svg("path", { class: "nn-mark nn-mark--pointed" });
  group = svg("g", { "aria-hidden": "true" }, this.#pointed, this.#chosen);

  /** @param {Box[]} chosen  @param {Box[]} pointed */
  draw(chosen, pointed) {
    const d = (/** @type {Box[]} */ boxes) => boxes.map(({ x, y, width, height }) => `M${x - 2},${y - 2}h${width + 4}v${height + 4}h${-width - 4}Z`).join("");
    set(this.#chosen, { d: d(chosen) });
    set(this.#pointed, { d: d(pointed) });
  }
}

export class ImagesView {
  /** @type {Place} */ #place;
  /** @type {Box[]} */ #boxes;
  /** @type {Cells} */ #cells;
  #marks = new Marks();
  #silenced = svg("path", { class: "nn-silenced" });
  /** @type {Choice} */ #choice;
  /** @type {Lab} */ #lab;
  /** @type {unknown} */ #drawn;

  /** @param {Place} place  @param {Lab} lab  @param {Box[]} boxes  of the units  @param {Scale} scale  @param {Word[]} words */
  constructor(place, lab, boxes, scale, words) {
    [this.#place, this.#lab, this.#boxes] = [place, lab, boxes];
    this.#cells = new Cells(scale);
    const frames = boxes.map(({ x, y, width, height }) => `M${x},${y}h${width}v${height}h${-width}Z`).join("");
    const places = boxes.map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }));
    this.#choice = new Choice("weight images", lab.units, () => places, (_, attributes) => svg("rect", { class: "nn-hit", ...attributes }));
    [...this.#choice.group.children].forEach((hit, index) => set(hit, { ...boxes[index] }));
    place.plot.append(...wordsOf("Weight images", words), this.#cells.group, svg("path", { class: "nn-frames", d: frames }));
    place.plot.append(this.#silenced, this.#marks.group, this.#choice.group);
  }

  /** @param {string} chosen  @param {string | null} pointed */
  draw(chosen, pointed) {
    const { network, units, silent, facts } = this.#lab;
    if (this.#drawn !== network) this.#cells.draw(units.flatMap(({ layer, index }, unit) => {
      const [box, its] = [this.#boxes[unit], network.layers[layer]];
      if (!box || !its) return [];
      const columns = layer ? 8 : facts.side;
      const cell = box.width / columns;
      return [{ numbers: its.w.subarray(index * its.inputs, (index + 1) * its.inputs), columns, x: box.x, y: box.y, wide: cell, high: cell }];
    }));
    this.#drawn = network;
    const boxOf = (/** @type {string | null} */ id) => this.#boxes.filter((_, unit) => units[unit]?.id === id);
    this.#marks.draw(boxOf(chosen), pointed === chosen ? [] : boxOf(pointed));
    const crosses = this.#boxes.filter((_, unit) => silent.has(units[unit]?.id ?? ""));
    set(this.#silenced, { d: crosses.map(({ x, y, width, height }) => `M${x},${y}l${width},${height}m0,${-height}l${-width},${height}`).join("") });
    this.#choice.mark(chosen);
  }

  /** @param {Hand} hand  @param {AbortSignal} signal */
  take(hand, signal) {
    this.#choice.take(this.#place.root, hand, signal);
  }
}
