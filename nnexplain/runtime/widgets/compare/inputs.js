// Two inputs side by side, each on a paper that can be drawn on, with what the network says of both.

import { arrow } from "../../draw/hand.js";
import { at, percent } from "../../draw/numbers.js";
import { capital, word } from "../../draw/text.js";
import { h, once } from "../../draw/tree.js";
import { cells, marks } from "../../instruments/cells.js";
import { inkPath, stroked } from "../../instruments/pad-pen.js";
import { SIDE } from "../../net/ink/ink.js";
import { inputWords } from "./gaps.js";

/** @import { Grip, Spot } from "../../draw/hand.js" */
/** @import { Branch } from "../../draw/tree.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Model, Session } from "./compare.js" */

/** Which of the two. @typedef {0 | 1} Slot */
/**
 * The keys' pen on a paper: where it is, in cells, and whether it draws.
 * @typedef {{at: Spot, down: boolean}} Pen
 */

export const SIZE = Object.freeze({ width: 440, height: 482 });
/** The two papers' names, as their data-id has them. */
export const NAMES = Object.freeze(["first", "second"]);
/** A grip: an open paper. */
export const PAPER = "paper";
/** Where a paper is, and beside it what the network sees of a drawing. */
const SHEET = Object.freeze({ x: [0, 232], y: 42, side: 136, beside: 8, seen: 52 });
/** A cell of a paper, and a pen's width in cells. */
const [CELL, WIDTH] = [SHEET.side / SIDE, 3];
/** The two answers: rows of bars to the left and to the right. */
const BARS = Object.freeze({ y: 234, step: 22, left: 204, right: 236, reach: 148 });

/** The keys' pen before anybody has moved it. @returns {Pen} */
export const lifted = () => ({ at: { x: SIDE / 2, y: 6 }, down: false });

/**
 * What is on a paper, and beside it what the network sees of a drawing.
 * @param {Lab} lab
 * @param {Slot} slot
 * @param {Thought} thought
 * @param {Uint8Array | null} bits  of a drawing
 * @param {boolean} open  whether it can be drawn on
 * @returns {Branch[]}
 */
function paper({ facts: { side } }, slot, thought, bits, open) {
  const [x, y, middle] = [at(SHEET.x, slot), SHEET.y, SHEET.side / 2];
  const [beside, seen] = [x + SHEET.side + SHEET.beside, y + SHEET.side - SHEET.seen];
  const box = { x, y, width: SHEET.side, height: SHEET.side };
  const ink = () =>
    h(
      "g",
      { transform: `translate(${x},${y})` },
      h("path", { class: "nn-cells__ink", d: inkPath(bits ?? [], CELL) }),
    );
  const digit = () => marks("ink", thought.pixels, { x, y, cell: SHEET.side / side, columns: side });
  const sees = () => [
    word("nn-head", beside, seen - 10, "it sees"),
    cells("ink", thought.pixels, { x: beside, y: seen, cell: SHEET.seen / side, columns: side }),
  ];
  return [
    word("nn-title", x, 6, capital(at(NAMES, slot))),
    word("nn-head", x, 26, inputWords(thought)),
    h("rect", { class: "nn-cells__ground", ...box }),
    bits ? ink() : digit(),
    h("rect", { class: "nn-cells__frame", ...box }),
    word("nn-note", x + middle, y + middle, open && bits && !bits.some(Boolean) ? "draw here" : ""),
    word("nn-head", beside, y + 8, "read as"),
    word("nn-verdict-digit", beside, y + 33, String(thought.said)),
    word(undefined, beside, y + 57, percent(thought.sure)),
    h("g", {}, bits ? sees() : []),
  ];
}

/**
 * What a hand takes of a paper: while it is open, the whole of it, and the keys' pen is seen.
 * @param {Slot} slot
 * @param {boolean} open
 * @param {Pen} pen
 */
function taken(slot, open, { at: { x: column, y: row } }) {
  const [x, y, id] = [at(SHEET.x, slot), SHEET.y, at(NAMES, slot)];
  const how = "draw with a finger or a mouse; arrow keys move the pen, space puts it down and lifts it";
  const acts = { "data-grip": PAPER, "data-open": "", tabindex: 0 };
  const label = { "data-id": id, role: "application", "aria-label": `the ${id} paper: ${how}` };
  const box = { x, y, width: SHEET.side, height: SHEET.side };
  const spot = { x: x + column * CELL - 4.5, y: y + row * CELL - 4.5, width: 9, height: 9 };
  return [
    h("rect", { class: "nn-paper", ...box, ...label, ...(open ? acts : {}) }),
    open && h("rect", { class: "nn-ring", ...spot }),
  ];
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
  /** @type {(slot: Slot) => (thought: Thought, bits: Uint8Array | null, open: boolean) => Branch} */
  const paperOf = (slot) => (thought, bits, open) => h("g", {}, paper(lab, slot, thought, bits, open));
  const papers = slots.map((slot) => once(paperOf(slot)));
  const replies = once(answers);
  return ({ first, second, drawing, pens: both }) => [
    ...slots.map((slot) => {
      const [thought, open] = [slot ? second : first, drawing === slot];
      return h("g", {}, at(papers, slot)(thought, lab.bits(slot), open), taken(slot, open, both[slot]));
    }),
    word("nn-title", 0, BARS.y - 28, "The two answers"),
    ...replies(first, second),
  ];
}

/** Drawing on the open paper, with a pointer or the keys. @param {Session} session  @returns {Grip} */
export function paperGrip({ lab, pens: both, changed }) {
  /** Where the pointer was. @type {Spot} */ let last = { x: 0, y: 0 };
  const slotOf = (/** @type {string} */ id) => /** @type {Slot} */ (NAMES.indexOf(id));
  const cellAt = (/** @type {Slot} */ slot, /** @type {Spot} */ { x, y }) => ({
    x: (x - at(SHEET.x, slot)) / CELL,
    y: (y - SHEET.y) / CELL,
  });
  /** @type {(slot: Slot, from: Spot, through: readonly Spot[]) => Spot} */
  const line = (slot, from, through) => {
    let [bits, here] = [lab.bits(slot) ?? new Uint8Array(SIDE * SIDE), from];
    for (const next of through) [bits, here] = [stroked(bits, here, next, WIDTH, 1), next];
    lab.draw(slot, bits);
    return here;
  };
  const inside = (/** @type {number} */ cell) => Math.max(0, Math.min(SIDE - 1, cell));
  return {
    holds: true,
    down: ({ id, spot }) => {
      const [slot, here] = [slotOf(id), cellAt(slotOf(id), spot)];
      last = line(slot, here, [here]);
    },
    drag: ({ id, all }) => {
      const slot = slotOf(id);
      last = line(slot, last, all.map((spot) => cellAt(slot, spot)));
    },
    key: (pressed, { id, shift }, { altKey, ctrlKey, metaKey }) => {
      const [slot, way] = [slotOf(id), arrow(pressed)];
      if (altKey || ctrlKey || metaKey || (!way && pressed !== " ")) return false;
      const [{ at: from, down }, far] = [both[slot], shift ? 4 : 1];
      const to = way ? { x: inside(from.x + way[0] * far), y: inside(from.y + way[1] * far) } : from;
      both[slot] = { at: to, down: way ? down : !down };
      if (both[slot].down) line(slot, from, [to]);
      changed();
      return true;
    },
    blur: ({ id }) => void (both[slotOf(id)].down = false),
  };
}
