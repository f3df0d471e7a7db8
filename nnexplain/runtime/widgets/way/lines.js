// Ten lines along a way, one for every digit: its probability, or the sum that it comes from.

import { printed } from "../../draw/numbers.js";
import { path, set, svg, write } from "../../draw/svg.js";
import { Here, slideable } from "../../instruments/band.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Way } from "../../net/way/way.js" */

/** Where the plot is in the static picture, which build/five-to-six-way.py draws. */
const BOX = Object.freeze({ x: 36, y: 30, width: 340, height: 240 });
/** A line that stays below so much of the height has no name of its own. */
const LOW = 0.06;
/** Names are so far apart, at least. */
const APART = 15;
const TICKS = Object.freeze([0, 0.25, 0.5, 0.75, 1]);

export class LinesView {
  #lines;
  #dots;
  #names = svg("g");
  #ticks = svg("g");
  #turns = svg("path", { class: "nn-turns nn-turns--thin" });
  #rest = svg("text", { class: "nn-faint", x: BOX.x, y: 322 });
  #title = svg("text", { class: "nn-title", x: 0, y: 6 });
  #here = new Here(BOX);
  #plot;
  /** What the lines were drawn from. @type {unknown[]} */ #drawn = [];
  /** @type {[number, number]} */ #range = [0, 1];

  /** @param {Place} place  @param {number} answers */
  constructor({ plot }, answers) {
    this.#plot = plot;
    this.#lines = Array.from({ length: answers }, () => svg("path", { class: "nn-answer-line" }));
    this.#dots = Array.from({ length: answers }, () => svg("circle", { class: "nn-cursor-dot", r: 3 }));
    const across = TICKS.map((t) => svg("text", { class: "nn-tick", x: BOX.x + t * BOX.width, y: BOX.y + BOX.height + 14, "text-anchor": "middle" }, String(t)));
    const name = svg("text", { class: "nn-tick", x: BOX.x + BOX.width / 2, y: 302, "text-anchor": "middle" }, "along the way");
    const frame = svg("path", { class: "nn-axis", d: `M${BOX.x},${BOX.y}v${BOX.height}h${BOX.width}` });
    plot.append(this.#title, this.#ticks, frame, ...across, name, this.#turns, ...this.#lines, this.#here.line, ...this.#dots, this.#names, this.#rest);
  }

  /** @param {Way} way  @param {"probability" | "logits"} scale */
  draw(way, scale) {
    const [passes, now] = [way.passes(), way.now()];
    if (passes !== this.#drawn[0] || scale !== this.#drawn[1]) this.#curves(way, passes.map((pass) => (scale === "logits" ? pass.logits : pass.p)), scale);
    this.#drawn = [passes, scale];
    this.#here.draw(now.t);
    const values = scale === "logits" ? now.pass.logits : now.pass.p;
    const x = BOX.x + now.t * BOX.width;
    this.#dots.forEach((dot, digit) => set(dot, { cx: x.toFixed(2), cy: this.#y(Number(values[digit])).toFixed(2) }));
  }

  /** @param {number} value */
  #y(value) {
    const [low, high] = this.#range;
    return BOX.y + BOX.height * (1 - (value - low) / (high - low));
  }

  /** What does not change while the page moves along. @param {Way} way  @param {ArrayLike<number>[]} rows  @param {string} scale */
  #curves(way, rows, scale) {
    this.#range = scale === "logits" ? span(rows) : [0, 1];
    const last = rows.length - 1;
    const all = this.#lines.map((_, digit) => rows.map((row, k) => ({ x: BOX.x + (last ? k / last : 0) * BOX.width, y: this.#y(Number(row[digit])) })));
    const { said, flips } = way.verdict();
    const spoken = new Set([...said, ...flips.map(({ to }) => to)]);
    this.#lines.forEach((line, digit) => set(line, { d: path(all[digit] ?? []), "data-said": String(spoken.has(digit)) }));
    set(this.#turns, { d: flips.map(({ at }) => `M${(BOX.x + at * BOX.width).toFixed(2)},${BOX.y}v${BOX.height}`).join("") });
    write(this.#title, scale === "logits" ? "The sums of the ten answers (logits)" : "How probable each digit is to the network");
    this.#ticks.replaceChildren(...marks(this.#range, scale).flatMap(({ value, words }) => [
      svg("path", { class: "nn-grid", d: `M${BOX.x},${this.#y(value)}h${BOX.width}` }),
      svg("text", { class: "nn-tick nn-tick--y", x: BOX.x - 6, y: this.#y(value) }, words),
    ]));
    this.#label(all, scale, spoken);
  }

  /** @param {{x: number, y: number}[][]} all  @param {string} scale  @param {Set<number>} spoken */
  #label(all, scale, spoken) {
    const named = scale === "logits" ? atTheEnd(all) : atTheTop(all);
    this.#names.replaceChildren(...named.map(({ digit, x, y }) => svg("text", { class: "nn-line-name nn-haloed", "data-said": String(spoken.has(digit)), x, y }, String(digit))));
    const rest = all.length - named.length;
    write(this.#rest, rest ? `the other ${rest} stay below ${Math.round(LOW * 100)}%` : "");
  }

  /** @param {(t: number) => void} go  @param {AbortSignal} signal */
  take(go, signal) {
    this.#plot.append(slideable(BOX, go, signal));
  }
}

/** From the least to the greatest, to whole fives. @param {ArrayLike<number>[]} rows  @returns {[number, number]} */
function span(rows) {
  let [low, high] = [0, 0];
  for (const row of rows) for (let k = 0; k < row.length; k++) [low, high] = [Math.min(low, Number(row[k])), Math.max(high, Number(row[k]))];
  const [from, to] = [Math.floor(low / 5) * 5, Math.ceil(high / 5) * 5];
  return from < to ? [from, to] : [from - 5, to + 5];
}

/** @param {[number, number]} range  @param {string} scale */
function marks([low, high], scale) {
  if (scale !== "logits") return [0, 0.5, 1].map((value) => ({ value, words: `${value * 100}%` }));
  const step = Math.max(5, Math.ceil((high - low) / 30) * 5);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, k) => ({ value: (first + k) * step, words: printed((first + k) * step, 0) }));
}

