// The tables of a figure: in its JSON, or in files that several figures share.

/** @import { Figure } from "./figure.js" */

/** @typedef {Record<string, unknown[]>} Columns */

/** How many rows a table has. @param {Columns} columns */
export function length(columns) {
  return Math.max(0, ...Object.values(columns).map((column) => column.length));
}

/**
 * Every table of `figure`, by its key.
 * @param {Figure} figure  @param {URL} source  where the figure's JSON came from  @param {AbortSignal} signal
 * @returns {Promise<Map<string, Columns>>}
 */
export async function tables(figure, source, signal) {
  const entries = Object.entries(figure.data).map(async ([key, data]) => {
    if ("columns" in data) return /** @type {const} */ ([key, data.columns]);
    const response = await fetch(new URL(data.file, source), { signal });
    if (!response.ok) throw new Error(`${data.file}: ${response.status} ${response.statusText}`);
    return /** @type {const} */ ([key, /** @type {Columns} */ ((await response.json()).columns)]);
  });
  return new Map(await Promise.all(entries));
}
