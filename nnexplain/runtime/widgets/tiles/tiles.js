// The widget `tiles`: rows of pictures, below each what is said of it. Where something was laid over a
// picture, a line goes round it.

import { arraysOf } from "../../core/arrays.js";
import { word } from "../../draw/text.js";
import { h } from "../../draw/tree.js";
import { cells } from "../../instruments/cells.js";

/** @import { Table } from "../../core/table.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Branch } from "../../draw/tree.js" */

/**
 * One picture: values 0 to 1 and what of them was laid over it, row by row.
 * @typedef {{values: number[], laid: boolean[], said: string, caption: string}} Tile
 */
/** @typedef {{heading: string, tiles: Tile[]}} Row */
/** @typedef {{side: number, rows: Row[]}} Model */
/** What the script tells beside its arrays. @typedef {{side: number, levels: number, rows: Facts[]}} All */
/** @typedef {{heading: string, captions: string[], said: string[]}} Facts */

const TILE = 64;
const PITCH = 76;
const TOP = 26;
const LINE = 17;

/** The outline of the cells that are so, edge by edge. @param {boolean[]} these  @param {number} side */
function outline(these, side) {
  const is = (/** @type {number} */ row, /** @type {number} */ column) =>
    row >= 0 && row < side && column >= 0 && column < side && Boolean(these[row * side + column]);
  const size = TILE / side;
  let d = "";
  for (let row = 0; row <= side; row++) {
    for (let column = 0; column <= side; column++) {
      const from = `M${column * size},${row * size}`;
      if (is(row, column) !== is(row - 1, column)) d += `${from}h${size}`;
      if (is(row, column) !== is(row, column - 1)) d += `${from}v${size}`;
    }
  }
  return d;
}

/** @param {Tile} tile  @param {number} index  @param {number} side  @returns {Branch} */
function tileOf({ values, laid, said, caption }, index, side) {
  return h(
    "g",
    { transform: `translate(${index * PITCH},${TOP})` },
    cells("ink", values, { x: 0, y: 0, cell: TILE / side, columns: side }),
    laid.some(Boolean) && h("path", { class: "nn-tiles-laid", d: outline(laid, side) }),
    word("nn-strong", TILE / 2, TILE + LINE, said, "middle"),
    word("nn-faint", TILE / 2, TILE + 2 * LINE, caption, "middle"),
  );
}

/** @param {Model} model  @returns {Table[]} */
const tablesOf = ({ rows }) =>
  rows.map(({ heading, tiles }) => ({
    heading,
    columns: { picture: tiles.map(({ caption }) => caption), said: tiles.map(({ said }) => said) },
  }));

/** @type {Widget<Model, Model>} */
export default {
  follows: [],
  async open({ figure, source, signal }) {
    const { arrays, facts } = await arraysOf(figure, source, signal);
    const { side, levels, rows } = /** @type {All} */ (facts);
    const [pictures, laid] = ["pictures", "laid"].map((name) =>
      Array.from(arrays.get(name)?.data ?? [], Number)
    );
    let from = 0;
    const next = (/** @type {string} */ caption, /** @type {string} */ said) => {
      const [start, end] = [from, from += side * side];
      const values = (pictures ?? []).slice(start, end).map((level) => level / levels);
      return { caption, said, values, laid: (laid ?? []).slice(start, end).map(Boolean) };
    };
    const row = (/** @type {Facts} */ { heading, captions, said }) => ({
      heading,
      tiles: captions.map((caption, k) => next(caption, said[k] ?? "")),
    });
    return { side, rows: rows.map(row) };
  },
  model: (session) => session,
  panels: ({ rows }) =>
    rows.map(({ heading, tiles }, index) => ({
      label: heading,
      size: () => [Math.max(300, tiles.length * PITCH - PITCH + TILE), TOP + TILE + 2 * LINE + 8],
      draw: ({ rows: all, side }) => [
        word("nn-title", 0, 6, heading),
        ...(all[index]?.tiles ?? []).map((tile, k) => tileOf(tile, k, side)),
      ],
    })),
  says: () => "",
  describes: ({ rows }) =>
    `Rows of pictures, below each what is said of it: ${rows.map(({ heading }) => heading).join("; ")}.`,
  tables: tablesOf,
};
