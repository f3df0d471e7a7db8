// Cells in rows, each of which a hand can take: units that glow, weights with a sign. One cell of the grid is
// reached by Tab, the others from there with the arrow keys.

import { set, svg } from "../draw/svg.js";

/**
 * @typedef {object} GridShape
 * @property {number} x  @property {number} y  of its upper left corner
 * @property {number} count  @property {number} columns
 * @property {number} across  @property {number} down  from one cell to the next
 * @property {number} gap  between two cells, of that
 */

/**
 * How a cell looks and what it is called. `strength` is the opacity of its paint, 0 to 1; a cell painted
 * `neg` is smaller, so that its sign is told by more than its hue.
 * @typedef {{paint: "glow" | "pos" | "neg" | "ink" | "none", strength: number, name: string, on: boolean}} Cell
 */

/** How much smaller a cell against is than one for, on every side, of its size. */
const INSET = 0.16;
const MOVES = Object.freeze(/** @type {Record<string, [number, number] | undefined>} */ ({ ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }));

export class CellGrid {
  /** @type {GridShape} */ shape;
  /** @type {SVGRectElement[]} */ cells;
  #marks = svg("path", { class: "nn-marks" });
  #crosses = svg("path", { class: "nn-crosses" });
  #chosen = svg("rect", { class: "nn-chosen", visibility: "hidden" });
  /** @type {"radio" | "button"} */ #role;

  /** @param {GridShape} shape  @param {"radio" | "button"} role  one of them is chosen, or each can be pressed  @param {string} label */
  constructor(shape, role, label) {
    this.shape = shape;
    this.#role = role;
    this.cells = Array.from({ length: shape.count }, (_, index) => svg("rect", { role, tabindex: index ? -1 : 0, "data-index": index, class: "nn-cell-box" }));
    this.cells.forEach((cell, index) => set(cell, this.box(index)));
    const { x, y, columns, count, across, down } = shape;
    const ground = svg("rect", { class: "nn-hit", x, y, width: columns * across, height: Math.ceil(count / columns) * down });
    this.group = svg("g", { class: "nn-cell-grid", role: role === "radio" ? "radiogroup" : "group", "aria-label": label }, ground, ...this.cells, this.#crosses, this.#marks, this.#chosen);
  }

  /** Where cell `index` lies. @param {number} index */
  box(index) {
    const { x, y, columns, across, down, gap } = this.shape;
    return { x: x + (index % columns) * across, y: y + Math.floor(index / columns) * down, width: across - gap, height: down - gap };
  }

  /** Paints all cells. @param {(index: number) => Cell} look */
  draw(look) {
    const key = this.#role === "radio" ? "aria-checked" : "aria-pressed";
    this.cells.forEach((cell, index) => {
      const { paint, strength, name, on } = look(index);
      const box = this.box(index);
      const inset = paint === "neg" ? INSET * box.width : 0;
      const inner = { x: box.x + inset, y: box.y + inset, width: box.width - 2 * inset, height: box.height - 2 * inset };
      set(cell, { ...inner, "data-paint": paint, "fill-opacity": strength.toFixed(3), "aria-label": name, [key]: String(on) });
    });
  }

  /** Outlines the chosen cell, or none at −1. @param {number} chosen */
  choose(chosen) {
    if (this.#role === "radio") this.cells.forEach((cell, index) => set(cell, { tabindex: index === Math.max(0, chosen) ? 0 : -1 }));
    set(this.#chosen, { ...this.box(Math.max(0, chosen)), visibility: chosen < 0 ? "hidden" : undefined });
  }

  /** Crosses cells out, and puts a dot into cells. @param {(index: number) => boolean} silent  @param {(index: number) => boolean} [telling] */
  mark(silent, telling = () => false) {
    const all = (/** @type {(index: number) => boolean} */ which, /** @type {typeof dot} */ shape) =>
      this.cells.map((_, index) => (which(index) ? shape(this.box(index)) : "")).join("");
    set(this.#crosses, { d: all(silent, cross) });
    set(this.#marks, { d: all(telling, dot) });
  }

  /**
   * Lets hands take cells: a radio is taken by the arrow keys too, a button by Enter or Space.
   * @param {{act: (index: number) => void, point?: (index: number | null) => void}} hand  @param {AbortSignal} signal
   */
  take({ act, point }, signal) {
    const indexOf = (/** @type {Event} */ event) => {
      const index = event.target instanceof Element ? event.target.getAttribute("data-index") : null;
      return index !== null ? Number(index) : event instanceof MouseEvent ? this.#at(event) : null;
    };
    this.group.addEventListener("click", (event) => {
      const index = indexOf(event);
      if (index !== null) this.#focus(index), act(index);
    }, { signal });
    this.group.addEventListener("keydown", (event) => {
      const index = indexOf(event);
      if (index === null || event.altKey || event.ctrlKey || event.metaKey) return;
      const press = event.key === "Enter" || event.key === " ";
      const next = this.#next(index, event.key);
      if (!press && next === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (next !== null) this.#focus(next);
      if (press || (next !== null && this.#role === "radio")) act(next ?? index);
    }, { signal });
    if (!point) return;
    for (const type of ["pointerover", "focusin"]) this.group.addEventListener(type, (event) => point(indexOf(event)), { signal });
    for (const type of ["pointerleave", "focusout"]) this.group.addEventListener(type, () => point(null), { signal });
  }

  /** The cell under a pointer that hits none, but the grid. @param {MouseEvent} event */
  #at({ clientX, clientY }) {
    const screen = this.group.getScreenCTM();
    if (!screen) return null;
    const { x, y, columns, count, across, down } = this.shape;
    const at = new DOMPoint(clientX, clientY).matrixTransform(screen.inverse());
    const [column, row] = [Math.floor((at.x - x) / across), Math.floor((at.y - y) / down)];
    const index = row * columns + column;
    return column >= 0 && column < columns && index >= 0 && index < count ? index : null;
  }

  /** @param {number} index  @param {string} key  @returns {number | null} */
  #next(index, key) {
    const { columns, count } = this.shape;
    if (key === "Home") return 0;
    if (key === "End") return count - 1;
    const [right, down] = MOVES[key] ?? [0, 0];
    const to = index + right + down * columns;
    return (right || down) && to >= 0 && to < count ? to : null;
  }

  /** @param {number} index */
  #focus(index) {
    this.cells.forEach((cell, other) => set(cell, { tabindex: other === index ? 0 : -1 }));
    this.cells[index]?.focus({ preventScroll: true });
  }
}

/** A dot in the upper right corner of a cell. @param {ReturnType<CellGrid["box"]>} box */
const dot = ({ x, y, width, height }) => {
  const r = Math.min(3.5, width / 5);
  return `M${x + width - 2.2 * r},${y + Math.min(height / 2, 2.2 * r)}m${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
};

/** A cross over a cell. @param {ReturnType<CellGrid["box"]>} box */
const cross = ({ x, y, width, height }) => {
  const inset = Math.min(width, height) * 0.22;
  const [left, right, top, bottom] = [x + inset, x + width - inset, y + inset, y + height - inset];
  return `M${left},${top}L${right},${bottom}M${right},${top}L${left},${bottom}`;
};
