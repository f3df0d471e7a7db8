// Drawing on one of two papers, with a pointer or the keys.

import { grips, spotOf } from "../../draw/hand.js";
import { set } from "../../draw/svg.js";
import { stroked } from "../../instruments/pad-pen.js";
import { PAPER } from "./places.js";

/** @import { Spot } from "../../instruments/units.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { InputsView } from "./view.js" */

const FINE = 32;
const PEN = 3;

/** @type {Readonly<Record<string, [number, number]>>} */
const WAYS = Object.freeze({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

/** @param {number} at */
const inside = (at) => Math.max(0, Math.min(FINE - 1, at));

/**
 * Lets the papers be drawn on while they are open.
 * @param {InputsView} view  @param {Lab} lab  @param {() => number | null} open  which one is  @param {AbortSignal} signal
 */
export function takePapers(view, lab, open, signal) {
  view.papers.forEach(({ paper, pen }, index) => {
    const slot = /** @type {0 | 1} */ (index);
    const cell = PAPER.side / FINE;
    const corner = { x: Number(PAPER.x[slot]), y: PAPER.y };
    /** @type {{id: number, at: Spot} | null} */ let held = null;
    let [keys, down] = [{ x: FINE / 2, y: 6 }, false];
    const cells = (/** @type {PointerEvent} */ event) => {
      const { x, y } = spotOf(view.place, event);
      return { x: (x - corner.x) / cell, y: (y - corner.y) / cell };
    };
    const line = (/** @type {Spot} */ from, /** @type {Spot} */ to) => lab.draw(slot, stroked(lab.bits(slot) ?? new Uint8Array(FINE * FINE), from, to, PEN, 1));
    const showPen = () => set(pen, { x: (corner.x + keys.x * cell - 4.5).toFixed(1), y: (corner.y + keys.y * cell - 4.5).toFixed(1) });
    grips(paper, signal, () => open() === slot);
    paper.addEventListener("pointerdown", (event) => {
      if (open() !== slot || held || event.button > 0) return;
      held = { id: event.pointerId, at: cells(event) };
      paper.setPointerCapture(event.pointerId);
      line(held.at, held.at);
    }, { signal });
    paper.addEventListener("pointermove", (event) => {
      if (held?.id !== event.pointerId) return;
      const to = cells(event);
      line(held.at, to);
      held.at = to;
    }, { signal });
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) paper.addEventListener(type, () => (held = null), { signal });
    paper.addEventListener("keydown", (event) => {
      const way = WAYS[event.key];
      if (open() !== slot || event.altKey || event.ctrlKey || event.metaKey || (!way && event.key !== " ")) return;
      event.preventDefault();
      event.stopPropagation();
      const from = keys;
      if (way) keys = { x: inside(keys.x + way[0] * (event.shiftKey ? 4 : 1)), y: inside(keys.y + way[1] * (event.shiftKey ? 4 : 1)) };
      else down = !down;
      if (down) line(from, keys);
      showPen();
    }, { signal });
    paper.addEventListener("blur", () => (down = false), { signal });
    showPen();
  });
}
