// The middle panel of the knobs: all that a unit adds up, to pick one of it: its weights where what they listen
// to has its place, its bias and its gain.

import { printed, signed } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { CellGrid } from "../../instruments/grid.js";
import { shapeOf } from "../../instruments/layers.js";
import { gainOfUnit } from "./hand.js";
import { sourceOf, unitName } from "./words.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Held } from "./hand.js" */

/** Where things stand in the static picture, which build/digit-ocr-knobs.py draws. */
const AT = Object.freeze({ top: 18, size: 352, rest: 380, restWidth: 108, restHeight: 52, legend: 222 });

/** The grid of the weights of layer `layer`: laid out as what they listen to. @param {Lab} lab  @param {number} layer */
function gridOf({ facts }, layer) {
  const count = facts.sizes[layer] ?? 0;
  const cell = AT.size / facts.side;
  const picture = { count, columns: facts.side, across: cell, down: cell, gap: 0 };
  const shape = layer ? shapeOf(count, false) : picture;
  // a small one stands low, near the slider
  const y = AT.top + AT.size - Math.ceil(count / shape.columns) * shape.down;
  return new CellGrid({ x: 0, y, ...shape }, "radio", "weights");
}

/** What a weight's full colour is: few are stronger. @param {ArrayLike<number>} weights */
function strong(weights) {
  const sizes = Array.from(weights, Math.abs).sort((one, other) => one - other);
  return sizes[Math.floor(0.99 * (sizes.length - 1))] || 1;
}

export class WeightsView {
  #heading = svg("text", { class: "nn-title", x: 0, y: 4 });
  #frame = svg("rect", { class: "nn-picture-frame", x: 0, y: AT.top, width: AT.size });
  #rest = new CellGrid({ x: 0, y: AT.rest, count: 2, columns: 2, across: AT.restWidth, down: AT.restHeight, gap: 8 }, "radio", "bias and gain");
  #numbers = [0, 1].map((row) => {
    const { x, y, width } = this.#rest.box(row);
    const name = svg("text", { class: "nn-faint", x: x + width / 2, y: y + 13, "text-anchor": "middle" }, row ? "gain" : "bias");
    const number = svg("text", { class: "nn-strong", x: x + width / 2, y: y + 31, "text-anchor": "middle" });
    return { name, number };
  });
  #legend = ["turned alone, it can", "change the answer"].map((words, row) => svg("text", { class: "nn-faint", x: AT.legend + 11, y: AT.rest + 14 + 16 * row }, words));
  /** @type {CellGrid[]} */ #grids;
  /** @type {number[]} */ #strong;

  /** @param {Place} place  @param {Lab} lab */
  constructor({ plot }, lab) {
    this.#grids = lab.original.layers.map((_, layer) => gridOf(lab, layer));
    this.#strong = lab.original.layers.map(({ w }) => strong(w));
    const sign = svg("path", { class: "nn-marks", d: `M${AT.legend},${AT.rest + 14}a3.5,3.5 0 1,0 7,0a3.5,3.5 0 1,0 -7,0Z` });
    plot.append(this.#heading, ...this.#grids.map(({ group }) => group), this.#frame, this.#rest.group);
    plot.append(...this.#numbers.flatMap(({ name, number }) => [name, number]), sign, ...this.#legend);
  }

  /** @param {Lab} lab  @param {Held} held  @param {boolean[]} telling  of the weights, the bias, the gain */
  draw(lab, held, telling) {
    const { layer, unit, part, id } = held;
    const its = lab.network.layers[layer];
    const inputs = its?.inputs ?? 0;
    write(this.#heading, `${unitName(lab, layer, unit, id)}: its ${inputs} weights`);
    this.#grids.forEach(({ group }, index) => set(group, { display: index === layer ? undefined : "none" }));
    set(this.#frame, { height: layer ? 0 : AT.size, visibility: layer ? "hidden" : undefined });
    const grid = this.#grids[layer];
    set(this.#heading, { y: Number(grid?.shape.y) - 14 });
    grid?.draw((k) => {
      const weight = Number(its?.w[unit * inputs + k]);
      const name = `weight from ${sourceOf(lab, layer, k)}, ${signed(weight)}`;
      return { paint: weight < 0 ? "neg" : "pos", strength: Math.min(1, Math.abs(weight) / Number(this.#strong[layer])), name, on: part === k };
    });
    grid?.choose(typeof part === "number" ? part : -1);
    grid?.mark(() => false, (k) => Boolean(telling[k]));
    const numbers = [signed(Number(its?.b[unit])), printed(gainOfUnit(lab, id))];
    const rest = part === "bias" ? 0 : part === "gain" ? 1 : -1;
    this.#rest.draw((row) => ({ paint: "none", strength: 0, name: `${row ? "gain" : "bias"}, ${numbers[row]}`, on: row === rest }));
    this.#rest.choose(rest);
    this.#rest.mark(() => false, (row) => Boolean(telling[inputs + row]));
    this.#numbers.forEach(({ number }, row) => write(number, numbers[row] ?? ""));
  }

  /** @param {(part: Held["part"]) => void} pick  @param {AbortSignal} signal */
  take(pick, signal) {
    for (const grid of this.#grids) grid.take({ act: pick }, signal);
    this.#rest.take({ act: (row) => pick(row ? "gain" : "bias") }, signal);
  }
}
