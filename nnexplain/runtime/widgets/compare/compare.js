// The widget that holds two inputs against each other: any two test digits or drawings, what the network
// makes of both, and what differs in between.

import { at } from "../../draw/numbers.js";
import { once } from "../../draw/tree.js";
import { unitGrip } from "../../instruments/unit-hand.js";
import { nameOf } from "../../instruments/unit-words.js";
import { SIDE } from "../../net/ink/ink.js";
import { fullGlow } from "../../net/lab/glow.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { differenceView, GAP, POST, postsOf } from "./difference.js";
import { flips, gapsOf, sentence } from "./gaps.js";
import { inputsView, lifted, NAMES, PAPER, paperGrip, SIZE } from "./inputs.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Table } from "../../core/table.js" */
/** @import { Stand, Tool, Widget } from "../../core/widget.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Post } from "./difference.js" */
/** @import { Pen, Slot } from "./inputs.js" */

/**
 * @typedef {object} Session
 * @property {Page} page
 * @property {Lab} lab
 * @property {readonly Post[]} posts  where the units' bars are
 * @property {readonly number[]} strong  what is much in each layer
 * @property {typeof gapsOf} gaps
 * @property {Slot | null} drawing  which paper is open
 * @property {[Pen, Pen]} pens  of the keys
 * @property {() => void} changed
 */
/** @typedef {ReturnType<typeof modelOf>} Model */

/** Which parameter holds the drawing on a paper. */
const INK = Object.freeze(["ink", "ink2"]);
/** How near a hand must come to the middle of a bar. */
const REACH = 46;

/** All that is shown. @param {Session} session */
function modelOf({ page, lab, gaps, drawing, pens: both }) {
  const [first, second] = [lab.now(0), lab.now(1)];
  const unit = lab.unit(String(page.get("unit"))) ?? at(lab.units, 0);
  return { lab, first, second, gaps: gaps(first, second), unit, drawing, pens: both };
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
 * @param {Session} session
 * @param {Stand} stand
 * @returns {Record<string, Tool>}
 */
function toolsOf(session, { focus }) {
  const { page, lab, changed } = session;
  /** Nothing drawn on an open paper: it is the test digit again. */
  const close = () => {
    const { drawing } = session;
    session.drawing = null;
    if (drawing !== null && !lab.bits(drawing)?.some(Boolean)) page.set({ [at(INK, drawing)]: "" });
    changed();
  };
  /** A paper to draw on begins empty, and what is empty is the input: no words of a digit beside it. */
  const drawOn = (/** @type {Slot} */ slot) => ({
    act: () => {
      const again = session.drawing === slot;
      if (session.drawing !== null) close();
      if (again) return;
      session.drawing = slot;
      if (!lab.bits(slot)) lab.draw(slot, new Uint8Array(SIDE * SIDE));
      focus(at(NAMES, slot));
    },
    state: () => ({ pressed: session.drawing === slot }),
  });
  const swap = () => {
    const [digit, digit2, ink, ink2] = ["digit", "digit2", "ink", "ink2"].map((name) => page.get(name) ?? "");
    // Two drawings that are alike need no swapping, and their test digits are out of sight.
    if (ink !== ink2 || !ink) page.set({ digit: digit2, digit2: digit, ink: ink2, ink2: ink });
  };
  const surprise = () => {
    close();
    const other = Math.floor(Math.random() * (lab.count - 1));
    page.set({ digit2: other + Number(other >= lab.index(1)), ink2: "" });
  };
  return {
    swap: { act: swap },
    "surprise-me": { act: surprise },
    "draw-the-first": drawOn(0),
    "draw-the-second": drawOn(1),
    "back-to-test-digits": { act: () => (close(), page.set({ ink: "", ink2: "" })) },
  };
}

/** @type {Widget<Session, Model>} */
export default {
  follows: [...LAB, "unit"],
  async open({ page, figure, source, signal, changed }) {
    const lab = await labOf(page, figure, source, signal);
    const [posts, strong, gaps] = [postsOf(lab), fullGlow(lab), once(gapsOf)];
    return { page, lab, posts, strong, gaps, drawing: null, pens: [lifted(), lifted()], changed };
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
  quotes: (model) => ({ flipped: flippedWords(model), first: at(model.gaps, 0).flips }),
  grips: (session, { focus }) => {
    const { page, posts } = session;
    const hand = unitGrip({ page, units: posts, reach: REACH, focus });
    return { [GAP]: hand, [POST]: hand, [PAPER]: paperGrip(session) };
  },
  tools: toolsOf,
};
