// Two inputs side by side, each on a paper that can be drawn on, with what the network says of both.

import { at, percent } from "../../draw/numbers.js";
import { capital, word } from "../../draw/text.js";
import { h, once } from "../../draw/tree.js";
import { cells, marks } from "../../instruments/cells.js";
import { pad } from "../../instruments/pad.js";
import { SIDE } from "../../net/ink/ink.js";
import { inputWords } from "./gaps.js";

/** @import { Grip, Touch } from "../../draw/hand.js" */
/** @import { Branch } from "../../draw/tree.js" */
/** @import { Pen } from "../../instruments/pad.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Model, Session } from "./compare.js" */

/** Which of the two. @typedef {0 | 1} Slot */

export const SIZE = Object.freeze({ width: 440, height: 482 });
/** The two papers' names, as their data-id has them. */
export const NAMES = Object.freeze(["first", "second"]);
/** Where a paper is, and beside it what the network sees of a drawing. */
const SHEET = Object.freeze({ x: [0, 232], y: 42, side: 136, beside: 8, seen: 52 });
const CELL = SHEET.side / SIDE;
/** The two answers: rows of bars to the left and to the right. */
const BARS = Object.freeze({ y: 234, step: 22, left: 204, right: 236, reach: 148 });

/**
 * The words about a paper, and beside it what the network sees of a drawing.
 * @param {Lab} lab
 * @param {Slot} slot
 * @param {Thought} thought
 * @returns {Branch[]}
 */
function words({ facts: { side } }, slot, thought) {
  const [x, y] = [at(SHEET.x, slot), SHEET.y];
  const [beside, seen] = [x + SHEET.side + SHEET.beside, y + SHEET.side - SHEET.seen];
  const sees = () => [
    word("nn-head", beside, seen - 10, "it sees"),
    cells("ink", thought.pixels, { x: beside, y: seen, cell: SHEET.seen / side, columns: side }),
  ];
  return [
    word("nn-title", x, 6, capital(at(NAMES, slot))),
    word("nn-head", x, 26, inputWords(thought)),
    word("nn-head", beside, y + 8, "read as"),
    word("nn-verdict-digit", beside, y + 33, String(thought.said)),
    word(undefined, beside, y + 57, percent(thought.sure)),
    h("g", {}, thought.kind === "drawing" ? sees() : []),
  ];
}

/**
 * A paper, on which a pen may draw at once; the one that the tools are for has a frame.
 * @param {Lab} lab
 * @param {Slot} slot
 * @param {Thought} thought
 * @param {Uint8Array | null} bits  of a drawing
 * @param {Pen} pen
 * @param {boolean} chosen
 */
function paper({ facts: { side } }, slot, thought, bits, pen, chosen) {
  const digit = marks("ink", thought.pixels, { x: 0, y: 0, cell: SHEET.side / side, columns: side });
  const box = { x: 0, y: 0, width: SHEET.side, height: SHEET.side };
  return h(
    "g",
    { transform: `translate(${at(SHEET.x, slot)},${SHEET.y})` },
    pad(bits ?? [], pen, CELL, { id: at(NAMES, slot), digit: bits ? undefined : digit }),
    h("rect", { class: "nn-ring", visibility: chosen ? undefined : "hidden", ...box }),
  );
}

/**
 * The two answers, bar by bar.
 * @param {Thought} first
 * @param {Thought} second
 */
function answers(first, second) {
  return Array.from(first.p, (_, kind) => {
    const y = BARS.y + kind * BARS.step;
    const bars = [first, second].map(({ p, said }, slot) => {
      const [wide, way] = [p[kind] * BARS.reach, slot ? 1 : -1];
      const end = slot ? BARS.right + wide : BARS.left - wide;
      const box = { x: Math.min(end, end - way * wide), y: y - 8, width: wide, height: 16 };
      return [
        h("rect", { class: "nn-reply", ...box, "data-said": said === kind ? "" : undefined }),
        word(undefined, end + 5 * way, y, p[kind] >= 0.005 ? percent(p[kind]) : "", slot ? "start" : "end"),
      ];
    });
    const said = first.said === kind || second.said === kind ? "" : undefined;
    const name = { class: "nn-compare-digit", x: (BARS.left + BARS.right) / 2, y, "text-anchor": "middle" };
    return h("g", {}, bars.flat(), h("text", { ...name, "data-said": said }, String(kind)));
  });
}

/** The panel of the inputs. @param {Lab} lab  @returns {(model: Model) => Branch[]} */
export function inputsView(lab) {
  const slots = /** @type {const} */ ([0, 1]);
  /** @type {(slot: Slot) => (thought: Thought) => Branch} */
  const wordsOf = (slot) => (thought) => h("g", {}, words(lab, slot, thought));
  const about = slots.map((slot) => once(wordsOf(slot)));
  const replies = once(answers);
  return ({ first, second, pens, chosen }) => [
    ...slots.map((slot) => {
      const thought = slot ? second : first;
      const sheet = paper(lab, slot, thought, lab.bits(slot), at(pens, slot), chosen === slot);
      return h("g", {}, at(about, slot)(thought), sheet);
    }),
    word("nn-title", 0, BARS.y - 28, "The two answers"),
    ...replies(first, second),
  ];
}

/**
 * Drawing on either paper; the tools are for the one that was touched last.
 * @param {Session} session
 * @param {Element} element  the nn-figure
 * @returns {Grip}
 */
export function paperGrip(session, element) {
  const grips = session.hands.map((hand, slot) =>
    hand.grip(element, CELL, { x: at(SHEET.x, slot), y: SHEET.y })
  );
  const slotOf = (/** @type {Touch} */ { id }) => /** @type {Slot} */ (Math.max(0, NAMES.indexOf(id)));
  const of = (/** @type {Touch} */ touch) => at(grips, slotOf(touch));
  const choose = (/** @type {Touch} */ touch) => {
    session.chosen = slotOf(touch);
    session.changed();
  };
  return {
    holds: true,
    down: (touch) => (choose(touch), of(touch).down(touch)),
    drag: (touch) => of(touch).drag(touch),
    up: (touch) => of(touch).up(touch),
    key: (key, touch, event) => (choose(touch), of(touch).key(key, touch, event)),
    focus: choose,
    blur: (touch) => of(touch).blur(touch),
  };
}
