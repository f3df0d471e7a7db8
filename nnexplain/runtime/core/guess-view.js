// A guess as it is drawn over a panel, while it is made and after it.

import { path } from "../draw/svg.js";
import { h } from "../draw/tree.js";
import { heightAt, printed } from "./guess-words.js";

/** @import { Branch } from "../draw/tree.js" */
/** @import { Axes } from "./axes.js" */
/** @import { Predict } from "./guess-words.js" */

/** The name of the grip that a hand draws on, and of those that keys take. */
export const [SHEET, KNOT] = ["guess-sheet", "guess-knot"];

/** So far beside the plot a hand still draws on it, in pixels. */
const EDGE = 12;

/**
 * The sheet that a hand draws on: it is seen as far as the plot goes, and beside that are the axis' words.
 * @param {Axes} axes
 */
function sheet({ box: [x, y, width, height] }) {
  const beside = { x: x - EDGE, y, width: width + 2 * EDGE, height };
  return h(
    "g",
    { "data-grip": SHEET },
    h("rect", { class: "nn-guess-room", ...beside }),
    h("rect", { class: "nn-guess-sheet", x, y, width, height }),
  );
}

/** Where knots lie on a panel. @param {Axes} axes  @param {readonly number[]} knots */
function spots({ box: [x, y, width, height] }, knots) {
  return knots.map((up, k) => ({ x: x + (k / (knots.length - 1)) * width, y: y + (1 - up) * height }));
}

/** A knot in words. @param {Predict} predict  @param {readonly number[]} knots  @param {number} k */
function spoken({ axes, unit = "" }, knots, k) {
  const [[from, to], [low, high]] = [axes?.x ?? [0, 1], axes?.y ?? [0, 1]];
  const at = from + (k / (knots.length - 1)) * (to - from);
  const value = low + Number(knots[k]) * (high - low);
  return `${value.toPrecision(2)}${unit} at ${Number(at.toPrecision(3))}`;
}

/**
 * The curve while it is drawn: each of its knots is a slider, of which the Tab key finds one.
 * @param {Predict} predict
 * @param {Axes} axes
 * @param {readonly number[]} knots
 * @param {{at: number, begun: boolean}} hand  at which knot keys are, and whether something was drawn
 * @returns {Branch[]}
 */
export function drawing(predict, axes, knots, { at, begun }) {
  const all = spots(axes, knots);
  const knob = all.map(({ x, y }, k) =>
    h("circle", {
      class: "nn-guess-knot",
      cx: x,
      cy: y,
      r: 7,
      "data-grip": KNOT,
      "data-id": String(k),
      tabindex: k === at ? 0 : -1,
      role: "slider",
      "aria-label": `your curve, place ${k + 1} of ${knots.length}`,
      "aria-valuemin": 0,
      "aria-valuemax": 99,
      "aria-valuenow": Math.round(Number(knots[k]) * 99),
      "aria-valuetext": spoken(predict, knots, k),
    })
  );
  const kind = begun ? "nn-guess-line" : "nn-guess-line nn-guess-line--none";
  const words = begun ? h("g") : hint(axes, "draw here");
  return [sheet(axes), h("path", { class: kind, d: path(all) }), words, h("g", {}, knob)];
}

/**
 * Words on a sheet on which nothing is yet, so far below its top.
 * @param {Axes} axes
 * @param {string} words
 * @param {number} [below]
 */
function hint({ box: [x, y, width] }, words, below = 18) {
  return h(
    "text",
    { class: "nn-guess-name", x: x + width / 2, y: y + below, "text-anchor": "middle" },
    words,
  );
}

/**
 * The mark while it is placed. @param {Axes} axes  @param {number | null} guess  @returns {Branch[]}
 */
export function placing(axes, guess) {
  return [
    sheet(axes),
    ...(guess === null ? [hint(axes, "put it here", axes.box[3] - 12)] : mark(axes, guess)),
  ];
}

/** An upright line where the reader put it. @param {Axes} axes  @param {number} guess  @returns {Branch[]} */
export function mark({ x: [from, to], box: [left, top, width, height] }, guess) {
  const x = left + ((guess - from) / (to - from)) * width;
  const late = x > left + width * 0.7;
  const beside = { x: x + (late ? -6 : 6), y: top + 14, "text-anchor": late ? "end" : "start" };
  return [
    h("path", { class: "nn-guess-line", d: `M${x.toFixed(2)},${top}v${height}` }),
    h("text", { class: "nn-guess-name", ...beside }, "you"),
  ];
}

/** The curve over the answer. @param {Axes} axes  @param {readonly number[]} knots  @returns {Branch[]} */
export function laid(axes, knots) {
  const all = spots(axes, knots);
  const [x, y, width, height] = axes.box;
  const up = heightAt(knots, 0.75);
  const beside = { x: x + width * 0.75, y: y + (1 - up) * height + (up > 0.5 ? 18 : -8) };
  return [
    h("path", { class: "nn-guess-line", d: path(all) }),
    h("text", { class: "nn-guess-name", ...beside, "text-anchor": "middle" }, "you"),
  ];
}

/** The number line's own room, in pixels. */
export const LINE = Object.freeze({ width: 420, height: 62, from: 16, to: 404, y: 32 });

/**
 * A line of numbers with the answer below and the guess above.
 * @param {Predict} predict
 * @param {number | undefined} guess
 * @returns {Branch[]}
 */
export function numberLine(predict, guess) {
  const [low, high] = predict.line ?? [0, 1, 1];
  const { from, to, y } = LINE;
  const at = (/** @type {number} */ number) => from + ((number - low) / (high - low)) * (to - from);
  const words = (
    /** @type {number} */ number,
    /** @type {number} */ down,
    /** @type {string} */ kind,
    before = "",
  ) => {
    const x = at(number);
    const anchor = x < from + 60 ? "start" : x > to - 60 ? "end" : "middle";
    const place = {
      x: x + (anchor === "start" ? -8 : anchor === "end" ? 8 : 0),
      y: y + down,
      "text-anchor": anchor,
    };
    return h("text", { class: kind, ...place }, before + printed(predict, number));
  };
  const truth = Number(predict.answer);
  const dot = (/** @type {number} */ number, /** @type {string} */ kind) =>
    h("circle", { class: kind, cx: at(number), cy: y, r: 6 });
  return [
    h("path", { class: "nn-guess-axis", d: `M${from},${y}H${to}M${from},${y - 5}v10M${to},${y - 5}v10` }),
    ...[low, high].map((end) => Math.abs(at(end) - at(truth)) > 60 ? words(end, 24, "nn-guess-end") : h("g")),
    guess === undefined ? h("g") : dot(guess, "nn-guess-dot"),
    dot(truth, "nn-guess-truth"),
    guess === undefined ? h("g") : words(guess, -14, "nn-guess-name", "you: "),
    words(truth, 24, "nn-guess-answer"),
  ];
}
