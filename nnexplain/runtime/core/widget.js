// What every widget but the charts has: a style sheet, and the numbers behind its figure.

/** @import { FigureElement } from "./figure.js" */
/** @import { Table } from "./table.js" */

/** Resolves when the widgets' style is there: asked for by the first of them, so pages without one do not load it. @param {Element} element @returns {Promise<void>} */
export function styled({ ownerDocument: { head } }) {
  const { href } = new URL("./widgets.css", import.meta.url);
  const found = head.querySelector(`link[rel="stylesheet"][href="${href}"]`);
  if (found instanceof HTMLLinkElement && found.sheet) return Promise.resolve();
  const link = found ?? Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const arrived = new Promise((resolve) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", resolve, { once: true });
  });
  if (!found) head.append(link);
  return arrived.then(() => {});
}

/**
 * Lets a widget say what its numbers are; without this they are the arrays it came with. How they are shown (table.js)
 * comes when somebody asks.
 * @param {Element} element  the nn-figure  @param {() => Table[]} make  asked each time the reader opens the table
 */
export function offerTables(element, make) {
  /** @type {FigureElement} */ (element).tables = make;
}
