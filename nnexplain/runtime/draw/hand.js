// Fingers on a part of a drawing. CSS cannot keep them from scrolling the page there: `touch-action` is heeded for a
// whole drawing only.

/** @import { Place } from "../core/panel.js" */
/** @import { Spot } from "../instruments/units.js" */

/** A finger that comes down on `part` does not scroll the page. @param {Element} part  @param {AbortSignal} signal  @param {() => boolean} [when] */
export function grips(part, signal, when = () => true) {
  part.addEventListener("touchstart", (event) => when() && event.preventDefault(), { signal, passive: false });
}

/** Where on a drawing an event is. @param {Place} place  @param {MouseEvent} event  @returns {Spot} */
export function spotOf({ plot }, { clientX, clientY }) {
  const matrix = plot.getScreenCTM();
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix?.inverse());
  return { x, y };
}
