// The cube of songs with the neuron's plane in it, drawn. What a hand does to it is in cube-hand.js.

import { project } from "../../draw/camera.js";
import { percent } from "../../draw/numbers.js";
import { path } from "../../draw/svg.js";
import { h } from "../../draw/tree.js";
import { shapeOf } from "../../instruments/shapes.js";
import { edges, favoured, grip, length, planeOf, plus, scaled, section } from "../../net/one/plane.js";
import { everySong, factsOf, nameOf, ratingOf } from "../../net/one/songs.js";
import { arithmetic, spoken, verdict } from "./words.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Point } from "../../net/one/plane.js" */
/** @import { Model } from "./neuron.js" */

/** @import { Spot } from "../../draw/hand.js" */
/**
 * Where a point of the cube is seen.
 * @typedef {(point: Point) => {x: number, y: number, depth: number}} Seen
 */

export const CUBE = Object.freeze({ width: 440, height: 420 });
/** Room that two lines above a song need, in pixels: a song nearer to the top has them below. */
const HEADROOM = 44;
/** How long the arrow is that stands on the plane, in edges of the cube. */
export const ARROW = 0.36;
/** An arrow's head, upwards, with its tip at five pixels. */
const HEAD = "M-5,5L0,-5L5,5Z";

/**
 * Which way from one spot to another, in degrees from upwards.
 * @param {Spot} from
 * @param {Spot} to
 */
const angle = (from, to) => (Math.atan2(to.x - from.x, from.y - to.y) * 180) / Math.PI;

/** @param {Spot} spot */
const moved = ({ x, y }) => `translate(${x.toFixed(2)},${y.toFixed(2)})`;

/** @param {Model} model  @returns {Branch[]} */
export function cubeView(model) {
  const { camera, theta, next, own } = model;
  const seen = (/** @type {Point} */ point) => project(camera, point);
  const drawn = (/** @type {Point[]} */ corners) => path(corners.map(seen), true);
  const [w, b] = planeOf(theta);
  const words = spoken(model);
  const cut = section(w, b);
  const ahead = next ? section(...planeOf(next)) : [];
  const plane = own ? acting("plane", words.plane, cut.length > 0) : {};
  const middle = CUBE.width / 2;
  const line = (/** @type {string} */ kind, /** @type {number} */ y, /** @type {string} */ text) =>
    h("text", { class: kind, x: middle, y }, text);
  const [title = "", sum = ""] = arithmetic(model);
  return [
    h("rect", { class: "nn-ground", x: 0, y: 0, ...CUBE, "data-grip": "turn", ...words.turn }),
    h("g", { class: "nn-neuron-favoured" }, favoured(w, b).map((face) => h("path", { d: drawn(face) }))),
    h("g", { class: "nn-neuron-frame" }, edges().map((edge) => edgeOf(edge, seen)), axes(model, seen)),
    h("path", { class: "nn-neuron-ghost", d: drawn(ahead) }),
    h("path", { class: "nn-neuron-plane", d: drawn(cut), ...plane }),
    ...arrow(model, seen),
    line("nn-note nn-haloed", 12, missing(w, cut.length)),
    line("nn-neuron-readout nn-strong", CUBE.height + 24, title),
    line("nn-neuron-readout", CUBE.height + 45, sum),
  ];
}

/**
 * What makes an element a slider for hands.
 * @param {string} name
 * @param {Record<string, string | number>} words
 * @param {boolean} there
 */
const acting = (name, words, there) => ({ "data-grip": name, ...words, tabindex: there ? 0 : -1 });

/**
 * @param {Spot} spot
 * @param {number} turned
 * @param {string} [visibility]
 */
function head(spot, turned, visibility) {
  const transform = `${moved(spot)}rotate(${turned.toFixed(1)})`;
  return h("path", { class: "nn-neuron-head", d: HEAD, transform, visibility });
}

/**
 * @param {[Point, Point]} edge
 * @param {Seen} seen
 */
function edgeOf([from, to], seen) {
  const [one, other] = [seen(from), seen(to)];
  const far = (one.depth + other.depth) / 2 > 0.3;
  return h("line", { x1: one.x, y1: one.y, x2: other.x, y2: other.y, opacity: far ? 0.45 : 1 });
}

/**
 * The three questions, each with an arrow from no to yes.
 * @param {Model} model
 * @param {Seen} seen
 */
function axes({ features, camera }, seen) {
  const unit = camera.width / 1.94;
  return features.map((feature, axis) => {
    const { x, y, turned, side } = axisPlace(axis, seen);
    const up = axis === 2;
    const beside = { x: x + side * unit * (up ? 0.14 : 0.04), y: y + (up ? 0 : unit * 0.11) };
    return h(
      "g",
      { class: "nn-neuron-axis" },
      head({ x, y }, turned),
      h("text", { class: "nn-haloed", ...beside }, `${feature}?`),
    );
  });
}

