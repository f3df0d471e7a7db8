// One thought, layer by layer: the picture, what each unit makes of it, and the connections that carry most.

import { at } from "../../draw/numbers.js";
import { word } from "../../draw/text.js";
import { h, once } from "../../draw/tree.js";
import { marks } from "../../instruments/cells.js";
import { nameOf, unitState } from "../../instruments/unit-words.js";
import { bundled, greatest, into, lineOf, outOf, strongest } from "../../instruments/wires.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Spot, Unit } from "../../instruments/units.js" */
/** @import { Wire } from "../../instruments/wires.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Model } from "./fmri.js" */

/** How many connections are drawn into each layer: those that carry most. */
export const MOST = Object.freeze([80, 60, 50]);
export const SIZE = Object.freeze({ width: 440, height: 546 });
/** Of the selected unit's own, those that carry less than this share of its greatest are left out. */
const FAINT = 0.08;
const RADIUS = 9;
/** The picture on top, a square; below it the layers, row by row, and the answers at the bottom. */
const PICTURE = Object.freeze({ x: 152, y: 22, side: 136 });
const TOP = Object.freeze([262, 388, 490]);
/** More units than this stand in two rows. */
const ROW = 16;
const LABELS = Object.freeze(["first layer", "second layer", "the answer"]);
/** Grips: a unit, and the ground between. */
export const [UNIT, SCAN] = ["unit", "scan"];

/**
 * Where every unit stands.
 * @param {Lab} lab
 * @returns {Unit[]}
 */
export function standing({ units, facts: { sizes } }) {
  let above = 0;
  return sizes.slice(1).flatMap((count, layer) => {
    const rows = Math.ceil(count / ROW);
    const columns = Math.ceil(count / rows);
    const pitch = layer === sizes.length - 2 ? 40 : 25;
    const indent = Math.floor(pitch / 2);
    const left = Math.floor(230 - ((columns - 1) * pitch + (rows - 1) * indent) / 2);
    const first = above;
    above += rows;
    return units.filter((unit) => unit.layer === layer).map(({ id, index }) => {
      const row = Math.floor(index / columns);
      const x = left + (index % columns) * pitch + row * indent;
      return { id, layer, index, x, y: Number(TOP[layer]) + row * 28, row: first + row };
    });
  });
}

/**
 * Where the input stands that is always 1.
 * @param {number} layer
 * @returns {Spot}
 */
function biasAt(layer) {
  if (layer) return { x: 10, y: Number(TOP[layer - 1]) };
  return { x: PICTURE.x - 26, y: PICTURE.y + PICTURE.side - 10 };
}

/**
 * The line of a wire into a layer, from a pixel, a unit or the bias.
 * @param {number} side  of the picture, in pixels
 * @param {readonly Unit[]} units
 * @returns {(layer: number, wire: Wire) => string}
 */
function linesOf(side, units) {
  const cell = PICTURE.side / side;
  const layers = TOP.map((_, layer) => units.filter((unit) => unit.layer === layer));
  const source = (/** @type {number} */ layer, /** @type {number} */ from) => {
    if (from < 0) return biasAt(layer);
    if (layer) return at(at(layers, layer - 1), from);
    const [column, row] = [from % side, Math.floor(from / side)];
    return { x: PICTURE.x + (column + 0.5) * cell, y: PICTURE.y + (row + 0.5) * cell };
  };
  return (layer, { from, to }) => lineOf(source(layer, from), at(at(layers, layer), to));
}

/**
 * How far down the connections have grown when `lit` layers are done, or a part of the next: first they grow,
 * then what they bring adds up and lights the layer.
 * @param {number} lit
 * @param {readonly Unit[]} units
 */
function front(lit, units) {
  const lowest = (/** @type {number} */ layer) =>
    Math.max(...units.map((unit) => (unit.layer === layer ? unit.y : 0)));
  const done = Math.floor(lit);
  const from = done ? lowest(done - 1) : PICTURE.y + PICTURE.side;
  return lit > 0 ? from + (lowest(done) - from) * eased(Math.min(1, (lit - done) / 0.7)) : 0;
}

