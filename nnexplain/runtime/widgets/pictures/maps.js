// A heat map of every matrix: a row for each unit, a column for each of its inputs, and one for the bias. A
// pointer, or the arrow keys, read any of the numbers.

import { signed } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { Cells } from "./cells.js";
import { Marks, wordsOf } from "./images.js";
import { nameOf, nodeOf } from "./wires.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Unit } from "../../net/lab/turns.js" */
/** @import { Scale } from "./cells.js" */
/** @import { Hand, Point } from "./hand.js" */
/** @import { Box, Word } from "./images.js" */

/** Where a matrix lies, its cells, and where its bias begins. @typedef {{x: number, y: number, wide: number, high: number, bias: number}} Spot */
/** A number of a matrix; its column is the number of inputs where it is the bias. @typedef {{id: string, column: number}} At */

export class MapsView {
  /** @type {Place} */ #place;
  /** @type {Lab} */ #lab;
  /** @type {Spot[]} */ #spots;
  /** @type {Cells} */ #cells;
  #marks = new Marks();
  #cell = svg("path", { class: "nn-cell-mark" });
  #silenced = svg("path", { class: "nn-silenced" });
  #readout = svg("text", { class: "nn-map-readout" });
  #ground = svg("rect", { class: "nn-ground nn-ground--map", tabindex: 0, role: "slider", "aria-label": "a weight of the heat map", "aria-valuemin": 1 });
  /** Where the reader left the cell, unit by unit: null is the strongest. @type {At | null} */ #left = null;
  /** @type {At | null} */ #over = null;
  /** @type {unknown} */ #drawn;
  /** @type {{at: [number, number]} & Scale} */ #key;

