// One unit, looked into: its weights as a picture, its sum in exact numbers, the digits that excite it most.

import { at, percent1, printed, signed, thousandths } from "../../draw/numbers.js";
import { capital, word } from "../../draw/text.js";
import { h, once } from "../../draw/tree.js";
import { cells, marks } from "../../instruments/cells.js";
import { ledger } from "../../instruments/ledger.js";
import { inputName, nameOf, unitState } from "../../instruments/unit-words.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Which } from "../../instruments/unit-words.js" */
/** @import { AllDigits } from "../../net/lab/excited.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Model } from "./fmri.js" */

/**
 * The digits that excite a unit, with what it makes of them.
 * @typedef {ReturnType<AllDigits["excite"]>} Excited
 */
/** From where, by how much, and the product. @typedef {[string, string, string]} Row */

const WIDTH = 400;
/** How many terms of the sum are spelled out. */
const SHOWN = 4;
const PLATE = Object.freeze({ y: 64, side: 112, left: 0, right: 208, bias: 126, cell: 14 });
const ROWS = Object.freeze({ head: 206, first: 230, step: 22, factors: 300, product: WIDTH - 4 });
const THUMB = Object.freeze({ y: 442, side: 56, pitch: 66 });
/** A grip: a digit to look at. */
export const DIGIT = "digit";

/** Whole thousandths as the page prints them. @param {number} count */
const exact = (count) => signed(count / 1000, 3);

/**
 * A unit's weights, or what they make of the input: over the pixels, or a bar for each unit before.
 * @param {number} x
 * @param {Vector} values
 * @param {number} bias
 * @param {number} columns  of the picture; 0 draws bars
 */
function plate(x, values, bias, columns) {
  const most = [...values, bias].reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0) || 1;
  const { y, side, cell } = PLATE;
  const alone = { x: x + PLATE.bias, y: y + side - cell, cell, columns: 1 };
  const over = () => [
    cells("sign", values, { x, y, cell: side / columns, columns }, most),
    cells("sign", [bias], alone, most),
  ];
  const name = word("nn-head", x + PLATE.bias, y + side + (columns ? -24 : 10), "bias");
  return h("g", {}, columns ? over() : bars([...values, bias], x, most), name);
}

/**
 * Bars up for what is for, down for what is against; the last, the bias, stands apart.
 * @param {number[]} values
 * @param {number} x
 * @param {number} most
 */
function bars(values, x, most) {
  const pitch = PLATE.side / (values.length - 1);
  const middle = PLATE.y + PLATE.side / 2;
  const parts = ["", ""];
  values.forEach((value, k) => {
    const high = (Math.abs(value) / most) * (PLATE.side / 2 - 2);
    if (high < 0.05) return;
    const left = k === values.length - 1 ? x + PLATE.bias : x + (k + 0.1) * pitch;
    const wide = k === values.length - 1 ? PLATE.cell : pitch * 0.8;
    const [x1, dx, dy] = [left, wide, value < 0 ? high : -high].map((number) => number.toFixed(1));
    parts[value < 0 ? 1 : 0] += `M${x1},${middle}h${dx}v${dy}h-${dx}z`;
  });
  return [
    h("path", { class: "nn-axis", d: `M${x},${middle}h${PLATE.bias + 18}` }),
    h("path", { class: "nn-cells__pos", d: parts[0] }),
    h("path", { class: "nn-cells__neg", d: parts[1] }),
  ];
}

/**
 * The unit, its weights and what they make of the input: nothing as long as it is not `reached`.
 * @param {Lab} lab
 * @param {Thought} thought
 * @param {Which & {id: string}} unit
 * @param {boolean} reached
 */
function weighing(lab, thought, unit, reached) {
  const { sizes, side } = lab.facts;
  const { w, b, inputs } = at(lab.network.layers, unit.layer);
  const { x } = at(thought.pass, unit.layer);
  const weights = /** @type {Vector} */ (w.subarray(unit.index * inputs, (unit.index + 1) * inputs));
  const [bias, columns] = [b.length ? b[unit.index] : 0, unit.layer ? 0 : side];
  const carried = weights.map((weight, k) => (reached ? weight * x[k] : 0));
  return [
    word("nn-title", 0, 6, `${capital(nameOf(unit, sizes))} (${unit.id})`),
    word("nn-fmri-state", 0, 28, reached ? capital(unitState(lab, thought, unit)) : "Not computed yet"),
    word("nn-head", PLATE.left, PLATE.y - 14, columns ? "its weights" : `its weights, unit 1 to ${inputs}`),
    word("nn-head", PLATE.right, PLATE.y - 14, "weight × what comes in"),
    plate(PLATE.left, weights, bias, columns),
    plate(PLATE.right, carried, reached ? bias : 0, columns),
  ];
}

/**
 * The sum, line by line; lines without words keep their place.
 * @param {Lab} lab
 * @param {Thought} thought
 * @param {Which} unit
 * @returns {Row[]}
 */
