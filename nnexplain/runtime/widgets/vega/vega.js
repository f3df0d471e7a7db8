// Draws the panels of a figure with Vega: each panel is a view of its own, all follow the page's
// parameters. The specs were compiled when the site was built; the data come as columns.

import { tables } from "../../core/data.js";
import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { followPointer } from "./cursor.js";
import { atStart, selections, withSelections, written } from "./selections.js";

/** @import { Columns } from "../../core/data.js" */
/** @import { Figure } from "../../core/figure.js" */
/** @import { Page, Value } from "../../core/page.js" */

/**
 * @typedef {{
 *   size: [number, number],
 *   place?: [number, number, number, number],
 *   spec: Spec,
 *   data: Record<string, string>,
 * }} Panel
 */
/**
 * @typedef {{data?: {name: string}[], signals?: {name: string, value?: unknown}[], usermeta?: {cursor?:
 *   string}} & Record<string, unknown>} Spec
 */

/**
 * @typedef {object} View
 * @property {((name: string, value: Value) => View) & ((name: string) => Value)} signal
 * @property {() => Promise<View>} runAsync
 * @property {() => number} width
 * @property {() => number} height
 * @property {(name: string) => {invert: (pixel: number) => number}} scale
 * @property {(name: string, handler: (name: string, value: Value) => void) => View} addSignalListener
 * @property {(name: string, handler: (name: string, tuples: any[]) => void) => View} addDataListener
 */
/** @typedef {{view: View, finalize: () => void}} Result */
/** @typedef {(host: Element, spec: Spec, options: object) => Promise<Result>} VegaEmbed */

/** The signal whose value is a sentence. */
const SAYS = "says";

/** The expressions of a spec are walked, never compiled: that would be eval, which a page may forbid. */
const OPTIONS = Object.freeze({
  mode: "vega",
  ast: true,
  actions: false,
  renderer: "svg",
  defaultStyle: false,
  tooltip: { disableDefaultStyle: true },
});

/** One object per row, new ones for every view: Vega marks the rows it is given. @param {Columns} columns */
export function rows(columns) {
  const names = Object.keys(columns);
  const length = Math.max(0, ...names.map((name) => columns[name]?.length ?? 0));
  return Array.from(
    { length },
    (_, row) => Object.fromEntries(names.map((name) => [name, columns[name]?.[row]])),
  );
}

/**
 * Whether a signal is the control of a selection, which hears of it only when it changes.
 * @param {Spec} spec
 * @param {string} name
 */
function chooses({ data }, name) {
  const stores = data?.filter((entry) => entry.name.endsWith("_store")) ?? [];
  return stores.some((entry) => name.startsWith(entry.name.replace(/store$/, "")));
}

/**
 * The spec with its data, and with the page's values where the page has moved on.
 * @param {Panel} panel
 * @param {Map<string, Columns>} data
 * @param {Page} page
 * @returns {Spec}
 */
function complete({ spec, data: keys }, data, page) {
  return {
    ...spec,
    data: spec.data?.map((entry) => {
      const columns = data.get(keys[entry.name] ?? "");
      return columns ? { ...entry, values: rows(columns) } : entry;
    }),
    signals: spec.signals?.map((signal) =>
      page.knows(signal.name) && page.get(signal.name) !== (signal.value ?? null) &&
        !chooses(spec, signal.name)
        ? { ...signal, value: page.get(signal.name) }
        : signal
    ),
  };
}

/**
 * Keeps a view and the page's parameters in step, both ways, at most once a frame.
 * @param {View} view
 * @param {Spec} spec
 * @param {string[]} names
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 */
function link(view, spec, names, element, signal) {
  const page = pageOf(element);
  const unset = new Set(spec.signals?.filter(({ value }) => value === undefined).map(({ name }) => name));
  /** @type {Map<string, Value>} */ const due = new Map();
  /**
   * @type {Map<string, Value | undefined>}
   */
  const sent = new Map(names.map((name) => [name, chooses(spec, name) ? null : page.get(name)]));
  const flush = () => {
    for (const [name, value] of due) {
      sent.set(name, value);
      // A parameter without a value begins undefined, which an expression tells from null.
      view.signal(name, /** @type {Value} */ (value === null && unset.has(name) ? undefined : value));
    }
    due.clear();
    view.runAsync();
  };
  const ask = whenSeen(element, eachFrame(flush, signal), signal);
  /** @param {ReadonlyMap<string, Value>} changes */
  const follow = (changes) => {
    for (const name of names) if (changes.has(name)) due.set(name, changes.get(name) ?? null);
    if (due.size) ask();
  };
  page.subscribe(follow, signal);
  for (const name of names) {
    // The echo of what was sent may come when the page has moved on: it must not pull it back.
    view.addSignalListener(
      name,
      (_, value) => (value ?? null) !== sent.get(name) && page.set({ [name]: value }),
    );
  }
  follow(
    new Map(
      names.filter((name) => page.get(name) !== sent.get(name)).map((name) => [name, page.get(name) ?? null]),
    ),
  );
}

