// One thought, layer by layer: the picture, what each unit makes of it, and the connections that carry most.

import { at } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { Cells } from "../../instruments/cells.js";
import { nameOf, unitState } from "../../instruments/unit-words.js";
import { nearest, neighbour } from "../../instruments/units.js";
import { bundles, into, lineOf, outOf, strongest } from "../../instruments/wires.js";
import { biasAt, PICTURE, SIZE, sourcesOf, unitsOf } from "./places.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Unit } from "../../instruments/units.js" */
/** @import { Wire } from "../../instruments/wires.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */

/** How many connections are drawn into each layer: those that carry most. */
export const MOST = Object.freeze([80, 60, 50]);
/** Of the selected unit's own, those that carry less than this share of its greatest are left out. */
const FAINT = 0.08;
/** How near a hand must come to a unit. */
const REACH = 24;
const RADIUS = 9;
const LABELS = Object.freeze(["first layer", "second layer", "the answer"]);

/** @typedef {{thought: Thought, lab: Lab, strong: readonly number[], unit: string, lit: number}} Scan */
/** @typedef {{group: SVGGElement, glow: SVGCircleElement, cross: SVGPathElement, percent: SVGTextElement | null, unit: Unit}} Mark */

export class ScanView {
  /** @type {Place} */ place;
  /** @type {Unit[]} */ units;
  #ink = new Cells("ink");
  /** @type {SVGPathElement[][]} */ #wires;
  /** @type {SVGPathElement[]} */ #own = wirePaths();
  /** @type {SVGGElement[]} */ #layers;
  /** @type {Mark[]} */ #marks;
  #ring = svg("circle", { class: "nn-ring", r: RADIUS + 5 });
  /** What is cut off: nothing is drawn below what has been computed. */ #front = svg("rect", { x: -20, y: -20, width: SIZE.width + 40, height: SIZE.height + 40 });
  /** @type {(layer: number, from: number) => {x: number, y: number}} */ #source;
  /** @type {readonly unknown[]} */ #drawn = [];
  #lit = NaN;

