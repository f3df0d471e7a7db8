// Pictures made of cells, as few paths: the cells of one strength are one path. Ink on paper, or signed
// numbers, of which those below zero are also smaller.

import { set, svg } from "../draw/svg.js";

/** Strengths told apart. */
const STEPS = 16;
/** How much smaller a cell below zero is, at every side, in cells; as in the static pictures. */
const INSET = 0.16;

/** @param {number} number */
const short = (number) => String(Math.round(number * 100) / 100);

export class Cells {
  group = svg("g");
  /** The paper, for a drawing that has something between it and the ink; else it is part of the group. */
  ground = svg("rect", { class: "nn-cells__ground" });
  #frame = svg("rect", { class: "nn-cells__frame" });
  /** @type {SVGPathElement[]} */ #paths;

  /** @param {"ink" | "sign"} paint */
  constructor(paint) {
    this.#paths = (paint === "ink" ? ["ink"] : ["pos", "neg"]).flatMap((name) =>
      Array.from({ length: STEPS }, (_, step) => svg("path", { class: `nn-cells__${name}`, "fill-opacity": short((step + 1) / STEPS) })),
    );
    this.group.append(this.ground, this.#frame, ...this.#paths);
  }

  /**
   * @param {ArrayLike<number>} values  row by row  @param {{x: number, y: number, cell: number, columns: number}} where
   * @param {number} [strongest]  what is painted full
   */
  draw(values, { x, y, cell, columns }, strongest = 1) {
    const rows = Math.ceil(values.length / columns);
    for (const box of [this.ground, this.#frame]) set(box, { x, y, width: short(columns * cell), height: short(rows * cell) });
    const parts = this.#paths.map(() => "");
    for (let index = 0; index < values.length; index++) {
      const value = Number(values[index]);
      const step = Math.min(STEPS, Math.round((Math.abs(value) / (strongest || 1)) * STEPS));
      if (!step) continue;
      const inset = value < 0 ? INSET * cell : 0;
      const size = short(cell - 2 * inset);
      const left = short(x + (index % columns) * cell + inset);
      const top = short(y + Math.floor(index / columns) * cell + inset);
      parts[step - 1 + (value < 0 && this.#paths.length > STEPS ? STEPS : 0)] += `M${left},${top}h${size}v${size}h-${size}z`;
    }
    this.#paths.forEach((path, step) => set(path, { d: parts[step] }));
  }
}
