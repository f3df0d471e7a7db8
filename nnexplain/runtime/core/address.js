// The page's state in its address: ?step=24&turn=-32 says what differs from the defaults, so any
// configuration is a link. What is read there is text from anywhere: the page accepts it or it does
// not, and it is never markup. ?hide=controls,step lets a teacher take controls away.

import { LONGEST } from "../draw/text.js";
import { pageOf } from "./page.js";

/** @import { Page } from "./page.js" */

/**
 * The address follows when the state has rested for so long, in milliseconds: browsers allow few changes a
 * second.
 */
const REST = 400;

/** No name is longer, nor are more than so many read. */
const NAME = 200;
/** Stands for a value too long to be any of this page's: what takes texts says that it cannot read it. */
const TOO_LONG = "…";
const MOST = 50;

/** What `?hide=` can name beside parameters. */
const PARTS = Object.freeze(
  new Map([
    ["controls", ".nn-controls"],
    ["player", ".nn-player"],
    ["reset", ".nn-reset"],
    ["table", ".nn-table"],
    ["now", ".nn-now"],
    ["predict", ".nn-guess"],
    ["task", ".nn-task"],
  ]),
);

const HOME = Symbol("the address of this page");

/** @typedef {{path: string, timer: number, article: Element}} Home */

/**
 * Whatever the query says, to the page, which knows what it may be.
 * @param {Page} page
 * @param {URLSearchParams} query
 */
function read(page, query) {
  const given = [...query].filter(([name]) => name !== "hide").slice(0, MOST);
  const named = given.filter(([name]) => name.length <= NAME);
  if (given.some(([name, text]) => name.length > NAME || text.length > LONGEST)) {
    console.info("nnexplain: the address holds values too long to be any of this page's");
  }
  page.set(Object.fromEntries(named.map(([name, text]) => [name, text.length > LONGEST ? TOO_LONG : text])));
}

/**
 * The controls of a page that go by `name`.
 * @param {Element} article
 * @param {string} name
 * @returns {Iterable<HTMLElement>}
 */
function called(article, name) {
  const quoted = `"${CSS.escape(name)}"`;
  const selector = PARTS.get(name) ?? `.nn-control:has([name=${quoted}], [data-param=${quoted}])`;
  return article.querySelectorAll(`:is(.nn-figure, nn-figure) ${selector}`);
}

/** @param {Element} article  @param {string[]} names */
function hide(article, names) {
  for (const name of names.slice(0, MOST)) {
    const found = [...called(article, name.slice(0, NAME))];
    for (const part of found) part.hidden = true;
    if (!found.length) console.info("nnexplain: nothing to hide is called", name.slice(0, NAME));
  }
}

/** What the address takes away. */
const hidden = () => new URLSearchParams(location.search).get("hide")?.split(",").filter(Boolean) ?? [];

/** Whether the address takes this away. @param {string} name */
export const hides = (name) => hidden().includes(name);

/** Resolves when every figure of the page is there to be looked at. */
async function whenParsed() {
  if (document.readyState !== "loading") return;
  await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
}

/** The address with what differs from the defaults in it; the rest of it is left alone. @param {Page} page */
function written(page) {
  const url = new URL(location.href);
  for (const [name, value] of page.settings) {
    if (value === undefined) {
      // Deleting what is not there would still spell the whole query anew.
      if (url.searchParams.has(name)) url.searchParams.delete(name);
    } else if (url.searchParams.get(name) !== String(value)) url.searchParams.set(name, String(value));
  }
  return url;
}

/** @param {Page} page  @param {Home} home */
function write(page, home) {
  // The reader has gone on, or a host has fetched the page anew.
  if (location.pathname !== home.path || !home.article.isConnected) return;
  const url = written(page);
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

/**
 * Makes what follows a step of its own in the history: the reader can come back to where the page is, and as
 * it is.
 * @param {Page} page
 * @param {string} search  what is about to be set
 */
export function keepPlace(page, search) {
  const home = /** @type {Page & {[HOME]?: Home}} */ (page)[HOME];
  if (!home || home.path !== location.pathname) return;
  clearTimeout(home.timer);
  const state = { ...history.state, x: scrollX, y: scrollY };
  history.replaceState(state, "", written(page));
  const url = new URL(location.href);
  for (const [name, value] of new URLSearchParams(search)) url.searchParams.set(name, value);
  if (url.href !== location.href) history.pushState(state, "", url);
}

/**
 * Sets everything as the address says, what it does not name to its default. False where the address is not
 * of this page.
 * @param {Page} page
 */
export function takeAddress(page) {
  const home = /** @type {Page & {[HOME]?: Home}} */ (page)[HOME];
  if (!home || home.path !== location.pathname) return false;
  clearTimeout(home.timer);
  const query = new URLSearchParams(location.search);
  const differ = page.settings.flatMap(([name, value]) => (value === undefined ? [] : [name]));
  page.reset(differ.filter((name) => !query.has(name) && !page.keeps(name)));
  read(page, query);
  // What was done since is in the address of this place, too.
  home.timer = setTimeout(() => write(page, home), REST);
  return true;
}

/**
 * Keeps the page of `element` and the address in step until `signal` aborts. The first to ask reads the
 * address.
 * @param {Element} element  @param {AbortSignal} signal
 */
export function keepAddress(element, signal) {
  const page = /** @type {Page & {[HOME]?: Home}} */ (pageOf(element));
  const article = element.closest("article") ?? element.ownerDocument.documentElement;
  if (!page[HOME]) {
    read(page, new URLSearchParams(location.search));
    const names = hidden();
    if (names.length) whenParsed().then(() => hide(article, names));
  }
  const home = (page[HOME] ??= { path: location.pathname, timer: 0, article });
  const follow = () => {
    clearTimeout(home.timer);
    home.timer = setTimeout(() => write(page, home), REST);
  };
  page.subscribe(follow, signal);
}
