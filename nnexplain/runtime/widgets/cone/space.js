// The space of the three weights, drawn: its axes, the room of those that solve at the present bias, and the
// way of the training. It is looked at from where the cube of songs is looked at, so the arrow that stands on
// the sheet there points as the weights lie from zero here.

import { project } from "../../draw/camera.js";
import { signed } from "../../draw/numbers.js";
import { path } from "../../draw/svg.js";
import { h } from "../../draw/tree.js";
import { shapeOf } from "../../instruments/shapes.js";
import { turnSlider } from "../../instruments/turning.js";
import { edges, mean } from "../../net/one/plane.js";
import { inCube, planesOf, roomOf } from "../../net/one/room.js";
import { nameOf, ratingOf } from "../../net/one/songs.js";
import { readout, sideOf } from "./words.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Point } from "../../net/one/plane.js" */
/** @import { Wall } from "../../net/one/room.js" */
/** @import { Model } from "./cone.js" */

/** @typedef {{x: number, y: number, depth: number}} Spot */
/** @typedef {{song: number, x: number, y: number, left: boolean, low: number}} Named */
/** Where weights are seen. @typedef {(w: Point) => Spot} Seen */

export const SPACE = Object.freeze({ width: 440, height: 420 });
/** An axis has one number: the largest of these that it has room for. */
const TICKS = Object.freeze([20, 10, 5, 2, 1, 0.5, 0.2]);
/** About how much room a name takes with its mark, in pixels; how near two passes are one. */
const NAME = Object.freeze({ width: 124, height: 22 });
const NEAR = 7;
/** So near to a face of the box, a corner lies on it. */
const EDGE = 1e-6;
/** An arrow's head, upwards, with its tip at five pixels. */
const HEAD = "M-4.5,4.5L0,-4.5L4.5,4.5Z";

/** @param {Model} model  @returns {Branch[]} */
export function spaceView(model) {
  const { camera, box, w, b } = model;
  const seen = (/** @type {Point} */ point) => project(camera, inCube(point, box));
  const [title, numbers] = readout(model);
  const line = (/** @type {string} */ kind, /** @type {number} */ y, /** @type {string} */ text) =>
    h("text", { class: kind, x: SPACE.width / 2, y }, text);
  const { walls, names } = roomView(model);
  const bias = `The weights that do, at a bias of ${signed(b)}`;
  return [
    h("rect", {
      class: "nn-ground",
      x: 0,
      y: 0,
      ...SPACE,
      "data-grip": "turn",
      ...turnSlider("turn the space of the weights", camera),
    }),
    h("text", { class: "nn-title", x: 12, y: 10 }, bias),
    h("g", { class: "nn-cone-frame" }, frame(model)),
    h("g", { class: "nn-cone-axes" }, axes(model, seen)),
    h("g", {}, walls),
    h("g", { class: "nn-cone-way" }, way(model, seen)),
    h("g", {}, names),
    h("circle", { class: "nn-cone-point", r: 6, cx: seen(w).x, cy: seen(w).y }),
    line("nn-cone-readout nn-strong", SPACE.height + 24, title),
    line("nn-cone-readout", SPACE.height + 45, numbers),
  ];
}

/** The edges of the cube in which all lies. @param {Model} model */
function frame({ camera }) {
  return edges().map(([from, to]) => {
    const [one, other] = [project(camera, from), project(camera, to)];
    return h("line", { x1: one.x, y1: one.y, x2: other.x, y2: other.y });
  });
}

/**
 * The three axes through zero, as far as the box goes, and a number on the upright one.
 * @param {Model} model
 * @param {Seen} seen
 */
function axes({ features, box: { corner, side } }, seen) {
  const at = (/** @type {number} */ axis, /** @type {number} */ place) =>
    seen(/** @type {Point} */ ([0, 1, 2].map((each) => (each === axis ? place : 0))));
  const [down, up] = [Number(corner[2]), Number(corner[2]) + side];
  const sign = up > -down ? 1 : -1;
  const tick = sign * (TICKS.find((number) => number < 0.7 * Math.max(up, -down)) ?? 0.1);
  const mark = at(2, tick);
  const lines = features.flatMap((feature, axis) => {
    const [low, high] = [at(axis, Number(corner[axis])), at(axis, Number(corner[axis]) + side)];
    const turned = (Math.atan2(high.x - low.x, low.y - high.y) * 180) / Math.PI;
    const transform = `translate(${high.x.toFixed(2)},${high.y.toFixed(2)})rotate(${turned.toFixed(1)})`;
    const beside = axis === 2 ? { x: high.x, y: high.y - 14 } : { x: high.x, y: high.y + 16 };
    return [
      h("line", { x1: low.x, y1: low.y, x2: high.x, y2: high.y }),
      h("path", { class: "nn-cone-head", d: HEAD, transform }),
      h("text", { class: "nn-cone-axis nn-haloed", ...beside }, feature),
    ];
  });
  return [
    ...lines,
    h("circle", { class: "nn-cone-tick", r: 2, cx: mark.x, cy: mark.y }),
    h(
      "text",
      { class: "nn-tick nn-haloed", x: mark.x - 6, y: mark.y, "text-anchor": "end" },
      signed(tick, Math.abs(tick) < 1 ? 1 : 0),
    ),
  ];
}

