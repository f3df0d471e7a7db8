// The work bench of a page: the songs, the ratings, the runs, and where the reader stands in them. All
// of it follows from the page's parameters (set, own, run, rate, step), so figures that share them agree.

import { History, labelOf, read, shortLabelOf, unlike, withEvent, written } from "./history.js";
import { areRatings, lessonOf } from "./songs.js";
import { Live, lossAndSlope, recorded } from "./timeline.js";

/** @import { Page, Value } from "../../core/page.js" */
/** @import { Vector } from "../net.js" */
/** @import { Tensor } from "../safetensors.js" */
/** @import { Entry } from "./history.js" */
/** @import { Event, Frame, Lesson, Timeline } from "./timeline.js" */

/**
 * What the script says of the songs. `sets` maps a set's name to its ratings and, where a training on it
 * was recorded, to the beginning of its arrays' names.
 * @typedef {object} Facts
 * @property {string[]} features
 * @property {number} passes
 * @property {number} rate
 * @property {Record<string, {ratings: string, arrays?: string}>} sets
 */

/** What the bench is told by, and tells. @typedef {Pick<Page, "get" | "set" | "subscribe">} Told */

/**
 * Where the reader stands.
 * @typedef {object} Now
 * @property {string} set
 * @property {string} ratings
 * @property {Lesson} lesson
 * @property {Entry} entry
 * @property {Timeline} timeline
 * @property {number} step
 * @property {Frame} frame
 * @property {Vector} slope  of the loss, by every weight and the bias
 * @property {number} rate  of the step that comes next
 */

const BENCH = Symbol("the bench of this page");

/**
 * The bench that `page` has, set up by the first figure that asks.
 * @param {Page} page
 * @param {Map<string, Tensor>} arrays
 * @param {Facts} facts
 * @param {AbortSignal} signal
 */
export function benchOf(page, arrays, facts, signal) {
  const home = /** @type {Page & {[BENCH]?: Bench}} */ (page);
  const bench = (home[BENCH] ??= new Bench(page, arrays, facts));
  bench.attend(signal);
  return bench;
}

/**
 * A bench that nobody works at: the training recorded on `set`, of which the page says the pass alone.
 * @param {Page} page
 * @param {Map<string, Tensor>} arrays
 * @param {Facts} facts
 * @param {string} set
 */
export function recordOf(page, arrays, facts, set) {
  /** @type {Record<string, Value>} */ const fixed = { set, run: "", rate: facts.rate };
  const get = (/** @type {string} */ name) => fixed[name] ?? page.get(name);
  return new Bench({ get, set: () => {}, subscribe: () => {} }, arrays, facts);
}

export class Bench {
  /** @type {Told} */ #page;
  /** @type {Map<string, Tensor>} */ #arrays;
  /** @type {Map<string, History>} */ #histories = new Map();
  /** @type {Map<string, Timeline>} */ #timelines = new Map();
  #attended = 0;
  /** True while the bench itself sets parameters. */ #busy = false;

  /**
   * @param {Told} page
   * @param {Map<string, Tensor>} arrays
   * @param {Facts} facts
   */
  constructor(page, arrays, facts) {
    this.#page = page;
    this.#arrays = arrays;
    this.facts = facts;
  }

