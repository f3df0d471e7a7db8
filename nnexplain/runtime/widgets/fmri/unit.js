// One unit, looked into: its weights as a picture, its sum in exact numbers, the digits that excite it most.

import { at, percent1, printed, signed, thousandths } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { capital } from "../../draw/text.js";
import { Cells } from "../../instruments/cells.js";
import { ledger } from "../../instruments/ledger.js";
import { inputName, nameOf, unitState } from "../../instruments/unit-words.js";
import { THUMBS } from "../../net/lab/excited.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Vector } from "../../net/net.js" */

/** @typedef {{id: string, index: number, layer: number}} Which */
/** The digits to show, with what the unit makes of them. @typedef {{digits: {index: number, value: number}[], bySum: boolean}} Excited */

export const SHOWN = 4;
const PLATE = Object.freeze({ y: 64, side: 112, left: 0, right: 208, bias: 126 });
const ROWS = Object.freeze({ head: 206, first: 230, step: 22 });
const THUMB = Object.freeze({ y: 442, side: 56, pitch: 66 });
const WIDTH = 400;

export class UnitView {
  #title = svg("text", { class: "nn-title", x: 0, y: 6 });
  #state = svg("text", { class: "nn-why", x: 0, y: 28 });
  #weights = svg("text", { class: "nn-head", x: 0, y: PLATE.y - 14 });
  #plates = [PLATE.left, PLATE.right].map((x) => new Plate(x));
  #rows = Array.from({ length: SHOWN + 4 }, (_, row) => rowOf(ROWS.first + row * ROWS.step));
  #excites = svg("text", { class: "nn-title", x: 0, y: THUMB.y - 16 });
  /** What is drawn. @type {Excited | null} */ #excited = null;
  /** @type {ReturnType<typeof thumbOf>[]} */ #thumbs = Array.from({ length: THUMBS }, (_, k) => thumbOf(k * THUMB.pitch));

  /** @param {Place} place */
  constructor({ plot }) {
    const heads = [this.#weights, svg("text", { class: "nn-head", x: PLATE.right, y: PLATE.y - 14 }, "weight × what comes in")];
    const columns = rowOf(ROWS.head, "nn-head");
    for (const [text, words] of [[columns.name, "from"], [columns.factors, "weight × what comes in"], [columns.product, "product"]]) write(/** @type {Element} */ (text), /** @type {string} */ (words));
    const rule = svg("line", { class: "nn-axis", x1: 0, x2: WIDTH, y1: ROWS.first + (SHOWN + 1.5) * ROWS.step, y2: ROWS.first + (SHOWN + 1.5) * ROWS.step });
    const note = svg("text", { class: "nn-head", x: 0, y: ROWS.first + (SHOWN + 3) * ROWS.step + 22 }, "To thousandths; what rounding leaves is with the others.");
    plot.append(this.#title, this.#state, ...heads, ...this.#plates.map(({ group }) => group), ...[columns, ...this.#rows].flatMap(({ name, factors, product }) => [name, factors, product]), rule, note, this.#excites, ...this.#thumbs.map(({ group }) => group));
  }

  /** @param {Lab} lab  @param {Thought} thought  @param {Which} unit  @param {Excited} excited */
  draw(lab, thought, unit, excited) {
    const { sizes, side } = lab.facts;
    const layer = at(lab.network.layers, unit.layer);
    const x = at(thought.pass, unit.layer).x;
    write(this.#title, `${capital(nameOf(unit, sizes))} (${unit.id})`);
    write(this.#state, capital(unitState(lab, thought, unit)));
    const weights = /** @type {Vector} */ (layer.w.subarray(unit.index * layer.inputs, (unit.index + 1) * layer.inputs));
    const bias = layer.b.length ? layer.b[unit.index] : 0;
    const columns = unit.layer ? 0 : side;
    write(this.#weights, columns ? "its weights" : `its weights, unit 1 to ${layer.inputs}`);
    this.#plates[0]?.draw(weights, bias, columns);
    this.#plates[1]?.draw(weights.map((weight, k) => weight * x[k]), bias, columns);
    this.#sum(ledger(layer, x, unit.index, SHOWN), lab, thought, unit);
    this.#excite(lab, excited);
  }

  /** @param {ReturnType<typeof ledger>} sum  @param {Lab} lab  @param {Thought} thought  @param {Which} unit */
  #sum({ greatest, others, rest, bias, sum }, lab, thought, unit) {
    const row = (/** @type {number} */ at, name = "", factors = "", product = "") => {
      const line = this.#rows[at];
      if (!line) return;
      write(line.name, name);
      write(line.factors, factors);
      write(line.product, product);
    };
    for (let at = 0; at < SHOWN; at++) {
      const term = greatest[at];
      if (term) row(at, inputName(unit.layer, term.input, lab.facts.side), `${printed(term.w, 3)} × ${printed(term.x, 3)}`, exact(thousandths(term.term)));
      else row(at);
    }
    row(SHOWN, greatest.length ? `the other ${others} together` : `all ${others} together`, "", exact(rest));
    row(SHOWN + 1, "bias", `${exact(bias)} × 1`, exact(bias));
    row(SHOWN + 2, "sum", "", exact(sum));
    row(SHOWN + 3, ...after(lab, thought, unit));
  }

  /** @param {Lab} lab  @param {Excited} excited */
  #excite(lab, excited) {
    if (excited === this.#excited) return;
    this.#excited = excited;
    const { digits, bySum } = excited;
    const never = bySum && digits.every(({ value }) => value <= 0);
    write(this.#excites, never ? "No held-out digit turns it on; these come closest" : "The held-out digits that excite it most");
    this.#thumbs.forEach(({ group, cells, label, value }, k) => {
      const digit = digits[k];
      set(group, { visibility: digit ? undefined : "hidden" });
      if (!digit) return;
      const { side } = lab.facts;
      const [kind, number] = [lab.label(digit.index), (bySum ? signed : printed)(digit.value, 2)];
      cells.draw(lab.pixels(digit.index), { x: 0, y: THUMB.y, cell: THUMB.side / side, columns: side });
      write(label, `${kind === 8 ? "an" : "a"} ${kind}`);
      write(value, number);
      group.dataset.index = String(digit.index);
      set(group, { "aria-label": `look at test digit no. ${digit.index}, ${kind === 8 ? "an" : "a"} ${kind}: ${number}` });
    });
  }

  /** @param {(index: number) => void} look  @param {AbortSignal} signal */
  take(look, signal) {
    for (const { group } of this.#thumbs) {
      group.addEventListener("click", () => look(Number(group.dataset.index)), { signal });
      group.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        look(Number(group.dataset.index));
      }, { signal });
    }
  }
}

/** The unit's weights, or what they make of the input: over the pixels, or a bar for each unit before. */
class Plate {
  #cells = new Cells("sign");
  #bias = new Cells("sign");
  #bars = [svg("path", { class: "nn-cells__pos" }), svg("path", { class: "nn-cells__neg" })];
  #zero = svg("path", { class: "nn-axis" });
  #x;

