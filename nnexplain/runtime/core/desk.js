// The desk of a figure stays at the foot of the window, over what lies there: what the keys reach comes out
// from below it, and so does the answer to a guess.

/** Between what has the focus and the desk, in pixels. */
const EDGE = 8;

/**
 * Scrolls as far as the desk hides what gets the focus by keys.
 * @param {HTMLElement} element  the nn-figure
 * @param {AbortSignal} signal
 */
export function keepClear(element, signal) {
  const desk = element.querySelector(".nn-desk");
  const clear = (/** @type {{target: unknown}} */ { target }) => {
    if (
      !(desk instanceof HTMLElement) || !(target instanceof Element) ||
      !target.matches(".nn-panels :focus-visible, .nn-guess__said")
    ) return;
    // Where only the head of the figure is in the window, its desk is still on its way up.
    const top = Math.min(desk.getBoundingClientRect().top, innerHeight - desk.offsetHeight);
    const hidden = target.getBoundingClientRect().bottom + EDGE - top;
    if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
  };
  element.addEventListener("focusin", clear, { signal });
  if (element.contains(document.activeElement)) clear({ target: document.activeElement });
}
