// A panel of units along a way: a row for each unit, a line that is the wider the more strongly it answers.

import { at } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { capital } from "../../draw/text.js";
import { Along, ALONG, tOf } from "../../instruments/along.js";
import { nameOf } from "../../instruments/unit-words.js";
import { bottomOf, flipPath, glowPaths, opacityOf, PITCH, rowY, STEPS, wideOf } from "./places.js";
import { countWords, flipWords, titleOf } from "./words.js";

/** @import { Place as Panel } from "../../core/panel.js" */
/** @import { Verdict } from "../../net/way/verdict.js" */
/** @import { Pass } from "../../net/way/way.js" */
/** @import { Block } from "./places.js" */
/** @import { Row } from "./sum.js" */

/** A row's place; which unit stands there follows from the order. @typedef {{layer: number, y: number, group: SVGGElement, name: SVGTextElement}} Slot */

/**
 * What is drawn: the rows of every layer in order, which of them flip, what all say, and where a full line is.
 * @typedef {{rows: readonly Row[][], flips: readonly {until: string[], after: string[]}[], passes: readonly Pass[], verdict: Verdict, strong: readonly number[]}} Picture
 */

export class UnitsView {
  /** @type {Panel} */ place;
  /** @type {Slot[]} */ slots;
  /** @type {readonly number[]} */ #sizes;
  /** @type {readonly Block[]} */ #blocks;
  #along;
  #base = svg("path", { class: "nn-unit-base" });
  #glow = Array.from({ length: STEPS }, (_, k) => svg("path", { class: "nn-unit-glow", "stroke-width": wideOf(k + 1), "stroke-opacity": opacityOf(k + 1) }));
  #flips = svg("path", { class: "nn-unit-flips" });
  #ring = svg("rect", { class: "nn-ring", x: 1, width: ALONG.x + ALONG.width + 1, height: PITCH, rx: 3 });
  /** @type {SVGTextElement[]} */ #counts;

  /** @param {Panel} place  @param {readonly Block[]} blocks  @param {readonly number[]} sizes */
  constructor(place, blocks, sizes) {
    this.place = place;
    this.#blocks = blocks;
    this.#sizes = sizes;
    this.#along = new Along(bottomOf(blocks));
    const high = (/** @type {Block} */ block) => (block === blocks[0] ? 6 : block.y - 14);
    const titles = blocks.map((block) => svg("text", { class: "nn-title", x: 0, y: high(block) }, titleOf(block.layer, sizes)));
    this.#counts = blocks.map((block) => svg("text", { class: "nn-head nn-haloed", ...(block === blocks[0] ? { x: 0, y: 23 } : { x: ALONG.x + ALONG.width, y: high(block), "text-anchor": "end" }) }));
    this.slots = blocks.flatMap((block) => Array.from({ length: block.count }, (_, row) => slotOf(block.layer, rowY(block, row))));
    set(this.#base, { d: this.slots.map(({ y }) => `M${ALONG.x},${y}h${ALONG.width}`).join("") });
    const radios = svg("g", { role: "radiogroup", "aria-label": "units; up and down choose one, left and right go along the way" }, ...this.slots.map(({ group }) => group));
    place.plot.append(...titles, this.#base, ...this.#glow, this.#flips, this.#along.group, ...this.#counts, this.#ring, radios);
  }

  /** All that does not follow the place on the way. @param {Picture} picture */
  draw({ rows, flips, passes, verdict, strong }) {
    const last = this.#sizes.length - 2;
    const shown = this.#blocks.flatMap((block) => at(rows, block.layer).map((row, k) => ({ y: rowY(block, k), row })));
    const lines = shown.map(({ y, row: { layer, index, on } }) => ({ y, on: layer === last ? null : on, values: passes.map(({ a }) => at(a, layer)[index] / (strong[layer] ?? 1)) }));
    glowPaths(lines).forEach((d, k) => set(at(this.#glow, k), { d }));
    set(this.#flips, { d: flipPath(shown.filter(({ row }) => row.layer !== last)) });
    shown.forEach(({ row }, k) => {
      const { group, name } = at(this.slots, k);
      set(group, { "data-id": row.id, "data-flips": row.flips.length ? "" : undefined, "aria-label": `${capital(nameOf(row, this.#sizes))}: ${flipWords(row, row.layer === last)}` });
      write(name, row.layer === last ? String(row.index) : row.id);
    });
    this.#counts.forEach((text, k) => {
      const { layer } = at(this.#blocks, k);
      write(text, layer === last ? "the wider, the likelier" : countWords(at(flips, layer), verdict.settled !== null));
    });
    this.#along.draw(verdict);
  }

  /** @param {number} t */
  move(t) {
    this.#along.move(t);
  }

  /** Outlines a unit, if it is in this panel. @param {string} id */
  choose(id) {
    const chosen = this.slots.findIndex(({ group }) => group.dataset.id === id);
    this.slots.forEach(({ group }, k) => set(group, { "aria-checked": String(k === chosen), tabindex: k === chosen ? 0 : -1 }));
    set(this.#ring, { y: (this.slots[chosen]?.y ?? 0) - PITCH / 2, visibility: chosen < 0 ? "hidden" : undefined });
  }

  /** The unit at a point, and how far along; null outside. @param {{x: number, y: number}} spot */
  at({ x, y }) {
    const slot = this.slots.find((each) => Math.abs(each.y - y) <= PITCH / 2);
    return { id: slot?.group.dataset.id ?? null, t: x >= ALONG.x - 4 && y >= ALONG.top ? tOf(x) : null };
  }
}

/** @param {number} layer  @param {number} y  @returns {Slot} */
function slotOf(layer, y) {
  const name = svg("text", { class: "nn-unit-name", x: ALONG.x - 6, y, "text-anchor": "end" });
  const hit = svg("rect", { class: "nn-hit", x: 0, y: y - PITCH / 2, width: ALONG.x + ALONG.width, height: PITCH });
  return { layer, y, name, group: svg("g", { class: "nn-unit-row", role: "radio", tabindex: -1 }, hit, name) };
}