/**
 * Tells the page what is selected; calls `again` when the page says that it is something else.
 * @param {View} view
 * @param {Spec} spec
 * @param {HTMLElement} element
 * @param {() => void} again
 * @param {AbortSignal} signal
 */
function keepSelections(view, spec, element, again, signal) {
  const page = pageOf(element);
  const names = selections(spec, page);
  /** @type {Map<string, Value>} */ const told = new Map(names.map((name) => [name, page.get(name) ?? null]));
  for (const name of names) {
    const start = atStart(spec, name);
    const tell = (/** @type {any[]} */ tuples) => {
      if (signal.aborted) return;
      const text = written(tuples);
      told.set(name, text === start ? null : text);
      page.set({ [name]: told.get(name) });
    };
    view.addDataListener(`${name}_store`, (_, tuples) => tell(tuples));
  }
  page.subscribe((changes) => {
    if (names.some((name) => changes.has(name) && changes.get(name) !== told.get(name))) again();
  }, signal);
}

/**
 * Puts the live drawing over the picture, in the same box, and takes it away at the end.
 * @param {Element} panel
 * @param {Element} host
 * @param {AbortSignal} signal
 */
function place(panel, host, signal) {
  const picture = panel.querySelector(":scope > svg.nn-static");
  // The words of the picture are those of the drawing; Vega's own would read out every mark.
  for (const name of ["role", "aria-label", "aria-description", "aria-hidden"]) {
    const value = picture?.getAttribute(name);
    if (value) host.setAttribute(name, value);
  }
  host.querySelector("svg")?.setAttribute("aria-hidden", "true");
  panel.append(host);
  panel.classList.add("nn-panel--live");
  const takeAway = () => {
    host.remove();
    panel.classList.remove("nn-panel--live");
  };
  signal.addEventListener("abort", takeAway, { once: true });
}

/**
 * What else a panel offers: its words, its time axis as a handle.
 * @param {Result["view"]} view
 * @param {Panel} panel
 * @param {HTMLElement} host
 * @param {Figure} figure
 * @param {Element} element
 * @param {AbortSignal} signal
 */
function extras(view, { spec }, host, figure, element, signal) {
  if (spec.signals?.some(({ name }) => name === SAYS)) {
    const tell = saying(element, signal);
    view.addSignalListener(SAYS, (_, sentence) => tell(String(sentence)));
    tell(String(view.signal(SAYS)));
  }
  const time = figure.params.find(({ name }) => name === spec.usermeta?.cursor);
  if (time) followPointer(host, view, time, pageOf(element), signal);
}

/** Lets the browser paint and answer between two panels. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const bundle = new URL("../../vega.js", import.meta.url).href;
  const [data, { vegaEmbed }] = await Promise.all([
    tables(figure, source, signal),
    /** @type {Promise<{vegaEmbed: VegaEmbed}>} */ (import(bundle)),
  ]);
  const page = pageOf(element);
  const places = element.querySelectorAll(".nn-panels > .nn-panel");
  for (const [index, panel] of figure.panels.entries()) {
    await breathe();
    const spot = places[index];
    if (signal.aborted || !spot) return;
    /** @param {AbortController} life  of this view: what is selected elsewhere is a new one */
    const show = async (life) => {
      const host = document.createElement("div");
      host.className = "nn-live";
      const both = AbortSignal.any([signal, life.signal]);
      const result = await vegaEmbed(host, withSelections(complete(panel, data, page), page), OPTIONS);
      if (both.aborted) return result.finalize();
      both.addEventListener("abort", () => result.finalize(), { once: true });
      const own = new Set(panel.spec.signals?.map(({ name }) => name));
      const kept = new Set(selections(panel.spec, page));
      const names = figure.params.map(({ name }) => name).filter((name) => own.has(name) && !kept.has(name));
      link(result.view, panel.spec, names, element, both);
      place(spot, host, both);
      extras(result.view, panel, host, figure, element, both);
      const again = () => {
        life.abort();
        show(new AbortController());
      };
      keepSelections(result.view, panel.spec, element, again, both);
    };
    await show(new AbortController());
  }
}
