// The widget `draw`: a pad, what the network sees of it, all its hidden units, and its answer, stroke by
// stroke.

import { percent } from "../../draw/numbers.js";
import { guidesOf } from "../../instruments/guides.js";
import { PAD, PadHand } from "../../instruments/pad.js";
import { fullGlow } from "../../net/lab/glow.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { ANSWER, CELL, HEIGHT, SQUARE, unitsWidth } from "./views.js";
import { answerView, paperView, seenView, unitsView } from "./views.js";

/** @import { Panel, Widget } from "../../core/widget.js" */
/** @import { Pen } from "../../instruments/pad.js" */
/** @import { Lab, LabFacts, Thought } from "../../net/lab/lab.js" */

/** `full` is the level of a full glow, layer by layer. */
/** @typedef {{lab: Lab, hand: PadHand, full: number[]}} Session */
/**
 * @typedef {object} Model
 * @property {LabFacts} facts
 * @property {ReturnType<Lab["picture"]>} picture
 * @property {Thought} thought
 * @property {Pen} pen  the keys'
 * @property {readonly number[]} full
 * @property {readonly string[]} hidden  names of the hidden units
 */

/** How drawings become what a network sees: what the makers of its data did. */
const PREPARED = Object.freeze({
  counts:
    "Your drawing is stretched to the box that the digits of the data set fill, though never to more than " +
    "twice its proportions, its strokes are made as wide as theirs, it is put upright, and the ink in each " +
    "block of 4 by 4 is counted. Those counts are all the network sees.",
  mass:
    "Your drawing is scaled to a box of 20 by 20, with its proportions, and its centre of mass is put in " +
    "the middle of 28 by 28. Partly inked pixels are grey. Those pixels are all the network sees.",
});

/** The focus of the pad is drawn outside of it; above is the title. */
const ROOM = Object.freeze({ left: 5, top: 28, right: 5, bottom: 5 });

/** @param {Session} session  @returns {Model} */
function modelOf({ lab, hand, full }) {
  const { facts } = lab;
  const hidden = lab.units.filter(({ layer }) => layer < facts.sizes.length - 2).map(({ id }) => id);
  return { facts, picture: lab.picture(), thought: lab.now(), pen: hand.pen, full, hidden };
}

/** @returns {Panel<Model>[]} */
function panels() {
  /** @type {Omit<Panel<Model>, "room">[]} */
  const all = [
    { label: "the paper", size: () => [HEIGHT, HEIGHT], draw: paperView },
    { label: "what is counted", size: () => [SQUARE.side, HEIGHT], draw: seenView },
    { label: "the hidden units", size: ({ facts }) => [unitsWidth(facts.sizes), HEIGHT], draw: unitsView },
    { label: "what the network says", size: () => [ANSWER.end, HEIGHT], draw: answerView },
  ];
  return all.map((panel) => ({ ...panel, room: ROOM }));
}

/** What the figure shows now. @param {Model} model */
function sentence({ thought: { kind, blank, words, label, p, said, sure } }) {
  const second = Array.from(p, (share, k) => ({ share: Number(share), k }))
    .filter(({ k }) => k !== said)
    .reduce((best, each) => (each.share > best.share ? each : best));
  const verdict = label === null || label === said ? "says" : "wrongly says";
  const next = `next ${second.k} with ${percent(second.share)}`;
  const answer = `the network ${verdict} ${said} with ${percent(sure)}, ${next}.`;
  if (blank) return `The paper is empty. It must answer all the same: ${answer}`;
  const what = kind === "digit" ? words.replace(/^t/, "T") : "Your drawing";
  return `${what}: ${answer}`;
}

/** @param {Model} model */
function describes({ facts: { side, sizes } }) {
  const [units, answers] = [sizes.slice(1, -1).join(" and "), sizes.at(-1) === 10 ? "ten" : sizes.at(-1)];
  return (
    `Ink on a paper of 32 by 32 cells, what is made of it in ${side} by ${side} numbers, the ${units} ` +
    `hidden units with a glow where they are on, and ${answers} bars, one for each answer.`
  );
}

/** @param {Model} model */
function tables({ facts: { side }, picture: { values }, thought: { words, p, pass }, hidden }) {
  const column = (/** @type {number} */ x) => Array.from({ length: side }, (_, y) => values[y * side + x]);
  const counted = Array.from({ length: side }, (_, x) => [String(x + 1), column(x)]);
  const answers = pass.slice(0, -1).flatMap(({ a }) => [...a]);
  return [
    { heading: `What is counted of ${words}`, columns: Object.fromEntries(counted) },
    { heading: "What it says", columns: { digit: Array.from(p, (_, k) => k), probability: [...p] } },
    { heading: "The hidden units", columns: { unit: [...hidden], answer: answers } },
  ];
}

/** @type {Widget<Session, Model>} */
export default {
  follows: [...LAB, "pen"],
  async open({ page, figure, source, signal, changed }) {
    const lab = await labOf(page, figure, source, signal);
    return { lab, hand: new PadHand(lab, page, changed), full: fullGlow(lab) };
  },
  model: modelOf,
  panels,
  says: sentence,
  describes,
  tables,
  guides: ({ thought }) => guidesOf(thought),
  quotes: ({ facts: { prepare }, thought: { kind, blank, said } }) => ({
    prepared: PREPARED[prepare],
    drawn: kind === "drawing" && !blank,
    said,
  }),
  grips: ({ hand }, { element }) => ({ [PAD]: hand.grip(element, CELL) }),
  tools: ({ hand }) => hand.tools,
};
