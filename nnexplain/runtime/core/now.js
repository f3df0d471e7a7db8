// What a figure shows now, in words: below its caption for everybody; to those who listen as the name
// of the picture, and politely aloud.

import { write } from "../draw/svg.js";
import { say } from "./status.js";

/** Words that change faster than this are not said, only the last. In milliseconds. */
const QUIET = 600;

/**
 * The line keeps the height that its longest sentence took, as long as it is as wide: nothing below it moves
 * again.
 * @param {HTMLElement} line
 * @param {AbortSignal} signal
 */
function reserve(line, signal) {
  let width = line.offsetWidth;
  const observer = new ResizeObserver(() => {
    if (line.offsetWidth !== width) {
      width = line.offsetWidth;
      line.style.minHeight = "";
    }
    const height = line.offsetHeight;
    if (height > (parseFloat(line.style.minHeight) || 0)) line.style.minHeight = `${height}px`;
  });
  observer.observe(line);
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}

/**
 * Lets a figure tell what it shows: call what this returns with each new sentence. The line changes at
 * once; it is said, and the picture named so, when it has stood for half a second.
 * @param {Element} element  the nn-figure  @param {AbortSignal} signal
 * @returns {(sentence: string) => void}
 */
export function saying(element, signal) {
  const line = element.parentElement?.querySelector(":scope > figcaption > .nn-now");
  const alt = element.querySelector(".nn-static[aria-label]")?.getAttribute("aria-label") ?? "";
  let last = line?.textContent ?? "";
  let timer = 0;
  if (line instanceof HTMLElement) reserve(line, signal);
  /** @param {string} sentence */
  const name = (sentence) => {
    const picture = element.querySelector('.nn-panels [role="img"]:not(.nn-static)');
    picture?.setAttribute("aria-label", `${alt} ${sentence}`.trim());
  };
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return (sentence) => {
    if (signal.aborted || sentence === last) return;
    last = sentence;
    if (line) write(line, sentence);
    clearTimeout(timer);
    timer = setTimeout(() => {
      name(sentence);
      say(element, sentence, { heard: true });
    }, QUIET);
  };
}
