// Two inputs side by side with their answers; and below one another, layer by layer, what differs.

import { spotOf } from "../../draw/hand.js";
import { at, percent } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { Cells } from "../../instruments/cells.js";
import { inkPath } from "../../instruments/pad-pen.js";
import { nearest, neighbour } from "../../instruments/units.js";
import { barOf, BARS, dotOf, markOf, PAPER, PIXELS, postsOf, SIZE } from "./places.js";
import { unitWords } from "./words.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Spot } from "../../instruments/units.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Post } from "./places.js" */
/** @import { Gap } from "./sum.js" */

const NAMES = Object.freeze(["First", "Second"]);
/** The cells of a drawing, across. */
const FINE = 32;
/** How near a hand must come to the middle of a bar. */
const REACH = 46;

export class InputsView {
  /** @type {Place} */ place;
  /** @type {ReturnType<typeof paperOf>[]} */ papers;
  #bars;

  /** @param {Place} place  @param {number} answers */
  constructor(place, answers) {
    this.place = place;
    this.papers = PAPER.x.map(paperOf);
    this.#bars = Array.from({ length: answers }, (_, kind) => answerOf(kind));
    const head = svg("text", { class: "nn-title", x: 0, y: BARS.y - 28 }, "The two answers");
    place.plot.append(...this.papers.map(({ group }) => group), head, ...this.#bars.map(({ group }) => group));
  }

  /** @param {Lab} lab  @param {Thought[]} thoughts  @param {number | null} drawing  the slot that is drawn on */
  draw(lab, thoughts, drawing) {
    const { side } = lab.facts;
    this.papers.forEach(({ words, digit, sure, cells, ink, seen, seenHead, hint, paper, pen }, slot) => {
      const thought = at(thoughts, slot);
      const x = Number(PAPER.x[slot]);
      const bits = lab.bits(/** @type {0 | 1} */ (slot));
      const open = drawing === slot;
      write(words, thought.blank ? "an empty picture" : thought.words);
      cells.draw(thought.pixels, { x, y: PAPER.y, cell: PAPER.side / side, columns: side });
      set(cells.group, { visibility: bits || open ? "hidden" : undefined });
      set(ink, { d: bits ? inkPath(bits, PAPER.side / FINE) : "" });
      write(digit, String(thought.said));
      write(sure, percent(thought.sure));
      for (const part of [seen.group, seenHead]) set(part, { visibility: bits ? undefined : "hidden" });
      seen.draw(thought.pixels, { x: x + PAPER.side + 8, y: PAPER.y + PAPER.side - PAPER.seen, cell: PAPER.seen / side, columns: side });
      write(hint, open && !bits?.some(Boolean) ? "draw here" : "");
      set(paper, { "data-open": open ? "" : undefined, tabindex: open ? 0 : undefined });
      set(pen, { visibility: open ? undefined : "hidden" });
    });
    this.#bars.forEach(({ bars, numbers, name }, kind) => {
      thoughts.forEach(({ p, said }, slot) => {
        const wide = (p[kind] * BARS.reach).toFixed(1);
        const end = slot ? BARS.right + Number(wide) : BARS.left - Number(wide);
        set(at(bars, slot), { width: wide, x: slot ? BARS.right : end, "data-said": said === kind ? "" : undefined });
        set(at(numbers, slot), { x: end + (slot ? 5 : -5) });
        write(at(numbers, slot), p[kind] >= 0.005 ? percent(p[kind]) : "");
      });
      set(name, { "data-said": thoughts.some(({ said }) => said === kind) ? "" : undefined });
    });
  }
}

