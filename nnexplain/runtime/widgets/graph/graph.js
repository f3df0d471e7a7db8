// The widget of the computational graph: one song through the neuron and back, one operation at a time.
// The graph shows how far it has got, the other panel the operation at hand, with its numbers, and what
// becomes of the weights.

import { arraysOf } from "../../core/arrays.js";
import { GROUND } from "../../draw/hand.js";
import { at } from "../../draw/numbers.js";
import { benchOf } from "../../net/one/bench.js";
import { nodeOf, NODES, nodesView } from "./nodes.js";
import { numbersOf } from "./numbers.js";
import { AT, operationsOf } from "./operations.js";
import { STEPS, stepsView } from "./steps.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Grip } from "../../draw/hand.js" */
/** @import { Bench, Facts } from "../../net/one/bench.js" */

/**
 * `lit`: the input that a hand is at.
 * @typedef {{page: Page, bench: Bench, lit: number | null, changed: () => void}} Session
 */
/** @typedef {ReturnType<typeof modelOf>} Model */

/**
 * @param {Page} page
 * @param {string} name
 * @param {number} most
 */
const whole = (page, name, most) => Math.max(0, Math.min(most, Math.round(Number(page.get(name) ?? 0))));

/** All that is shown. @param {Session} session */
function modelOf({ page, bench, lit }) {
  const { frame, ratings, rate, step } = bench.now();
  const n = numbersOf(frame.theta, ratings, whole(page, "song", 7), rate, bench.facts.features);
  const op = whole(page, "op", AT.last);
  return { n, op, operation: at(operationsOf(n), op), step, lit };
}

/**
 * What hands do: point at an input, open an operation.
 * @param {Session} session
 * @returns {Record<string, Grip>}
 */
function gripsOf(session) {
  const light = (/** @type {number | null} */ term) => {
    if (session.lit === term) return;
    session.lit = term;
    session.changed();
  };
  const dark = () => light(null);
  return {
    node: {
      click: ({ id }) => session.page.set({ op: nodeOf(id).op }),
      over: (touch) => light(touch && nodeOf(touch.id).term),
      focus: ({ id }) => light(nodeOf(id).term),
      blur: dark,
    },
    // A finger lights what it taps, until it taps beside it.
    term: { click: ({ id }) => light(Number(id)), over: (touch) => light(touch && Number(touch.id)) },
    [GROUND]: { click: dark },
  };
}

/** @type {Widget<Session, Model>} */
export default {
  follows: ["step", "set", "own", "run", "rate", "song", "op"],
  async open({ page, figure, source, signal, changed }) {
    const { arrays, facts } = await arraysOf(figure, source, signal);
    return { page, bench: benchOf(page, arrays, /** @type {Facts} */ (facts), signal), lit: null, changed };
  },
  model: modelOf,
  panels: () => [
    {
      label: "the graph of the computation",
      size: () => [NODES.width, NODES.height],
      room: { top: 27, right: 39 },
      draw: nodesView,
    },
    {
      label: "the operation at hand",
      size: () => [STEPS.width, STEPS.height],
      room: { left: 13, right: 5 },
      draw: stepsView,
    },
  ],
  says({ n: { song }, op, operation: { title, formula, why } }) {
    const sum = formula.map((line) => line.map(({ text }) => text).join("")).join(" ");
    return `${song}, operation ${op} of ${AT.last}. ${title}: ${sum}. ${why.join(" ")}`;
  },
  describes: () =>
    "On the left the facts of a song and their weights, multiplied in pairs, added up, squashed into a " +
    "probability, compared with the truth. On the right the operation at hand and a table of weights.",
  tables: ({ n: { song, names, x, w, terms, byW, mean, next, z, p, loss, byP, byZ } }) => {
    const inputs = {
      input: names,
      value: x,
      weight: w,
      product: terms,
      "slope of this song": byW,
      "mean slope": mean,
      "next weight": next,
    };
    const number = ["sum", "probability", "loss", "slope by probability", "slope by sum"];
    return [
      { heading: `${song}, input by input`, columns: inputs },
      { heading: `${song}, from the sum to the loss`, columns: { number, value: [z, p, loss, byP, byZ] } },
    ];
  },
  grips: gripsOf,
};
