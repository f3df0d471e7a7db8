// <nn-figure>: a picture that comes alive where the reader looks. Until then, without a network,
// and where something fails, the picture stays.

import { hides, keepAddress } from "./address.js";
import { sleepControls, wakeControls } from "./controls.js";
import { keepClear } from "./desk.js";
import { markLinks } from "./link.js";
import { pageOf } from "./page.js";
import { hush, say } from "./status.js";

/** @import { Panel } from "../widgets/vega/vega.js" */
/** @import { Axes } from "./axes.js" */
/** @import { Predict } from "./guess-words.js" */
/** @import { Param } from "./page.js" */
/** @import { Table } from "./table.js" */
/** @import { Task } from "./task.js" */
/** @import { Widget } from "./widget.js" */

/**
 * What the runtime reads of a figure's JSON.
 * @typedef {object} Figure
 * @property {2} schema
 * @property {string} name
 * @property {string} widget
 * @property {Param[]} params
 * @property {Panel[]} panels
 * @property {Record<string, {columns: Record<string, unknown[]>} | {file: string}>} data
 * @property {string} [player]  the parameter that is its time
 * @property {number | number[]} [pace]  how many steps of it are played a second, or the seconds at each
 * @property {number} [stride]  how far its buttons go at once
 * @property {string} [arrays]  the file beside it with its arrays
 * @property {string} [network]  the file of the network that it shows, seen from this one
 * @property {string} [now]  what it shows with every parameter at its default
 * @property {Predict} [predict]  what it asks before it shows its answer
 * @property {Task} [task]  what there is to do in it
 */

/**
 * @typedef {(figure: Figure, source: URL, element: HTMLElement, signal: AbortSignal) => Promise<void>} Draw
 */
/**
 * What the module of a widget gives: its program, or a function that draws.
 * @typedef {{default: Draw | Widget<any, any>}} Module
 */

/** A widget is its folder. @param {string} widget  @returns {Promise<Module>} */
function moduleOf(widget) {
  if (!/^[a-z]+(-[a-z]+)*$/.test(widget)) throw new Error(`unknown widget ${widget}`);
  return import(`../widgets/${widget}/${widget}.js`);
}

/** One screen above and below: a figure is alive before a reader who scrolls gets there. */
const NEAR = "100% 0px";

/**
 * Resolves when `element` is near the screen or wanted elsewhere, with whether it is to be seen.
 * @param {Element} element
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>}
 */
function whenNear(element, signal) {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1); // a busy browser tells of several at once
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        const { top, bottom } = entry.boundingClientRect;
        resolve(bottom > 0 && top < innerHeight);
      },
      { rootMargin: NEAR },
    );
    observer.observe(element);
    const wanted = () => (observer.disconnect(), resolve(true));
    element.addEventListener("nn-wanted", wanted, { signal, once: true });
    signal.addEventListener("abort", () => observer.disconnect(), { once: true });
  });
}

/** Signs that a reader is at work, and not only looking at what is there. */
const STIRS = Object.freeze([
  "scroll",
  "wheel",
  "pointermove",
  "pointerdown",
  "touchstart",
  "keydown",
  "resize",
]);

/** Resolves when the reader begins to do something. @param {AbortSignal} signal @returns {Promise<void>} */
function whenStirred(signal) {
  return new Promise((resolve) => {
    const stirred = new AbortController();
    const done = () => {
      stirred.abort();
      resolve();
    };
    const how = { signal: AbortSignal.any([signal, stirred.signal]), passive: true, capture: true };
    for (const event of STIRS) addEventListener(event, done, how);
  });
}

/** Resolves when all of `element` is there: an early script meets it half parsed. @param {Element} element */
async function whenParsed(element) {
  while (document.readyState === "loading" && !element.nextElementSibling) {
    await new Promise(requestAnimationFrame);
  }
}

/** Resolves when the browser has a moment. @returns {Promise<unknown>} */
function whenIdle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(resolve, { timeout: 1000 });
    else setTimeout(resolve, 200);
  });
}

/** @param {URL} source  @param {AbortSignal} signal  @returns {Promise<Figure>} */
async function fetchFigure(source, signal) {
  const response = await fetch(source, { signal });
  if (!response.ok) throw new Error(`${source.pathname}: ${response.status} ${response.statusText}`);
  const figure = await response.json();
  if (figure.schema !== 2) throw new Error(`${source.pathname}: schema ${figure.schema}, this page reads 2`);
  return figure;
}