/** Begins and ends slowly. @param {number} share */
const eased = (share) => share * share * (3 - 2 * share);

/**
 * How much of a layer glows.
 * @param {number} lit
 * @param {number} layer
 */
const glowing = (lit, layer) => Math.max(0, Math.min(1, (lit - layer - 0.7) / 0.3));

/**
 * What never changes.
 * @param {Lab} lab
 * @param {readonly Unit[]} units
 */
function fixtures({ facts: { sizes } }, units) {
  const layers = sizes.slice(1).map((count, layer) => ({ count, layer }));
  return [
    ...layers.map(({ layer }) => biasMark(layer)),
    word("nn-title", 0, 6, "One thought, layer by layer"),
    ...layers.map(({ count, layer }) => {
      const first = units.find((unit) => unit.layer === layer);
      const counted = layer < layers.length - 1 ? `, ${count} units` : "";
      return word("nn-fmri-name nn-haloed", 0, Number(first?.y) - 24, `${LABELS[layer]}${counted}`);
    }),
  ];
}

/** The input that is always 1. @param {number} layer */
function biasMark(layer) {
  const { x, y } = biasAt(layer);
  return h(
    "g",
    {},
    h("rect", { class: "nn-fmri-bias", x: x - 7, y: y - 7, width: 14, height: 14 }),
    word("nn-fmri-one", x, y, "1", "middle"),
    !layer && word("nn-fmri-name", x - 12, y, "bias", "end"),
  );
}

/**
 * The connections that carry most, layer by layer.
 * @param {Lab} lab
 * @param {ReturnType<typeof linesOf>} line
 * @param {Thought} thought
 */
function carriedBy(lab, line, { pass }) {
  return lab.network.layers.flatMap((each, layer) => {
    const wires = strongest(each, at(pass, layer).x, at(MOST, layer));
    return bundled(wires, (wire) => line(layer, wire), greatest(wires));
  });
}

/**
 * What the selected unit gets and what it hands on, each against its own greatest.
 * @param {Lab} lab
 * @param {ReturnType<typeof linesOf>} line
 * @param {Thought} thought
 * @param {Unit} unit
 */
function ownOf(lab, line, { pass }, { layer, index }) {
  const [{ x, a }, next] = [at(pass, layer), lab.network.layers[layer + 1]];
  const parts = [
    { layer, wires: into(at(lab.network.layers, layer), x, index) },
    { layer: layer + 1, wires: next ? outOf(next, a, index) : [] },
  ];
  const shares = parts.flatMap(({ layer: to, wires }) => {
    const most = greatest(wires) || 1;
    return wires.map((wire) => ({ ...wire, layer: to, value: wire.value / most }));
  });
  const seen = shares.filter(({ value }) => Math.abs(value) > FAINT);
  return bundled(seen, (wire) => line(wire.layer, wire), 1);
}

/**
 * A unit: a rim, and in it a disc that is the larger and the stronger the more it answers.
 * @param {Lab} lab
 * @param {Thought} thought
 * @param {Unit} unit
 * @param {{strong: number, chosen: boolean, glow: number}} how  `strong` glows full; `glow` is there of it
 */