  /** @param {number} x */
  constructor(x) {
    this.#x = x;
    const name = svg("text", { class: "nn-head", x: x + PLATE.bias, y: PLATE.y + PLATE.side - 24 }, "bias");
    this.group = svg("g", {}, this.#cells.group, this.#bias.group, this.#zero, ...this.#bars, name);
  }

  /** @param {Vector} values  @param {number} bias  @param {number} columns  of the picture; 0 draws bars */
  draw(values, bias, columns) {
    const most = [...values, bias].reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0) || 1;
    set(this.#cells.group, { visibility: columns ? undefined : "hidden" });
    set(this.#bias.group, { visibility: columns ? undefined : "hidden" });
    const bars = columns ? ["", ""] : barsOf([...values, bias], this.#x, most);
    set(this.#zero, { d: columns ? "" : `M${this.#x},${PLATE.y + PLATE.side / 2}h${PLATE.bias + 18}` });
    this.#bars.forEach((path, sign) => set(path, { d: bars[sign] }));
    if (!columns) return;
    this.#cells.draw(values, { x: this.#x, y: PLATE.y, cell: PLATE.side / columns, columns }, most);
    this.#bias.draw([bias], { x: this.#x + PLATE.bias, y: PLATE.y + PLATE.side - 14, cell: 14, columns: 1 }, most);
  }
}

/** Bars up for what is for, down for what is against; the last, the bias, stands apart. @param {number[]} values  @param {number} x  @param {number} most */
function barsOf(values, x, most) {
  const pitch = PLATE.side / (values.length - 1);
  const middle = PLATE.y + PLATE.side / 2;
  const parts = ["", ""];
  values.forEach((value, k) => {
    const high = (Math.abs(value) / most) * (PLATE.side / 2 - 2);
    if (high < 0.05) return;
    const left = k === values.length - 1 ? x + PLATE.bias : x + (k + 0.1) * pitch;
    const wide = k === values.length - 1 ? 14 : pitch * 0.8;
    parts[value < 0 ? 1 : 0] += `M${left.toFixed(1)},${middle}h${wide.toFixed(1)}v${(value < 0 ? high : -high).toFixed(1)}h${(-wide).toFixed(1)}z`;
  });
  return parts;
}

/** What becomes of a sum. @param {Lab} lab  @param {Thought} thought  @param {Which} unit  @returns {[string, string, string]} */
function after(lab, thought, { layer, index }) {
  const gain = lab.gains[layer]?.[index] ?? 1;
  const times = gain === 1 ? "" : gain === 0 ? ", silenced" : `, × gain ${printed(gain)}`;
  const a = printed(at(thought.pass, layer).a[index], 3);
  if (layer < lab.facts.sizes.length - 2) return [`answer: the sum, if above 0${times}`, "", a];
  return [`its share of all ten${times}`, "", percent1(thought.p[index])];
}

/** Whole thousandths as the page prints them. @param {number} count */
const exact = (count) => signed(count / 1000, 3);

/** @param {number} y  @param {string} [look] */
function rowOf(y, look = "nn-cell") {
  return {
    name: svg("text", { class: look, x: 0, y }),
    factors: svg("text", { class: look, x: 300, y, "text-anchor": "end" }),
    product: svg("text", { class: look, x: WIDTH - 4, y, "text-anchor": "end" }),
  };
}

/** @param {number} x */
function thumbOf(x) {
  const cells = new Cells("ink");
  const label = svg("text", { class: "nn-thumb__word", x: THUMB.side / 2, y: THUMB.y + THUMB.side + 14 });
  const value = svg("text", { class: "nn-thumb__word nn-thumb__value", x: THUMB.side / 2, y: THUMB.y + THUMB.side + 31 });
  const hit = svg("rect", { class: "nn-hit", x: -4, y: THUMB.y - 4, width: THUMB.side + 8, height: THUMB.side + 46, rx: 4 });
  return { group: svg("g", { class: "nn-thumb", transform: `translate(${x},0)`, role: "button", tabindex: 0 }, hit, cells.group, label, value), cells, label, value };
}