/** @param {number} x  @param {number} slot */
function paperOf(x, slot) {
  const box = { x, y: PAPER.y, width: PAPER.side, height: PAPER.side };
  const head = svg("text", { class: "nn-title", x, y: 6 }, at(NAMES, slot));
  const words = svg("text", { class: "nn-head", x, y: 26 });
  const cells = new Cells("ink");
  const seen = new Cells("ink");
  const ground = svg("rect", { class: "nn-cells__ground", ...box });
  const ink = svg("path", { class: "nn-cells__ink", transform: `translate(${x},${PAPER.y})` });
  const frame = svg("rect", { class: "nn-cells__frame", ...box });
  const hint = svg("text", { class: "nn-note", x: x + PAPER.side / 2, y: PAPER.y + PAPER.side / 2 });
  const pen = svg("rect", { class: "nn-ring", width: 9, height: 9, visibility: "hidden" });
  const label = `the ${NAMES[slot]?.toLowerCase()} paper: draw with a finger or a mouse; arrow keys move the pen, space puts it down and lifts it`;
  const paper = svg("rect", { class: "nn-paper", ...box, role: "application", "aria-label": label });
  const beside = x + PAPER.side + 8;
  const verdict = svg("text", { class: "nn-head", x: beside, y: PAPER.y + 8 }, "read as");
  const digit = svg("text", { class: "nn-verdict-digit", x: beside, y: PAPER.y + 33 });
  const sure = svg("text", { x: beside, y: PAPER.y + 57 });
  const seenHead = svg("text", { class: "nn-head", x: beside, y: PAPER.y + PAPER.side - PAPER.seen - 10 }, "it sees");
  return { group: svg("g", {}, head, words, ground, cells.group, ink, frame, hint, verdict, digit, sure, seenHead, seen.group, pen, paper), words, digit, sure, cells, ink, seen, seenHead, hint, paper, pen };
}

/** @param {number} kind */
function answerOf(kind) {
  const y = BARS.y + kind * BARS.step;
  const bars = [0, 1].map(() => svg("rect", { class: "nn-reply", y: y - 8, height: 16 }));
  const numbers = ["end", "start"].map((anchor) => svg("text", { y, "text-anchor": anchor }));
  const name = svg("text", { class: "nn-reply__name", x: (BARS.left + BARS.right) / 2, y }, String(kind));
  return { group: svg("g", {}, ...bars, ...numbers, name), bars, numbers, name };
}

export class GapView {
  /** @type {Place} */ place;
  /** @type {Post[]} */ posts;
  #pixels = new Cells("sign");
  #paths = Object.fromEntries(["dot", "pos-kept", "neg-kept", "pos", "neg", "flip"].map((name) => [name, svg("path", { class: `nn-gap-${name}` })]));
  #ring = svg("rect", { class: "nn-ring", rx: 4 });
  /** @type {SVGTextElement[]} */ #counts;
  #pixelCount = svg("text", { class: "nn-head", x: PIXELS.side + 14, y: PIXELS.y + 10 });
  #name = svg("text", { class: "nn-gap-readout", x: 0, y: SIZE.height - 26 });
  #told = svg("text", { class: "nn-cell", x: 0, y: SIZE.height - 7 });
  /** @type {SVGGElement[]} */ #units;

