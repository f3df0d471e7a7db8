// The way of a page: a row of pictures from one to another, and what the network makes of each. The ends are
// the two inputs of the page's laboratory. All of it follows from the page's parameters (WAY), so figures
// that share them agree, and a link can hold any way.

import { argmax } from "../lab/altered.js";
import { LAB, labOf } from "../lab/lab.js";
import { forward } from "../net.js";
import { networkIn, readNetworkFile } from "../network.js";
import { fetchSafetensors } from "../safetensors.js";
import { blend, given, KINDS, pixelByPixel, polyline, through } from "./make.js";
import { Crowd } from "./nearest.js";
import { KEPT, ownText, pointsOf } from "./own.js";
import { problemOf } from "./problem.js";
import { verdictOf } from "./verdict.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Page } from "../../core/page.js" */
/** @import { Lab, Thought } from "../lab/lab.js" */
/** @import { Activity, Vector } from "../net.js" */
/** @import { Tensor } from "../safetensors.js" */
/** @import { Coder, Course } from "./make.js" */
/** @import { Neighbour } from "./nearest.js" */
/** @import { Verdict } from "./verdict.js" */

/** @typedef {(typeof KINDS)[number]} Kind */

/**
 * What the network makes of one place: every layer's answers after the gains, the last layer's sums, the
 * shares.
 * @typedef {{a: Vector[], logits: Vector, p: Vector, said: number, sure: number}} Pass
 */

/**
 * Where the page stands on a way: `t` is the place itself, from 0 to 1.
 * @typedef {{place: number, count: number, t: number, picture: Vector, pass: Pass}} Place
 */

const ENDS = Object.freeze(["digit", "ink", "digit2", "ink2", "fit"]);
const KNOBS = Object.freeze(["silent", "turned", "noise", "shake"]);
/** What changes where a way leads, and where on it the page stands. */
export const WAY = Object.freeze([...LAB, "way", "own", "t"]);

/** @param {Tensor | undefined} tensor  @param {number} by  @returns {Vector} */
function numbers(tensor, by = 1) {
  const data = /** @type {ArrayLike<any>} */ (tensor?.data ?? []);
  return Float64Array.from(data, (number) => Number(number) / by);
}

export class Way {
  /** @type {Page} */ #page;
  /** @type {Map<string, Coder>} */ #coders = new Map();
  /** @type {() => Promise<Map<string, Coder>>} */ #fetch;
  /** @type {Promise<void> | null} */ #coming = null;
  /** @type {Vector} */ #stroke;
  /** Way-points too long for the address. @type {Map<string, readonly Vector[]>} */ #memory = new Map();
  /**
   * The latest of everything that costs something, and what it was worked out from.
   * @type {Map<string, {key: string, made: any}>}
   */
  #kept = new Map();
  /** Real digits, those of the laboratory first. @type {Crowd} */ #crowd;
  /** @type {number[]} */ #labels;

  /**
   * @param {Page} page
   * @param {Lab} lab  whose file may hold pictures `stroke`
   * @param {() => Promise<Map<string, Coder>>} fetch  the autoencoders
   */
  constructor(page, lab, fetch) {
    this.#page = page;
    this.lab = lab;
    this.#fetch = fetch;
    const { tensors } = lab.file;
    this.#stroke = numbers(tensors.get("stroke"), lab.facts.levels);
    this.#labels = Array.from({ length: lab.count }, (_, index) => lab.label(index));
    this.#crowd = new Crowd(Float64Array.from(this.#labels.flatMap((_, k) => [...lab.pixels(k)])), this.size);
  }

  /** Pixels of a picture. */
  get size() {
    return this.lab.facts.side ** 2;
  }

  /** The kinds of way that this page can go. @returns {Kind[]} */
  get kinds() {
    const there = (/** @type {Kind} */ kind) =>
      kind.startsWith("code-") ? this.#coders.has(kind) : kind !== "stroke" || this.#drawn;
    return KINDS.filter(there);
  }

