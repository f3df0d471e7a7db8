// A widget is one object that says what it follows, what it shows, what it says. Here is all that widgets
// have in common when one lives in a page; how one is drawn for a file is in still.js.

import { takeHands } from "../draw/hand.js";
import { stage } from "../draw/tree.js";
import { inPanel } from "./axes.js";
import { guiding } from "./controls.js";
import { saying } from "./now.js";
import { pageOf } from "./page.js";
import { eachFrame, placeOf } from "./panel.js";
import { whenSeen } from "./seen.js";

/** @import { Grip } from "../draw/hand.js" */
/** @import { Child } from "../draw/tree.js" */
/** @import { Guide } from "./controls.js" */
/** @import { Figure, FigureElement } from "./figure.js" */
/** @import { Axes } from "./axes.js" */
/** @import { Page } from "./page.js" */
/** @import { Place } from "./panel.js" */
/** @import { Table } from "./table.js" */

/**
 * What a widget begins with.
 * @typedef {object} Given
 * @property {Page} page
 * @property {Figure} figure
 * @property {URL} source  where the figure's JSON came from
 * @property {AbortSignal} signal
 * @property {() => void} changed  asks for a drawing, where no parameter of the page tells of it
 */

/**
 * One panel. `draw` is pure: what it gives follows from the model alone. The origin of its drawing lies
 * `room` from the panel's corner: four pixels, where it does not say.
 * @template M
 * @typedef {object} Panel
 * @property {string} label  for those who listen
 * @property {(model: M) => [number, number]} size  width and height of the drawing
 * @property {{left?: number, top?: number, right?: number, bottom?: number}} [room]
 * @property {(model: M) => Axes} [axes]  what its sides mean, in the drawing's own pixels: a guess can be
 *   drawn over them
 * @property {(model: M) => readonly Child[]} draw
 */

/**
 * A button of the figure, as it is now. @typedef {object} Tool
 * @property {() => void} act
 * @property {() => {disabled?: boolean, pressed?: boolean}} [state]
 */

/** What a widget that lives may touch besides its trees. @typedef {object} Stand
 * @property {HTMLElement} element  the nn-figure
 * @property {readonly Place[]} places  a panel each
 * @property {(id: string) => void} focus  the element of that data-id, as soon as it is drawn
 */

/**
 * @template S  what lives as long as the figure: what it fetched, and what hands have begun
 * @template M  all that is shown at one moment
 * @typedef {object} Widget
 * @property {readonly string[]} follows  the page's parameters that change what is shown
 * @property {(given: Given) => Promise<S>} open
 * @property {(session: S) => M} model
 * @property {(session: S) => Panel<M>[]} panels
 * @property {(model: M) => string} says  what the picture shows now, in a sentence or two
 * @property {(model: M) => string} describes  what a reader who cannot see the picture should know of it
 * @property {(model: M) => Table[]} tables
 * @property {(model: M) => Record<string, Guide>} [guides]  of controls, by their parameter
 * @property {(model: M) => Record<string, string | number | boolean | null>} [quotes]  for the prose
 * @property {(session: S, stand: Stand) => Record<string, Grip>} [grips]  by the name of a data-grip
 * @property {(session: S, stand: Stand) => Record<string, Tool>} [tools]  by the name of a data-tool
 * @property {(session: S, stand: Stand, signal: AbortSignal) => ((model: M) => void) | void} [wake]  what is
 *   no drawing,
 *   in the page alone; what it gives is called with every drawing
 */

/**
 * Wakes the buttons of a figure.
 * @param {HTMLElement} element
 * @param {Record<string, Tool>} tools
 * @param {AbortSignal} signal
 */
function wakeTools(element, tools, signal) {
  const buttons = Object.entries(tools).map(([name, tool]) => {
    const button = element.querySelector(`.nn-tools [data-tool="${name}"]`);
    if (!(button instanceof HTMLButtonElement)) throw new Error(`the figure has no tool ${name}`);
    button.addEventListener("click", tool.act, { signal });
    signal.addEventListener("abort", () => (button.disabled = true), { once: true });
    return { button, tool };
  });
  return () => {
    for (const { button, tool } of buttons) {
      const { disabled = false, pressed } = tool.state?.() ?? {};
      if (button.disabled !== disabled) button.disabled = disabled;
      if (pressed !== undefined) button.setAttribute("aria-pressed", String(pressed));
    }
  };
}

/**
 * Brings a figure to life until `signal` aborts: its picture becomes the drawing.
 * @template S, M
 * @param {Widget<S, M>} widget
 * @param {Figure} figure
 * @param {URL} source
 * @param {HTMLElement} element  the nn-figure
 * @param {AbortSignal} signal
 */
export async function live(widget, figure, source, element, signal) {
  const page = pageOf(element);
  let later = () => {};
  const session = await widget.open({ page, figure, source, signal, changed: () => later() });
  if (signal.aborted) return;
  const panels = widget.panels(session);
  const places = panels.map(({ label }, index) => placeOf(figure, element, index, label, signal));
  const stages = places.map(({ plot }) => stage(plot));
  /** @type {string | null} */ let wanted = null;
  const stand = { element, places, focus: (/** @type {string} */ id) => void ((wanted = id), later()) };
  const tools = wakeTools(element, widget.tools?.(session, stand) ?? {}, signal);
  const more = widget.wake?.(session, stand, signal);
  const [say, guide] = [saying(element, signal), guiding(element)];
  /** @type {M} */ let model;
  const show = () => {
    model = widget.model(session);
    panels.forEach(({ draw }, index) => stages[index]?.(draw(model)));
    tools();
    guide(widget.guides?.(model) ?? {});
    more?.(model);
    say(widget.says(model));
    if (wanted !== null) focusOn(element, wanted);
    wanted = null;
    element.dispatchEvent(new Event("nn-drawn"));
  };
  later = whenSeen(element, eachFrame(show, signal), signal);
  const grips = widget.grips?.(session, stand);
  if (grips) { for (const { root, plot } of places) takeHands(root, plot, grips, signal); }
  Object.assign(/** @type {FigureElement} */ (element), {
    tables: () => widget.tables(widget.model(session)),
    quotes: () => widget.quotes?.(model) ?? {},
    axes: (/** @type {number} */ index) => {
      const { axes, room } = panels[index] ?? {};
      return axes ? inPanel(axes(model), room) : null;
    },
  });
  page.subscribe((changes) => widget.follows.some((name) => changes.has(name)) && later(), signal);
  signal.addEventListener("abort", () => stages.forEach((put) => put(null)), { once: true });
  show();
}

/** @param {HTMLElement} element  @param {string} id */
function focusOn(element, id) {
  const found = element.querySelector(`.nn-widget [data-id="${CSS.escape(id)}"][tabindex]`);
  if (found instanceof SVGElement) found.focus({ preventScroll: true });
}
