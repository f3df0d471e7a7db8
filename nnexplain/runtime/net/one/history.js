// What the reader has tried. A run is a set of ratings and a few events: at pass 12 other weights, from
// pass 0 another rate. Written as text, "12w1.5_1_3_-0.5~20r8", it is a parameter of the page, so a link can
// hold a run, and following another run, going on from one and going back are one thing: setting it.

/** @import { Event } from "./timeline.js" */

/** How many runs lie over each other, the one without events among them. */
export const MOST = 5;

/** Weights as they are written: three decimals are more than a hand can aim at. @param {number} number */
const short = (number) => String(Number(number.toFixed(3)));

/** @param {Event[]} events */
export function written(events) {
  return events
    .map(({ at, rate, theta }) => (theta ? `${at}w${theta.map(short).join("_")}` : `${at}r${rate}`))
    .join("~");
}

/**
 * The events of a run; null where the text is no run: it may come from an address.
 * @param {unknown} text
 * @param {number} passes
 * @param {number} count  of weights and bias together
 * @returns {Event[] | null}
 */
export function read(text, passes, count) {
  if (text === "") return [];
  const events = String(text).split("~").map((part) => {
    const [, at, kind, rest = ""] = /^(\d{1,4})([rw])(.+)$/.exec(part) ?? [];
    const numbers = rest.split("_").map((number) => (/^-?\d+(\.\d+)?$/.test(number) ? Number(number) : NaN));
    const fits = kind === "r" ? numbers.length === 1 && Number(numbers[0]) > 0 : numbers.length === count;
    const sound = fits && Number(at) <= passes && numbers.every((number) => Math.abs(number) <= 1000);
    if (!sound) return null;
    return kind === "r" ? { at: Number(at), rate: Number(numbers[0]) } : { at: Number(at), theta: numbers };
  });
  const passesOf = events.map((event) => event?.at ?? -1);
  const inOrder = passesOf.every((at, i) => at >= 0 && at >= (passesOf[i - 1] ?? 0));
  return inOrder ? /** @type {Event[]} */ (events) : null;
}

/**
 * `events` as they are when `event` happens instead of all that came after it, and of its like at the same
 * pass.
 * @param {Event[]} events
 * @param {Event} event
 */
export function withEvent(events, event) {
  const like = (/** @type {Event} */ { at, theta }) =>
    at === event.at && Boolean(theta) === Boolean(event.theta);
  return [...events.filter((other) => other.at <= event.at && !like(other)), event];
}

/**
 * In words: "by hand at pass 12, rate 8 from pass 20".
 * @param {Event[]} events
 * @param {number} rate  of the run without events
 */
export function labelOf(events, rate) {
  if (!events.length) return `rate ${rate}`;
  const said = (/** @type {Event} */ { at, theta, rate: other }) =>
    theta ? `by hand at pass ${at}` : `rate ${other} from pass ${at}`;
  return events.map(said).join(", ");
}

/**
 * The same for a place where there is little room: only what happened last.
 * @param {Event[]} events
 * @param {number} rate
 */
export function shortLabelOf(events, rate) {
  const last = events.at(-1);
  if (!last) return `rate ${rate}`;
  const then = events.filter(({ at }) => at === last.at);
  const said = then.map(({ theta, rate: other }) => (theta ? "by hand" : `rate ${other}`));
  return `${said.join(", ")} from ${last.at}`;
}

/**
 * Names of which none is like another: those that are get a number.
 * @param {readonly string[]} names
 */
export function unlike(names) {
  return names.map((name, k) => {
    const before = names.slice(0, k).filter((other) => other === name).length;
    return before ? `${name} (${before + 1})` : name;
  });
}

/** @typedef {{key: string, style: number}} Entry  `style` tells its line from the others' */

/** The runs of one set of ratings: the first is the one without events. */
export class History {
  /** @type {Entry[]} */ entries = [{ key: "", style: 0 }];

  /** @param {string} key */
  find(key) {
    return this.entries.find((entry) => entry.key === key);
  }

  /**
   * Makes `key` one of the runs: instead of `old`, if given; where there are too many, the oldest gives way.
   * @param {string} key
   * @param {string} [old]
   */
  keep(key, old = "") {
    const known = this.find(key);
    if (known) return known;
    const replaced = old ? this.find(old) : undefined;
    if (replaced) {
      replaced.key = key;
      return replaced;
    }
    if (this.entries.length >= MOST) this.entries.splice(1, 1);
    const taken = new Set(this.entries.map(({ style }) => style));
    const style = [0, 1, 2, 3, 4].find((free) => !taken.has(free)) ?? 1;
    const entry = { key, style };
    this.entries.push(entry);
    return entry;
  }

  /** @param {string} key */
  drop(key) {
    if (key) this.entries = this.entries.filter((entry) => entry.key !== key);
  }
}