  /**
   * Resolves when the autoencoders are there, or cannot be; who asks first has them fetched.
   * @returns {Promise<void>}
   */
  get coded() {
    return (this.#coming ??= this.#fetch().then(
      (coders) => {
        this.#coders = coders;
        for (const name of [...this.#kept.keys()]) if (name.includes("code-")) this.#kept.delete(name);
      },
      (error) => console.warn("nnexplain: the ways through an autoencoder are not there.", error),
    ));
  }

  /** Whether the chosen way goes through an autoencoder that is not there (yet). */
  get uncoded() {
    const kind = String(this.#page.get("way"));
    return kind.startsWith("code-") && KINDS.some((known) => known === kind) && !this.#coders.has(kind);
  }

  /**
   * Calls `then` when the chosen way can be gone, where it waits for its autoencoder.
   * @param {() => void} then
   */
  whenCoded(then) {
    if (this.uncoded) this.coded.then(() => this.uncoded || then());
  }

  /** Whether the drawn strokes are of this laboratory's size. */
  get #drawn() {
    return this.#stroke.length >= 2 * this.size && this.#stroke.length % this.size === 0;
  }

  /** The way that is chosen. @returns {Kind} */
  get kind() {
    return this.kinds.find((kind) => kind === this.#page.get("way")) ?? "blend";
  }

  /** Where the page stands, from 0 to 1. */
  get t() {
    const t = Number(this.#page.get("t"));
    return t >= 0 && t <= 1 ? t : 0;
  }

  /**
   * @template T
   * @param {string} name
   * @param {readonly string[]} params
   * @param {() => T} make
   * @returns {T}
   */
  #once(name, params, make) {
    const known = this.#known(name, params);
    if (known) return known.made;
    const made = make();
    this.#kept.set(name, { key: this.#key(params), made });
    return made;
  }

  /** @param {readonly string[]} params */
  #key(params) {
    return params.map((param) => this.#page.get(param)).join("|");
  }

  /** @param {string} name  @param {readonly string[]} params */
  #known(name, params) {
    const known = this.#kept.get(name);
    return known?.key === this.#key(params) ? known : null;
  }

  /** What the network makes of the two ends. @returns {{start: Thought, end: Thought}} */
  get ends() {
    return { start: this.lab.now(0), end: this.lab.now(1) };
  }

  /** Turns the way round: the page stands at the same picture as before, where there is one. */
  swap() {
    const [digit, ink, digit2, ink2] = ENDS.map((name) => this.#page.get(name));
    const points = this.points.toReversed();
    this.#page.set({
      digit: digit2,
      ink: ink2,
      digit2: digit,
      ink2: ink,
      t: Math.round(100 - 100 * this.t) / 100,
    });
    if (points.length > 1) this.goThrough(points);
  }

  /**
   * The reader's way-points, in order; none where there are none, or where they cannot be read.
   * @returns {readonly Vector[]}
   */
  get points() {
    const text = this.#page.get("own");
    const read = () => pointsOf(text, this.size, this.lab.facts.levels) ?? [];
    return this.#once("points", ["own"], () => this.#memory.get(String(text)) ?? read());
  }

  /**
   * Other way-points. Those that do not fit into the address stay in this page alone.
   * @param {readonly Vector[]} points  0 to 1
   * @returns {boolean} whether a link can hold them
   */
  goThrough(points) {
    const text = ownText(points, this.lab.facts.levels);
    const name = text ?? `${KEPT}${this.#memory.size + 1}`;
    if (text === null) this.#memory.set(name, points.map((point) => point.slice()));
    this.#page.set({ own: name });
    return text !== null;
  }

