// The state of one page: its parameters by name, and what they are now. Two figures that name the
// same parameter share it. The state hangs on the page's <article>, so it goes when the page does.

/** @typedef {number | string | boolean | null} Value */

/**
 * A parameter as a figure's JSON declares it. `range` has min, max, step; `select` and `radio` have
 * options; `none` is a signal that other figures, links or the chart itself set.
 * @typedef {object} Param
 * @property {string} name
 * @property {Value} value  the default, which the static picture shows; null where nothing is chosen yet
 * @property {"range" | "select" | "radio" | "checkbox" | "text" | "search" | "date" | "none"} input
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [step]
 * @property {Value[]} [options]
 */

/** @typedef {(changes: ReadonlyMap<string, Value>) => void} Listener */

import { LONGEST } from "../draw/text.js";

const PAGE = Symbol("the state of this page");

/** The state that `element` shares with everything else on its page. @param {Element} element */
export function pageOf(element) {
  const home = /** @type {Element & {[PAGE]?: Page}} */ (
    element.closest("article") ?? element.ownerDocument.documentElement
  );
  return (home[PAGE] ??= new Page());
}

/** @param {Param} param  @param {unknown} given */
function inRange({ value, min = -Infinity, max = Infinity, step = 0 }, given) {
  const number = typeof given === "string" && given.trim() === "" ? NaN : Number(given);
  if (!Number.isFinite(number) || number < min || number > max) return undefined;
  if (!step) return number;
  // As the native input does: onto the grid that starts at min, without 0.1 + 0.2 noise.
  const start = Number.isFinite(min) ? min : Number(value);
  const snapped = start + Math.round((number - start) / step) * step;
  return Math.min(max, Number(snapped.toPrecision(12)));
}

/**
 * A value of the same kind as the default; short, when it is text.
 * @param {Param} param
 * @param {unknown} given
 */
function ofKind({ value, input }, given) {
  if (typeof value === "boolean" || input === "checkbox") {
    return { true: true, false: false }[String(given)];
  }
  if (typeof value === "number") return inRange({ name: "", value, input }, given);
  const plain = ["string", "number", "boolean"].includes(typeof given);
  return plain && String(given).length <= LONGEST ? /** @type {Value} */ (given) : undefined;
}

/**
 * What `given` (a value, or its text from a link or an input) means for `param`.
 * @param {Param} param  @param {unknown} given
 * @returns {Value | undefined} undefined where it is not allowed
 */
export function accept(param, given) {
  // What begins with nothing chosen can be put back there, also by a link.
  if (param.value === null && String(given) === "null") return null;
  if (param.input === "range") return inRange(param, given);
  if (param.input === "date" && !/^(\d{4}-\d\d-\d\d)?$/.test(String(given))) return undefined;
  if (param.options) return param.options.find((option) => String(option) === String(given));
  return ofKind(param, given);
}

export class Page {
  /** @type {Map<string, Param>} */ #params = new Map();
  /** @type {Map<string, Value>} */ #values = new Map();
  /**
   * Set before a figure that knows the name has arrived.
   * @type {Map<string, unknown>}
   */
  #waiting = new Map();
  /** @type {Set<Listener>} */ #listeners = new Set();

  /** Makes parameters known; the first to declare one decides its default. @param {Param[]} params */
  declare(params) {
    for (const param of params) {
      const known = this.#params.get(param.name);
      // A figure with an input knows the limits better than one that merely follows.
      if (!known || (known.input === "none" && param.input !== "none")) this.#params.set(param.name, param);
      if (!known) this.#values.set(param.name, param.value);
      if (this.#waiting.has(param.name)) {
        const given = this.#waiting.get(param.name);
        this.#waiting.delete(param.name);
        this.set({ [param.name]: given });
      }
    }
  }

  /** @param {string} name */
  knows(name) {
    return this.#params.has(name);
  }

  /** @param {string} name */
  get(name) {
    return this.#values.get(name);
  }

  /**
   * Sets parameters. A value that its declaration does not allow is ignored, with a word in the
   * console; a name nobody has declared yet waits until somebody does.
   * @param {Record<string, unknown>} values
   */
  set(values) {
    const changes = new Map();
    for (const [name, given] of Object.entries(values)) {
      const param = this.#params.get(name);
      if (!param) {
        this.#waiting.set(name, given);
        continue;
      }
      const value = accept(param, given);
      if (value === undefined) console.info(`nnexplain: ${name} cannot be`, given, "– allowed is", param);
      else if (value !== this.#values.get(name)) changes.set(name, value);
    }
    for (const [name, value] of changes) this.#values.set(name, value);
    if (changes.size) { for (const listener of [...this.#listeners]) listener(changes); }
  }

  /**
   * Every parameter with its value; with undefined, where that is its default.
   * @returns {[string, Value | undefined][]}
   */
  get settings() {
    return [...this.#params].map((
      [name, { value }],
    ) => [name, this.get(name) === value ? undefined : this.get(name)]);
  }

  /** Back to the defaults. @param {Iterable<string>} names */
  reset(names) {
    this.set(Object.fromEntries([...names].map((name) => [name, this.#params.get(name)?.value])));
  }

  /** Hears of every change until `signal` aborts. @param {Listener} listener  @param {AbortSignal} signal */
  subscribe(listener, signal) {
    if (signal.aborted) return;
    this.#listeners.add(listener);
    signal.addEventListener("abort", () => this.#listeners.delete(listener), { once: true });
  }

  /** How many listen: the tests watch that nobody stays behind. */
  get listening() {
    return this.#listeners.size;
  }
}
