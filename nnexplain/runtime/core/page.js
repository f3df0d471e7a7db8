// The state of one page: its parameters by name, and what they are now. Two figures that name the
// same parameter share it. The state hangs on the page's <article>, so it goes when the page does.

/** @typedef {number | string | boolean | null} Value */

/**
 * A parameter as a figure's JSON declares it. `range` has min, max, step; `select` and `radio` have
 * options; `none` is a signal that other figures, links or the chart itself set, and may have options too.
 * @typedef {object} Param
 * @property {string} name
 * @property {Value} value  the default, which the static picture shows; null where nothing is chosen yet
 * @property {"range" | "select" | "radio" | "checkbox" | "text" | "search" | "date" | "none"} input
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [step]
 * @property {Value[]} [options]
 * @property {boolean} [keeps]  what a reader has done: to go back in the history does not undo it
 */

/**
 * Hears what has changed, and all names that were set, also to what they were already.
 * @typedef {(changes: ReadonlyMap<string, Value>, named: ReadonlySet<string>) => void} Listener
 */

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

/** Whether a declaration says which values there are. @param {Param} param */
const limited = ({ input, options }) => input !== "none" || Boolean(options);

export class Page {
  /** @type {Map<string, Param>} */ #params = new Map();
  /** @type {Map<string, Value>} */ #values = new Map();
  /**
   * Set before a figure that knows the name has arrived.
   * @type {Map<string, unknown>}
   */
  #waiting = new Map();
  /** @type {Set<Listener>} */ #listeners = new Set();

  /**
   * Makes parameters known; the first to declare one decides its default. Who knows its limits is believed
   * from then on: a value beyond them goes back to the default.
   * @param {Param[]} params
   */
  declare(params) {
    for (const param of params) {
      const { name } = param;
      const known = this.#params.get(name);
      if (!known) {
        this.#params.set(name, param);
        this.#values.set(name, param.value);
      } else if (!limited(known) && limited(param)) this.#limit(param, known.value);
      else if (known.options && param.options) {
        // What one figure offers all take.
        this.#params.set(name, { ...known, options: [...new Set([...known.options, ...param.options])] });
      }
      if (this.#waiting.has(name)) {
        const given = this.#waiting.get(name);
        this.#waiting.delete(name);
        this.set({ [name]: given });
      }
    }
  }

  /** @param {Param} param  with limits  @param {Value} first  the default as it was without */
  #limit(param, first) {
    const { name } = param;
    this.#params.set(name, { ...param, value: accept(param, first) ?? param.value });
    const now = this.get(name);
    this.set({ [name]: now });
    if (accept(param, now) === undefined) this.reset([name]);
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
    if (!changes.size) return;
    const named = new Set(Object.keys(values));
    for (const listener of [...this.#listeners]) listener(changes, named);
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

  /** Whether it is something that the reader has done. @param {string} name */
  keeps(name) {
    return this.#params.get(name)?.keeps === true;
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
