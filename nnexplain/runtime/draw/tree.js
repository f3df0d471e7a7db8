// A picture as plain objects, and what becomes of it: the text of a file, and elements of a page. The page
// takes the elements that the file's text made, and changes in them what is to change.

/** @typedef {string | number | undefined} Value */
/** @typedef {Record<string, Value>} Attributes */
/** @typedef {{tag: string, attributes: Attributes, children: readonly (Branch | string)[]}} Branch */
/**
 * What may be written where a child is meant; nothing, where it is none.
 * @typedef {Branch | string | null | undefined | false} Child
 */

const SVG = "http://www.w3.org/2000/svg";

/** What hands and readers of a screen need, and a still picture has not. */
const ACTS = /^(tabindex|role|aria-|data-grip$)/;

/** A thousandth of a pixel cannot be seen. @param {number} number */
const rounded = (number) => Math.round(number * 1000) / 1000 + 0;

/**
 * An element of a picture. Numbers are rounded to thousandths; what is undefined is not there.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {(Child | readonly Child[])[]} children
 * @returns {Branch}
 * @throws {RangeError} for a number that is not finite, or a text that was made of one
 */
export function h(tag, attributes = {}, ...children) {
  /** @type {Attributes} */ const kept = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    if (typeof value === "number" ? !Number.isFinite(value) : /\b(NaN|Infinity|undefined)\b/.test(value)) {
      throw new RangeError(`<${tag}> has ${name}="${value}": what is drawn is a finite number`);
    }
    kept[name] = typeof value === "number" ? rounded(value) : value;
  }
  const inside = children.flat().filter((child) => child || child === "");
  return { tag, attributes: kept, children: /** @type {(Branch | string)[]} */ (inside) };
}

/**
 * Whether two things are one: two views of the same numbers are.
 * @param {unknown} one
 * @param {unknown} other
 */
const same = (one, other) =>
  one === other || (ArrayBuffer.isView(one) && ArrayBuffer.isView(other) && one.buffer === other.buffer &&
    one.byteOffset === other.byteOffset && one.byteLength === other.byteLength);

/**
 * What is made of the same things is the same object, and `patch` does not look into it.
 * @template {readonly unknown[]} A
 * @template T
 * @param {(...from: A) => T} make
 * @returns {(...from: A) => T}
 */
export function once(make) {
  /** @type {A | null} */ let known = null;
  /** @type {T} */ let made;
  return (...from) => {
    if (!known || from.length !== known.length || from.some((each, k) => !same(each, known?.[k]))) {
      made = make(...from);
      known = from;
    }
    return made;
  };
}

/** @type {Readonly<Record<string, string>>} */
const SIGNS = Object.freeze({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" });

/** @param {string} words */
const escaped = (words) => words.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);

/** The same without what only hands need. @param {Attributes} attributes  @returns {[string, Value][]} */
const still = (attributes) => Object.entries(attributes).filter(([name]) => !ACTS.test(name));

/** The markup of a still picture. @param {Branch | string} node  @returns {string} */
export function text(node) {
  if (typeof node === "string") return escaped(node);
  const given = still(node.attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`).join(
    "",
  );
  const inner = node.children.map(text).join("");
  return `<${node.tag}${given}${inner ? `>${inner}</${node.tag}>` : "/>"}`;
}

/** The same picture for a page where nobody acts. @param {Branch} node  @returns {Branch} */
export function quiet({ tag, attributes, children }) {
  const inside = children.map((child) => (typeof child === "string" ? child : quiet(child)));
  return { tag, attributes: Object.fromEntries(still(attributes)), children: inside };
}

/** @param {Branch | string} node  @returns {Element | Text} */
function made(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const element = document.createElementNS(SVG, node.tag);
  for (const [name, value] of Object.entries(node.attributes)) element.setAttribute(name, String(value));
  element.append(...node.children.map(made));
  return element;
}

/**
 * Whether an element of the page can become what `node` says.
 * @param {ChildNode | undefined} there
 * @param {Branch | string} node
 */
function fits(there, node) {
  if (typeof node === "string") return there?.nodeType === Node.TEXT_NODE;
  return there instanceof Element && there.localName === node.tag;
}

/**
 * Makes elements of whatever kind show a picture, and keeps those that can stay.
 * @param {Element} element  that has the tag of `node`
 * @param {Branch} node
 */
export function adopt(element, node) {
  for (const { name } of [...element.attributes]) {
    if (!(name in node.attributes)) element.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(node.attributes)) {
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
  node.children.forEach((child, k) => {
    const there = element.childNodes[k];
    if (!there) element.append(made(child));
    else if (!fits(there, child)) there.replaceWith(made(child));
    else if (typeof child !== "string") adopt(/** @type {Element} */ (there), child);
    else if (there.nodeValue !== child) there.nodeValue = child;
  });
  while (element.childNodes.length > node.children.length) element.lastChild?.remove();
}

/**
 * Makes what shows `before` show `now`; children are told apart by their place.
 * @param {Element} element
 * @param {Branch} before
 * @param {Branch} now
 */
export function patch(element, before, now) {
  if (before === now) return;
  for (const [name, value] of Object.entries(now.attributes)) {
    if (value !== before.attributes[name]) element.setAttribute(name, String(value));
  }
  for (const name in before.attributes) if (!(name in now.attributes)) element.removeAttribute(name);
  now.children.forEach((child, k) => {
    const old = before.children[k];
    if (child === old) return;
    const there = element.childNodes[k];
    if (!there || old === undefined) element.append(made(child));
    else if (typeof child === "string" && typeof old === "string") there.nodeValue = child;
    else if (typeof child !== "string" && typeof old !== "string" && child.tag === old.tag) {
      patch(/** @type {Element} */ (there), old, child);
    } else there.replaceWith(made(child));
  });
  for (let extra = before.children.length; extra > now.children.length; extra--) element.lastChild?.remove();
}

/**
 * Shows pictures in `home`, the next in place of the last; the first takes over what is there. What it gives
 * takes none to leave the last one without anything for hands.
 * @param {Element} home
 */
export function stage(home) {
  const outer = Object.fromEntries([...home.attributes].map(({ name, value }) => [name, value]));
  /** @type {Branch | null} */ let shown = null;
  return (/** @type {readonly Child[] | null} */ children) => {
    const next = children ? { ...h(home.localName, {}, children), attributes: outer } : shown && quiet(shown);
    if (!next) return;
    if (shown) patch(home, shown, next);
    else adopt(home, next);
    shown = next;
  };
}
