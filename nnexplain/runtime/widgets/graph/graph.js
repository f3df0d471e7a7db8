// The widget that takes one song through the neuron and back, operation by operation. Left the graph of what
// is computed from what; right the operation at hand, with its numbers, and what becomes of the weights.

import { arraysOf } from "../../core/arrays.js";
import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { benchOf } from "../../net/one/bench.js";
import { StepsView } from "./graph-steps.js";
import { GraphView } from "./graph-view.js";
import { AT, numbersOf, operationsOf } from "./sum.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Page } from "../../core/page.js" */
/** @import { Facts } from "../../net/one/bench.js" */

/** @typedef {Facts & {places: Record<string, [number, number]>}} GraphFacts */

const WATCHED = Object.freeze(["step", "set", "own", "run", "rate", "song", "op"]);

/** @param {Page} page  @param {string} name  @param {number} most */
const whole = (page, name, most) => Math.max(0, Math.min(most, Math.round(Number(page.get(name) ?? 0))));

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const [{ arrays, facts: given }] = await Promise.all([arraysOf(figure, source, signal), styled(element)]);
  if (signal.aborted) return;
  const facts = /** @type {GraphFacts} */ (given);
  const page = pageOf(element);
  const bench = benchOf(page, arrays, facts, signal);
  const graph = new GraphView(place(figure, element, 0, "the graph of the computation", signal), facts.places, [...facts.features, "bias"]);
  const steps = new StepsView(place(figure, element, 1, "the operation at hand", signal), [...facts.features, "bias"]);
  const say = saying(element, signal);
  const numbers = () => {
    const { frame, ratings, rate } = bench.now();
    return numbersOf(frame.theta, ratings, whole(page, "song", 7), rate, facts.features);
  };
  const show = () => {
    const [now, op] = [numbers(), whole(page, "op", AT.last)];
    const operations = operationsOf(now);
    const operation = operations[op] ?? operations[0];
    if (!operation) return;
    graph.draw(now, op, operation);
    steps.draw(now, op, operation, whole(page, "step", 1e6));
    say(spoken(now.song, op, operation));
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  const light = (/** @type {number | null} */ term) => {
    graph.light(term);
    steps.light(term);
  };
  graph.take({ open: (op) => page.set({ op }), light }, signal);
  steps.take({ light }, signal);
  offerTables(element, () => tables(numbers()));
  page.subscribe((changes) => WATCHED.some((name) => changes.has(name)) && later(), signal);
  show();
}

/** @param {string} song  @param {number} op  @param {ReturnType<typeof operationsOf>[number]} operation */
function spoken(song, op, { title, formula, why }) {
  const sum = formula.map((line) => line.map(({ text }) => text).join("")).join(" ");
  return `${song}, operation ${op} of ${AT.last}. ${title}: ${sum}. ${why.join(" ")}`;
}

/** @param {ReturnType<typeof numbersOf>} now  @returns {{heading: string, columns: Record<string, unknown[]>}[]} */
function tables({ names, x, w, terms, byW, mean, next, z, p, loss, byP, byZ, song }) {
  return [
    { heading: `${song}, input by input`, columns: { input: names, value: x, weight: w, product: terms, "slope of this song": byW, "mean slope": mean, "next weight": next } },
    { heading: `${song}, from the sum to the loss`, columns: { number: ["sum", "probability", "loss", "slope by probability", "slope by sum"], value: [z, p, loss, byP, byZ] } },
  ];
}
