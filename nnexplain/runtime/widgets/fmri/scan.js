// One thought, layer by layer: the picture, what each unit makes of it, and the connections that carry most.

import { at, percent } from "../../draw/numbers.js";
import { word } from "../../draw/text.js";
import { h, once } from "../../draw/tree.js";
import { marks } from "../../instruments/cells.js";
import { nameOf, unitState } from "../../instruments/unit-words.js";
import { flowsOf, flowView, glowing, MOST, travelled } from "./flow.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Spot, Unit } from "../../instruments/units.js" */
/** @import { Wire } from "../../instruments/wires.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Flow } from "./flow.js" */
/** @import { Model } from "./fmri.js" */

export const SIZE = Object.freeze({ width: 440, height: 546 });
const RADIUS = 9;
/** The picture on top, a square; below it the layers, row by row, and the answers at the bottom. */
const PICTURE = Object.freeze({ x: 196, y: 22, side: 136 });
const TOP = Object.freeze([262, 388, 490]);
/** Words stand at the left, where no line goes: beside each layer, and beside what flows into it. */
const MIDDLE = Object.freeze([208, 339, 438]);
/** More units than this stand in two rows. */
const ROW = 16;
const LABELS = Object.freeze(["first", "second"]);
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
    const pitch = layer === sizes.length - 2 ? 34 : 22;
    const indent = Math.floor(0.45 * pitch); // not half: one unit is the nearest below
    const left = Math.floor(264 - ((columns - 1) * pitch + (rows - 1) * indent) / 2);
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
  if (layer) return { x: 71, y: Number(TOP[layer - 1]) };
  return { x: PICTURE.x - 26, y: PICTURE.y + PICTURE.side - 10 };
}

/**
 * Where a wire into a layer begins (at a unit, the bias, or below the picture, under its pixel) and ends.
 * @param {number} side  of the picture, in pixels
 * @param {readonly Unit[]} units
 * @returns {(layer: number) => (wire: Wire) => [Spot, Spot]}
 */
function endsOf(side, units) {
  const cell = PICTURE.side / side;
  const layers = TOP.map((_, layer) => units.filter((unit) => unit.layer === layer));
  const source = (/** @type {number} */ layer, /** @type {number} */ from) => {
    if (from < 0) return biasAt(layer);
    if (layer) return at(at(layers, layer - 1), from);
    return { x: PICTURE.x + ((from % side) + 0.5) * cell, y: PICTURE.y + PICTURE.side };
  };
  return (layer) => ({ from, to }) => [source(layer, from), at(at(layers, layer), to)];
}

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
    ...layers.flatMap(({ count, layer }) => {
      const rows = units.filter((unit) => unit.layer === layer).map(({ y }) => y);
      const middle = (Math.min(...rows) + Math.max(...rows)) / 2;
      const [name] = LABELS.slice(layer);
      return stacked(middle, name ? [name, "layer", `${count} units`] : ["the", "answer"]);
    }),
  ];
}

/**
 * Lines of words at the left, about a height.
 * @param {number} y
 * @param {readonly string[]} lines
 * @param {string} [look]
 */
const stacked = (y, lines, look) =>
  lines.map((line, k) => word(look, 0, y + (k - (lines.length - 1) / 2) * 15, line));

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
 * How many of a layer's connections are drawn, and what share of all that flows into it they carry.
 * @param {Lab} lab
 * @param {readonly Flow[]} flows
 */
function shares({ network: { layers } }, flows) {
  return flows.flatMap(({ share }, layer) => {
    const { inputs, outputs } = at(layers, layer);
    const all = (outputs * (inputs + 1)).toLocaleString("en");
    return stacked(at(MIDDLE, layer), [`${at(MOST, layer)} lines`, `of ${all}:`, percent(share)], "nn-head");
  });
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
 * @returns {(model: Model) => Branch[]}
 */
export function scanView(lab, units, strong) {
  const { side } = lab.facts;
  const box = { x: PICTURE.x, y: PICTURE.y, width: PICTURE.side, height: PICTURE.side };
  const ink = once((/** @type {Thought} */ { pixels }) =>
    marks("ink", pixels, { x: PICTURE.x, y: PICTURE.y, cell: PICTURE.side / side, columns: side })
  );
  const flowing = once(flowsOf(lab));
  const told = once((/** @type {Flow[]} */ flows) => shares(lab, flows));
  const ends = endsOf(side, units);
  const lines = strong.map((_, layer) => flowView(ends(layer)));
  const of = (/** @type {number} */ layer) => units.filter((unit) => unit.layer === layer);
  const layers = strong.map((full, layer) => once(layerOf(lab, of(layer), full)));
  const ground = h("rect", { class: "nn-hit", x: -4, y: -4, width: SIZE.width + 8, height: SIZE.height + 8 });
  const fixed = fixtures(lab, units);
  return ({ thought, unit, lit, looking }) => {
    const flows = flowing(thought, unit);
    const chosen = (/** @type {number} */ layer) => (unit.layer === layer ? unit : null);
    const all = layers.map((draw, layer) => draw(thought, chosen(layer), glowing(lit, layer)));
    const wires = lines.flatMap((draw, layer) => draw(at(flows, layer), travelled(lit, layer)));
    return [h(
      "g",
      { "data-grip": SCAN },
      ground,
      h("g", { class: "nn-fmri-wires", "data-looking": looking ? "" : undefined }, wires),
      h("rect", { class: "nn-cells__ground", ...box }),
      h("rect", { class: "nn-cells__frame", ...box }),
      ink(thought),
      fixed,
      told(flows),
      h("circle", { class: "nn-ring", cx: unit.x, cy: unit.y, r: RADIUS + 5 }),
      h("g", { role: "radiogroup", "aria-label": "units" }, all),
    )];
  };
}
