// The pictures of a way as cards, with what is said along it, and the picture where the page stands.

import { percent } from "../../draw/numbers.js";
import { h, once } from "../../draw/tree.js";
import { along } from "../../instruments/along.js";
import { band, here, slide } from "../../instruments/band.js";
import { cells } from "../../instruments/cells.js";
import { MOST } from "../../net/way/own.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Card } from "./cards.js" */
/** @import { Model } from "./editor.js" */

const CARD = Object.freeze({ side: 84, across: 112, down: 138, top: 40, row: 4 });
const BAND = Object.freeze({ x: 4, y: 322, width: 416, height: 24 });
/** Where a hand goes along the band: high enough for a finger, also on a phone. */
export const SLIDE = Object.freeze({ ...BAND, y: 298, height: 64 });
const NOW = Object.freeze({ x: 4, y: 364, side: 64 });

/** @returns {(model: Model) => Branch[]} */
export function stripView() {
  const views = Array.from({ length: MOST + 2 }, (_, k) => cardView(k));
  return ({ all, chosen, side, verdict, now: { t, picture, pass } }) => {
    const none = all.length === 2 && "No way-points yet: drop one where you stand.";
    const word = (/** @type {number} */ y, /** @type {string} */ words) =>
      h("text", { x: NOW.x + NOW.side + 14, y }, words);
    return [
      h("text", { class: "nn-title", x: 0, y: 6 }, "From picture to picture"),
      h("text", { class: "nn-faint", x: 4, y: 196 }, none),
      h(
        "g",
        { role: "radiogroup", "aria-label": "the pictures of the way" },
        all.map((card, k) => views[k]?.(card, card.id === chosen.id, side)),
      ),
      band(verdict, BAND),
      here(t, { ...BAND, y: BAND.y - 6, height: BAND.height + 12 }),
      cells("ink", picture, { ...NOW, cell: NOW.side / side, columns: side }),
      word(380, `at ${along(t)} of this way`),
      word(402, `says ${pass.said}, ${percent(pass.sure)}`),
      slide(SLIDE, "band"),
    ];
  };
}

/** @param {number} k  which of the cards */
function cardView(k) {
  const [x, y] = [4 + (k % CARD.row) * CARD.across, CARD.top + Math.floor(k / CARD.row) * CARD.down];
  const shown = once((/** @type {Vector} */ picture, /** @type {number} */ side) =>
    cells("ink", picture, { x, y, cell: CARD.side / side, columns: side })
  );
  const square = (/** @type {number} */ out) => ({ x: x - out, y: y - out, width: CARD.side + 2 * out });
  /** @type {(card: Card, chosen: boolean, side: number) => Branch} */
  return ({ id, name, picture, said, sure }, chosen, side) => {
    const says = `${said}, ${percent(sure)}`;
    const acts = {
      role: "radio",
      "data-grip": "card",
      "data-id": id,
      "aria-label": `${name}: says ${says}`,
      "aria-checked": String(chosen),
      tabindex: chosen ? 0 : -1,
    };
    return h(
      "g",
      { class: "nn-editor-card", ...acts },
      h("rect", { class: "nn-hit", x: x - 4, y: y - 18, width: CARD.side + 20, height: CARD.side + 40 }),
      shown(picture, side),
      h("text", { class: "nn-head", x, y: y - 11 }, name),
      h("text", { x, y: y + CARD.side + 13 }, says),
      chosen && h("rect", { class: "nn-ring", ...square(3), height: CARD.side + 6, rx: 4 }),
    );
  };
}
