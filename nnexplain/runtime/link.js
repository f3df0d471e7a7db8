// A link in the prose can set a figure: [turn it to pass 24](?step=24#cube). Without this module it
// is a link to the figure; with it, the figure moves and comes into view, and the reader stays.

import { pageOf } from "./page.js";
import { say } from "./status.js";

/** @import { Page } from "./page.js" */

/** Whether some figure of the page has, or will have, the parameter. @param {Element} article  @param {Page} page  @param {string} name */
function known(article, page, name) {
  // A figure further down has not declared its parameters yet, but its inputs are in the page.
  return page.knows(name) || article.querySelector(`.nn-controls [name="${CSS.escape(name)}"]`) !== null;
}

/** The link under a plain click, if it stays on this page and has something to set. @param {MouseEvent} event */
function settingLink(event) {
  if (event.button !== 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || link.search.length < 2) return null;
  const here = link.origin === location.origin && link.pathname === location.pathname;
  return here ? link : null;
}

/** Brings `figure` on screen, no further than needed. @param {Element} figure */
function reveal(figure) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  figure.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

/** @param {MouseEvent} event */
function follow(event) {
  const link = settingLink(event);
  const article = link?.closest("article") ?? document.documentElement;
  if (!link) return;
  const page = pageOf(link);
  const values = Object.fromEntries(new URLSearchParams(link.search));
  if (!Object.keys(values).every((name) => known(article, page, name))) return;
  // Also before a host that swaps pages by script sees the click and takes it for a navigation.
  event.preventDefault();
  event.stopPropagation();
  page.set(values);
  const figure = link.hash ? document.getElementById(decodeURIComponent(link.hash.slice(1))) : null;
  if (!figure) return;
  reveal(figure);
  const now = Object.keys(values).map((name) => `${name}: ${page.get(name) ?? values[name]}`);
  say(figure.querySelector("nn-figure") ?? figure, now.join(", "), { heard: true });
}

/** Lets links set figures from now on. @param {Document} root */
export function followLinks(root) {
  root.addEventListener("click", follow, { capture: true });
}
