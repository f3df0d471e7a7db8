// A figure beside the words that speak of it. A link brings the panel that it is about into view; where that
// and the link cannot both be seen, a copy of the panel comes to the reader, and stays while the section is
// read.

import { write } from "../draw/svg.js";

/** Between what is brought into view and the edges of the screen, in pixels. */
const EDGE = 8;
/** A column beside the text is at least so wide; where there is less room, the copy lies below. */
const COLUMN = 260;
const WIDEST = 400;

/**
 * Where the screen is free of what covers it, from top to bottom: a panel has its figure's desk below it.
 * @param {Element} [panel]
 */
function free(panel) {
  const header = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const desk = panel?.closest("nn-figure")?.querySelector(".nn-desk");
  return { top: header, bottom: innerHeight - (desk instanceof HTMLElement ? desk.offsetHeight : 0) };
}

/** @param {Element} panel */
function inView(panel) {
  const { top, bottom } = panel.getBoundingClientRect();
  const room = free(panel);
  return top >= room.top - 1 && bottom <= room.bottom + 1;
}

/** @param {number} by */
function scroll(by) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: by, behavior: calm ? "auto" : "smooth" });
}

/** The heading that a place of the text stands below, and the next one. @param {Element} place */
function sectionOf(place) {
  const article = place.closest("article") ?? document.body;
  const all = [...article.querySelectorAll("h1, h2, h3")];
  const after = (/** @type {Element} */ one) =>
    Boolean(place.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  return { from: all.filter((one) => !after(one)).at(-1) ?? null, to: all.find(after) ?? null };
}

/** The drawing of a panel as it is now: the live one, or the picture. @param {Element} panel */
const drawingOf = (panel) => panel.querySelector(".nn-live svg") ?? panel.querySelector("svg");

/**
 * What changes in a panel is in its copy with the next frame.
 * @param {Element} panel
 * @param {AbortSignal} signal
 */
function copyOf(panel, signal) {
  const copy = document.createElement("div");
  copy.className = "nn-panel nn-beside__panel";
  copy.setAttribute("aria-hidden", "true"); // the figure itself says what it shows
  let due = 0;
  const draw = () => {
    due = 0;
    const drawing = drawingOf(panel)?.cloneNode(true);
    if (!(drawing instanceof SVGElement)) return;
    const box = drawing.getAttribute("viewBox")?.split(/[ ,]+/) ?? [];
    const width = Number(box[2] ?? drawing.getAttribute("width"));
    const height = Number(box[3] ?? drawing.getAttribute("height"));
    if (!box.length && width && height) drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    for (const one of drawing.querySelectorAll("[tabindex], [role]")) {
      for (const name of ["tabindex", "role", "data-grip", "data-id"]) one.removeAttribute(name);
    }
    copy.replaceChildren(drawing);
    // Words keep the size that they have in the figure.
    drawing.style.setProperty("--nn-zoom", String(Math.max(1, width / (drawing.clientWidth || width))));
  };
  const watch = new MutationObserver(() => (due ||= requestAnimationFrame(draw)));
  watch.observe(panel, { subtree: true, childList: true, attributes: true, characterData: true });
  signal.addEventListener("abort", () => (watch.disconnect(), cancelAnimationFrame(due)), { once: true });
  return { copy, draw };
}

/** The sentence of a figure, word for word. @param {Element} figure  @param {AbortSignal} signal */
function wordsOf(figure, signal) {
  const said = document.createElement("p");
  said.className = "nn-beside__now";
  said.setAttribute("aria-hidden", "true");
  const now = figure.querySelector(".nn-now");
  const tell = () => write(said, now?.textContent ?? "");
  const watch = new MutationObserver(tell);
  if (now) watch.observe(now, { subtree: true, childList: true, characterData: true });
  signal.addEventListener("abort", () => watch.disconnect(), { once: true });
  tell();
  return said;
}

/** @param {string} words  @param {string} kind  @param {() => void} act  @param {AbortSignal} signal */
function button(words, kind, act, signal) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = words;
  made.addEventListener("click", act, { signal });
  return made;
}

/**
 * Beside the text where there is room for a column, else under the thumb.
 * @param {HTMLElement} box
 * @param {Element} link
 */