  /** @param {Place} place  @param {readonly number[]} sizes */
  constructor(place, sizes) {
    this.place = place;
    this.posts = postsOf(sizes);
    const lines = sizes.slice(1).map((_, layer) => at(this.posts.filter((post) => post.layer === layer), 0));
    this.#counts = lines.map(({ y, reach }) => svg("text", { class: "nn-head", x: 0, y: y - reach - 16 }));
    const zeros = lines.map(({ y }) => svg("line", { class: "nn-axis", x1: 0, x2: SIZE.width, y1: y, y2: y }));
    const digits = this.posts.flatMap(({ id, index, x, y, reach }) => (id.startsWith("c") ? [svg("text", { class: "nn-reply__name", x, y: y + reach + 16 }, String(index))] : []));
    this.#units = this.posts.map((post) => svg("g", { class: "nn-post", role: "radio", "data-id": post.id, tabindex: -1 }, svg("rect", { class: "nn-hit", ...around(post) })));
    const ground = svg("rect", { class: "nn-hit", x: -4, y: -4, width: SIZE.width + 8, height: SIZE.height + 8 });
    const legend = LEGEND.map((words, row) => svg("text", { class: "nn-head", x: PIXELS.side + 14, y: PIXELS.y + 42 + 20 * row }, words));
    const title = svg("text", { class: "nn-title", x: 0, y: 6 }, "The difference, layer by layer");
    place.plot.append(ground, title, this.#pixels.group, this.#pixelCount, ...legend, ...this.#counts, ...Object.values(this.#paths), ...zeros, ...digits, this.#ring, svg("g", { role: "radiogroup", "aria-label": "units" }, ...this.#units), this.#name, this.#told);
  }

  /** @param {Lab} lab  @param {Thought[]} thoughts  @param {Gap[]} all  @param {readonly number[]} strong  @param {string} selected */
  draw(lab, thoughts, all, strong, selected) {
    const [first, second] = [at(thoughts, 0), at(thoughts, 1)];
    const { side } = lab.facts;
    const pixels = first.pixels.map((/** @type {number} */ value, /** @type {number} */ index) => value - second.pixels[index]);
    this.#pixels.draw(pixels, { x: PIXELS.x, y: PIXELS.y, cell: PIXELS.side / side, columns: side });
    write(this.#pixelCount, `the pictures: ${pixels.filter(Boolean).length} of ${pixels.length} pixels differ`);
    const parts = Object.fromEntries(Object.keys(this.#paths).map((name) => [name, ""]));
    for (const [k, post] of this.posts.entries()) {
      const { difference, flipped } = at(all, post.layer);
      const share = at(difference, post.index) / (strong[post.layer] ?? 1);
      const kept = !flipped[post.index] && post.layer < all.length - 1 ? "-kept" : "";
      if (Math.abs(share) < 0.005) parts.dot += dotOf(post);
      else parts[`${share < 0 ? "neg" : "pos"}${kept}`] += barOf(post, share);
      if (flipped[post.index]) parts.flip += markOf(post, share);
      const on = post.id === selected;
      const { name, told } = unitWords(lab, first, second, post, all);
      set(at(this.#units, k), { "aria-checked": String(on), tabindex: on ? 0 : -1, "aria-label": `${name}: ${told}` });
      if (!on) continue;
      set(this.#ring, around(post));
      write(this.#name, `${name} (${post.id})`);
      write(this.#told, told);
    }
    for (const [name, path] of Object.entries(this.#paths)) set(path, { d: parts[name] });
    this.#counts.forEach((text, layer) => write(text, countOf(at(all, layer), layer, all.length - 1, first, second)));
  }

  /** @param {(id: string) => void} choose  @param {AbortSignal} signal */
  take(choose, signal) {
    const { root } = this.place;
    const point = (/** @type {PointerEvent} */ event) => {
      const post = nearest(this.posts, spotOf(this.place, event), REACH);
      if (post) choose(post.id);
      return post?.id ?? null;
    };
    const focus = (/** @type {string} */ id) => this.#units.find((unit) => unit.dataset.id === id)?.focus({ preventScroll: true });
    root.addEventListener("pointermove", (event) => event.pointerType === "mouse" && point(event), { signal });
    root.addEventListener("click", (event) => {
      const id = point(/** @type {PointerEvent} */ (event));
      if (id) focus(id);
    }, { signal });
    root.addEventListener("focusin", ({ target }) => target instanceof SVGElement && target.dataset.id && choose(target.dataset.id), { signal });
    root.addEventListener("keydown", (event) => {
      const post = this.posts.find(({ id }) => event.target instanceof SVGElement && event.target.dataset.id === id);
      const next = post && !event.altKey && !event.ctrlKey && !event.metaKey ? neighbour(this.posts, post, event.key) : null;
      if (!next) return;
      event.preventDefault();
      event.stopPropagation();
      focus(next.id);
    }, { signal });
  }
}

const LEGEND = Object.freeze(["up, teal: more in the first", "down, amber: more in the second", "full, with ◆: flipped, on in one alone", "pale: on in both; a dot: no difference"]);

/** @param {Post} post */
function around({ x, y, reach, wide }) {
  const half = wide / 2 + 2.5;
  return { x: (x - half).toFixed(1), y: y - reach - 4, width: (2 * half).toFixed(1), height: 2 * reach + 8 };
}

/** @param {Gap} gap  @param {number} layer  @param {number} last  @param {Thought} first  @param {Thought} second */
function countOf({ flips, flipped }, layer, last, first, second) {
  if (layer === last) return `the answer: ${first.said} for the first, ${second.said} for the second`;
  return `${["first", "second"][layer]} layer: ${flips} of ${flipped.length} units flipped`;
}
