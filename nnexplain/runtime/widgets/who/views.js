// The two panels of who decides: the sum unit by unit at one place, and bands along the way.

import { printed } from "../../draw/numbers.js";
import { h, once } from "../../draw/tree.js";
import { ALONG, course, short, standing, xOf } from "../../instruments/along.js";
import { ROW } from "../../instruments/way-hand.js";
import { bandPath, barOf, heightOf, linePath, nameSpot, WIDTH } from "./places.js";
import { ROWS, rowY, sumY, tickOf } from "./places.js";
import { hundredths, lead, moverWords, rowWords, strongest } from "./words.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Model } from "./who.js" */

/**
 * @param {string | undefined} kind
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {"start" | "middle" | "end"} [anchor]
 */
const word = (kind, x, y, words, anchor) => h("text", { class: kind, x, y, "text-anchor": anchor }, words);

/** Everything drawn along the way, as a grip. */
export const ALL_BANDS = "bands";
const ROWS_LABEL = "units of the last hidden layer; up and down choose one, left and right go along the way";

/** The sum, unit by unit. @param {Model} model  @returns {Branch[]} */
export function sumView(model) {
  const { now, start, most, told, logits, rivals, units, name, chosen } = model;
  const [count, end] = [units + 1, sumY(units + 1)];
  const rows = [...now.keys()];
  const bars = (/** @type {1 | -1} */ sign) =>
    rows.filter((row) => now[row] * sign > 0).map((row) => barOf(row, now[row] / most)).join("");
  const ticks = rows.map((row) => (start[row] ? tickOf(row, start[row] / most) : "")).join("");
  return [
    word("nn-title", 0, 6, `Who speaks for ${rivals.other}, who for ${rivals.one}`),
    word("nn-head", 0, 27, `right: for ${rivals.other}; left: for ${rivals.one}; a stroke: at the start`),
    h("path", { class: "nn-axis", d: `M${ROWS.zero},${ROWS.y}v${count * ROWS.pitch}` }),
    h("path", { class: "nn-who-pos", d: bars(1) }),
    h("path", { class: "nn-who-neg", d: bars(-1) }),
    h("path", { class: "nn-who-start", d: ticks }),
    h("path", { class: "nn-who-rule", d: `M0,${end - 14}H${WIDTH}` }),
    ...rows.map((row) => word("nn-who-name", 4, rowY(row), name(row))),
    ...numbers(model, end),
    word("nn-strong", 0, end, lead(rivals)),
    word(
      "nn-head",
      0,
      end + 24,
      [
        `logit ${rivals.other} is ${hundredths(Number(logits[0]))}`,
        `logit ${rivals.one} is ${hundredths(-Number(logits[1]))}`,
      ].join(", "),
    ),
    word("nn-head", 0, end + 44, moverWords(told.change, told.moved, name)),
    ringOf(chosen),
    h(
      "g",
      { role: "radiogroup", "aria-label": ROWS_LABEL },
      rows.slice(0, units).map((row) => rowOf(model, row)),
    ),
  ];
}

/** Around the chosen row, if it is one. @param {number} row */
function ringOf(row) {
  const place = { x: 1, y: rowY(row) - ROWS.pitch / 2 + 0.5, width: WIDTH - 2, height: ROWS.pitch - 1 };
  return h("g", {}, row >= 0 && h("rect", { class: "nn-ring", ...place, rx: 3 }));
}

/** The two columns of numbers, and their sums. @param {Model} model  @param {number} end */
function numbers({ told, units }, end) {
  const mover = strongest(told.change.slice(0, -1), told.moved < 0 ? -1 : 1);
  const now = (/** @type {number} */ y, /** @type {string} */ words, /** @type {string} */ kind) =>
    word(kind || undefined, ROWS.now, y, words, "end");
  const change = (/** @type {number} */ y, /** @type {string} */ words, /** @type {string} */ kind) =>
    word(kind || undefined, ROWS.change, y, words, "end");
  const rows = Array.from({ length: units + 1 }, (_, row) => [
    now(rowY(row), hundredths(Number(told.now[row])), ""),
    change(rowY(row), hundredths(Number(told.change[row])), row === mover ? "nn-strong" : ""),
  ]);
  return [
    ...rows.flat(),
    now(end, hundredths(told.sum), "nn-strong"),
    change(end, hundredths(told.moved), "nn-strong"),
    now(ROWS.y - 10, "here", "nn-head"),
    change(ROWS.y - 10, "whole way", "nn-head"),
  ];
}

/** @param {Model} model  @param {number} row */
function rowOf({ told, name, chosen, rivals }, row) {
  const acts = {
    role: "radio",
    "data-grip": ROW,
    "data-id": name(row),
    "aria-checked": String(row === chosen),
    tabindex: row === Math.max(0, chosen) ? 0 : -1,
    "aria-label": rowWords(name(row), Number(told.now[row]), Number(told.change[row]), rivals),
  };
  const place = { x: 0, y: rowY(row) - ROWS.pitch / 2, width: WIDTH, height: ROWS.pitch };
  return h("g", { class: "nn-unit-row", ...acts }, h("rect", { class: "nn-hit", ...place }));
}

/** The same along the way. @returns {(model: Model) => Branch[]} */
export function bandsView() {
  const still = once(surveyed);
  return (model) => {
    const { survey, bottom, t, place, chosen, readout, units } = model;
    const { stack, y, sums } = survey;
    const band = stack.find(({ index }) => index === chosen);
    const height = heightOf(units + 1);
    return [
      still(survey),
      standing(t, bottom),
      h("path", { class: "nn-ring", d: band ? bandPath(band, y) : "" }),
      h("circle", { class: "nn-who-dot", cx: xOf(t), cy: y(Number(sums[place])), r: 4.5 }),
      word("nn-readout", 0, height - 28, readout[0]),
      word(undefined, 0, height - 8, readout[1]),
    ];
  };
}

/** What does not follow the place. @param {Model["survey"]} survey */
function surveyed({ stack, y, ticks, sums, rivals, name, bottom, verdict }) {
  const { x: left, width } = ALONG;
  const across = (/** @type {string} */ kind, /** @type {number} */ value) =>
    h("path", { class: kind, d: `M${left},${short(y(value))}h${width}` });
  return h(
    "g",
    { "data-grip": ALL_BANDS },
    word("nn-title", 0, 6, "The same, along the way"),
    word("nn-head", 0, 23, `above 0: for ${rivals.other}, below: for ${rivals.one}; the line is the sum`),
    h("rect", { class: "nn-hit", x: left - 4, y: ALONG.y, width: width + 4, height: bottom + 24 - ALONG.y }),
    ticks.flatMap((tick) => [
      across("nn-who-grid", tick),
      word("nn-head", left - 4, y(tick), printed(tick, Number.isInteger(tick) ? 0 : 1), "end"),
    ]),
    stack.map((band, k) => {
      const sign = band.high.some((value, place) => value > Number(band.low[place])) ? "pos" : "neg";
      const look = { "data-sign": sign, "data-even": k % 2 ? undefined : "" };
      return h("path", { class: "nn-who-band", ...look, d: bandPath(band, y) });
    }),
    across("nn-axis", 0),
    h("path", { class: "nn-who-sum", d: linePath(sums, y) }),
    stack.map((band) => {
      const spot = nameSpot(band, sums, y);
      return spot && word("nn-who-band__name", spot.x, spot.y, name(band.index));
    }),
    course(verdict, bottom),
  );
}
