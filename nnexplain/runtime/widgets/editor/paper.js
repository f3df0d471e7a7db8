// The picture that is worked on, large: its pixels or its ink, where the hand is, and what it is read as.

import { percent } from "../../draw/numbers.js";
import { h, once } from "../../draw/tree.js";
import { cells } from "../../instruments/cells.js";
import { inkPath } from "../../instruments/pad-pen.js";
import { SIDE } from "../../net/ink/ink.js";
import { REACH } from "./push.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Model } from "./editor.js" */

export const PAPER = Object.freeze({ side: 320, y: 24 });
const SQUARE = Object.freeze({ x: 0, y: PAPER.y, width: PAPER.side, height: PAPER.side });
/** One of its 32 × 32 cells. */
const FINE = PAPER.side / SIDE;
/** Where the words beside it begin. */
const BESIDE = 336;
/** What the network sees of ink: a small picture. */
const SEES = Object.freeze({ x: BESIDE, y: PAPER.y + PAPER.side - 96, side: 96 });
/** With more pixels a side there are no lines between them. */
const COARSE = 12;

const HELP = Object.freeze({
  pixels: "drag a pixel up or down; or arrow keys, + and −",
  pen: "draw; or arrow keys, space for down and up",
  eraser: "rub out; or arrow keys, space for down and up",
  push: "drag ink about; or arrow keys, space to take hold",
});
const ALOUD = "to be changed: arrow keys move; plus and minus change a pixel; space puts the pen down, or " +
  "takes hold of the ink, and lets go";

/** @returns {(model: Model) => Branch[]} */
export function paperView() {
  const pixels = once((/** @type {Vector} */ picture, /** @type {number} */ side) =>
    cells("ink", picture, { x: 0, y: PAPER.y, cell: PAPER.side / side, columns: side })
  );
  const inked = once(inkOf);
  return (model) => {
    const { chosen, what, ink, side, levels, mode, pixel: { row, column, level } } = model;
    const label = `${chosen.name}, ${ALOUD}`;
    const acts = { tabindex: 0, role: "application", "data-grip": "paper", "aria-label": label };
    return [
      h("text", { class: "nn-title", x: 0, y: 6 }, `Work on: ${chosen.name}${what ? `, ${what}` : ""}`),
      ink ? inked(ink) : pixels(chosen.picture, side),
      h("path", { class: "nn-grid", d: side > COARSE ? "" : gridOf(side) }),
      ...handOf(model),
      h("rect", { class: "nn-paper", "data-open": "", ...SQUARE, ...acts }),
      h("text", { class: "nn-head", x: BESIDE, y: 34 }, "read as"),
      h("text", { class: "nn-verdict-digit", x: BESIDE, y: 62 }, String(chosen.said)),
      h("text", { x: BESIDE, y: 90 }, percent(chosen.sure)),
      seenOf(model),
      h("text", { x: 0, y: 364 }, `row ${row + 1}, column ${column + 1}: ${level} of ${levels}`),
      h("text", { class: "nn-faint", x: 0, y: 386 }, HELP[mode]),
    ];
  };
}

/** @param {Uint8Array} bits */
function inkOf(bits) {
  return h(
    "g",
    { class: "nn-cells" },
    h("rect", { class: "nn-cells__ground", ...SQUARE }),
    h("path", { class: "nn-cells__ink", transform: `translate(0,${PAPER.y})`, d: inkPath(bits, FINE) }),
    h("rect", { class: "nn-cells__frame", ...SQUARE }),
  );
}

/** Lines between the pixels. @param {number} side */
function gridOf(side) {
  const at = Array.from({ length: side - 1 }, (_, k) => ((k + 1) * PAPER.side) / side);
  return at.map((far) => `M${far},${PAPER.y}v${PAPER.side}M0,${PAPER.y + far}h${PAPER.side}`).join("");
}

/** Where the hand is: the pixel, or the tip of the pen, and how far it pushes. @param {Model} model */
function handOf({ mode, spot, down, side, pixel: { row, column } }) {
  const wide = PAPER.side / side;
  const [x, y] = [spot.x * FINE, PAPER.y + spot.y * FINE];
  const tip = { x: x - 5, y: y - 5, width: 10, height: 10 };
  const pixel = { x: column * wide, y: PAPER.y + row * wide, width: wide, height: wide };
  const box = mode === "pixels" ? pixel : tip;
  return [
    h("rect", { class: "nn-ring nn-editor-hand", ...box, "data-pen": down ? "down" : "up" }),
    h("circle", { class: "nn-ring", r: mode === "push" ? REACH * FINE : 0, cx: x, cy: y }),
  ];
}

/** Of ink, what the network sees. @param {Model} model */
function seenOf({ ink, side, chosen: { picture } }) {
  if (!ink) return h("g");
  return h(
    "g",
    {},
    h("text", { class: "nn-head", x: BESIDE, y: 236 }, "it sees"),
    cells("ink", picture, { ...SEES, cell: SEES.side / side, columns: side }),
  );
}
