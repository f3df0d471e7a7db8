// A panel of units along a way: a row for each unit, a line that is the wider the more strongly it answers.

import { at } from "../../draw/numbers.js";
import { capital } from "../../draw/text.js";
import { h, once } from "../../draw/tree.js";
import { ALONG, course, standing } from "../../instruments/along.js";
import { nameOf } from "../../instruments/unit-words.js";
import { ROW } from "../../instruments/way-hand.js";
import { bottomOf, flipPath, glowPaths, heightOf, opacityOf, PITCH, rowY, wideOf, WIDTH } from "./places.js";
import { countWords, flipWords, titleOf } from "./words.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Block } from "./places.js" */
/** @import { Row } from "./sum.js" */
/** @import { Model, Survey } from "./units.js" */

/** A row where it stands. @typedef {{y: number, row: Row}} Shown */

const LABEL = "units; up and down choose one, left and right go along the way";

/**
 * @param {readonly Block[]} blocks
 * @param {readonly number[]} sizes
 * @param {boolean} reads  whether it also tells of the selected unit
 * @returns {(model: Model) => Branch[]}
 */
export function unitsView(blocks, sizes, reads) {
  const ground = once((/** @type {Survey} */ survey) => groundOf(survey, blocks, sizes));
  const counts = once((/** @type {Survey} */ survey) => countsOf(survey, blocks));
  const rows = once((/** @type {Survey} */ survey, /** @type {Row} */ chosen) => {
    return rowsOf(shownOf(survey, blocks), chosen, sizes.length - 2, sizes);
  });
  return ({ survey, now, row, told }) => {
    const name = `${capital(nameOf(row, sizes))} (${row.id})`;
    return [
      ground(survey),
      standing(now.t, bottomOf(blocks)),
      counts(survey),
      ...rows(survey, row),
      h("text", { class: "nn-readout", x: 0, y: heightOf(sizes) - 28 }, reads && name),
      h("text", { x: 0, y: heightOf(sizes) - 8 }, reads && capital(told)),
    ];
  };
}

/** @param {Survey} survey  @param {readonly Block[]} blocks  @returns {Shown[]} */
function shownOf({ sorted }, blocks) {
  return blocks.flatMap((block) => at(sorted, block.layer).map((row, k) => ({ y: rowY(block, k), row })));
}

/**
 * Where a block has its heading: the first at the top of the panel.
 * @param {readonly Block[]} blocks
 * @param {Block} block
 */
const headY = (blocks, block) => (block === blocks[0] ? 6 : block.y - 14);

/**
 * What does not follow the place.
 * @param {Survey} survey
 * @param {readonly Block[]} blocks
 * @param {readonly number[]} sizes
 */
function groundOf(survey, blocks, sizes) {
  const { passes, strong, verdict } = survey;
  const [last, shown] = [sizes.length - 2, shownOf(survey, blocks)];
  const base = shown.map(({ y }) => `M${ALONG.x},${y}h${ALONG.width}`);
  const lines = shown.map(({ y, row: { layer, index, on } }) => ({
    y,
    on: layer === last ? null : on,
    values: passes.map(({ a }) => at(a, layer)[index] / (strong[layer] ?? 1)),
  }));
  return h(
    "g",
    {},
    blocks.map((block) =>
      h("text", { class: "nn-title", x: 0, y: headY(blocks, block) }, titleOf(block.layer, sizes))
    ),
    h("path", { class: "nn-units-base", d: base.join("") }),
    glowPaths(lines).map((d, k) => {
      const look = { "stroke-width": wideOf(k + 1), "stroke-opacity": opacityOf(k + 1) };
      return h("path", { class: "nn-units-glow", ...look, d });
    }),
    h("path", { class: "nn-units-flips", d: flipPath(shown.filter(({ row }) => row.layer !== last)) }),
    course(verdict, bottomOf(blocks)),
  );
}

/** How many flip. @param {Survey} survey  @param {readonly Block[]} blocks */
function countsOf({ flips, verdict }, blocks) {
  return h(
    "g",
    {},
    blocks.map((block) => {
      const until = flips[block.layer];
      const words = until ? countWords(until, verdict.settled !== null) : "the wider, the likelier";
      if (block === blocks[0]) return h("text", { class: "nn-head nn-haloed", x: 0, y: 23 }, words);
      const end = { x: ALONG.x + ALONG.width, y: headY(blocks, block), "text-anchor": "end" };
      return h("text", { class: "nn-head nn-haloed", ...end }, words);
    }),
  );
}

/**
 * The selected row's ring, and every row for hands.
 * @param {Shown[]} shown
 * @param {Row} chosen
 * @param {number} last  the layer of the answers
 * @param {readonly number[]} sizes
 */
function rowsOf(shown, chosen, last, sizes) {
  const boxOf = (/** @type {number} */ y) => ({ y: y - PITCH / 2, height: PITCH });
  const ringed = shown.find(({ row }) => row === chosen);
  const ring = ringed && h("rect", { class: "nn-ring", x: 1, width: WIDTH - 1, ...boxOf(ringed.y), rx: 3 });
  const rows = shown.map(({ y, row }) => {
    const [here, answer] = [row === chosen, row.layer === last];
    const acts = {
      role: "radio",
      "data-grip": ROW,
      "data-id": row.id,
      "aria-checked": String(here),
      tabindex: here ? 0 : -1,
      "aria-label": `${capital(nameOf(row, sizes))}: ${flipWords(row, answer)}`,
    };
    return h(
      "g",
      { class: "nn-unit-row", "data-flips": row.flips.length ? "" : undefined, ...acts },
      h("rect", { class: "nn-hit", x: 0, width: ALONG.x + ALONG.width, ...boxOf(y) }),
      h("text", { class: "nn-units-name", x: ALONG.x - 6, y }, answer ? String(row.index) : row.id),
    );
  });
  return [h("g", {}, ring), h("g", { role: "radiogroup", "aria-label": LABEL }, rows)];
}
