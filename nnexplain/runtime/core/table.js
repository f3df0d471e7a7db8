// The numbers behind a figure, as tables: made when the reader asks for them, a hundred rows at a time.

import { arraysOf } from "./arrays.js";
import { length, tables } from "./data.js";

/** @import { Tensor } from "../net/safetensors.js" */
/** @import { Columns } from "./data.js" */
/** @import { Figure, FigureElement } from "./figure.js" */

/** @typedef {{heading: string, columns: Columns}} Table */

const PAGE_ROWS = 100;
const MOST_COLUMNS = 24;

/**
 * An array as a table: its first side is the rows.
 * @param {string} name
 * @param {Tensor} tensor
 * @returns {Table}
 */
export function tableOf(name, { shape: [rows = 1, ...rest], data }) {
  const width = rest.reduce((product, side) => product * side, 1);
  const shown = Math.min(width, MOST_COLUMNS);
  const columns = Array.from({ length: shown }, (_, column) => {
    const cells = Array.from({ length: rows }, (_, row) => data[row * width + column]);
    return [width === 1 ? name : String(column), cells];
  });
  const heading = shown < width ? `${name}, the first ${shown} of ${width} columns` : name;
  return { heading, columns: Object.fromEntries(columns) };
}

/** The title of a panel, if it has one. @param {Figure["panels"][number]} panel */
function title({ spec }) {
  const given = /** @type {unknown} */ (spec.title);
  if (typeof given === "string") return given;
  const text = given && typeof given === "object" && "text" in given ? given.text : "";
  return typeof text === "string" ? text : "";
}

/**
 * @param {Figure} figure
 * @param {URL} source
 * @param {Element} element
 * @param {AbortSignal} signal
 * @returns {Promise<Table[]>}
 */
async function gather(figure, source, element, signal) {
  const offer = /** @type {FigureElement} */ (element).tables;
  if (offer) return offer();
  const found = await tables(figure, source, signal);
  const seen = new Set();
  const made = figure.panels.flatMap((panel, index) => {
    // A table of one row only places a line or a word: it is drawing, not data.
    const keys = Object.values(panel.data).filter((key) =>
      !seen.has(key) && length(found.get(key) ?? {}) > 1
    );
    for (const key of keys) seen.add(key);
    const name = title(panel) ||
      (figure.panels.length > 1 ? `Panel ${index + 1}` : "The numbers of this figure");
    return keys.map((key, part) => ({
      heading: keys.length > 1 ? `${name} (${part + 1} of ${keys.length})` : name,
      columns: found.get(key) ?? {},
    }));
  });
  if (made.length || !figure.arrays) return made;
  const { arrays } = await arraysOf(figure, source, signal);
  return [...arrays].map(([name, tensor]) => tableOf(name, tensor));
}

/** Significant digits that are read, and those of a number that somebody wrote down as it is. */
const [READ, WRITTEN] = [5, 9];

/**
 * How many digits the numbers of a column need: all where they were written so, else five, and as many more
 * as a small range on a large level asks for.
 * @param {unknown[]} column
 */
export function digitsOf(column) {
  const numbers = column.filter((cell) => typeof cell === "number");
  if (numbers.every((cell) => Number(cell.toPrecision(WRITTEN)) === cell)) return WRITTEN;
  const [low, high, most] = numbers.reduce(
    ([low, high, most], cell) => [
      Math.min(low, cell),
      Math.max(high, cell),
      Math.max(most, Math.abs(cell)),
    ],
    [Infinity, -Infinity, 0],
  );
  const more = high > low ? Math.floor(Math.log10(most)) - Math.floor(Math.log10(high - low)) : 0;
  return Math.min(READ + Math.max(more, 0), 12);
}

/** @param {unknown} cell  @param {number} digits */
export function cellText(cell, digits) {
  if (typeof cell === "number" && !Number.isInteger(cell)) {
    return String(Number(cell.toPrecision(digits))).replace("-", "−");
  }
  if (typeof cell === "object" && cell) return JSON.stringify(cell);
  const day = /^\d{4}-\d\d-\d\d(?=T00:00(:00(\.0+)?)?$)/.exec(String(cell));
  return cell === null || cell === undefined ? "" : day?.[0] ?? String(cell).replace(/^-(?=\d)/, "−");
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [text]
 * @param {Record<string, string>} [attributes]
 */
function make(tag, text = "", attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Rows `start` to `end` of a table. @param {Columns} columns  @param {number} start  @param {number} end */
function body(columns, start, end) {
  const rows = make("tbody");
  const cells = Object.values(columns).map((column) => ({ column, digits: digitsOf(column) }));
  for (let row = start; row < end; row++) {
    const line = make("tr");
    for (const { column, digits } of cells) line.append(make("td", cellText(column[row], digits)));
    rows.append(line);
  }
  return rows;
}

/** One table with its caption and, where it is long, buttons to turn its pages. @param {Table} table */
function draw({ heading, columns }) {
  const total = length(columns);
  const box = make("div", "", {
    class: "nn-table__scroll",
    tabindex: "0",
    role: "region",
    "aria-label": heading,
  });
  const grid = make("table", "", { class: "nn-table__grid" });
  const caption = make("caption");
  const head = make("tr");
  const names = make("thead");
  for (const name of Object.keys(columns)) head.append(make("th", name, { scope: "col" }));
  names.append(head);
  grid.append(caption, names, make("tbody"));
  box.append(grid);
  const previous = make("button", "previous rows", { type: "button" });
  const next = make("button", "next rows", { type: "button" });
  /** @param {number} start */
  const turn = (start) => {
    const end = Math.min(total, start + PAGE_ROWS);
    caption.textContent = total > PAGE_ROWS ? `${heading}: rows ${start + 1} to ${end} of ${total}` : heading;
    grid.tBodies[0]?.replaceWith(body(columns, start, end));
    previous.disabled = start === 0;
    next.disabled = end === total;
    previous.onclick = () => turn(start - PAGE_ROWS);
    next.onclick = () => turn(end);
  };
  turn(0);
  const part = make("section");
  part.append(box);
  if (total > PAGE_ROWS) {
    const pager = make("div", "", { class: "nn-table__pager" });
    pager.append(previous, next);
    part.append(pager);
  }
  return part;
}

/**
 * Fills `details` with the tables of `figure`.
 * @param {HTMLDetailsElement} details
 * @param {Figure} figure
 * @param {URL} source
 * @param {Element} element  the nn-figure
 * @param {AbortSignal} signal
 */
export async function fillTable(details, figure, source, element, signal) {
  const parts = (await gather(figure, source, element, signal)).map(draw);
  if (signal.aborted) return;
  const [summary, ...old] = details.children;
  for (const part of old) part.remove();
  if (summary && !parts.length) details.append(make("p", "This figure has no numbers of its own."));
  details.append(...parts);
}
