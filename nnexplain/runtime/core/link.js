// A link in the prose can set a figure: [turn it to pass 24](?step=24#cube). Without this module it
// is a link to the figure; with it, the figure moves and comes into view, and the reader stays.

import { write } from "../draw/svg.js";
import { keepPlace, takeAddress } from "./address.js";
import { pageOf } from "./page.js";
import { say } from "./status.js";

/** @import { Page } from "./page.js" */

/**
 * Whether some figure of the page has, or will have, the parameter.
 * @param {Element} article
 * @param {Page} page
 * @param {string} name
 */
function known(article, page, name) {
  // A figure further down has not declared its parameters yet, but its inputs are in the page.
  const quoted = `"${CSS.escape(name)}"`;
  const input = `:is(.nn-controls, .nn-player) :is([name=${quoted}], [data-param=${quoted}])`;
  return page.knows(name) || article.querySelector(input) !== null;
}

/**
 * What `link` would set on this page; null where it leads elsewhere or names something unknown.
 * @param {HTMLAnchorElement} link
 */
function settings(link) {
  const here = link.origin === location.origin && link.pathname === location.pathname;
  // A bare #figure inherits the query of the page's own address: that is not what it says.
  const own = link.getAttribute("href")?.split("#")[0]?.includes("?");
  if (!here || link.target || link.search.length < 2 || !own) return null;
  const values = Object.fromEntries(new URLSearchParams(link.search));
  const article = link.closest("article") ?? document.documentElement;
  const page = pageOf(link);
  return Object.keys(values).every((name) => known(article, page, name)) ? values : null;
}

/**
 * Shows which links of the page set figures, now that more of its parameters are known.
 * @param {Element} element  anything on the page
 */
export function markLinks(element) {
  const article = element.closest("article") ?? document.documentElement;
  for (const link of article.querySelectorAll("a[href*='?']")) {
    if (link instanceof HTMLAnchorElement && settings(link)) link.classList.add("nn-sets");
  }
}

/**
 * The figure that a link is about, and the panel: #cube is its first, #cube-2 the second.
 * @param {string} hash
 */
function aboutOf(hash) {
  const there = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  const figure = there?.closest(".nn-figure") ?? null;
  const panel = there?.closest(".nn-panel") ?? figure?.querySelector(".nn-panel") ?? null;
  return figure && panel ? { figure, panel } : null;
}

/**
 * Opens what the author has folded away around an element: boxes, and tabs that are not the chosen ones.
 * @param {string} hash  the address of the element in its page
 */
function unfold(hash) {
  let there = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  for (; there; there = there.parentElement) {
    if (there instanceof HTMLDetailsElement) there.open = true;
    const set = there.matches(".tabbed-block") ? there.closest(".tabbed-set") : null;
    const place = [...there.parentElement?.children ?? []].indexOf(there);
    const tab = set?.querySelectorAll(":scope > input")[place];
    if (tab instanceof HTMLInputElement && !tab.checked) tab.click();
  }
}

/**
 * Has a style sheet of this folder, which few readers need, in the page.
 * @param {string} name
 */
function wear(name) {
  const { href } = new URL(name, import.meta.url);
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return;
  const sheet = document.createElement("link");
  Object.assign(sheet, { rel: "stylesheet", href });
  return new Promise((go) => {
    sheet.onload = sheet.onerror = () => go(undefined); // without it, the words are there all the same
    document.head.append(sheet);
  });
}

/**
 * Sets what a link says, and shows it. A link of class nn-go is about something to do in the figure: it leads
 * there, as a link does.
 * @param {MouseEvent} event
 */
function follow(event) {
  // Opening it elsewhere is the browser's business.
  if (event.button !== 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement)) return;
  if (link.origin === location.origin && link.pathname === location.pathname) unfold(link.hash);
  const values = settings(link);
  if (!values) return;
  // Also before a host that swaps pages by script sees the click and takes it for a navigation.
  event.preventDefault();
  event.stopPropagation();
  const page = pageOf(link);
  keepPlace(page, link.search);
  page.set(values);
  const about = aboutOf(link.hash);
  if (!about) return;
  const { figure, panel } = about;
  // A figure that asks has nothing to show yet: the reader sees the question, and why.
  const asks = figure.querySelector('[data-guess="open"] > .nn-guess > .nn-guess__ask');
  const said = asks && figure.querySelector(".nn-guess__said");
  if (said) write(said, FIRST);
  const goes = link.classList.contains("nn-go") || asks;
  Promise.all([import("./beside.js"), wear("beside.css")])
    .then(([{ bring, goTo }]) => (goes ? goTo(asks ?? panel) : bring(link, figure, panel)));
  if (figure.querySelector(".nn-now")) return; // it will say itself what it shows
  const now = Object.keys(values).map((name) => `${name}: ${page.get(name) ?? values[name]}`);
  say(figure.querySelector("nn-figure") ?? figure, now.join(", "), { heard: true });
}

/** What stands at a figure that has not been asked yet, when a link would set it. */
const FIRST = "First your guess, or “show me”. Then the figure shows what the link says.";

/** So many frames figures may take to be again as they were. */
const SETTLING = 12;

/**
 * Scrolls to `y`, and again when a figure above takes its room a frame later, until the reader moves.
 * @param {number} y
 */
function stayAt(y) {
  const { documentElement: page } = document;
  const moved = new AbortController();
  for (const hand of ["click", "keydown", "pointerdown", "popstate", "touchstart", "wheel"]) {
    addEventListener(hand, () => moved.abort(), { signal: moved.signal, passive: true, capture: true });
  }
  let [frames, height] = [SETTLING, NaN];
  const again = () => {
    if (moved.signal.aborted) return;
    if (page.scrollHeight !== height) scrollTo({ top: y, behavior: "instant" });
    height = page.scrollHeight;
    if (frames--) requestAnimationFrame(again);
    else moved.abort();
  };
  again();
}

/**
 * Goes back, or forward, to where the reader was on this page, and to the state it had. False where that is
 * not a step within the page.
 * @param {any} state
 */
function goBack(state) {
  // Going forward to a place of the page tells of itself here too, without any state.
  const figure = state && document.querySelector("nn-figure");
  if (!figure || !takeAddress(pageOf(figure))) return false;
  dispatchEvent(new Event("nn-back"));
  const { y } = state;
  if (Number.isFinite(y)) stayAt(y);
  else document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  return true;
}

/** Lets links set figures from now on. @param {Document} root */
export function followLinks(root) {
  root.addEventListener("click", follow, { capture: true });
  unfold(location.hash);
  // A page of ours asks before a host that would fetch the page anew can hear of the step (theme/main.html).
  addEventListener("nn-popstate", (event) => {
    if (event instanceof CustomEvent && goBack(event.detail)) event.preventDefault();
  });
  addEventListener("popstate", (event) => {
    if (goBack(event.state)) event.stopImmediatePropagation();
  });
}