  /** @param {Place} place  @param {Lab} lab  @param {Spot[]} spots  @param {Scale} scale  @param {Word[]} words  @param {{key: [number, number], readout: [number, number]}} where */
  constructor(place, lab, spots, scale, words, { key, readout }) {
    [this.#place, this.#lab, this.#spots] = [place, lab, spots];
    this.#cells = new Cells(scale);
    this.#key = { at: key, ...scale };
    set(this.#ground, { width: place.width, height: place.height });
    set(this.#readout, { x: readout[0], y: readout[1] });
    const frames = spots.map(({ x, y, wide, high, bias }, layer) => {
      const { inputs = 0, outputs = 0 } = lab.network.layers[layer] ?? {};
      return `M${x},${y}h${wide * inputs}v${high * outputs}h${-wide * inputs}ZM${bias},${y}h${high}v${high * outputs}h${-high}Z`;
    });
    const still = [svg("path", { class: "nn-frames", d: frames.join("") }), this.#silenced, this.#marks.group, this.#cell];
    place.plot.append(...wordsOf("A heat map of every matrix", words), this.#cells.group, ...still, this.#readout, this.#ground);
  }

  /** @param {string} chosen  @param {string | null} pointed */
  draw(chosen, pointed) {
    this.#paint();
    this.#marks.draw(this.#boxes(chosen), pointed && pointed !== chosen ? this.#boxes(pointed) : []);
    const rows = [...this.#lab.silent].map((id) => this.#boxes(id)[0]).filter((box) => box !== undefined);
    set(this.#silenced, { d: rows.map(({ x, y, width, height }) => `M${x},${y + height / 2}h${width}`).join("") });
    const at = this.#over ?? this.cellOf(chosen);
    const { x, y, wide, high } = this.#box(at);
    set(this.#cell, { d: `M${x},${y}h${wide}v${high}h${-wide}Z` });
    write(this.#readout, this.#words(at));
    const here = this.cellOf(chosen);
    set(this.#ground, { "aria-valuemax": this.#inputs(chosen) + 1, "aria-valuenow": here.column + 1, "aria-valuetext": this.#words(here) });
  }

  #paint() {
    const { network } = this.#lab;
    if (this.#drawn === network) return;
    this.#drawn = network;
    const { at: [x, y], shades: steps, full } = this.#key;
    const shades = Array.from({ length: 2 * steps + 1 }, (_, step) => full * (step / steps - 1));
    const key = { numbers: shades, columns: shades.length, x: x + 14, y, wide: 10, high: 10 };
    this.#cells.draw([key, ...this.#spots.flatMap(({ x, y, wide, high, bias }, layer) => {
      const { w, b, inputs } = network.layers[layer] ?? { w: [], b: [], inputs: 1 };
      return [{ numbers: w, columns: inputs, x, y, wide, high }, { numbers: b, columns: 1, x: bias, y, wide: high, high }];
    })]);
  }

  /** @param {string} id */
  #inputs(id) {
    return this.#lab.network.layers[this.#lab.unit(id)?.layer ?? 0]?.inputs ?? 0;
  }

  /** The row of a unit, and the column of what it feeds. @param {string} id  @returns {Box[]} */
  #boxes(id) {
    const unit = this.#lab.unit(id);
    const [spot, after] = unit ? [this.#spots[unit.layer], this.#spots[unit.layer + 1]] : [];
    if (!unit || !spot) return [];
    const row = { x: spot.x, y: spot.y + spot.high * unit.index, width: spot.bias + spot.high - spot.x, height: spot.high };
    const fed = this.#lab.network.layers[unit.layer + 1]?.outputs ?? 0;
    return after ? [row, { x: after.x + after.wide * unit.index, y: after.y, width: after.wide, height: after.high * fed }] : [row];
  }

  /** @param {At} at */
  #box({ id, column }) {
    const { layer, index } = /** @type {Unit} */ (this.#lab.unit(id) ?? this.#lab.units[0]);
    const { x, y, wide, high, bias } = /** @type {Spot} */ (this.#spots[layer]);
    const own = column < this.#inputs(id);
    return { x: own ? x + wide * column : bias, y: y + high * index, wide: own ? wide : high, high };
  }

  /** The number that the keys stand at: the strongest of a unit, until they go elsewhere. @param {string} id  @returns {At} */
  cellOf(id) {
    if (this.#left?.id === id) return this.#left;
    const { layer, index } = /** @type {Unit} */ (this.#lab.unit(id) ?? this.#lab.units[0]);
    const inputs = this.#inputs(id);
    const row = this.#lab.network.layers[layer]?.w.subarray(index * inputs, (index + 1) * inputs) ?? [];
    let column = 0;
    for (const [k, weight] of row.entries()) if (Math.abs(weight) > Math.abs(Number(row[column]))) column = k;
    return { id, column };
  }

  /** @param {At} at */
  #words({ id, column }) {
    const unit = this.#lab.unit(id);
    const layer = unit && this.#lab.network.layers[unit.layer];
    if (!unit || !layer) return "";
    if (column >= layer.inputs) return `${id}, bias: ${signed(Number(layer.b[unit.index]))}`;
    const from = nodeOf(this.#lab, { ...unit, index: 0 }) - layer.inputs + column;
    return `${id}, ${nameOf(this.#lab, from)}: ${signed(Number(layer.w[unit.index * layer.inputs + column]))}`;
  }

  /** Which number lies at a point of the plot. @param {Point} point  @returns {At | null} */
  #under({ x, y }) {
    for (const [layer, spot] of this.#spots.entries()) {
      const { inputs = 0, outputs = 0 } = this.#lab.network.layers[layer] ?? {};
      const row = Math.floor((y - spot.y) / spot.high);
      const past = x >= spot.bias - 2;
      if (row < 0 || row >= outputs || x < spot.x || x >= spot.bias + spot.high + 2) continue;
      const column = past ? inputs : Math.min(inputs - 1, Math.floor((x - spot.x) / spot.wide));
      return { id: this.#lab.units.find((unit) => unit.layer === layer && unit.index === row)?.id ?? "", column };
    }
    return null;
  }

  /** @param {Hand} hand  @param {() => string} chosen  @param {AbortSignal} signal */
  take({ choose, point }, chosen, signal) {
    const at = (/** @type {MouseEvent} */ { clientX, clientY }) =>
      this.#under(new DOMPoint(clientX, clientY).matrixTransform(this.#place.plot.getScreenCTM()?.inverse()));
    const over = (/** @type {At | null} */ cell) => {
      if (cell?.id === this.#over?.id && cell?.column === this.#over?.column) return;
      this.#over = cell;
      point(cell?.id ?? null);
    };
    const { root } = this.#place;
    root.addEventListener("pointermove", (event) => event.pointerType !== "touch" && over(at(event)), { signal });
    root.addEventListener("pointerleave", () => over(null), { signal });
    root.addEventListener("click", (event) => {
      const cell = at(event);
      if (!cell) return;
      this.#left = cell;
      choose(cell.id);
    }, { signal });
    this.#ground.addEventListener("keydown", (event) => this.#press(event, chosen(), choose), { signal });
  }

  /** @param {KeyboardEvent} event  @param {string} id  @param {(id: string) => void} choose */
  #press(event, id, choose) {
    const { column } = this.cellOf(id);
    const last = this.#inputs(id);
    const columns = /** @type {Record<string, number | undefined>} */ ({ ArrowLeft: column - 1, ArrowRight: column + 1, Home: 0, End: last });
    const rows = /** @type {Record<string, number | undefined>} */ ({ ArrowUp: -1, ArrowDown: 1 });
    const [to, by] = [columns[event.key], rows[event.key]];
    if (to === undefined && by === undefined) return;
    event.preventDefault();
    const { units } = this.#lab;
    const unit = units[Math.max(0, Math.min(units.length - 1, units.findIndex((one) => one.id === id) + (by ?? 0)))];
    if (!unit) return;
    this.#left = { id: unit.id, column: Math.max(0, Math.min(this.#inputs(unit.id), to ?? column)) };
    choose(unit.id);
  }
}