  /** @param {Place} place  @param {readonly number[]} sizes  @param {string} name  of the figure */
  constructor(place, sizes, name) {
    this.place = place;
    this.units = unitsOf(sizes);
    this.#source = sourcesOf(sizes, this.units);
    this.#wires = sizes.slice(1).map(wirePaths);
    this.#marks = this.units.map(markOf);
    this.#layers = sizes.slice(1).map((_, layer) => svg("g", { class: "nn-layer" }, ...this.#marks.flatMap(({ group, unit }) => (unit.layer === layer ? [group] : []))));
    const clip = `nn-front-${name}`;
    const wires = svg("g", { class: "nn-wires", "clip-path": `url(#${clip})` }, ...this.#wires.flat(), svg("g", { class: "nn-wires--own" }, ...this.#own));
    const words = sizes.slice(1).map((count, layer) => labelOf(this.units, layer, layer === sizes.length - 2 ? "" : `, ${count} units`));
    const units = svg("g", { role: "radiogroup", "aria-label": "units" }, ...this.#layers);
    const biases = sizes.slice(1).map((_, layer) => biasMark(layer));
    const ground = svg("rect", { class: "nn-hit", x: -4, y: -4, width: SIZE.width + 8, height: SIZE.height + 8 });
    const title = svg("text", { class: "nn-title", x: 0, y: 6 }, "One thought, layer by layer");
    place.plot.append(svg("clipPath", { id: clip }, this.#front), ground, this.#ink.ground, wires, this.#ink.group, ...biases, title, ...words, this.#ring, units);
  }

  /** @param {Scan} scan */
  draw({ thought, lab, strong, unit, lit }) {
    const selected = this.units.find(({ id }) => id === unit) ?? this.units[0];
    if (this.#drawn[0] !== thought || this.#drawn[1] !== strong) this.#think(thought, lab, strong);
    if (selected && (this.#drawn[0] !== thought || this.#drawn[2] !== selected)) this.#select(selected, thought, lab);
    this.#drawn = [thought, strong, selected];
    this.#light(lit);
  }

  /** @param {Thought} thought  @param {Lab} lab  @param {readonly number[]} strong */
  #think(thought, lab, strong) {
    const { side } = lab.facts;
    this.#ink.draw(thought.pixels, { x: PICTURE.x, y: PICTURE.y, cell: PICTURE.side / side, columns: side });
    this.#wires.forEach((paths, layer) => {
      const wires = strongest(at(lab.network.layers, layer), at(thought.pass, layer).x, MOST[layer] ?? 50);
      this.#bundle(paths, layer, wires, wires.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0));
    });
    for (const { group, glow, cross, percent, unit } of this.#marks) {
      const { index, layer } = unit;
      const answer = percent !== null;
      const value = answer ? thought.p[index] : at(thought.pass, layer).a[index];
      const share = Math.max(0, Math.min(1, value / (strong[layer] ?? 1)));
      set(glow, { r: (RADIUS * Math.sqrt(share) * 0.95).toFixed(1), "fill-opacity": (0.35 + 0.65 * share).toFixed(2) });
      set(group, { "aria-label": `${nameOf(unit, lab.facts.sizes)}: ${unitState(lab, thought, unit)}`, "data-said": answer && index === thought.said ? "" : undefined });
      set(cross, { visibility: lab.gains[layer]?.[index] === 0 ? undefined : "hidden" });
      if (percent) write(percent, value >= 0.01 ? `${Math.round(value * 100)}%` : "");
    }
  }

  /** @param {SVGPathElement[]} paths  @param {number} layer  @param {Wire[]} wires  @param {number} most */
  #bundle(paths, layer, wires, most) {
    const spots = this.units.filter((unit) => unit.layer === layer);
    const line = (/** @type {Wire} */ { from, to }) => lineOf(this.#source(layer, from), spots[to] ?? { x: 0, y: 0 });
    bundles(wires, line, most).forEach((d, index) => set(at(paths, index), { d }));
  }

  /** @param {Unit} unit  @param {Thought} thought  @param {Lab} lab */
  #select(unit, thought, lab) {
    const { layers } = lab.network;
    const next = layers[unit.layer + 1];
    const arriving = into(at(layers, unit.layer), at(thought.pass, unit.layer).x, unit.index);
    const leaving = next ? outOf(next, at(thought.pass, unit.layer).a, unit.index) : [];
    const all = [...this.#lines(arriving, unit.layer), ...this.#lines(leaving, unit.layer + 1)];
    const most = (/** @type {Wire[]} */ wires) => wires.reduce((greatest, { value }) => Math.max(greatest, Math.abs(value)), 0);
    const [into_, out] = [most(arriving), most(leaving)];
    const shares = all.map(({ wire, d, layer }) => ({ from: 0, to: 0, d, value: wire.value / ((layer === unit.layer ? into_ : out) || 1) }));
    const seen = shares.filter(({ value }) => Math.abs(value) > FAINT);
    bundles(seen, (wire) => /** @type {typeof seen[number]} */ (wire).d, 1).forEach((d, index) => set(at(this.#own, index), { d }));
    set(this.#ring, { cx: unit.x, cy: unit.y });
    for (const { group, unit: other } of this.#marks) {
      set(group, { "aria-checked": String(other === unit), tabindex: other === unit ? 0 : -1 });
    }
  }

  /** @param {Wire[]} wires  @param {number} layer */
  #lines(wires, layer) {
    const spots = this.units.filter((unit) => unit.layer === layer);
    return wires.map((wire) => ({ wire, layer, d: lineOf(this.#source(layer, wire.from), spots[wire.to] ?? { x: 0, y: 0 }) }));
  }

  /** Shows what has been computed when `lit` layers are done; parts of one while it is being done. @param {number} lit */
  #light(lit) {
    if (lit === this.#lit) return;
    this.#lit = lit;
    const ends = [PICTURE.y + PICTURE.side, ...this.#layers.map((_, layer) => Math.max(...this.units.flatMap((unit) => (unit.layer === layer ? [unit.y] : []))))];
    const done = Math.floor(lit);
    // First the connections grow down to the layer; then what they bring adds up and lights it.
    const grown = eased(Math.min(1, (lit - done) / 0.7));
    const [from = 0, to = SIZE.height] = [ends[done], ends[done + 1]];
    const front = lit <= 0 ? -20 : lit >= this.#layers.length ? SIZE.height + 20 : from + (to - from) * grown;
    set(this.#front, { height: Math.max(0, front + 20).toFixed(1) });
    this.#layers.forEach((group, layer) => {
      const share = Math.max(0, Math.min(1, (lit - layer - 0.7) / 0.3));
      group.style.setProperty("--nn-lit", String(share));
      set(group, { "data-lit": share > 0 ? "" : undefined });
    });
  }

  /** @param {string} id */
  focus(id) {
    this.#marks.find(({ unit }) => unit.id === id)?.group.focus({ preventScroll: true });
  }

  /** Lets hands and keys choose units. @param {(id: string) => void} choose  @param {AbortSignal} signal */
  take(choose, signal) {
    const { root } = this.place;
    const under = (/** @type {PointerEvent} */ { clientX, clientY }) => {
      const box = root.getScreenCTM();
      if (!box) return null;
      const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(this.place.plot.getScreenCTM()?.inverse());
      return nearest(this.units, { x, y }, REACH);
    };
    const look = (/** @type {boolean} */ on) => root.classList.toggle("nn-scan--looking", on);
    const point = (/** @type {PointerEvent} */ event) => {
      const unit = under(event);
      if (unit) choose(unit.id);
      look(unit !== null || root.contains(document.activeElement));
      return unit;
    };
    root.addEventListener("pointermove", (event) => event.pointerType === "mouse" && point(event), { signal });
    root.addEventListener("pointerleave", () => look(root.contains(document.activeElement)), { signal });
    root.addEventListener("click", (event) => {
      const unit = point(/** @type {PointerEvent} */ (event));
      if (unit) this.focus(unit.id);
      else if (document.activeElement instanceof SVGElement && root.contains(document.activeElement)) document.activeElement.blur();
    }, { signal });
    root.addEventListener("focusin", (event) => {
      const id = event.target instanceof Element ? event.target.getAttribute("data-id") : null;
      if (id) choose(id);
      look(true);
    }, { signal });
    root.addEventListener("focusout", () => look(false), { signal });
    root.addEventListener("keydown", (event) => {
      const unit = this.units.find(({ id }) => event.target instanceof Element && event.target.getAttribute("data-id") === id);
      const next = unit && !event.altKey && !event.ctrlKey && !event.metaKey ? neighbour(this.units, unit, event.key) : null;
      if (!next) return;
      event.preventDefault();
      event.stopPropagation();
      this.focus(next.id);
    }, { signal });
  }
}

/** Begins and ends slowly. @param {number} share */
const eased = (share) => share * share * (3 - 2 * share);

/** The paths of lines, thin to thick, for and then against. */
function wirePaths() {
  return ["pos", "neg"].flatMap((sign) => [0, 1, 2, 3].map((thick) => svg("path", { class: `nn-wire-${sign}`, "data-thick": thick })));
}

/** @param {Unit} unit  @returns {Mark} */
function markOf(unit) {
  const answer = unit.id.startsWith("c");
  const glow = svg("circle", { class: "nn-unit__glow", r: 0 });
  const cross = svg("path", { class: "nn-unit__cross", d: "M-8,-8L8,8M8,-8L-8,8", visibility: "hidden" });
  const percent = answer ? svg("text", { class: "nn-unit__percent", y: 46 }) : null;
  const group = svg("g", { class: "nn-unit", transform: `translate(${unit.x},${unit.y})`, role: "radio", tabindex: -1, "aria-checked": "false", "data-id": unit.id },
    svg("circle", { class: "nn-unit__ground", r: RADIUS }), glow, cross);
  if (percent) group.append(svg("text", { class: "nn-unit__digit", y: 26 }, String(unit.index)), percent);
  return { group, glow, cross, percent, unit };
}

/** @param {readonly Unit[]} units  @param {number} layer  @param {string} more */
function labelOf(units, layer, more) {
  const first = units.find((unit) => unit.layer === layer);
  return svg("text", { class: "nn-layer-name nn-haloed", x: 0, y: (first?.y ?? 0) - 24 }, `${LABELS[layer] ?? ""}${more}`);
}

/** The input that is always 1. @param {number} layer */
function biasMark(layer) {
  const { x, y } = biasAt(layer);
  const square = svg("rect", { class: "nn-bias__ground", x: x - 7, y: y - 7, width: 14, height: 14 });
  const words = [svg("text", { class: "nn-bias__one", x, y }, "1")];
  if (!layer) words.push(svg("text", { class: "nn-bias__name", x: x - 12, y }, "bias"));
  return svg("g", { class: "nn-bias" }, square, ...words);
}

