// A picture in ink on paper: cells of like strength are one path, so a picture costs as many elements as it
// has strengths and not as many as it has pixels.

import { set, svg } from "../draw/svg.js";

const LEVELS = 16;

export class InkPicture {
  #paths = Array.from({ length: LEVELS }, (_, level) => svg("path", { class: "nn-ink", "fill-opacity": (level + 1) / LEVELS }));
  #frame = svg("rect", { class: "nn-picture-frame" });
  #cell = 1;
  #side = 1;

  /** @param {number} x  @param {number} y  @param {number} size  of the whole, in the drawing's pixels  @param {number} side  in cells */
  constructor(x, y, size, side) {
    this.#cell = size / side;
    this.#side = side;
    set(this.#frame, { width: size, height: size });
    this.group = svg("g", { transform: `translate(${x},${y})` }, ...this.#paths, this.#frame);
  }

  /** @param {ArrayLike<number>} pixels  side × side, 0 to 1 */
  draw(pixels) {
    const cell = this.#cell;
    const cells = this.#paths.map(() => "");
    for (let k = 0; k < pixels.length; k++) {
      const level = Math.round(Number(pixels[k]) * LEVELS) - 1;
      if (level >= 0) cells[Math.min(level, LEVELS - 1)] += `M${((k % this.#side) * cell).toFixed(2)},${(Math.floor(k / this.#side) * cell).toFixed(2)}h${cell}v${cell}h${-cell}Z`;
    }
    this.#paths.forEach((path, level) => set(path, { d: cells[level] ?? "" }));
  }
}
