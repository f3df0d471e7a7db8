// The widget that looks into a network while it reads: every layer's units, the connections that carry most,
// and one unit in numbers. The time is how many layers are done; in between, signals are on their way.

import { at, percent1 } from "../../draw/numbers.js";
import { capital } from "../../draw/text.js";
import { guidesOf } from "../../instruments/guides.js";
import { unitGrip } from "../../instruments/unit-hand.js";
import { inputName, nameOf, ORDER, unitState } from "../../instruments/unit-words.js";
import { AllDigits } from "../../net/lab/excited.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { terms } from "../../net/net.js";
import { MOST } from "./flow.js";
import { SCAN, scanView, SIZE, standing, UNIT } from "./scan.js";
import { DIGIT, unitView } from "./unit.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Table } from "../../core/table.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Unit } from "../../instruments/units.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */

/**
 * @typedef {object} Session
 * @property {Page} page
 * @property {Lab} lab
 * @property {AllDigits} digits
 * @property {readonly Unit[]} units  where they stand
 * @property {boolean} looking  whether a hand is at a unit, and the rest is to be faint
 * @property {() => void} changed
 */
/** @typedef {ReturnType<typeof modelOf>} Model */

/** How near a hand must come to a unit. */
const REACH = 24;

/** All that is shown. @param {Session} session */
function modelOf({ page, lab, digits, units, looking }) {
  const unit = units.find(({ id }) => id === page.get("unit")) ?? at(units, 0);
  const lit = Number(page.get("layer"));
  return { lab, thought: lab.now(), unit, lit, looking, excited: digits.excite(unit) };
}

/**
 * "12 of 32 units of the first layer are on, 7 of 16 of the second"
 * @param {Thought} thought
 * @param {readonly number[]} sizes
 */
function counts({ pass }, sizes) {
  return sizes.slice(1, -1).map((size, layer) => {
    const on = at(pass, layer).a.filter((/** @type {number} */ a) => a > 0).length;
    return `${on} of ${size} ${layer ? `of the ${ORDER[layer]}` : "units of the first layer are on"}`;
  }).join(", ");
}

/**
 * "the first layer has answered, and its signals are on their way to the second"
 * @param {number} lit
 * @param {number} layers
 */
function underway(lit, layers) {
  const done = Math.floor(lit);
  const to = done === layers - 1 ? "answers" : `${ORDER[done]} layer`;
  if (!lit) return "the picture is there, and nothing is computed yet";
  if (!done) return `what it says is on its way to the ${to}`;
  const answered = `the ${ORDER[done - 1]} layer has answered`;
  return lit === done ? answered : `${answered}, and its signals are on their way to the ${to}`;
}

/** What the picture shows now. @param {Model} model */
function sentence({ lab, thought, unit, lit }) {
  const { sizes } = lab.facts;
  const what = thought.blank ? "An empty picture: only the biases speak" : capital(thought.words);
  // Of a unit that has not answered yet there is nothing to say.
  const state = `${capital(nameOf(unit, sizes))}: ${unitState(lab, thought, unit)}.`;
  const looked = unit.layer + 1 <= lit ? ` ${state}` : "";
  if (lit < sizes.length - 1) return `${what}; ${underway(lit, sizes.length - 1)}.${looked}`;
  const says = `the network says ${thought.said} (${percent1(thought.sure)})`;
  return `${what}: ${counts(thought, sizes)}; ${says}.${looked}`;
}

/** Whether no other unit of its layer says more for the answer. @param {Model} model */
function loudest({ lab, thought: { pass, said }, unit }) {
  const last = pass.length - 1;
  const heard = terms(at(lab.network.layers, last), at(pass, last).x, said).filter(({ input }) =>
    input !== null
  );
  const most = heard.reduce((best, each) => (each.term > best.term ? each : best));
  return unit.layer === last - 1 && unit.index === most.input;
}

/** @param {Model} model  @returns {Table[]} */
function tablesOf({ lab, thought, unit }) {
  const { sizes, side } = lab.facts;
  const sum = terms(at(lab.network.layers, unit.layer), at(thought.pass, unit.layer).x, unit.index);
  const of = (/** @type {"w" | "x" | "term"} */ key) => sum.map((term) => term[key]);
  const from = sum.map(({ input }) => (input === null ? "bias" : inputName(unit.layer, input, side)));
  const every = (/** @type {"z" | "a"} */ key) =>
    lab.units.map(({ layer, index }) => at(thought.pass, layer)[key][index]);
  return [
    {
      heading: `${capital(nameOf(unit, sizes))}: its sum, term by term`,
      columns: { from, weight: of("w"), "what comes in": of("x"), product: of("term") },
    },
    {
      heading: "All units now",
      columns: { unit: lab.units.map((each) => nameOf(each, sizes)), sum: every("z"), answer: every("a") },
    },
  ];
}

/** @type {Widget<Session, Model>} */
export default {
  follows: [...LAB, "unit", "layer"],
  async open({ page, figure, source, signal, changed }) {
    const lab = await labOf(page, figure, source, signal);
    return { page, lab, digits: new AllDigits(lab), units: standing(lab), looking: false, changed };
  },
  model: modelOf,
  panels: ({ lab, units, digits }) => [
    {
      label: "the network, layer by layer",
      size: () => [SIZE.width, SIZE.height],
      room: { right: 7 },
      draw: scanView(lab, units, digits.strong),
    },
    {
      label: "the unit that is looked at",
      size: () => [400, SIZE.height],
      room: { left: 18, right: 5 },
      draw: unitView(lab),
    },
  ],
  says: sentence,
  describes: () =>
    "A handwritten digit on top; below it the units of three layers with a glow where they are on, and " +
    "curved lines for the connections that carry most. Beside it one unit: its weights, its sum and the " +
    "digits that excite it most.",
  tables: tablesOf,
  guides: ({ thought }) => guidesOf(thought),
  quotes: (model) => ({
    shown: MOST.reduce((sum, most) => sum + most),
    connections: model.lab.original.parameters.length,
    loudest: loudest(model),
  }),
  grips: (session, { focus }) => {
    const { page, units, changed } = session;
    const look = (/** @type {boolean} */ on) => {
      if (on === session.looking) return;
      session.looking = on;
      changed();
    };
    const hand = unitGrip({ page, units, reach: REACH, focus, look });
    return { [SCAN]: hand, [UNIT]: hand, [DIGIT]: { click: ({ id }) => page.set({ digit: Number(id) }) } };
  },
};
