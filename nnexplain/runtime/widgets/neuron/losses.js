// The losses of the runs over the passes, one over the other: the followed one in ink and thick, each with
// a dash and a name of its own. Pointing at it moves the cursor of the page, a press leaves it there.

import { printed } from "../../draw/numbers.js";
import { path } from "../../draw/svg.js";
import { h } from "../../draw/tree.js";
import { legendOf } from "./legend.js";
import { remark } from "./words.js";

/** @import { Axes } from "../../core/axes.js" */
/** @import { Grip, Touch } from "../../draw/hand.js" */
/** @import { Branch } from "../../draw/tree.js" */
/** @import { Timeline } from "../../net/one/timeline.js" */
/** @import { Model } from "./neuron.js" */

/** @typedef {Model["runs"][number]} Run */
/** @typedef {{x: (pass: number) => number, y: (loss: number) => number, high: number}} Scale */

export const LOSSES = Object.freeze({ width: 380, height: 150 });
/** Where pointing goes by the pass. */
const GROUND = Object.freeze({ x: -6, y: -10, width: LOSSES.width + 12, height: LOSSES.height + 30 });
/** What does not wait for a guess. */
const GIVEN = Object.freeze({ "data-given": "" });
/** The remark: its first line, how far apart the lines are, and about how wide a letter is. */
const REMARK = Object.freeze({ y: 48, line: 17, letter: 6.9 });
/** How high the scale can be. */
const TOPS = Object.freeze([0.9, 1.4, 3, 6, 12, 24, 60, 120]);
export const DASHES = Object.freeze([undefined, "7 3", "2 3", "9 3 2 3", "4 2 1 2 1 2"]);

/** The losses known so far. @param {Timeline} timeline @returns {number[]} */
function lossesOf(timeline) {
  const losses = Array.from({ length: timeline.known }, (_, pass) => timeline.frame(pass).loss);
  return losses.filter((loss) => loss !== null);
}

/**
 * @param {number[]} losses
 * @param {number} passes
 * @returns {Scale}
 */
function scaleOf(losses, passes) {
  const most = Math.max(0, ...losses);
  const high = TOPS.find((top) => most <= top) ?? most;
  return {
    high,
    x: (pass) => (LOSSES.width * pass) / passes,
    y: (loss) => LOSSES.height * (1 - loss / high),
  };
}

/** The scale, as a guess needs it. @param {Model} model  @returns {Axes} */
export function lossesAxes({ runs, passes }) {
  const { high } = scaleOf(runs.flatMap(({ timeline }) => lossesOf(timeline)), passes);
  return { x: [0, passes], y: [0, high], box: [0, 0, LOSSES.width, LOSSES.height] };
}

/** @param {Model} model  @returns {Branch[]} */
export function lossesView({ runs, now, passes, level }) {
  const losses = runs.map(({ timeline }) => lossesOf(timeline));
  const scale = scaleOf(losses.flat(), passes);
  const loss = runs.find(({ followed }) => followed)?.timeline.frame(now.step).loss ?? null;
  const number = { x: scale.x(now.step), y: scale.y(loss ?? 0) - 11 };
  const points = losses.map((line) => line.map((each, pass) => ({ x: scale.x(pass), y: scale.y(each) })));
  const lines = runs.map(({ style, followed }, k) =>
    h("path", {
      class: followed ? "nn-neuron-loss nn-neuron-loss--followed" : "nn-neuron-loss",
      "stroke-dasharray": DASHES[style],
      d: path(points[k] ?? []),
    })
  );
  const said = remark(now);
  const notes = said.map((line, row) => {
    const place = { x: LOSSES.width, y: REMARK.y + row * REMARK.line };
    return h("text", { class: "nn-note nn-neuron-remark nn-haloed", ...place }, line);
  });
  const words = [...said.map(written), ...(level ? [levelled(level.loss, scale)] : [])];
  return [
    h("text", { class: "nn-title", x: -42, y: -19, ...GIVEN }, "How wrong it still is"),
    h("g", GIVEN, grid(scale)),
    h("g", GIVEN, axes(passes)),
    h("g", {}, level ? levelOf(level, scale) : []),
    h("g", {}, lines),
    // Over all that it must not matter to hit.
    h("rect", { class: "nn-ground nn-ground--time", ...GROUND, "data-grip": "time" }),
    h("g", {}, runs.length > 1 ? legendOf(runs, points, words, LOSSES, DASHES) : []),
    h("g", {}, notes),
    h("g", {}, cursor(number, loss, now.step > passes * 0.6)),
  ];
}

