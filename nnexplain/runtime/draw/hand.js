// Hands on a drawing: pointer, finger and keys do to its grips what their programs say. A grip is whatever
// element carries `data-grip`, by that name; `data-id` tells several of one name apart.

/** @typedef {{x: number, y: number}} Spot  in the drawing's own pixels */

/**
 * Where a hand is, and on what.
 * @typedef {object} Touch
 * @property {string} id  the grip's data-id; "" where it has none
 * @property {Spot} spot
 * @property {Spot} from  where it came down; the same for a hand that does not hold
 * @property {boolean} shift
 * @property {Spot[]} all  every spot since the last time, this one last: a pen is faster than frames
 */

/**
 * What a hand may do with a grip. A press without a move is a click; so are Enter and the space bar on what
 * has the focus. `key` gives whether it took the key.
 * @typedef {object} Grip
 * @property {(touch: Touch) => void} [down]
 * @property {(touch: Touch) => void} [drag]  held and moved; what it does not take, a finger scrolls
 * @property {(touch: Touch) => void} [up]  let go, or lost
 * @property {(touch: Touch) => void} [click]
 * @property {(touch: Touch | null) => void} [over]  a mouse is above it; null when it has left
 * @property {(key: string, touch: Touch, event: KeyboardEvent) => boolean | void} [key]
 * @property {(touch: Touch) => void} [focus]
 * @property {(touch: Touch) => void} [blur]
 * @property {boolean | "tapped"} [holds]  a finger that comes down on it does not scroll the page; or only
 *   where a tap has given it the focus before. On everything else a finger that goes up or down scrolls, and
 *   nothing happens before it is known to tap or to go sideways.
 */

/** A pointer that moves no further than this, in pixels of the screen, is not dragged. */
const FAR = 4;
/** Where the whole of the drawing is a grip, it has this name. */
export const GROUND = "ground";

/**
 * Where on a drawing an event is.
 * @param {SVGGraphicsElement} plot
 * @param {{clientX: number, clientY: number}} event
 * @returns {Spot}
 */
export function spotOf(plot, { clientX, clientY }) {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(plot.getScreenCTM()?.inverse());
  return { x, y };
}

/** @param {Event} event  @returns {{name: string, id: string}} */
function gripOf({ target }) {
  const element = target instanceof Element ? target.closest("[data-grip]") : null;
  return { name: element?.getAttribute("data-grip") ?? GROUND, id: element?.getAttribute("data-id") ?? "" };
}

class Hands {
  /**
   * What is held.
   * @type {{pointer: number, id: string, grip: Grip, from: Spot, x: number, y: number, far: boolean,
   *   waits: boolean} | null}
   */
  #held = null;
  /** What a mouse is above. @type {Grip | null} */ #over = null;
  #root;
  #plot;
  #grips;

  /** @param {SVGSVGElement} root  @param {SVGGElement} plot  @param {Readonly<Record<string, Grip>>} grips */
  constructor(root, plot, grips) {
    this.#root = root;
    this.#plot = plot;
    this.#grips = grips;
  }