/** Names on the tops of the lines that rise far enough. @param {{x: number, y: number}[][]} all */
function atTheTop(all) {
  const tops = all.map((points, digit) => ({ digit, ...points.reduce((best, point) => (point.y < best.y ? point : best)) }));
  const high = tops.filter(({ y }) => y < BOX.y + BOX.height * (1 - LOW)).sort((one, other) => one.y - other.y);
  /** @type {{digit: number, x: number, y: number}[]} */ const named = [];
  for (const { digit, x, y } of high) {
    let spot = { digit, x: Math.max(BOX.x + 9, Math.min(BOX.x + BOX.width - 9, x)), y: y - 9 };
    while (named.some((other) => Math.abs(other.x - spot.x) < APART && Math.abs(other.y - spot.y) < APART)) spot = { ...spot, y: spot.y + APART };
    named.push(spot);
  }
  return named;
}

/** Names beside the ends of all lines, each a little lower where the one above is in its way. @param {{x: number, y: number}[][]} all */
function atTheEnd(all) {
  const ends = all.map((points, digit) => ({ digit, x: BOX.x + BOX.width + 10, y: Number(points.at(-1)?.y) })).sort((one, other) => one.y - other.y);
  ends.forEach((spot, k) => (spot.y = Math.max(spot.y, Number(ends[k - 1]?.y ?? -Infinity) + APART)));
  let floor = BOX.y + BOX.height + 4;
  for (const spot of ends.reverse()) [spot.y, floor] = [Math.min(spot.y, floor), Math.min(spot.y, floor) - APART];
  return ends;
}
