// Fingers on a part of a drawing. CSS cannot keep them from scrolling the page there: `touch-action` is heeded for a
// whole drawing only.

/** A finger that comes down on `part` does not scroll the page. @param {Element} part  @param {AbortSignal} signal  @param {() => boolean} [when] */
export function grips(part, signal, when = () => true) {
  part.addEventListener("touchstart", (event) => when() && event.preventDefault(), { signal, passive: false });
}
