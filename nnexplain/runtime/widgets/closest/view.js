// The smallest changes found: the picture, what is added, what comes of it; and how far the ways go for the same.

import { percent, printed } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { Cells } from "../../instruments/cells.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Vector } from "../../net/net.js" */

/** Where things stand in the static picture, which build/five-to-six-closest.py draws. */
const PICTURE = Object.freeze({ side: 112, x: [0, 150, 300], y: [42, 230] });
const BARS = Object.freeze({ x: 164, width: 180, top: 44, step: 19, block: 216 });
const HEADS = Object.freeze(["Least over all pixels together (L2)", "Least in the pixel that changes most (L∞)"]);

/** What was found in one norm. @typedef {{picture: Vector, size: number, found: boolean, done: boolean, said: number, sure: number}} Found */
/** How far a way goes until the answer changes; null where it never does. @typedef {{name: string, chosen?: boolean, sizes: (number | null)[]}} Row */

export class ChangesView {
  #rows = PICTURE.y.map(rowOf);

  /** @param {Place} place */
  constructor({ plot }) {
    plot.append(...this.#rows.map(({ group }) => group));
  }

  /** @param {{pixels: Vector, said: number, sure: number}} start  @param {Found[]} found  @param {{side: number, levels: number}} facts */
  draw(start, found, { side, levels }) {
    this.#rows.forEach(({ cells, said, plus }, k) => {
      const { picture, size, found: some, done, said: now, sure } = /** @type {Found} */ (found[k]);
      const change = picture.map((pixel, index) => pixel - start.pixels[index]);
      const most = change.reduce((top, each) => Math.max(top, Math.abs(each)), 0);
      [start.pixels, change, picture].forEach((values, n) => cells[n]?.draw(values, { x: Number(PICTURE.x[n]), y: Number(PICTURE.y[k]), cell: PICTURE.side / side, columns: side }, n === 1 ? most : 1));
      set(plus, { opacity: done ? undefined : 0.5 });
      const sized = k ? `${printed(size * levels, 1)} of ${levels}` : `size ${printed(size)}`;
      const told = some ? sized : done ? "none found" : "searching";
      [`says ${start.said}, ${percent(start.sure)}`, told, `says ${now}, ${percent(sure)}`].forEach((line, n) => said[n] && write(said[n], line));
    });
  }
}

/** @param {number} y  @param {number} k */
function rowOf(y, k) {
  const cells = ["ink", "sign", "ink"].map((paint) => new Cells(/** @type {"ink" | "sign"} */ (paint)));
  const said = PICTURE.x.map((x) => svg("text", { x, y: y + PICTURE.side + 14 }));
  const signs = ["+", "="].map((sign, n) => svg("text", { class: "nn-big", x: Number(PICTURE.x[n]) + PICTURE.side + 19, y: y + PICTURE.side / 2, "text-anchor": "middle" }, sign));
  const plus = svg("g", {}, ...signs);
  const head = svg("text", { class: "nn-title", x: 0, y: y - 18 }, HEADS[k] ?? "");
  return { group: svg("g", {}, head, ...cells.map(({ group }) => group), plus, ...said), cells, said, plus };
}

export class SizesView {
  #groups = [svg("g"), svg("g")];
  #drawn = "";

  /** @param {Place} place */
  constructor({ plot }) {
    plot.append(...this.#groups);
  }

  /** @param {readonly Row[]} rows  the first is the smallest found  @param {number} levels */
  draw(rows, levels) {
    const key = JSON.stringify(rows);
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.#groups.forEach((group, k) => {
      const top = BARS.top + k * BARS.block;
      const most = Math.max(1e-9, ...rows.map(({ sizes }) => sizes[k] ?? 0));
      const title = svg("text", { class: "nn-title", x: 0, y: top - 20 }, k ? `In the pixel that changes most, of ${levels} levels` : "How far it is until the answer changes");
      const parts = rows.flatMap(({ name, sizes, chosen }, n) => {
        const [y, size] = [top + n * BARS.step, sizes[k] ?? null];
        const wide = ((size ?? 0) / most) * BARS.width;
        const bar = svg("rect", { class: "nn-reply", "data-said": n ? undefined : "", x: BARS.x, y: y - 6, width: wide.toFixed(1), height: 12 });
        return [svg("text", { class: chosen ? "nn-strong" : "", x: 0, y }, name), bar, svg("text", { x: BARS.x + wide + 6, y }, size === null ? "never" : k ? printed(size * levels, 1) : printed(size))];
      });
      group.replaceChildren(title, ...parts);
    });
  }
}
