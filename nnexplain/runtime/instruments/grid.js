// Cells in rows, each of which a hand can take: units that glow, weights with a sign. One cell of the grid is
// reached by Tab, the others from there with the arrow keys.

import { arrow } from "../draw/hand.js";
import { h } from "../draw/tree.js";

/** @import { Grip, Spot } from "../draw/hand.js" */
/** @import { Branch } from "../draw/tree.js" */

/**
 * Where a grid's cells are.
 * @typedef {object} Shape
 * @property {number} x  of its upper left corner
 * @property {number} y
 * @property {number} count
 * @property {number} columns
 * @property {number} across  from one cell to the next
 * @property {number} down
 * @property {number} gap  between two cells, of that
 */

/**
 * How a cell looks and what it is called. `strength` is the opacity of its paint, 0 to 1; a cell painted
 * `neg` is smaller, so that its sign is told by more than its hue. `on`: it is the chosen one, or pressed.
 * @typedef {object} Cell
 * @property {string} id  of one figure's cells and rows no two are alike
 * @property {"glow" | "pos" | "neg" | "none"} paint
 * @property {number} strength
 * @property {string} name
 * @property {boolean} on
 * @property {boolean} [crossed]
 * @property {boolean} [dotted]
 */

/**
 * @typedef {object} Grid
 * @property {Shape} shape
 * @property {string} grip
 * @property {"radio" | "button"} role  one of the cells is chosen, or each can be pressed
 * @property {string} label
 * @property {readonly Cell[]} cells
 * @property {string} [outlined]  the id of the cell with a frame
 * @property {readonly string[]} [reached]  ids that had the focus, the latest first: where Tab comes back to
 */

/** How much smaller a cell against is than one for, on every side, of its size. */
const INSET = 0.16;

/** Where cell `index` lies. @param {Shape} shape  @param {number} index */
export function boxOf({ x, y, columns, across, down, gap }, index) {
  const [column, row] = [index % columns, Math.floor(index / columns)];
  return { x: x + column * across, y: y + row * down, width: across - gap, height: down - gap };
}

/** @typedef {ReturnType<typeof boxOf>} Box */

/** How high a grid is. @param {Shape} shape */
export const heightOf = ({ count, columns, down }) => Math.ceil(count / columns) * down;

