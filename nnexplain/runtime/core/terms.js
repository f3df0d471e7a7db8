// A word of the glossary is a link to where it is explained; its card opens under a pointer and with
// the focus by style alone. This adds what styles cannot: Escape shuts it, and a first tap opens it.

const TERM = "a.nn-term";

/** @param {Event} event  @returns {HTMLElement | null} */
const termOf = ({ target }) => (target instanceof Element ? target.closest(TERM) : null);

/** @param {HTMLElement} term */
const isOpen = (term) => term.matches(":focus:not([data-shut])");

/** @param {KeyboardEvent} event */
function shut({ key, target }) {
  if (key !== "Escape") return;
  const root = target instanceof Node ? target.ownerDocument : null;
  for (const term of root?.querySelectorAll(`${TERM}:is(:hover, :focus)`) ?? []) {
    term.setAttribute("data-shut", "");
  }
}

/** @param {Event} event  it comes near again: the pointer or the focus */
function reopen(event) {
  termOf(event)?.removeAttribute("data-shut");
}

/** @param {PointerEvent} event */
function press(event) {
  const term = termOf(event);
  const focused = document.activeElement;
  // Where a browser leaves the focus with the link, a tap beside it must shut the card all the same.
  if (focused instanceof HTMLElement && focused.matches(TERM) && focused !== term) focused.blur();
  term?.toggleAttribute("data-tap", event.pointerType === "touch" && !isOpen(term));
}

/** @param {MouseEvent} event */
function follow(event) {
  const term = termOf(event);
  if (!term?.hasAttribute("data-tap")) return;
  term.removeAttribute("data-tap");
  if (event.detail === 0) return; // by keyboard, after a touch that became a scroll
  // Also before a host that swaps pages by script sees the click.
  event.preventDefault();
  event.stopPropagation();
  reopen(event);
  term.focus({ preventScroll: true });
}

// A page that has such words asks for this module, once: listeners on the document outlive the pages that
// instant navigation swaps under them.
document.addEventListener("keydown", shut);
document.addEventListener("pointerover", reopen);
document.addEventListener("focusin", reopen);
document.addEventListener("pointerdown", press);
document.addEventListener("click", follow, { capture: true });