/**
 * Where an axis has its name: on the lower edge in front, or the upright on the left; which way it points
 * there, and on which side of it is the outside of the cube.
 * @param {number} axis
 * @param {Seen} seen
 */
function axisPlace(axis, seen) {
  const candidates = edges().slice(axis * 4, axis * 4 + 4).filter(([from]) => axis === 2 || from[2] === 0);
  const rank = (/** @type {[Point, Point]} */ [from, to]) =>
    axis === 2 ? seen(from).x + seen(to).x : seen(from).depth + seen(to).depth;
  const [from, to] = candidates.reduce((best, edge) => (rank(edge) < rank(best) ? edge : best));
  const [start, end] = [seen(from), seen(to)];
  // Nearer to the corner in front, where nothing else is written below the edge.
  const along = axis !== 2 && end.depth < start.depth ? 0.58 : 0.42;
  const [x, y] = [start.x + (end.x - start.x) * along, start.y + (end.y - start.y) * along];
  const side = axis === 2 ? -1 : Math.sign(start.x + end.x - 2 * seen([0.5, 0.5, 0.5]).x) || 1;
  return { x, y, turned: angle(start, end), side };
}

/**
 * What stands on the plane and points to yes, the songs before it, its handle before them.
 * @param {Model} model
 * @param {Seen} seen
 */
function arrow(model, seen) {
  const { theta, own } = model;
  const [w, b] = planeOf(theta);
  const size = length(w);
  const foot = grip(w, b);
  const [from, to] = [seen(foot), seen(size ? plus(foot, scaled(w, 1 / size), ARROW) : foot)];
  const visibility = size ? undefined : "hidden";
  const songs = everySong().map((index) => songMark(model, index, seen(factsOf(index))));
  const acts = { transform: moved(to), visibility, ...acting("tip", spoken(model).tip, true) };
  const knob = h(
    "g",
    { class: "nn-neuron-knob", ...acts },
    h("circle", { r: 22, class: "nn-hit" }),
    h("circle", { r: 7, class: "nn-neuron-handle" }),
  );
  return [
    h("line", { class: "nn-neuron-stem", x1: from.x, y1: from.y, x2: to.x, y2: to.y, visibility }),
    h("g", {}, songs),
    h("text", { class: "nn-neuron-yes nn-haloed", x: to.x + 12, y: to.y, visibility }, "yes"),
    own ? knob : head(to, angle(from, to), visibility),
  ];
}

/**
 * A song at its corner.
 * @param {Model} model
 * @param {number} index
 * @param {{x: number, y: number}} spot
 */
function songMark({ now: { ratings }, probabilities, song, features, own }, index, spot) {
  const rating = ratingOf(ratings, index);
  const [p, name] = [probabilities[index] ?? 0.5, nameOf(features, index)];
  const words = verdict(ratings, index, p);
  const side = factsOf(index)[2] === 1 && spot.y > HEADROOM ? -1 : 1;
  const text = (/** @type {string} */ kind, /** @type {number} */ row, /** @type {string} */ said) => {
    const place = row ? { y: side * 10 + 14 * row, "data-row": row } : { y: side * 14 };
    return h("text", { class: `${kind} nn-haloed`, ...place }, said);
  };
  const ring = (/** @type {string} */ kind, /** @type {number} */ r, /** @type {boolean} */ there) =>
    h("circle", { class: kind, r, visibility: there ? undefined : "hidden" });
  const acts = { role: own ? "button" : "img", tabindex: 0, "data-grip": "song", "data-id": index };
  return h(
    "g",
    {
      class: "nn-neuron-song",
      transform: moved(spot),
      "data-rating": rating || "none",
      ...acts,
      "aria-label": `${name}: ${words}, ${percent(p)} yes`,
    },
    h("circle", { r: 22, class: "nn-hit" }),
    ring("nn-neuron-looked", 17.5, song === index),
    ring("nn-neuron-wrong", 12.5, words.endsWith("side")),
    shapeOf(rating),
    // The name is always above the verdict.
    text("nn-neuron-name", rating ? (side < 0 ? -2 : 1) : 0, name),
    text("nn-neuron-verdict", side < 0 ? -1 : 2, rating ? words : ""),
  );
}

/**
 * @param {Point} w
 * @param {number} corners
 */
function missing(w, corners) {
  if (corners) return "";
  if (!length(w)) return "All weights are 0: there is no plane.";
  return "The plane misses the cube: one answer for every song.";
}