  /** What a way follows from. @param {Kind} kind */
  #from(kind) {
    if (kind === "stroke") return [];
    if (kind === "own") return [...ENDS, "own"];
    return kind === "keep" || kind === "lose" ? [...ENDS, ...KNOBS] : ENDS;
  }

  /** @param {Kind} [kind]  @returns {Course} */
  course(kind = this.kind) {
    return this.#once(`course ${kind}`, this.#from(kind), () => this.#make(kind));
  }

  /** @param {Kind} kind  @returns {Course} */
  #make(kind) {
    if (kind === "stroke" && this.#drawn) return given(this.#stroke, this.size);
    const [start, end] = [this.lab.now(0), this.lab.now(1)];
    const coder = this.#coders.get(kind);
    if (coder) return through(coder, start.pixels, end.pixels);
    if (kind === "own") return polyline([start.pixels, ...this.points, end.pixels]);
    if (kind !== "keep" && kind !== "lose") return blend(start.pixels, end.pixels);
    const [own, other] = [start.label ?? start.said, end.label ?? end.said];
    const ends = { start: start.pixels, end: end.pixels, own, other };
    return pixelByPixel(this.lab.network, this.lab.gains, ends, kind === "keep");
  }

  /** The places of a way, from 0 to 1. @param {Kind} [kind]  @returns {number[]} */
  places(kind = this.kind) {
    const { count } = this.course(kind);
    return Array.from({ length: count }, (_, k) => (count > 1 ? k / (count - 1) : 0));
  }

  /** @param {Kind} [kind]  @returns {Vector[]} */
  pictures(kind = this.kind) {
    const { count, flat } = this.course(kind);
    return Array.from({ length: count }, (_, k) => flat.subarray(k * this.size, (k + 1) * this.size));
  }

  /**
   * All layers at all places at once: row k of each array is place k.
   * @param {Kind} [kind]
   * @returns {Activity[]}
   */
  track(kind = this.kind) {
    const from = [...this.#from(kind), ...KNOBS];
    return this.#once(`track ${kind}`, from, () => this.lab.run(this.course(kind).flat));
  }

  /** What the network makes of every place. @param {Kind} [kind]  @returns {Pass[]} */
  passes(kind = this.kind) {
    return this.#once(`passes ${kind}`, [...this.#from(kind), ...KNOBS], () => {
      const [track, { count }] = [this.track(kind), this.course(kind)];
      return Array.from({ length: count }, (_, k) => passAt(track, k, count));
    });
  }

  /** What is said along a way, and where that changes. @param {Kind} [kind]  @returns {Verdict} */
  verdict(kind = this.kind) {
    return this.#once(`verdict ${kind}`, [...this.#from(kind), ...KNOBS], () => {
      const [{ at }, { network, gains }] = [this.course(kind), this.lab];
      const answer = (/** @type {Vector} */ picture) => forward(network, picture, { gains }).at(-1)?.a ?? [];
      const saidAt = at && ((/** @type {number} */ t) => argmax(answer(at(t))));
      return verdictOf(this.passes(kind).map(({ said }) => said), saidAt);
    });
  }

  /** The place nearest to where the page stands. @param {Kind} [kind]  @returns {Place} */
  now(kind = this.kind) {
    const { count, flat } = this.course(kind);
    const place = Math.round(this.t * (count - 1));
    const picture = flat.subarray(place * this.size, (place + 1) * this.size);
    const pass = this.passes(kind)[place] ?? passAt(this.track(kind), 0, count);
    return { place, count, t: count > 1 ? place / (count - 1) : 0, picture, pass };
  }

  /**
   * More real digits, to ask which is nearest.
   * @param {Vector} flat  pictures, 0 to 1
   * @param {ArrayLike<number>} labels
   */
  meet(flat, labels) {
    this.#crowd = this.#crowd.with(flat);
    this.#labels = [...this.#labels, ...Array.from(labels)];
    for (const name of [...this.#kept.keys()]) if (name.startsWith("nearest")) this.#kept.delete(name);
  }

  /** The real digit nearest to every place. @param {Kind} [kind]  @returns {Neighbour[]} */
  nearest(kind = this.kind) {
    return this.#once(`nearest ${kind}`, this.#from(kind), () => this.#crowd.along(this.course(kind).flat));
  }

  /**
   * The same if it has been worked out, which takes a moment; null if not.
   * @param {Kind} kind
   * @returns {Neighbour[] | null}
   */
  nearestSoFar(kind) {
    return this.#known(`nearest ${kind}`, this.#from(kind))?.made ?? null;
  }

  /** How many real digits are known. */
  get known() {
    return this.#crowd.count;
  }

  /** One of them. @param {number} index  @returns {{pixels: Vector, label: number}} */
  real(index) {
    return { pixels: this.#crowd.picture(index), label: this.#labels[index] ?? 0 };
  }

  /**
   * What the reader should know of a way that is not as asked for; "" where all is well.
   * @param {Kind} [kind]
   */
  problem(kind = this.kind) {
    return problemOf(this, kind, String(this.#page.get("own") ?? ""));
  }
}

/** @param {Activity[]} track  of all places  @param {number} place  @param {number} count  @returns {Pass} */
function passAt(track, place, count) {
  const row = (/** @type {Vector} */ all) =>
    all.subarray((place * all.length) / count, ((place + 1) * all.length) / count);
  const a = track.map((activity) => row(activity.a));
  const [logits, p] = [row(track.at(-1)?.z ?? new Float64Array()), a.at(-1) ?? new Float64Array()];
  const said = argmax(p);
  return { a, logits, p, said, sure: Number(p[said]) };
}

const HOME = Symbol("the way of this page");

/**
 * The way that `page` has, set up by the first figure that asks; its laboratory is `way.lab`. Its
 * autoencoders are there too, unless the figure can begin `early`: where the chosen way needs none of them.
 * It asks `whenCoded` later.
 * @param {Page} page
 * @param {Figure} figure
 * @param {URL} source  where the figure's JSON came from
 * @param {AbortSignal} signal
 * @param {{early?: boolean}} [how]
 * @throws {Error} where the figure names no network, or its file is missing or damaged
 */
export async function wayOf(page, figure, source, signal, { early = false } = {}) {
  const lab = await labOf(page, figure, source, signal);
  const home = /** @type {Lab & {[HOME]?: Way}} */ (lab);
  const file = new URL(String(lab.file.facts.coders), new URL(figure.network ?? "", source));
  const way = (home[HOME] ??= new Way(page, lab, () => codersFrom(file)));
  if (!early || way.uncoded) await way.coded;
  return way;
}

/**
 * The autoencoders of a file, by the name of their way: its facts describe them, layer by layer, as
 * {coders: {"code-2": {encode: […], decode: […]}}}. They are half of what the lesson fetches, so they come
 * when somebody goes through them.
 * @param {URL} url
 * @returns {Promise<Map<string, Coder>>}
 * @throws {Error} where the file is missing or damaged
 */
export async function codersFrom(url) {
  const { tensors, facts } = readNetworkFile(await fetchSafetensors(url));
  /** @type {[string, {encode: any[], decode: any[]}][]} */
  const described = Object.entries(facts.coders ?? {});
  const half = (/** @type {any[]} */ layers) => networkIn(tensors, layers);
  return new Map(described.map(([name, coder]) => {
    return [name, { encode: half(coder.encode), decode: half(coder.decode) }];
  }));
}