export class FigureElement extends HTMLElement {
  /**
   * Aborts when the element leaves the page; everything it started listens.
   * @type {AbortController | null}
   */
  #life = null;
  /**
   * What a widget gives as the numbers behind its figure, while it lives.
   * @type {(() => Table[]) | null}
   */
  tables = null;
  /**
   * What a widget says of its picture, by name, while it lives.
   * @type {(() => Record<string, string | number | boolean>) | null}
   */
  quotes = null;
  /**
   * The axes of a panel as they are now, where its widget knows them.
   * @type {((panel: number) => Axes | null) | null}
   */
  axes = null;

  connectedCallback() {
    this.#life = new AbortController();
    keepAddress(this, this.#life.signal);
    if (this.dataset.asks) this.#cover();
    markLinks(this);
    this.#live(this.#life.signal);
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#life = null;
    this.tables = this.quotes = this.axes = null;
    sleepControls(this);
    hush(this);
    delete this.dataset.state;
  }

  /** A figure that asks stays covered, but for whom it has asked before. */
  #cover() {
    const told = new URLSearchParams(location.search).has(this.dataset.asks ?? "");
    this.dataset.guess = told || hides("predict") ? "told" : "open";
  }

  /** @param {AbortSignal} signal */
  async #live(signal) {
    try {
      const onScreen = await whenNear(this, signal);
      // Who reads the first screen and leaves need not load what lies below it.
      if (!onScreen && !scrollY) await whenStirred(signal);
      if (signal.aborted) return;
      this.dataset.state = "loading";
      // Who needs it imports it, and hears of a failure.
      moduleOf(this.dataset.widget ?? "vega").catch(() => {});
      if (this.dataset.asks) import("./guess.js").catch(() => {});
      // What the reader sees comes first; what is merely near waits for a quiet moment.
      await (onScreen ? whenParsed(this) : whenIdle());
      if (!signal.aborted) await this.#draw(signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  /** @param {AbortSignal} signal */
  async #draw(signal) {
    const link = this.querySelector("a.nn-source");
    if (!(link instanceof HTMLAnchorElement)) throw new Error("a.nn-source is missing");
    const source = new URL(link.href);
    const figure = await fetchFigure(source, signal);
    const page = pageOf(this);
    page.declare(figure.params);
    markLinks(this);
    this.#wakeTable(figure, source, signal);
    if (figure.predict && !hides("predict")) {
      this.dataset.state = "asks";
      const { ask } = await import("./guess.js");
      await ask(this, figure, figure.predict, page, signal);
    }
    if (signal.aborted) return;
    const { default: widget } = await moduleOf(figure.widget);
    if (signal.aborted) return;
    if (typeof widget === "function") await widget(figure, source, this, signal);
    else await (await import("./widget.js")).live(widget, figure, source, this, signal);
    if (signal.aborted) return;
    wakeControls(this, figure.params, page, signal);
    keepClear(this, signal);
    const time = figure.params.find(({ name }) => name === figure.player);
    if (time) {
      const { wakePlayer } = await import("./player.js");
      if (signal.aborted) return;
      wakePlayer(this, time, page, signal, figure.pace, figure.stride);
    }
    if (figure.task) {
      const { wakeTask } = await import("./task.js");
      if (signal.aborted) return;
      wakeTask(this, figure.task, page, signal);
    }
    this.dataset.state = "live";
  }

  /**
   * The tables are read when somebody wants them, also of a figure that cannot come alive.
   * @param {Figure} figure
   * @param {URL} source
   * @param {AbortSignal} signal
   */
  #wakeTable(figure, source, signal) {
    const details = this.parentElement?.querySelector(":scope > details.nn-table");
    if (!(details instanceof HTMLDetailsElement)) return;
    const fill = async () => {
      if (!details.open) return;
      const { fillTable } = await import("./table.js");
      await fillTable(details, figure, source, this, signal).catch((error) => {
        if (!signal.aborted) {
          say(details, "The numbers could not be loaded."), console.warn("nnexplain:", error);
        }
      });
    };
    details.addEventListener("toggle", fill, { signal });
    fill();
  }

  /** @param {unknown} error */
  #fail(error) {
    this.dataset.state = "failed";
    if (this.dataset.asks) this.dataset.guess = "told"; // the picture stands for it
    console.warn(`nnexplain: figure ${this.dataset.lesson}/${this.dataset.name} stays a picture.`, error);
    say(this, "This figure could not come alive here; the picture stands for it.");
  }
}