function place(box, link) {
  const text = (link.closest("p, li, ul, ol, figcaption") ?? link).getBoundingClientRect();
  const right = document.body.getBoundingClientRect().right - text.right - 3 * EDGE;
  const wide = right >= COLUMN;
  box.dataset.at = wide ? "side" : "foot";
  box.style.left = wide ? `${text.right + 2 * EDGE}px` : "";
  box.style.top = wide ? `${free().top + EDGE}px` : "";
  box.style.width = wide ? `${Math.min(right, WIDEST)}px` : "";
}

/**
 * Scrolls so far that a copy below does not cover the link.
 * @param {HTMLElement} box
 * @param {Element} link
 */
function uncover(box, link) {
  const covered = link.getBoundingClientRect().bottom + EDGE - box.getBoundingClientRect().top;
  if (box.dataset.at === "foot" && covered > 0) scrollBy({ top: covered, behavior: "instant" });
}

const OPEN = Symbol("the copy that is open on this page");

/**
 * Opens a copy of a panel beside `link`, in place of one that is open already.
 * @param {HTMLElement} link
 * @param {Element} figure
 * @param {Element} panel
 */
function open(link, figure, panel) {
  const home = /** @type {Element & {[OPEN]?: AbortController}} */ (link.closest("article") ?? document.body);
  home[OPEN]?.abort();
  const life = (home[OPEN] = new AbortController());
  const { signal } = life;
  const live = figure.querySelector("nn-figure");
  const number = figure.querySelector(".nn-number")?.textContent?.replace(/\.$/, "") ?? "the figure";
  const box = document.createElement("aside");
  box.className = "nn-beside";
  box.setAttribute("aria-label", `${number}, beside the text`);
  const close = button(
    "close",
    "nn-beside__close",
    () => (life.abort(), link.focus({ preventScroll: true })),
    signal,
  );
  const go = button(`${number} ↗`, "nn-beside__go", () => {
    life.abort();
    goTo(panel);
  }, signal);
  go.setAttribute("aria-label", `go to ${number}`);
  const bar = document.createElement("div");
  bar.className = "nn-beside__bar";
  bar.append(go, close);
  const { copy, draw } = copyOf(panel, signal);
  box.append(bar, copy, wordsOf(figure, signal));
  home.append(box);
  place(box, link);
  draw();
  uncover(box, link);
  live?.setAttribute("data-beside", "");
  live?.dispatchEvent(new Event("nn-wanted"));
  const { from, to } = sectionOf(link);
  const check = () => {
    const room = free();
    const gone = (from && from.getBoundingClientRect().top > room.bottom) ||
      (to && to.getBoundingClientRect().bottom < room.top);
    if (gone || !link.isConnected || inView(panel)) life.abort();
  };
  addEventListener("scroll", check, { signal, passive: true });
  addEventListener("resize", () => place(box, link), { signal });
  addEventListener("nn-back", () => life.abort(), { signal });
  addEventListener("keydown", ({ key }) => key === "Escape" && life.abort(), { signal });
  signal.addEventListener("abort", () => (box.remove(), live?.removeAttribute("data-beside")), {
    once: true,
  });
}

/** Scrolls to a panel that is not in view. @param {Element} panel */
export function goTo(panel) {
  if (!inView(panel)) scroll(panel.getBoundingClientRect().top - free().top - EDGE);
}

/**
 * Lets the reader of `link` see the panel that it is about: the page moves only where both can be seen at
 * once, and not where the panel is in view already.
 * @param {HTMLElement} link
 * @param {Element} figure  the <figure>
 * @param {Element} panel  of it
 */
export function bring(link, figure, panel) {
  const [words, box, room] = [link.getBoundingClientRect(), panel.getBoundingClientRect(), free(panel)];
  if (inView(panel)) return;
  const height = Math.max(words.bottom, box.bottom) - Math.min(words.top, box.top);
  if (height + 2 * EDGE <= room.bottom - room.top) {
    scroll(box.top < room.top ? box.top - room.top - EDGE : box.bottom - room.bottom + EDGE);
  } else open(link, figure, panel);
}
