// Hands on pictures of a way: a click takes what is there and goes to that place, a drag goes along, the arrow keys
// do both.

import { spotOf } from "../draw/hand.js";

/** @import { Page } from "../core/page.js" */
/** @import { Place } from "../core/panel.js" */

/** What is at a spot: a unit, and how far along. @typedef {{place: Place, at: (spot: {x: number, y: number}) => {id: string | null, t: number | null}}} Held */

/** A pointer that moves further than this, in pixels, is dragged. */
const FAR = 5;
const STEP = 0.01;

/** @param {Held} picture  @param {Page} page  @param {(id: string) => void} focus  @param {AbortSignal} signal */
export function takeWay({ place, at }, page, focus, signal) {
  const { root } = place;
  /** @type {{id: number, x: number} | null} */ let held = null;
  let dragged = false;
  root.addEventListener("pointerdown", (event) => {
    if (event.button === 0) [held, dragged] = [{ id: event.pointerId, x: event.clientX }, false];
  }, { signal });
  root.addEventListener("pointermove", (event) => {
    if (held?.id !== event.pointerId) return;
    if (!dragged && Math.abs(event.clientX - held.x) > FAR) {
      dragged = true;
      root.setPointerCapture(event.pointerId);
    }
    const { t } = at(spotOf(place, event));
    if (dragged && t !== null) page.set({ t });
  }, { signal });
  for (const type of ["pointerup", "pointercancel"]) root.addEventListener(type, () => (held = null), { signal });
  root.addEventListener("click", (event) => {
    if (dragged) return;
    const { id, t } = at(spotOf(place, event));
    page.set({ ...(id ? { unit: id } : {}), ...(t === null ? {} : { t }) });
    if (id) focus(id);
  }, { signal });
}

/**
 * The keys of rows: up and down go from row to row, through all panels; left and right along the way.
 * @param {readonly SVGElement[]} roots  @param {() => readonly SVGGElement[]} rows  in order, each with its data-id  @param {Page} page  @param {AbortSignal} signal
 */
export function takeKeys(roots, rows, page, signal) {
  const idOf = (/** @type {Event} */ { target }) => (target instanceof SVGElement ? target.dataset.id : undefined);
  const press = (/** @type {KeyboardEvent} */ event) => {
    const all = rows();
    const now = all.findIndex(({ dataset }) => dataset.id !== undefined && dataset.id === idOf(event));
    if (now < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = { ArrowUp: now - 1, ArrowDown: now + 1, Home: 0, End: all.length - 1 }[event.key];
    if (way === undefined && next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next !== undefined) all[Math.max(0, Math.min(all.length - 1, next))]?.focus({ preventScroll: true });
    else page.set({ t: Math.round(Math.max(0, Math.min(1, Number(page.get("t")) + STEP * Number(way) * (event.shiftKey ? 10 : 1))) * 100) / 100 });
  };
  for (const root of roots) {
    root.addEventListener("keydown", press, { signal });
    root.addEventListener("focusin", (event) => {
      const id = idOf(event);
      if (id) page.set({ unit: id });
    }, { signal });
  }
}
