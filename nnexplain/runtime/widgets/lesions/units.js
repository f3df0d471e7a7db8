// The left panel of the lesions: every hidden unit as a button that silences it, and the functional regions as
// buttons that silence all of theirs.

import { set, svg } from "../../draw/svg.js";
import { CellGrid } from "../../instruments/grid.js";
import { layersOf, UNDER_WORDS } from "../../instruments/layers.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */

/** Where things stand in the static picture, which build/digit-ocr-lesions.py draws. */
const AT = Object.freeze({ across: 176, row: 48, gap: 4, heading: 18 });

/** The hidden units in the order of a lab's regions. @param {Lab} lab */
export const hiddenUnits = ({ units, facts }) => units.filter(({ layer }) => layer < facts.sizes.length - 2);

/** A, B, C … @param {number} region */
export const letter = (region) => String.fromCharCode(65 + region);

/** The ids of the units of each region. @param {Lab} lab  @returns {string[][]} */
export function regionsOf(lab) {
  const words = lab.facts.regionWords ?? [];
  const hidden = hiddenUnits(lab);
  return words.map((_, region) => hidden.filter((_, index) => lab.facts.region?.[index] === region).map(({ id }) => id));
}

export class LesionUnits {
  #layers;
  /** @type {string[][]} */ #ids;
  #regions;
  /** @type {CellGrid | null} */ #buttons = null;
  #outline = svg("path", { class: "nn-outline" });
  /** @type {Map<string, ReturnType<CellGrid["box"]>>} */ #boxes = new Map();

  /** @param {Place} place  @param {Lab} lab */
  constructor({ plot }, lab) {
    const hidden = hiddenUnits(lab);
    const sizes = lab.facts.sizes.slice(1, -1);
    this.#ids = sizes.map((_, layer) => hidden.filter((unit) => unit.layer === layer).map(({ id }) => id));
    this.#layers = layersOf(sizes, 0, "button", false);
    this.#regions = regionsOf(lab);
    this.#layers.forEach(({ heading, grid }, layer) => {
      plot.append(heading, grid.group);
      this.#ids[layer]?.forEach((id, index) => this.#boxes.set(id, grid.box(index)));
    });
    plot.append(...this.#letters(), this.#outline);
    const last = this.#layers.at(-1)?.grid.shape;
    const y = last ? last.y + Math.ceil(last.count / last.columns) * last.down + 14 : 0;
    if (this.#regions.length) this.#addRegions(plot, y, lab.facts.regionWords ?? []);
  }

  #letters() {
    return this.#regions.flatMap((ids, region) =>
      ids.flatMap((id) => {
        const box = this.#boxes.get(id);
        return box ? svg("text", { class: "nn-letter nn-over nn-haloed", x: box.x + 5, y: box.y + box.height - 8 }, letter(region)) : [];
      }),
    );
  }

  /** @param {Element} plot  @param {number} y  @param {string[]} words */
  #addRegions(plot, y, words) {
    const heading = svg("text", { class: "nn-faint", x: 0, y: y + 6 }, "regions: units that are on together");
    const shape = { x: 0, y: y + AT.heading, count: this.#regions.length, columns: 2, across: AT.across, down: AT.row, gap: AT.gap };
    const grid = (this.#buttons = new CellGrid(shape, "button", "regions"));
    const names = this.#regions.flatMap((ids, region) => {
      const box = grid.box(region);
      const name = svg("text", { class: "nn-strong nn-over", x: box.x + 10, y: box.y + 14 }, `${letter(region)}, ${ids.length} units`);
      return [name, svg("text", { class: "nn-faint nn-over", x: box.x + 10, y: box.y + 31 }, words[region] ?? "")];
    });
    plot.append(heading, grid.group, ...names);
  }

  /** @param {Lab} lab  @param {Thought} thought  @param {string} chosen  @param {(layer: number) => number} full */
  draw(lab, thought, chosen, full) {
    const silent = lab.silent;
    this.#layers.forEach(({ grid }, layer) => {
      const ids = this.#ids[layer] ?? [];
      const a = thought.pass[layer]?.a ?? [];
      grid.draw((k) => {
        const strength = Math.max(0, Math.min(1, Number(a[k]) / full(layer))) * UNDER_WORDS;
        return { paint: "glow", strength, name: `silence unit ${ids[k]}`, on: silent.has(ids[k] ?? "") };
      });
      grid.mark((k) => silent.has(ids[k] ?? ""));
      grid.choose(ids.indexOf(chosen));
    });
    this.#buttons?.draw((region) => {
      const on = (this.#regions[region] ?? []).every((id) => silent.has(id));
      return { paint: "none", strength: 0, name: `silence region ${letter(region)}`, on };
    });
    this.#buttons?.mark((region) => (this.#regions[region] ?? []).every((id) => silent.has(id)));
  }

  /** Outlines the units of a region, or of none. @param {number | null} region */
  #point(region) {
    const boxes = (region === null ? [] : (this.#regions[region] ?? [])).flatMap((id) => this.#boxes.get(id) ?? []);
    set(this.#outline, { d: boxes.map(({ x, y, width, height }) => `M${x - 1},${y - 1}h${width + 2}v${height + 2}h${-width - 2}Z`).join("") });
  }

  /** @param {{silence: (ids: string[]) => void}} hand  what to do with units that are pressed  @param {AbortSignal} signal */
  take({ silence }, signal) {
    this.#layers.forEach(({ grid }, layer) => grid.take({ act: (k) => silence([this.#ids[layer]?.[k] ?? ""]) }, signal));
    this.#buttons?.take({ act: (region) => silence(this.#regions[region] ?? []), point: (region) => this.#point(region) }, signal);
  }
}
