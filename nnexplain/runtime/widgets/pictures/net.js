// A network as units and lines: the strongest connections of all, and of the unit that is looked at every one.
// Colour and dash tell the sign, thickness the size. Lines of one paint are one path.

import { set, svg, write } from "../../draw/svg.js";
import { Choice } from "./hand.js";
import { Marks, wordsOf } from "./images.js";
import { nodeOf } from "./wires.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Unit } from "../../net/lab/turns.js" */
/** @import { Hand, Point } from "./hand.js" */
/** @import { Word } from "./images.js" */
/** @import { Wires } from "./wires.js" */

/** How wide a line of weight 1 is, and from which weight on those of the unit are drawn. @typedef {{thick: number, least: number}} Look */
/** `pixels` says that the places begin with the inputs'; else they are left out. `key`: where the shape of each layer is shown. @typedef {{title: string, label: string, words: Word[], pixels: boolean, key: [number, number][]}} Kind */

const THINNEST = 0.5;

/** The parts of a unit's mark, from below: its ground, and what is seen. @param {Unit} unit  @param {number} last  the answers' layer */
function shapeOf({ layer, index }, last) {
  if (layer === last) return [svg("circle", { r: 9.25, class: "nn-knot nn-knot--answer" }), svg("text", { class: "nn-knot__digit" }, String(index))];
  if (layer % 2) return [svg("rect", { x: -4.75, y: -4.75, width: 9.5, height: 9.5, class: "nn-knot nn-knot--second" })];
  return [svg("circle", { r: 4.25, class: "nn-knot nn-knot--first" })];
}

export class NetView {
  /** @type {Place} */ place;
  /** @type {Lab} */ #lab;
  /** Of the inputs, where they are drawn, and of the units. @type {Point[]} */ #places;
  /** @type {number} */ #first;
  /** @type {Look} */ #look;
  /** @type {Map<string, SVGPathElement>} */ #paths = new Map();
  #lines = [svg("g", { class: "nn-strands nn-strands--faded" }), svg("g", { class: "nn-strands" })];
  /** @type {SVGGElement[]} */ #units;
  #silenced = svg("path", { class: "nn-silenced" });
  #marks = new Marks();
  #name = svg("text", { class: "nn-knot__name nn-haloed" });
  /** @type {Choice} */ #choice;

  /** @param {Place} place  @param {Lab} lab  @param {Point[]} places  @param {Look} look  @param {Kind} kind */
  constructor(place, lab, places, look, { title, label, words, pixels, key }) {
    [this.place, this.#lab, this.#places, this.#look] = [place, lab, places, look];
    this.#first = pixels ? 0 : Number(lab.facts.sizes[0]);
    const last = lab.facts.sizes.length - 2;
    this.#units = lab.units.map((unit) => svg("g", {}, ...shapeOf(unit, last)));
    this.#choice = new Choice(label, lab.units, () => this.units, (_, attributes) => svg("circle", { class: "nn-hit", r: 12, ...attributes }));
    const dots = this.#inputs.map(({ x, y }) => `M${x},${y}h0`).join("");
    const inputs = svg("path", { class: "nn-pixels", d: dots });
    const [one, next] = this.#inputs;
    if (one && next) inputs.style.strokeWidth = String(Math.min(4, (next.x - one.x) / 2)); // where pixels lie dense, dots are small
    place.plot.append(...wordsOf(title, words), ...this.#lines, inputs);
    const shapes = key.map(([x, y], layer) => svg("g", { transform: `translate(${x},${y})` }, ...shapeOf({ id: "", layer, index: 0 }, last)));
    place.plot.append(...shapes, ...this.#units, this.#silenced, this.#marks.group, this.#name, this.#choice.group);
  }

  get #inputs() {
    return this.#places.slice(0, this.#places.length - this.#lab.units.length);
  }

  /** Where the units are. */
  get units() {
    return this.#places.slice(this.#inputs.length);
  }

  /** Takes the units elsewhere. @param {Point[]} places */
  move(places) {
    this.#places = [...this.#inputs, ...places];
  }

  /** @param {string} chosen  @param {string | null} pointed  @param {Wires} wires  @param {number} count  how many of the strongest */
  draw(chosen, pointed, wires, count) {
    const { units, silent } = this.#lab;
    const places = this.units;
    this.#wire(pointed ?? chosen, wires, count);
    for (const [index, group] of this.#units.entries()) set(group, { transform: `translate(${places[index]?.x},${places[index]?.y})` });
    [...this.#choice.group.children].forEach((hit, index) => set(hit, { cx: places[index]?.x, cy: places[index]?.y }));
    const around = (/** @type {string | null} */ id) =>
      places.filter((_, index) => units[index]?.id === id).map(({ x, y }) => ({ x: x - 6, y: y - 6, width: 12, height: 12 }));
    this.#marks.draw(around(chosen), pointed === chosen ? [] : around(pointed));
    const crosses = places.filter((_, index) => silent.has(units[index]?.id ?? ""));
    set(this.#silenced, { d: crosses.map(({ x, y }) => `M${x - 7},${y - 7}l14,14m0,-14l-14,14`).join("") });
    const [{ x, y } = { x: 0, y: 0 }] = around(pointed ?? chosen);
    set(this.#name, { x: x + 6, y: y - 15 });
    write(this.#name, pointed ?? chosen);
    this.#choice.mark(chosen);
  }

  /** @param {string} seen  @param {Wires} wires  @param {number} count */
  #wire(seen, { from, to, weight, strongest }, count) {
    const unit = this.#lab.unit(seen);
    const node = unit ? nodeOf(this.#lab, unit) : -1;
    /** @type {Map<string, string[]>} */ const traced = new Map();
    for (const [rank, wire] of strongest.entries()) {
      const own = from[wire] === node || to[wire] === node;
      const size = Math.abs(weight[wire]);
      const [a, b] = [this.#places[Number(from[wire]) - this.#first], this.#places[Number(to[wire]) - this.#first]];
      if (!a || !b || (own ? size < this.#look.least : rank >= count)) continue;
      const wide = Math.max(THINNEST, Math.round(2 * this.#look.thick * size) / 2);
      const key = `${own ? 1 : 0} ${weight[wire] < 0 ? "against" : "for"} ${wide}`;
      const words = traced.get(key) ?? [];
      words.push(`M${a.x},${a.y}L${b.x},${b.y}`);
      traced.set(key, words);
    }
    for (const [key, path] of this.#paths) if (!traced.has(key)) set(path, { d: "" });
    for (const [key, words] of traced) set(this.#path(key), { d: words.join("") });
  }

  /** @param {string} key */
  #path(key) {
    const known = this.#paths.get(key);
    if (known) return known;
    const [own = "0", sign = "for", wide = "1"] = key.split(" ");
    const path = svg("path", { class: `nn-strands__${sign}`, "stroke-width": wide });
    this.#lines[Number(own)]?.append(path);
    this.#paths.set(key, path);
    return path;
  }

  /** @param {Hand} hand  @param {AbortSignal} signal */
  take(hand, signal) {
    this.#choice.take(this.place.root, hand, signal);
  }
}