  /** @param {string} id  @param {PointerEvent | MouseEvent} event  @param {Spot} [from]  @returns {Touch} */
  #touch(id, event, from) {
    const spot = spotOf(this.#plot, event);
    const events = "getCoalescedEvents" in event ? event.getCoalescedEvents() : [];
    const all = events.length ? events.map((each) => spotOf(this.#plot, each)) : [spot];
    return { id, spot, from: from ?? spot, shift: event.shiftKey, all };
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (this.#held || event.button !== 0) return;
    const { name, id } = gripOf(event);
    const grip = this.#grips[name];
    if (!grip) return;
    const touch = this.#touch(id, event);
    const { pointerId: pointer, clientX: x, clientY: y } = event;
    const waits = event.pointerType === "touch" && !this.#holds(event);
    this.#held = { pointer, id, grip, from: touch.spot, x, y, far: false, waits };
    if (waits) return;
    if (grip.down || grip.holds) this.#root.setPointerCapture(pointer);
    grip.down?.(touch);
  }

  /** Whether what an event is on keeps a finger from scrolling. @param {Event} event */
  #holds(event) {
    const holds = this.#grips[gripOf(event).name]?.holds;
    const element = event.target instanceof Element ? event.target.closest("[data-grip]") : null;
    return holds === "tapped" ? element === document.activeElement : Boolean(holds);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const held = this.#held;
    if (!held) return this.#hover(event);
    if (held.pointer !== event.pointerId) return;
    const [right, down] = [event.clientX - held.x, event.clientY - held.y].map(Math.abs);
    const far = Math.hypot(Number(right), Number(down)) > FAR;
    if (held.waits) {
      if (!far) return;
      if (Number(down) >= Number(right)) return void (this.#held = null); // it scrolls
      held.waits = false;
      held.grip.down?.(this.#touch(held.id, event, held.from));
    }
    if (!held.far && far && held.grip.drag) {
      this.#root.setPointerCapture(event.pointerId);
      this.#root.classList.add("nn-widget--held");
    }
    held.far ||= far;
    if (held.far || held.grip.down) held.grip.drag?.(this.#touch(held.id, event, held.from));
  }

  /** @param {PointerEvent} event */
  up(event) {
    const held = this.#held;
    if (held?.pointer !== event.pointerId) return;
    this.#held = null;
    this.#root.classList.remove("nn-widget--held");
    const touch = this.#touch(held.id, event, held.from);
    if (held.waits && event.type !== "pointerup") return;
    if (held.waits) held.grip.down?.(touch);
    held.grip.up?.(touch);
    if (event.type === "pointerup" && !held.far) held.grip.click?.(touch);
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    if (event.pointerType !== "mouse") return;
    const { name, id } = gripOf(event);
    const grip = this.#grips[name] ?? null;
    if (this.#over && this.#over !== grip) this.#over.over?.(null);
    this.#over = grip;
    grip?.over?.(this.#touch(id, event));
  }

  leave() {
    this.#over?.over?.(null);
    this.#over = null;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { name, id } = gripOf(event);
    const grip = this.#grips[name];
    if (!grip) return;
    const touch = { id, spot: { x: 0, y: 0 }, from: { x: 0, y: 0 }, shift: event.shiftKey, all: [] };
    const modified = event.altKey || event.ctrlKey || event.metaKey;
    const pressed = !modified && (event.key === "Enter" || event.key === " ");
    const taken = grip.key?.(event.key, touch, event) || (pressed && grip.click && (grip.click(touch), true));
    if (!taken) return;
    event.preventDefault();
    event.stopPropagation(); // the page's own keys would move something else
  }

  /** @param {FocusEvent} event */
  focus(event) {
    const { name, id } = gripOf(event);
    const touch = { id, spot: { x: 0, y: 0 }, from: { x: 0, y: 0 }, shift: false, all: [] };
    this.#grips[name]?.[event.type === "focusin" ? "focus" : "blur"]?.(touch);
  }

  /** CSS cannot keep a finger from scrolling on a part of a drawing. @param {TouchEvent} event */
  touch(event) {
    if (event.cancelable && this.#holds(event)) event.preventDefault();
  }
}

/**
 * Lets hands take the grips of a drawing until `signal` aborts.
 * @param {SVGSVGElement} root
 * @param {SVGGElement} plot  whose coordinates spots are in
 * @param {Readonly<Record<string, Grip>>} grips  by name
 * @param {AbortSignal} signal
 */
export function takeHands(root, plot, grips, signal) {
  const hands = new Hands(root, plot, grips);
  /** @type {[string, (event: any) => void][]} */
  const heard = [
    ["pointerdown", (event) => hands.down(event)],
    ["pointermove", (event) => hands.move(event)],
    ["pointerup", (event) => hands.up(event)],
    ["pointercancel", (event) => hands.up(event)],
    // What a finger came down on loses it to the drawing, when that is dragged: this is no end.
    ["lostpointercapture", (event) => event.target === root && hands.up(event)],
    ["pointerleave", () => hands.leave()],
    ["keydown", (event) => hands.key(event)],
  ];
  for (const [type, hear] of heard) root.addEventListener(type, hear, { signal });
  // An <svg> that listens for focus takes it itself, in Chromium: a stop for the Tab key where nothing is.
  const around = root.parentElement ?? root;
  const focus = (/** @type {any} */ event) => {
    if (event.target instanceof SVGElement && root.contains(event.target)) hands.focus(event);
  };
  for (const type of /** @type {const} */ (["focusin", "focusout"])) {
    around.addEventListener(type, focus, { signal });
  }
  root.addEventListener("touchstart", (event) => hands.touch(event), { signal, passive: false });
}

/** @type {Readonly<Record<string, [number, number]>>} */
const ARROWS = Object.freeze({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

/**
 * Which way an arrow key points on the screen, down being 1; null for another key.
 * @param {string} key
 * @returns {[number, number] | null}
 */
export const arrow = (key) => ARROWS[key] ?? null;

/**
 * Where a key leads in a list: the arrows step, Home and End go to its ends; null for another key.
 * @param {string} key
 * @param {number} index
 * @param {number} count
 * @param {"across" | "down"} [along]  which arrows step
 */
export function stepped(key, index, count, along = "down") {
  const [back, on] = along === "down" ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
  const to = { [String(back)]: index - 1, [String(on)]: index + 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to));
}

/**
 * A drag that goes by where it began: `begin` is asked once for each, and gives what to do with the way
 * since.
 * @param {(touch: Touch) => (dx: number, dy: number) => void} begin
 * @returns {(touch: Touch) => void}
 */
export function dragging(begin) {
  /** @type {Spot | null} */ let begun = null;
  /** @type {(dx: number, dy: number) => void} */ let move;
  return (touch) => {
    const { spot, from } = touch;
    if (begun !== from) [begun, move] = [from, begin(touch)];
    move(spot.x - from.x, spot.y - from.y);
  };
}
