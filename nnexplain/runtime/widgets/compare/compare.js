// The widget that holds two inputs against each other: any two test digits or drawings, what the network
// makes of both, and what differs in between.

import { at } from "../../draw/numbers.js";
import { once } from "../../draw/tree.js";
import { guidesOf } from "../../instruments/guides.js";
import { PAD, PadHand } from "../../instruments/pad.js";
import { unitGrip } from "../../instruments/unit-hand.js";
import { nameOf } from "../../instruments/unit-words.js";
import { fullGlow } from "../../net/lab/glow.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { differenceView, GAP, POST, postsOf } from "./difference.js";
import { flips, gapsOf, samePicture, sentence } from "./gaps.js";
import { inputsView, paperGrip, SIZE } from "./inputs.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Table } from "../../core/table.js" */
/** @import { Tool, Widget } from "../../core/widget.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Post } from "./difference.js" */
/** @import { Slot } from "./inputs.js" */

/**
 * @typedef {object} Session
 * @property {Page} page
 * @property {Lab} lab
 * @property {readonly Post[]} posts  where the units' bars are
 * @property {readonly number[]} strong  what is much in each layer
 * @property {typeof gapsOf} gaps
 * @property {readonly PadHand[]} hands  a paper each
 * @property {Slot} chosen  which paper the tools are for
 * @property {() => void} changed
 */
/** @typedef {ReturnType<typeof modelOf>} Model */

/** How near a hand must come to the middle of a bar. */
const REACH = 46;

/** All that is shown. @param {Session} session */
function modelOf({ page, lab, gaps, hands, chosen }) {
  const [first, second] = [lab.now(0), lab.now(1)];
  const unit = lab.unit(String(page.get("unit"))) ?? at(lab.units, 0);
  return { lab, first, second, gaps: gaps(first, second), unit, chosen, pens: hands.map(({ pen }) => pen) };
}

/** @param {Model} model  @returns {Table[]} */
function tablesOf({ lab, first, second, gaps }) {
  const last = gaps.length - 1;
  const of = (/** @type {Thought} */ { pass, p }) =>
    lab.units.map(({ layer, index }) => (layer === last ? p[index] : at(pass, layer).a[index]));
  return [{
    heading: "All units, for the first input and for the second",
    columns: {
      unit: lab.units.map((unit) => nameOf(unit, lab.facts.sizes)),
      first: of(first),
      second: of(second),
      difference: lab.units.map(({ layer, index }) => at(gaps, layer).difference[index]),
      flipped: lab.units.map(({ layer, index }) => (at(gaps, layer).flipped[index] ? "yes" : "")),
    },
  }];
}

/** Whether few units of the first layer flip, and how many do. @param {Model} model */
function flippedWords({ gaps }) {
  const { flips: count, flipped } = at(gaps, 0);
  return `${2 * count <= flipped.length ? "Not" : "They do"} in the two below: ${flips(gaps)}`;
}

/**
 * The tools of a pad, for the paper that is chosen; a pen is one for both.
 * @param {Session} session
 * @returns {Record<string, Tool>}
 */
function toolsOf(session) {
  const { page, hands, changed } = session;
  const hand = () => at(hands, session.chosen);
  const other = () => at(hands, 1 - session.chosen);
  const names = /** @type {const} */ (["undo", "redo", "clear", "draw-on-it", "surprise-me"]);
  const own = names.map((name) => {
    const act = () => (hand().tools[name].act(), changed());
    return [name, { act, state: () => /** @type {Tool} */ (hand().tools[name]).state?.() ?? {} }];
  });
  const take = (/** @type {boolean} */ erasing) => ({
    act: () => hands.forEach((each) => each.take(erasing)),
    state: hand().tools[erasing ? "eraser" : "pen"].state,
  });
  const swap = () => {
    const [digit, digit2, ink, ink2] = ["digit", "digit2", "ink", "ink2"].map((name) => page.get(name) ?? "");
    // Two drawings that are alike need no swapping, and their test digits are out of sight.
    if (ink !== ink2 || !ink) page.set({ digit: digit2, digit2: digit, ink: ink2, ink2: ink });
  };
  return {
    pen: take(false),
    eraser: take(true),
    ...Object.fromEntries(own),
    "copy-to-the-other": { act: () => (other().copy(hand()), changed()) },
    swap: { act: swap },
  };
}

/** @type {Widget<Session, Model>} */
export default {
  follows: [...LAB, "unit"],
  async open({ page, figure, source, signal, changed }) {
    const lab = await labOf(page, figure, source, signal);
    const [posts, strong, gaps] = [postsOf(lab), fullGlow(lab), once(gapsOf)];
    const hands = /** @type {const} */ ([0, 1]).map((slot) => new PadHand(lab, page, changed, slot));
    return { page, lab, posts, strong, gaps, hands, chosen: 0, changed };
  },
  model: modelOf,
  panels: ({ lab, posts, strong }) => [
    {
      label: "two inputs and their answers",
      size: () => [SIZE.width, SIZE.height],
      room: { left: 5 },
      draw: inputsView(lab),
    },
    {
      label: "what differs, layer by layer",
      size: () => [SIZE.width, SIZE.height],
      room: { right: 6 },
      draw: differenceView(lab, posts, strong),
    },
  ],
  says: (model) => sentence(model.lab, model, model.unit),
  describes: () =>
    "Two handwritten digits with the network's answers to both; beside them, for every pixel and every " +
    "unit, by how much the first has more than the second, and which units have flipped.",
  tables: tablesOf,
  guides: ({ first, second }) => guidesOf(first, second),
  quotes: (model) => ({
    flipped: flippedWords(model),
    first: at(model.gaps, 0).flips,
    alike: model.first.said === model.second.said && !samePicture(model.first, model.second),
  }),
  grips: (session, { focus, element }) => {
    const { page, posts } = session;
    const hand = unitGrip({ page, units: posts, reach: REACH, focus });
    return { [GAP]: hand, [POST]: hand, [PAD]: paperGrip(session, element) };
  },
  tools: toolsOf,
};
