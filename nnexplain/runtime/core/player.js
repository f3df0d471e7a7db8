// The player of a figure: it moves one parameter of the page through its range. Nothing but the page's
// state is shared, so all panels of the page follow, and whoever else moves the parameter stops it. Where
// steps are so fine that playing them is a movement, its buttons go from stop to stop, and move there as
// well; who wants no motion sees the stops alone.

/** @import { Page, Param } from "./page.js" */

/** Steps a second at 1×, where a figure does not say. */
const PACE = 8;

/** Milliseconds of a frame that count at most: after a stall it goes on, it does not leap. */
const FRAME = 250;

class Player {
  /** @type {HTMLElement} */ #row;
  /** @type {Page} */ #page;
  /** @type {Param} */ #param;
  #pace;
  #stride;
  /** Where it is between two steps. */ #at = 0;
  /** Where it is to stop. */ #until = 0;
  /** When the last frame was. */ #last = 0;
  /** The frame that is asked for; 0 at rest. */ #frame = 0;
  /** Whether the change that is being told is our own. */ #moving = false;

  /**
   * @param {HTMLElement} row
   * @param {Param} param
   * @param {Page} page
   * @param {number | readonly number[]} pace  steps a second, or the seconds at each
   * @param {number} stride  from one stop to the next; 0 where every step is one
   */
  constructor(row, param, page, pace, stride) {
    this.#pace = pace;
    this.#stride = stride || param.step || 1;
    this.#row = row;
    this.#param = param;
    this.#page = page;
  }

  get #min() {
    return this.#param.min ?? 0;
  }

  get #max() {
    return this.#param.max ?? 0;
  }

  get #step() {
    return this.#param.step || 1;
  }

  /** Whether it moves from stop to stop. */
  get moves() {
    return this.#stride > this.#step;
  }

  /** How finely it moves by itself. */
  get #grain() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? this.#stride : this.#step;
  }

  get #value() {
    return Number(this.#page.get(this.#param.name));
  }

  get #speed() {
    const select = this.#row.querySelector(".nn-player__speed");
    return (select instanceof HTMLSelectElement && Number(select.value)) || 1;
  }

  /** How many steps a second go by at a value. @param {number} value */
  #paceAt(value) {
    if (typeof this.#pace === "number") return this.#pace;
    const step = Math.floor((value - this.#min) / this.#step + 1e-9);
    return 1 / (this.#pace[Math.min(step, this.#pace.length - 1)] || 1 / PACE);
  }

  /** Moves the page to the step at or before `value`. @param {number} value  @param {number} [grain] */
  #go(value, grain = this.#step) {
    const steps = Math.floor((Math.min(value, this.#max) - this.#min) / grain + 1e-9);
    this.#moving = true;
    this.#page.set({ [this.#param.name]: this.#min + Math.max(0, steps) * grain });
    this.#moving = false;
  }

  /** @param {number} now */
  #tick = (now) => {
    const elapsed = Math.min(Math.max(now - this.#last, 0), FRAME);
    this.#last = now;
    this.#at += (elapsed / 1000) * this.#paceAt(this.#at) * this.#speed * this.#step;
    this.#frame = requestAnimationFrame(this.#tick);
    this.#go(Math.min(this.#at, this.#until), this.#grain);
    if (this.#at >= this.#until) this.pause();
  };

  #show() {
    this.#row.querySelector(".nn-player__play")?.setAttribute("aria-pressed", String(this.#frame !== 0));
  }

  play(until = this.#max) {
    if (this.#frame) return;
    if (this.#value >= this.#max) this.#go(this.#min);
    this.#until = until;
    this.#at = this.#value;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
    this.#show();
  }

  pause() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#show();
  }

  toggle() {
    if (this.#frame) this.pause();
    else this.play();
  }

  /** To the next stop, or the one before. @param {1 | -1} way */
  move(way) {
    this.pause();
    const stops = (this.#value - this.#min) / this.#stride;
    const next = way > 0 ? Math.floor(stops + 1e-9) + 1 : Math.ceil(stops - 1e-9) - 1;
    const stop = Math.max(this.#min, Math.min(this.#min + next * this.#stride, this.#max));
    if (stop > this.#value && this.moves && this.#grain < this.#stride) this.play(stop);
    else this.#go(stop);
  }

  /** To the first step, or the last. @param {"first" | "last"} end */
  jump(end) {
    this.pause();
    this.#go(end === "first" ? this.#min : this.#max);
  }

  /**
   * Somebody else took the parameter: the reader's hand, a link, another player.
   * @param {ReadonlyMap<string, unknown>} changes
   */
  heard(changes) {
    if (!this.#moving && changes.has(this.#param.name)) this.pause();
  }
}

/**
 * Keys do what they do on a slider, wherever in the player the focus is.
 * @param {Player} player
 * @param {KeyboardEvent} event
 */
function press(player, event) {
  const { target, key } = event;
  if (event.altKey || event.ctrlKey || event.metaKey || target instanceof HTMLSelectElement) return;
  const button = target instanceof HTMLButtonElement;
  const arrows = button || player.moves;
  /** @type {Record<string, (() => void) | undefined>} */
  const keys = {
    // A button is pressed by the space bar, as everywhere; a slider of stops moves by the arrows by itself.
    " ": button ? undefined : () => player.toggle(),
    ArrowLeft: arrows ? () => player.move(-1) : undefined,
    ArrowRight: arrows ? () => player.move(1) : undefined,
    Home: button ? () => player.jump("first") : undefined,
    End: button ? () => player.jump("last") : undefined,
  };
  const action = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (!action) return;
  event.preventDefault();
  action();
}

/** @param {Element} element  @param {Player} player  @param {AbortSignal} signal */
function stopUnseen(element, player, signal) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.at(-1)?.isIntersecting) player.pause();
  });
  observer.observe(element);
  document.addEventListener("visibilitychange", () => document.hidden && player.pause(), { signal });
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}

/**
 * Wakes the player of `element`, if it has one, until `signal` aborts.
 * @param {Element} element
 * @param {Param} param  the range it plays
 * @param {Page} page
 * @param {AbortSignal} signal
 * @param {number | readonly number[]} [pace]  steps a second, or the seconds at each
 * @param {number} [stride]  from one stop of its buttons to the next
 */
export function wakePlayer(element, param, page, signal, pace = PACE, stride = 0) {
  const row = element.querySelector(".nn-player");
  if (!(row instanceof HTMLElement)) return;
  const player = new Player(row, param, page, pace, stride);
  const actions = {
    restart: () => player.jump("first"),
    back: () => player.move(-1),
    play: () => player.toggle(),
    forward: () => player.move(1),
  };
  for (const [name, action] of Object.entries(actions)) {
    row.querySelector(`.nn-player__${name}`)?.addEventListener("click", action, { signal });
  }
  for (const part of row.querySelectorAll("button, select")) part.removeAttribute("disabled");
  row.addEventListener("keydown", (event) => press(player, event), { signal });
  page.subscribe((changes) => player.heard(changes), signal);
  stopUnseen(element, player, signal);
  signal.addEventListener("abort", () => player.pause(), { once: true });
}
