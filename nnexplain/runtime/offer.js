// What a widget gives as the numbers behind its figure. How they are shown (table.js) comes when somebody asks.

/** @import { FigureElement } from "./figure.js" */
/** @import { Table } from "./table.js" */

/**
 * Lets a widget say what its numbers are; without this they are the arrays it came with.
 * @param {Element} element  the nn-figure  @param {() => Table[]} make  asked each time the reader opens the table
 */
export function offerTables(element, make) {
  /** @type {FigureElement} */ (element).tables = make;
}