  /** Follows the page as long as at least one figure is there. @param {AbortSignal} signal */
  attend(signal) {
    if (signal.aborted) return;
    // Each figure's signal ends one subscription; the first to hear of a change does the work.
    this.#page.subscribe((changes, named) => this.#follow(changes, named), signal);
    if (!this.#attended++) this.#arrive();
  }

  #arrive() {
    const rate = this.#page.get("rate");
    if (this.#page.get("run")) this.#arrived();
    else if (Number(rate) !== this.facts.rate) this.#rated(Number(rate));
  }

  get set() {
    return String(this.#page.get("set"));
  }

  get ratings() {
    const own = this.#page.get("own");
    if (this.set === "own" && areRatings(own)) return own;
    return (this.facts.sets[this.set] ?? this.facts.sets.learnable)?.ratings ?? "--------";
  }

  get history() {
    const history = this.#histories.get(this.set) ?? new History();
    this.#histories.set(this.set, history);
    return history;
  }

  /** The arrays of the recorded training on `set`, if there is one. @param {string} part */
  #array(part) {
    const name = `${this.facts.sets[this.set]?.arrays}_${part}`;
    return this.#arrays.get(name)?.data;
  }

  /** @param {string} key  @returns {Timeline} */
  timeline(key) {
    const name = `${this.ratings} ${key}`;
    const timeline = this.#timelines.get(name) ?? this.#made(key);
    if (this.#timelines.size > 40) this.#timelines.delete([...this.#timelines.keys()][0] ?? "");
    this.#timelines.delete(name);
    this.#timelines.set(name, timeline);
    return timeline;
  }

  /** @param {string} key  @returns {Timeline} */
  #made(key) {
    const { passes, rate } = this.facts;
    const events = this.#events(key);
    const label = labelOf(events, rate);
    const [weights, bias, loss] = ["weights", "bias", "loss"].map((part) => this.#array(part));
    if (!key && weights && bias && loss) return recorded(label, { weights, bias, loss }, rate);
    const base = key ? this.timeline("") : null;
    const how = { label, length: passes + 1, start: this.start, rate, events, base };
    return new Live({ ...how, lesson: lessonOf(this.ratings) });
  }

  /** The weights and the bias before any training. @returns {Vector} */
  get start() {
    const names = ["learnable_weights", "learnable_bias"];
    const [weights, bias] = names.map((name) => this.#arrays.get(name)?.data);
    if (!weights || !bias) throw new RangeError(`the arrays hold no recorded training: ${names.join(", ")}`);
    const first = Array.prototype.slice.call(weights, 0, this.facts.features.length);
    return Float64Array.from([...first, bias[0]], Number);
  }

  /** @param {string} key  @returns {Event[]} */
  #events(key) {
    return read(key, this.facts.passes, this.facts.features.length + 1) ?? [];
  }

  /** The runs of these ratings as they lie over each other. */
  runs() {
    const [followed, { entries }] = [this.key, this.history];
    const namesBy = (/** @type {typeof labelOf} */ how) =>
      unlike(entries.map(({ key }) => how(this.#events(key), this.facts.rate)));
    const [names, labels] = [namesBy(shortLabelOf), namesBy(labelOf)];
    return entries.map(({ key, style }, k) => ({
      key,
      style,
      timeline: this.timeline(key),
      followed: key === followed,
      name: names[k] ?? "",
      label: labels[k] ?? "",
    }));
  }

  /** The run that the page follows, as text; "" where the page asks for nonsense. */
  get key() {
    const key = this.#page.get("run");
    return typeof key === "string" && read(key, this.facts.passes, this.facts.features.length + 1) ? key : "";
  }

  /** @returns {Now} */
  now() {
    const [set, ratings, step] = [this.set, this.ratings, Number(this.#page.get("step"))];
    const lesson = lessonOf(ratings);
    const timeline = this.timeline(this.key);
    const entry = this.history.keep(this.key);
    const frame = timeline.frame(step);
    const { slope } = lossAndSlope(frame.theta, lesson);
    return { set, ratings, lesson, entry, timeline, step, frame, slope, rate: timeline.rate(step) };
  }

  /**
   * From the cursor on, other weights: a new run, or the one just begun here.
   * @param {ArrayLike<number>} theta
   */
  edit(theta) {
    this.#branch({ at: Number(this.#page.get("step")), theta: Array.from(theta) });
  }

  /** @param {Event} event */
  #branch(event) {
    const old = this.key;
    const events = this.#events(old);
    const key = written(withEvent(events, event));
    const here = events.length > 0 && events.at(-1)?.at === event.at;
    this.history.keep(key, here ? old : "");
    this.#turnTo(key);
  }

  /**
   * @param {string} key
   * @param {Record<string, unknown>} [also]
   */
  #turnTo(key, also = {}) {
    this.#busy = true;
    const events = this.#events(key);
    const rate = events.filter((event) => event.rate !== undefined).at(-1)?.rate ?? this.facts.rate;
    try {
      this.#page.set({ ...also, run: key, rate });
    } finally {
      this.#busy = false;
    }
  }

  /** @param {string} key */
  follow(key) {
    if (this.history.find(key)) this.#turnTo(key);
  }

  /** Takes the followed run away; the page goes back to the one without events. */
  drop() {
    const key = this.key;
    this.history.drop(key);
    this.#turnTo("");
  }

  /** The same start and rate as now, without what was done by hand, from pass 0. */
  again() {
    const rate = Number(this.#page.get("rate"));
    const key = rate === this.facts.rate ? "" : written([{ at: 0, rate }]);
    this.history.keep(key);
    this.#turnTo(key, { step: 0 });
  }

  /** Rates songs: from now on the ratings are the reader's own. @param {string} own */
  rate(own) {
    const key = this.key;
    this.#histories.delete("own");
    this.#busy = true;
    try {
      this.#page.set({ set: "own", own, run: key });
    } finally {
      this.#busy = false;
    }
  }

  /**
   * Other ratings begin at their recorded run, unless a run is named with them: also that of the same name.
   * @param {ReadonlyMap<string, Value>} changes
   * @param {ReadonlySet<string>} named
   */
  #follow(changes, named) {
    if (this.#busy) return;
    if (changes.has("own")) this.#histories.delete("own");
    if (changes.has("run") || (changes.has("set") && named.has("run"))) this.#arrived();
    else if (changes.has("set")) this.#turnTo("");
    else if (changes.has("rate")) this.#rated(Number(changes.get("rate")));
  }

  /** A link, the address or a reset has named a run. */
  #arrived() {
    this.history.keep(this.key);
    this.#turnTo(this.key);
  }

  /** Takes all runs away that the reader has made. */
  forget() {
    this.#histories.clear();
    this.#turnTo("");
  }

  /** @param {number} rate */
  #rated(rate) {
    const at = Number(this.#page.get("step"));
    const { key } = this;
    if (this.timeline(key).rate(at) !== rate) this.#branch({ at, rate });
    else this.#turnTo(at === 0 ? key : written(this.#events(key).filter((event) => event.at <= at)));
  }
}
