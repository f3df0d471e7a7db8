// The weights and the bias as bars that a hand can pull. Each says what it is, where the next pass would
// take it, and is a slider for the keyboard.

import { signed, within } from "../../draw/numbers.js";
import { dragging } from "../../draw/hand.js";
import { h } from "../../draw/tree.js";
import { LIMIT } from "./cube-hand.js";
import { equation } from "./words.js";

/** @import { Grip } from "../../draw/hand.js" */
/** @import { Branch } from "../../draw/tree.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Taught } from "./cube-hand.js" */
/** @import { Model } from "./neuron.js" */

/** A bar that a hand holds: the scale stays as it was. @typedef {{extent: number}} Pull */

export const WEIGHTS = Object.freeze({ width: 380, height: 196 });
/** A bar goes no further than this, and beside it there is room for its number, in pixels. */
const ENDS = Object.freeze({ low: -3, high: 6.5 });
const ROOM = 50;
const MARGIN = ((ENDS.high - ENDS.low) * ROOM) / (WEIGHTS.width - 2 * ROOM);
const REACH = Object.freeze({ low: ENDS.low - MARGIN, high: ENDS.high + MARGIN });
/** How wide the scale gets, in either direction, when weights outgrow it. */
const EXTENTS = Object.freeze([1, 2, 4, 8, 16, 32, 64]);
const KEY = 0.1;
const PAGE = 1;
/** @type {Readonly<Record<string, number>>} */
const KEYS = Object.freeze({
  ArrowRight: KEY,
  ArrowUp: KEY,
  ArrowLeft: -KEY,
  ArrowDown: -KEY,
  PageUp: PAGE,
  PageDown: -PAGE,
  Home: -2 * LIMIT,
  End: 2 * LIMIT,
});

/** What a pixel is worth. @param {number} extent */
const worth = (extent) => ((REACH.high - REACH.low) * extent) / WEIGHTS.width;

/**
 * @param {number} value
 * @param {number} extent
 */
const xOf = (value, extent) => value / worth(extent) - (WEIGHTS.width * REACH.low) / (REACH.high - REACH.low);

/** The smallest scale that has room for all of them and their numbers. @param {Vector} theta */
export function extentOf(theta) {
  const fits = (/** @type {number} */ extent) =>
    theta.every((number) => number * 1.5 >= REACH.low * extent && number * 1.2 <= REACH.high * extent);
  return EXTENTS.find(fits) ?? EXTENTS.at(-1) ?? 1;
}

/** @param {Model} model  @returns {Branch[]} */
export function weightsView(model) {
  const { theta, features, extent } = model;
  const names = [...features, "bias"];
  const zero = xOf(0, extent);
  const sum = `sum = ${equation(features, theta)}`;
  return [
    h("text", { class: "nn-title", x: -52, y: -19 }, "What each fact adds to the sum"),
    h("g", {}, names.map((name, index) => rowOf(model, name, index))),
    h("line", { class: "nn-axis", x1: zero, x2: zero, y1: 0, y2: WEIGHTS.height }),
    h("text", { class: "nn-neuron-equation", x: -52, y: WEIGHTS.height + 22 }, sum),
    h("g", {}, names.map((name, index) => handleOf(model, name, index))),
  ];
}

/**
 * Where the row of an input is, and how high.
 * @param {Model} model
 * @param {number} index
 */
function placeOf({ features }, index) {
  const high = WEIGHTS.height / (features.length + 1);
  return { y: high * (index + 0.5), high };
}

/**
 * @param {Model} model
 * @param {string} name
 * @param {number} index
 */
function rowOf(model, name, index) {
  const { theta, next, extent, own } = model;
  const { y, high } = placeOf(model, index);
  const value = Number(theta[index]);
  const [x, zero] = [xOf(value, extent), xOf(0, extent)];
  // A step of a large rate leads far away.
  const ahead = next ? within(0, WEIGHTS.width, xOf(Number(next[index]), extent)) : x;
  const visibility = Math.abs(ahead - x) > 1.5 ? undefined : "hidden";
  const head = `translate(${ahead.toFixed(2)},${y + 13})scale(${ahead < x ? -1 : 1},1)`;
  const bar = { x: Math.min(x, zero), y: y - 8, width: Math.abs(x - zero), height: 16 };
  const side = value < 0 ? { x: x - 10, "text-anchor": "end" } : { x: x + 10, "text-anchor": "start" };
  return h(
    "g",
    { class: "nn-neuron-row", ...(own && { "data-grip": "weight", "data-id": index }) },
    h("rect", { class: "nn-hit", x: 0, y: y - high / 2, width: WEIGHTS.width, height: high }),
    h("text", { class: "nn-neuron-row__name", x: -8, y }, name),
    h("rect", { class: "nn-neuron-bar", "data-sign": value < 0 ? "neg" : "pos", ...bar }),
    h("text", { class: "nn-haloed", y, ...side }, signed(value)),
    h("line", { class: "nn-neuron-next", x1: x, x2: ahead, y1: y + 13, y2: y + 13, visibility }),
    h("path", { class: "nn-neuron-next__head", d: "M0,0L-6,-3.5V3.5Z", transform: head, visibility }),
  );
}

/**
 * @param {Model} model
 * @param {string} name
 * @param {number} index
 */
function handleOf(model, name, index) {
  const { theta, next, extent, own } = model;
  if (!own) return null;
  const value = Number(theta[index]);
  const after = next ? `, after the next pass ${signed(Number(next[index]))}` : "";
  const slider = {
    tabindex: 0,
    role: "slider",
    "data-grip": "weight",
    "data-id": index,
    "aria-label": name === "bias" ? "bias" : `weight of ${name}`,
    "aria-valuemin": -LIMIT,
    "aria-valuemax": LIMIT,
    "aria-valuenow": value.toFixed(2),
    "aria-valuetext": signed(value) + after,
  };
  const place = `translate(${xOf(value, extent).toFixed(2)},${placeOf(model, index).y})`;
  return h(
    "g",
    { class: "nn-neuron-pull", transform: place, ...slider },
    h("circle", { r: 15, class: "nn-hit" }),
    h("rect", { x: -3.5, y: -12, width: 7, height: 24, rx: 3.5, class: "nn-neuron-handle" }),
  );
}

/**
 * Lets hands pull the bars: anywhere in a row, so a finger need not hit the end of a short bar.
 * @param {{pulled: Pull | null, changed: () => void}} session
 * @param {Taught} taught
 * @returns {Grip}
 */
export function weightGrip(session, { theta, edit }) {
  /** @type {(from: ArrayLike<number>, index: number, by: number) => void} */
  const change = (from, index, by) =>
    edit(
      Array.from(from, (number, k) =>
        k === index ? within(-LIMIT, LIMIT, Math.round((number + by) * 100) / 100) : number),
    );
  const pull = dragging(({ id }) => {
    const [from, value] = [[...theta()], worth(session.pulled?.extent ?? extentOf(theta()))];
    return (dx) => void (dx && change(from, Number(id), dx * value));
  });
  return {
    down: () => void (session.pulled = { extent: extentOf(theta()) }),
    drag: pull,
    up: () => {
      session.pulled = null;
      session.changed();
    },
    key(key, { id }, { altKey, ctrlKey, metaKey }) {
      const by = KEYS[key];
      if (!by || altKey || ctrlKey || metaKey) return false;
      change(theta(), Number(id), by);
      return true;
    },
  };
}
