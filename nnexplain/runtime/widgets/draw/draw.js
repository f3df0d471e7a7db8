// The widget `draw`: a pad, what the network sees of it, all its hidden units, and its answer, stroke by stroke.

import { arraysOf } from "../../core/arrays.js";
import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { percent } from "../../draw/numbers.js";
import { svg } from "../../draw/svg.js";
import { PadHand, PadView } from "../../instruments/pad.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { AnswerView, SeenView, UnitsView } from "./views.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Table } from "../../core/table.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Measures } from "./views.js" */

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [{ facts }, lab] = await Promise.all([arraysOf(figure, source, signal), labOf(page, figure, source, signal), styled(element)]);
  if (signal.aborted) return;
  const views = viewsOf(figure, element, /** @type {any} */ (facts), lab, signal);
  const hand = new PadHand(lab, element);
  const say = saying(element, signal);
  const show = () => {
    const [{ bits, fitted, values }, thought] = [lab.picture(), lab.now()];
    views.pad.draw(bits, hand.pen);
    views.seen.draw(fitted ?? bits, values);
    views.units.draw(thought);
    views.answer.draw(thought);
    hand.refresh();
    say(sentence(thought));
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  hand.take(views.pad, later, signal);
  offerTables(element, () => tablesOf(lab));
  page.subscribe((changes) => [...LAB, "pen"].some((name) => changes.has(name)) && later(), signal);
  show();
}

/** @param {Figure} figure  @param {HTMLElement} element  @param {Measures} measures  @param {Lab} lab  @param {AbortSignal} signal */
function viewsOf(figure, element, measures, lab, signal) {
  const panel = (/** @type {number} */ index, /** @type {string} */ label) => {
    const made = place(figure, element, index, label, signal);
    // The panels begin at one height, their charts do not.
    const x = made.plot.transform.baseVal[0]?.matrix.e;
    made.root.append(svg("text", { class: "nn-title", x, y: 9.5 }, measures.titles[index] ?? ""));
    return made;
  };
  return {
    pad: new PadView(panel(0, "the paper"), measures.cell),
    seen: new SeenView(panel(1, "what is counted"), measures, lab.facts),
    units: new UnitsView(panel(2, "the hidden units"), measures),
    answer: new AnswerView(panel(3, "what the network says"), measures, lab.facts.sizes.at(-1) ?? 0),
  };
}

/** What the figure shows now. @param {Thought} thought */
export function sentence({ kind, blank, words, label, p, said, sure }) {
  const second = Array.from(p, (share, k) => ({ share: Number(share), k }))
    .filter(({ k }) => k !== said)
    .reduce((best, each) => (each.share > best.share ? each : best));
  const verdict = label === null || label === said ? "says" : "wrongly says";
  const answer = `the network ${verdict} ${said} with ${percent(sure)}, next ${second.k} with ${percent(second.share)}.`;
  if (blank) return `The paper is empty. It must answer all the same: ${answer}`;
  const what = kind === "digit" ? words.replace(/^t/, "T") : "Your drawing";
  return `${what}: ${answer}`;
}

/** @param {Lab} lab  @returns {Table[]} */
function tablesOf(lab) {
  const { pass, p, words } = lab.now();
  const { side } = lab.facts;
  const values = lab.picture().values;
  const columns = Array.from({ length: side }, (_, x) => [String(x + 1), Array.from({ length: side }, (_, y) => values[y * side + x])]);
  return [
    { heading: `What is counted of ${words}`, columns: Object.fromEntries(columns) },
    { heading: "What it says", columns: { digit: Array.from(p, (_, k) => k), probability: [...p] } },
    { heading: "The hidden units", columns: { unit: lab.units.filter(({ layer }) => layer < pass.length - 1).map(({ id }) => id), answer: pass.slice(0, -1).flatMap(({ a }) => [...a]) } },
  ];
}
