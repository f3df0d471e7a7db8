// A curve over time as a handle: where the pointer is over the chart, there the page's parameter goes.
// A chart asks for it with usermeta {"cursor": "<parameter>"}: its x axis is that parameter's range.

/** @import { Page, Param } from "../../core/page.js" */
/** @import { View } from "./vega.js" */

/** Pixels beside the plot that still belong to its first and last value. */
const MARGIN = 12;
/** A finger that has gone no further, in pixels, may still be tapping. */
const FAR = 4;

/**
 * Where an event is in the plot's own pixels, however large it is shown.
 * @param {PointerEvent} event
 * @param {Element} host
 */
function inPlot({ clientX, clientY }, host) {
  const ground = host.querySelector(".role-frame .background");
  const matrix = ground instanceof SVGGraphicsElement ? ground.getScreenCTM() : null;
  return matrix && new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
}

/**
 * Lets the pointer over `host` move `param`: a mouse by hovering, a finger by dragging sideways.
 * @param {HTMLElement} host
 * @param {View} view
 * @param {Param} param
 * @param {Page} page
 * @param {AbortSignal} signal
 */
export function followPointer(host, view, { name, min = -Infinity, max = Infinity }, page, signal) {
  host.classList.add("nn-live--cursor");
  /** @param {PointerEvent} event  @param {boolean} held */
  const move = (event, held) => {
    const point = inPlot(event, host);
    if (!point) return false;
    const { x, y } = point;
    const inside = x >= -MARGIN && x <= view.width() + MARGIN && y >= 0 && y <= view.height();
    if (!inside && !held) return false;
    const value = view.scale("x").invert(x);
    page.set({ [name]: Math.min(max, Math.max(min, value)) });
    return true;
  };
  const take = (/** @type {PointerEvent} */ event) => {
    if (move(event, false)) host.setPointerCapture(event.pointerId);
  };
  /** Where a finger came down that may yet scroll. @type {{id: number, x: number, y: number} | null} */
  let waiting = null;
  /** @param {PointerEvent} event */
  const down = (event) => {
    if (event.button !== 0) return;
    if (event.pointerType !== "touch") take(event);
    else waiting = { id: event.pointerId, x: event.clientX, y: event.clientY };
  };
  /** @param {PointerEvent} event */
  const moved = (event) => {
    const held = host.hasPointerCapture(event.pointerId) && !waiting;
    if (held || event.pointerType !== "touch") return void move(event, held);
    if (waiting?.id !== event.pointerId) return;
    const [right, down] = [Math.abs(event.clientX - waiting.x), Math.abs(event.clientY - waiting.y)];
    if (Math.max(right, down) <= FAR) return;
    waiting = null;
    if (right > down) take(event);
  };
  /** @param {PointerEvent} event */
  const up = (event) => {
    if (waiting?.id === event.pointerId && event.type === "pointerup") move(event, false);
    waiting = null;
  };
  host.addEventListener("pointerdown", down, { signal });
  host.addEventListener("pointermove", moved, { signal });
  host.addEventListener("pointerup", up, { signal });
  host.addEventListener("pointercancel", up, { signal });
}