/** A dot in the upper right corner of a cell. @param {Box} box */
function dot({ x, y, width, height }) {
  const r = Math.min(3.5, width / 5);
  const [left, middle] = [x + width - 2.2 * r, y + Math.min(height / 2, 2.2 * r)];
  return `M${left},${middle}m${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
}

/** A cross over a cell. @param {Box} box */
function cross({ x, y, width, height }) {
  const inset = Math.min(width, height) * 0.22;
  const [left, right, top, bottom] = [x + inset, x + width - inset, y + inset, y + height - inset];
  return `M${left},${top}L${right},${bottom}M${right},${top}L${left},${bottom}`;
}

/**
 * @param {Cell} cell
 * @param {Box} box
 * @param {Pick<Grid, "role" | "grip">} grid
 * @param {boolean} stop  whether Tab reaches it
 */
function cellOf({ id, paint, strength, name, on }, { x, y, width, height }, { role, grip }, stop) {
  const inset = paint === "neg" ? INSET * width : 0;
  return h("rect", {
    class: "nn-cell-box",
    "data-paint": paint,
    "fill-opacity": Math.max(0, Math.min(1, strength)),
    x: x + inset,
    y: y + inset,
    width: width - 2 * inset,
    height: height - 2 * inset,
    "data-grip": grip,
    "data-id": id,
    role,
    tabindex: stop ? 0 : -1,
    [role === "radio" ? "aria-checked" : "aria-pressed"]: String(on),
    "aria-label": name,
  });
}

/** Which cell Tab reaches: the chosen one, that of the last time, or the first. @param {Grid} grid */
function stopOf({ cells, role, reached = [] }) {
  const last = reached.find((id) => cells.some((cell) => cell.id === id));
  return Math.max(0, cells.findIndex(({ id, on }) => (role === "radio" ? on : id === last)));
}

/** @param {Grid} grid  @returns {Branch} */
export function gridOf(grid) {
  const { shape, grip, role, label, cells, outlined } = grid;
  const { x, y, columns, across } = shape;
  const stop = stopOf(grid);
  const marked = (/** @type {"crossed" | "dotted"} */ kind, /** @type {(box: Box) => string} */ sign) =>
    cells.map((cell, index) => (cell[kind] ? sign(boxOf(shape, index)) : "")).join("");
  const framed = cells.findIndex(({ id }) => id === outlined);
  const group = { role: role === "radio" ? "radiogroup" : "group", "aria-label": label, "data-grip": grip };
  return h(
    "g",
    { class: "nn-cell-grid", ...group },
    h("rect", { class: "nn-hit", x, y, width: columns * across, height: heightOf(shape) }),
    cells.map((cell, index) => cellOf(cell, boxOf(shape, index), grid, index === stop)),
    h("path", { class: "nn-cell-crosses", d: marked("crossed", cross) }),
    h("path", { class: "nn-cell-dots", d: marked("dotted", dot) }),
    framed >= 0 && h("rect", { class: "nn-cell-chosen", ...boxOf(shape, framed) }),
  );
}

/** The dot that tells of a cell, for a legend. @param {number} x  its left end  @param {number} y */
export function legendDot(x, y) {
  return h("path", { class: "nn-cell-dots", d: `M${x},${y}a3.5,3.5 0 1,0 7,0a3.5,3.5 0 1,0 -7,0Z` });
}

/** The cell at a spot; −1 beside them all. @param {Shape} shape  @param {Spot} spot */
function indexAt({ x, y, columns, count, across, down }, spot) {
  const [column, row] = [Math.floor((spot.x - x) / across), Math.floor((spot.y - y) / down)];
  const index = row * columns + column;
  return column >= 0 && column < columns && index >= 0 && index < count ? index : -1;
}

/**
 * Where a key leads from a cell; −1 where it leads nowhere.
 * @param {Shape} shape
 * @param {number} index
 * @param {string} key
 */
function indexBy({ columns, count }, index, key) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const [right, down] = arrow(key) ?? [0, 0];
  const to = index + right + down * columns;
  return (right || down) && to >= 0 && to < count ? to : -1;
}

/**
 * What a hand does to grids of one grip: a cell is pressed, or chosen by the arrow keys too where it is a
 * radio.
 * @param {object} hand
 * @param {() => readonly Pick<Grid, "shape" | "cells" | "role">[]} hand.grids
 * @param {(id: string) => void} hand.act
 * @param {(id: string) => void} hand.focus
 * @param {(id: string) => void} [hand.reach]  hears what has got the focus
 * @param {(id: string | null) => void} [hand.point]  hears what is looked at
 * @returns {Grip}
 */
export function gridGrip({ grids, act, focus, reach, point }) {
  const idAt = (/** @type {string} */ id, /** @type {Spot} */ spot) =>
    id || grids().map(({ shape, cells }) => cells[indexAt(shape, spot)]?.id ?? "").find(Boolean) || "";
  return {
    click: ({ id, spot }) => {
      const found = idAt(id, spot);
      if (found) act(found), focus(found);
    },
    key: (key, { id }, event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return false;
      const grid = grids().find(({ cells }) => cells.some((cell) => cell.id === id));
      const next = grid?.cells[indexBy(grid.shape, grid.cells.findIndex((cell) => cell.id === id), key)];
      if (!grid || !next) return false;
      if (grid.role === "radio") act(next.id);
      focus(next.id);
      return true;
    },
    over: point && ((touch) => point(touch && (idAt(touch.id, touch.spot) || null))),
    focus: ({ id }) => (reach?.(id), point?.(id)),
    blur: () => point?.(null),
  };
}