function sumOf(lab, thought, unit) {
  const [layer, { x }] = [at(lab.network.layers, unit.layer), at(thought.pass, unit.layer)];
  const { greatest, others, rest, bias, sum } = ledger(layer, x, unit.index, SHOWN);
  const terms = greatest.map(({ input, w, x: comes, term }) => {
    const factors = `${printed(w, 3)} × ${printed(comes, 3)}`;
    const from = inputName(unit.layer, input, lab.facts.side);
    return /** @type {Row} */ ([from, factors, exact(thousandths(term))]);
  });
  const none = Array.from({ length: SHOWN - terms.length }, () => /** @type {Row} */ (["", "", ""]));
  return [
    ...terms,
    ...none,
    [greatest.length ? `the other ${others} together` : `all ${others} together`, "", exact(rest)],
    ["bias", `${exact(bias)} × 1`, exact(bias)],
    ["sum", "", exact(sum)],
    after(lab, thought, unit),
  ];
}

/** The same before anything is computed: the lines wait. @returns {Row[]} */
const unsummed = () => [
  ["nothing is computed yet", "", ""],
  ...Array.from({ length: SHOWN + 1 }, () => /** @type {Row} */ (["", "", ""])),
  ["sum", "", ""],
  ["answer", "", ""],
];

/**
 * What becomes of the sum.
 * @param {Lab} lab
 * @param {Thought} thought
 * @param {Which} unit
 * @returns {Row}
 */
function after(lab, thought, { layer, index }) {
  const gain = lab.gains[layer]?.[index] ?? 1;
  const times = gain === 1 ? "" : gain === 0 ? ", silenced" : `, × gain ${printed(gain)}`;
  const answer = layer === lab.facts.sizes.length - 2;
  if (answer) return [`its share of all ten${times}`, "", percent1(thought.p[index])];
  return [`answer: the sum, if above 0${times}`, "", printed(at(thought.pass, layer).a[index], 3)];
}

/**
 * @param {number} y
 * @param {Row} row
 * @param {string} [look]  its class
 */
const rowAt = (y, [name, factors, product], look = "nn-cell") => [
  word(look, 0, y, name),
  word(look, ROWS.factors, y, factors, "end"),
  word(look, ROWS.product, y, product, "end"),
];

/** @param {readonly Row[]} rows */
function table(rows) {
  const [rule, note] = [ROWS.first + (SHOWN + 1.5) * ROWS.step, ROWS.first + (SHOWN + 3) * ROWS.step + 22];
  return [
    ...rowAt(ROWS.head, ["from", "weight × what comes in", "product"], "nn-head"),
    ...rows.flatMap((row, k) => rowAt(ROWS.first + k * ROWS.step, row)),
    h("line", { class: "nn-axis", x1: 0, x2: WIDTH, y1: rule, y2: rule }),
    word("nn-head", 0, note, "To thousandths; what rounding leaves is with the others."),
  ];
}

/**
 * The digits that excite a unit most, to look at.
 * @param {Lab} lab
 * @param {Excited} excited
 */
function thumbs(lab, { digits, bySum }) {
  const { side } = lab.facts;
  const { y, side: wide, pitch } = THUMB;
  const never = bySum && digits.every(({ value }) => value <= 0);
  const all = digits.map(({ index, value }, k) => {
    const kind = lab.label(index);
    const [name, number] = [`${kind === 8 ? "an" : "a"} ${kind}`, (bySum ? signed : printed)(value, 2)];
    const label = `look at test digit no. ${index}, ${name}: ${number}`;
    const acts = { role: "button", tabindex: 0, "data-grip": DIGIT, "data-id": index, "aria-label": label };
    return h(
      "g",
      { class: "nn-fmri-thumb", transform: `translate(${k * pitch},0)`, ...acts },
      h("rect", { class: "nn-hit", x: -4, y: y - 4, width: wide + 8, height: wide + 46, rx: 4 }),
      h("rect", { class: "nn-cells__ground", x: 0, y, width: wide, height: wide }),
      h("rect", { class: "nn-cells__frame", x: 0, y, width: wide, height: wide }),
      marks("ink", lab.pixels(index), { x: 0, y, cell: wide / side, columns: side }),
      word(undefined, wide / 2, y + wide + 14, name, "middle"),
      word("nn-head", wide / 2, y + wide + 31, number, "middle"),
    );
  });
  const none = "No test digit turns it on; these come closest";
  const title = never ? none : "The test digits that excite it most";
  return [word("nn-title", 0, y - 16, title), ...all];
}

/** The panel of one unit. @param {Lab} lab  @returns {(model: Model) => Branch[]} */
export function unitView(lab) {
  const looked = once((
    /** @type {Thought} */ thought,
    /** @type {Model["unit"]} */ unit,
    /** @type {boolean} */ reached,
  ) => [
    ...weighing(lab, thought, unit, reached),
    ...table(reached ? sumOf(lab, thought, unit) : unsummed()),
  ]);
  const exciting = once((/** @type {Excited} */ excited) => thumbs(lab, excited));
  return ({ thought, unit, lit, excited }) => [
    ...looked(thought, unit, Math.floor(lit) > unit.layer),
    ...exciting(excited),
  ];
}
