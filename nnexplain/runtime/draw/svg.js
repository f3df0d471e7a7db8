// Drawing with SVG elements, without markup in strings.

/** @typedef {Record<string, string | number | undefined>} Attributes */

/**
 * Sets attributes that differ; undefined takes one away.
 * @param {Element} element
 * @param {Attributes} attributes
 */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
  return element;
}

/**
 * A new SVG element with attributes and children.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/**
 * A new HTML element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function html(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/**
 * Changes the words of an element, if they differ. A text stays the same node: to replace it makes a browser
 * look again at what `:has()` says of all around it, and lay that out, which takes ten times as long.
 * @param {Element} element  @param {string} words
 */
export function write(element, words) {
  const text = element.firstChild;
  if (element.textContent === words) return;
  if (words && text?.nodeName === "#text" && text === element.lastChild) text.nodeValue = words;
  else element.textContent = words;
}

/** A path through points. @param {{x: number, y: number}[]} points  @param {boolean} [closed] */
export function path(points, closed = false) {
  if (!points.length) return "";
  return `M${points.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join("L")}${closed ? "Z" : ""}`;
}