/** Where a line of the remark is. @param {string} line  @param {number} row */
function written(line, row) {
  const y = REMARK.y + row * REMARK.line;
  return [{ x: LOSSES.width - REMARK.letter * line.length, y }, { x: LOSSES.width, y }];
}

/** Where a level and its words are. @param {number} loss  @param {Scale} scale */
const levelled = (loss, { y }) => [{ x: 0, y: y(loss) }, { x: LOSSES.width, y: y(loss) + 18 }];

/** @param {Scale} scale */
function grid({ high, y }) {
  const step = high === 1.4 ? 0.5 : high / 3;
  const lines = [0, 1, 2, 3].map((k) => Math.round(step * k * 10) / 10).filter((loss) => loss <= high);
  return lines.flatMap((loss) => [
    loss > 0 && h("line", { class: "nn-grid", x1: 0, x2: LOSSES.width, y1: y(loss), y2: y(loss) }),
    h("text", { class: "nn-tick nn-tick--y", x: -4, y: y(loss) - (loss ? 0 : 1) }, String(loss)),
  ]);
}

/** @param {number} passes */
function axes(passes) {
  const { width, height } = LOSSES;
  const ticks = ["start", "middle", "middle", "end"].map((anchor, k) => {
    const place = { x: (width * k) / 3, y: height + 14, "text-anchor": anchor };
    return h("text", { class: "nn-tick", ...place }, String(Math.round((passes * k) / 3)));
  });
  const upright = { transform: `translate(-32,${height / 2})rotate(-90)` };
  return [
    h("line", { class: "nn-axis", x1: 0, x2: width, y1: height, y2: height }),
    ...ticks,
    h("text", { class: "nn-neuron-scale", x: width / 2, y: height + 33 }, "pass over the rated songs"),
    h("text", { class: "nn-neuron-scale nn-neuron-scale--up", ...upright }, "loss (nats)"),
  ];
}

/**
 * A loss worth a line, and what it means.
 * @param {NonNullable<Model["level"]>} level
 * @param {Scale} scale
 */
function levelOf({ loss, words }, { y }) {
  return [
    h("line", { class: "nn-neuron-level", x1: 0, x2: LOSSES.width, y1: y(loss), y2: y(loss) }),
    h("text", { class: "nn-head nn-haloed", x: LOSSES.width, y: y(loss) + 13, "text-anchor": "end" }, words),
  ];
}

/**
 * Where the page stands, and the loss there.
 * @param {{x: number, y: number}} number
 * @param {number | null} loss
 * @param {boolean} late
 */
function cursor({ x, y }, loss, late) {
  const rule = h("line", { class: "nn-neuron-cursor", x1: x, x2: x, y1: 0, y2: LOSSES.height });
  if (loss === null) return [rule];
  const side = { x: x + (late ? -8 : 8), y, "text-anchor": late ? "end" : "start" };
  return [
    rule,
    h("circle", { class: "nn-cursor-dot", r: 3.9, cx: x, cy: y + 11 }),
    h("text", { class: "nn-neuron-cursor__number nn-haloed", ...side }, printed(loss)),
  ];
}

/**
 * Hovering shows a pass, leaving goes back, a press stays; a press on a name follows that run.
 * @param {object} time
 * @param {number} time.passes
 * @param {() => number} time.step
 * @param {(step: number) => void} time.go
 * @param {(key: string) => void} time.follow
 * @param {() => boolean} time.busy  while the player runs, who hovers stops nothing
 * @returns {Record<string, Grip>}
 */
export function timeGrips({ passes, step, go, follow, busy }) {
  /** Where the cursor was before the hand came. @type {number | null} */ let before = null;
  const goTo = (/** @type {Touch} */ { spot: { x } }) =>
    go(Math.max(0, Math.min(passes, Math.round((x / LOSSES.width) * passes))));
  const press = (/** @type {Touch} */ touch) => {
    before = null;
    goTo(touch);
  };
  const over = (/** @type {Touch | null} */ touch) => {
    if (touch && !busy()) {
      before ??= step();
      goTo(touch);
    } else if (!touch) {
      if (before !== null) go(before);
      before = null;
    }
  };
  return { time: { down: press, drag: goTo, over }, run: { click: ({ id }) => follow(id) } };
}