/**
 * The walls of the room; where there is none, the planes that leave none.
 * @param {Model} model
 */
function roomView(model) {
  const { now: { ratings }, b, box, camera, open, walled, song: looked } = model;
  const { walls: shown, ends } = walled
    ? roomOf(ratings, b, box)
    : { walls: planesOf(ratings, b, box), ends: [] };
  const seen = (/** @type {Point} */ corner) => project(camera, corner);
  const shape = (/** @type {Point[]} */ corners) => path(corners.map(seen), true);
  const depth = (/** @type {Wall} */ { corners }) => seen(mean(corners)).depth;
  const sorted = [...shown].sort((one, other) => depth(other) - depth(one));
  const walls = sorted.map(({ song, corners }) =>
    h("path", {
      class: looked === song ? "nn-cone-wall nn-cone-wall--looked" : "nn-cone-wall",
      d: shape(corners),
      "data-rating": ratingOf(ratings, song),
      "data-shut": open ? undefined : walled ? "room" : "planes",
    })
  );
  const shut = open ? ends.map((end) => h("path", { class: "nn-cone-end", d: shape(end) })) : [];
  const spots = apart(sorted.map((wall) => ({ song: wall.song, ...seen(rim(wall)) })));
  return { walls: [...shut, ...walls], names: spots.map((spot) => nameView(model, spot)) };
}

/**
 * Where a wall has its name: where it leaves the box, or in its middle.
 * @param {Wall} wall
 */
function rim({ corners }) {
  const far = corners.filter((corner) => corner.some((each) => each < EDGE || each > 1 - EDGE));
  return mean(far.length ? [...far, ...far, ...corners] : corners);
}

/**
 * Names to the outside of the room, those that would lie over each other one below the other.
 * @param {(Spot & {song: number})[]} spots
 * @returns {Named[]}
 */
function apart(spots) {
  const middle = spots.reduce((sum, { x }) => sum + x, 0) / spots.length;
  /** @type {Named[]} */ const placed = [];
  for (const { song, x, y: from } of [...spots].sort((one, other) => one.y - other.y)) {
    const left = x > NAME.width && (x < middle || x > SPACE.width - NAME.width);
    const low = x - (left ? NAME.width : 0);
    let y = from;
    for (const other of placed) {
      if (Math.abs(other.low - low) < NAME.width) y = Math.max(y, other.y + NAME.height);
    }
    placed.push({ song, x, y, left, low });
  }
  return placed;
}

/** @param {Model} model  @param {Named} spot */
function nameView(model, { song, x, y, left }) {
  const { features, now: { ratings } } = model;
  const [rating, name, side] = [ratingOf(ratings, song), nameOf(features, song), sideOf(model, song)];
  const acts = {
    role: "button",
    tabindex: 0,
    "aria-pressed": String(model.song === song),
    "data-grip": "wall",
    "data-id": song,
    "aria-label": `wall of ${name}, ${rating}: ${side}`,
  };
  return h(
    "g",
    { class: "nn-cone-name", transform: `translate(${x.toFixed(2)},${y.toFixed(2)})`, ...acts },
    h("circle", { class: "nn-hit", r: 22 }),
    h("circle", { class: "nn-cone-wrong", r: 11, visibility: side === "own side" ? "hidden" : undefined }),
    shapeOf(rating, "scale(0.75)"),
    h("text", { class: "nn-haloed", x: left ? -13 : 13, "text-anchor": left ? "end" : "start" }, name),
  );
}

/**
 * The spots of passes that are not on top of each other, and the first at which all songs are on their side.
 * @param {(Spot & {all: boolean})[]} spots
 */
function told(spots) {
  let last = { x: NaN, y: NaN };
  return spots.filter((spot, k) => {
    const near = Math.hypot(spot.x - last.x, spot.y - last.y) < NEAR;
    if (near && spot.all === (spots[k - 1]?.all ?? spot.all)) return false;
    last = spot;
    return true;
  });
}

/**
 * Where the weights have been, and the shortest way from where they are.
 * @param {Model} model
 * @param {Seen} seen
 */
function way({ path: passed, w, goal, times }, seen) {
  const spots = passed.map(({ w: at, all }) => ({ ...seen(at), all }));
  const [here, zero] = [seen(w), seen([0, 0, 0])];
  const there = goal ? seen(goal.at) : here;
  const foot = [[w[0], 0, 0], [w[0], w[1], 0], [0, w[1], 0]].map((at) => seen(/** @type {Point} */ (at)));
  const between = (/** @type {string} */ kind, /** @type {Spot} */ one, /** @type {boolean} */ shown) =>
    h("line", {
      class: kind,
      ...{ x1: here.x, y1: here.y, x2: one.x, y2: one.y },
      visibility: shown ? undefined : "hidden",
    });
  return [
    h("path", { class: "nn-cone-drop", d: path(foot) }),
    between("nn-cone-drop", seen([w[0], w[1], 0]), true),
    between("nn-cone-ray", zero, times !== 1),
    h("path", { class: "nn-cone-path", d: path(spots) }),
    h(
      "g",
      {},
      told(spots).map(({ x, y, all }) =>
        h("circle", { class: all ? "nn-cone-pass nn-cone-pass--all" : "nn-cone-pass", r: 2.6, cx: x, cy: y })
      ),
    ),
    between("nn-cone-gap", there, goal !== null),
  ];
}
