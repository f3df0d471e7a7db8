// A line below a figure for what would otherwise go unsaid.

import { write } from "../draw/svg.js";

/**
 * Says `text` at `element`, politely, also to screen readers. `heard` is for screen readers only:
 * those who look see the figure move.
 * @param {Element} element  @param {string} text  @param {{heard?: boolean}} [how]
 */
export function say(element, text, { heard = false } = {}) {
  let line = element.querySelector(":scope > .nn-status");
  if (!line) {
    line = element.ownerDocument.createElement("p");
    line.setAttribute("role", "status");
    element.append(line);
  }
  line.className = heard ? "nn-status nn-status--heard" : "nn-status";
  write(line, text);
}

/**
 * Takes the line of `element` away: a page that is kept for the way back keeps no words that are over.
 * @param {Element} element
 */
export function hush(element) {
  element.querySelector(":scope > .nn-status")?.remove();
}