function unitMark(lab, thought, unit, { strong, chosen, glow }) {
  const { id, index, layer, x, y } = unit;
  const answer = layer === lab.network.layers.length - 1;
  const value = answer ? thought.p[index] : at(thought.pass, layer).a[index];
  const share = Math.max(0, Math.min(1, value / strong));
  const [r, strength] = [(RADIUS * Math.sqrt(share) * 0.95).toFixed(1), (0.35 + 0.65 * share).toFixed(2)];
  const opacity = glow < 1 ? glow : undefined;
  const percent = value >= 0.01 ? `${Math.round(value * 100)}%` : "";
  const marks = {
    class: "nn-fmri-unit",
    transform: `translate(${x},${y})`,
    "data-said": answer && index === thought.said ? "" : undefined,
  };
  const acts = {
    "data-grip": UNIT,
    "data-id": id,
    role: "radio",
    "aria-checked": String(chosen),
    tabindex: chosen ? 0 : -1,
    "aria-label": `${nameOf(unit, lab.facts.sizes)}: ${
      glow > 0 ? unitState(lab, thought, unit) : "not computed yet"
    }`,
  };
  return h(
    "g",
    { ...marks, ...acts },
    h("circle", { class: "nn-fmri-rim", r: RADIUS }),
    h("circle", { class: "nn-fmri-glow", r, "fill-opacity": strength, opacity }),
    answer && word("nn-fmri-digit", 0, 26, String(index), "middle"),
    answer && h("text", { y: 46, "text-anchor": "middle", opacity }, percent),
    lab.gains[layer]?.[index] === 0 && h("path", { class: "nn-fmri-cross", d: "M-8,-8L8,8M8,-8L-8,8" }),
  );
}

/**
 * A layer of them.
 * @param {Lab} lab
 * @param {readonly Unit[]} units
 * @param {number} strong
 * @returns {(thought: Thought, chosen: Unit | null, glow: number) => Branch}
 */
const layerOf = (lab, units, strong) => (thought, chosen, glow) =>
  h(
    "g",
    { class: "nn-fmri-layer", "data-lit": glow > 0 ? "" : undefined },
    units.map((unit) => unitMark(lab, thought, unit, { strong, chosen: unit === chosen, glow })),
  );

/**
 * The panel of the scan.
 * @param {Lab} lab
 * @param {readonly Unit[]} units
 * @param {readonly number[]} strong  what glows full in each layer
 * @param {string} name  of the figure
 * @returns {(model: Model) => Branch[]}
 */
export function scanView(lab, units, strong, name) {
  const { side } = lab.facts;
  const line = linesOf(side, units);
  const box = { x: PICTURE.x, y: PICTURE.y, width: PICTURE.side, height: PICTURE.side };
  const ink = once((/** @type {Thought} */ { pixels }) =>
    marks("ink", pixels, { x: PICTURE.x, y: PICTURE.y, cell: PICTURE.side / side, columns: side })
  );
  const carried = once((/** @type {Thought} */ thought) => carriedBy(lab, line, thought));
  const own = once((/** @type {Thought} */ thought, /** @type {Unit} */ unit) =>
    ownOf(lab, line, thought, unit)
  );
  const of = (/** @type {number} */ layer) => units.filter((unit) => unit.layer === layer);
  const layers = strong.map((full, layer) => once(layerOf(lab, of(layer), full)));
  const ground = h("rect", { class: "nn-hit", x: -4, y: -4, width: SIZE.width + 8, height: SIZE.height + 8 });
  const fixed = fixtures(lab, units);
  const clip = `nn-fmri-front-${name}`;
  return ({ thought, unit, lit, looking }) => {
    const growing = lit < layers.length;
    const cut = growing ? `url(#${clip})` : undefined;
    const wires = { class: "nn-fmri-wires", "clip-path": cut, "data-looking": looking ? "" : undefined };
    const grown = h("rect", { x: -4, y: 0, width: SIZE.width + 8, height: front(lit, units) });
    const chosen = (/** @type {number} */ layer) => (unit.layer === layer ? unit : null);
    const all = layers.map((draw, layer) => draw(thought, chosen(layer), glowing(lit, layer)));
    const scan = h(
      "g",
      { "data-grip": SCAN },
      ground,
      h("rect", { class: "nn-cells__ground", ...box }),
      h("g", wires, carried(thought), h("g", {}, own(thought, unit))),
      h("rect", { class: "nn-cells__frame", ...box }),
      ink(thought),
      fixed,
      h("circle", { class: "nn-ring", cx: unit.x, cy: unit.y, r: RADIUS + 5 }),
      h("g", { role: "radiogroup", "aria-label": "units" }, all),
    );
    return growing ? [scan, h("clipPath", { id: clip }, grown)] : [scan];
  };
}
