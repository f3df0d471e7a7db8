// A figure far off screen need not be drawn for every change of a parameter that it shares: it is enough
// that it is right when the reader gets there, or prints.

/**
 * Calls `draw` when asked to, while `element` is on screen or close to it; otherwise once, when it comes
 * close.
 * @param {Element} element  @param {() => void} draw  @param {AbortSignal} signal
 * @returns {() => void} ask for a drawing
 */
export function whenSeen(element, draw, signal) {
  let seen = true;
  let due = false;
  const catchUp = () => {
    if (due) draw();
    due = false;
  };
  const observer = new IntersectionObserver(
    (entries) => {
      seen = entries.at(-1)?.isIntersecting ?? true;
      if (seen) catchUp();
    },
    { rootMargin: "25% 0px" },
  );
  observer.observe(element);
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
  addEventListener("beforeprint", catchUp, { signal });
  element.addEventListener("nn-wanted", catchUp, { signal }); // its copy stands beside the text
  return () => {
    due = true;
    if (seen || element.hasAttribute("data-beside")) catchUp();
  };
}
