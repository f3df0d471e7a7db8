// The cube of songs with the neuron's plane in it, drawn. What a hand does to it is in cube-hand.js.

import { project } from "../../draw/camera.js";
import { percent } from "../../draw/numbers.js";
import { path, set, svg, write } from "../../draw/svg.js";
import { edges, favoured, grip, length, plus, scaled, section } from "../../net/one/plane.js";
import { everySong, factsOf, nameOf, ratingOf } from "../../net/one/songs.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Camera } from "../../draw/camera.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Point } from "../../net/one/plane.js" */

/** Room that two lines above a song need, in pixels: a song nearer to the top has them below. */
const HEADROOM = 44;

/** How long the arrow is that stands on the plane, in edges of the cube. */
export const ARROW = 0.36;

/**
 * What there is to see.
 * @typedef {object} Scene
 * @property {Camera} camera  @property {Vector} theta  @property {Vector | null} next  after one more pass
 * @property {string} ratings  @property {number[]} probabilities  of all eight  @property {number} song  the one looked at
 */

/** @param {Vector} theta  @returns {[Point, number]} */
export const planeOf = (theta) => [/** @type {Point} */ ([theta[0], theta[1], theta[2]]), theta[3]];

/** The verdict on a song, in words: "likes, wrong side". @param {string} ratings  @param {number} index  @param {number} p */
export function verdict(ratings, index, p) {
  const rating = ratingOf(ratings, index);
  if (!rating) return "not rated";
  return p > 0.5 === (rating === "likes") ? rating : `${rating}, wrong side`;
}

export class CubeView {
  /** @type {Place} */ place;
  /** @type {string[]} */ #features;
  #faces = Array.from({ length: 6 }, () => svg("path", { class: "nn-favoured" }));
  #edges = edges().map(() => svg("line", { class: "nn-edge" }));
  #axes = [0, 1, 2].map(() => ({ arrow: svg("path", { class: "nn-axis-arrow", d: "M-5,5L0,-5L5,5Z" }), name: svg("text", { class: "nn-axis-name nn-haloed" }) }));
  #ghost = svg("path", { class: "nn-ghost" });
  #missed = svg("text", { class: "nn-note nn-haloed", y: 12 });
  #readout = [svg("text", { class: "nn-readout nn-readout--name" }), svg("text", { class: "nn-readout" })];
  ground = svg("rect", { class: "nn-ground", x: 0, y: 0, tabindex: 0, role: "slider" });
  plane = svg("path", { class: "nn-plane", tabindex: 0, role: "slider" });
  #stem = svg("line", { class: "nn-stem" });
  #yes = svg("text", { class: "nn-stem-name nn-haloed" });
  knob = svg("g", { class: "nn-knob", tabindex: 0, role: "slider" }, svg("circle", { r: 22, class: "nn-hit" }), svg("circle", { r: 7, class: "nn-knob__dot" }));
  songs = everySong().map((index) => new SongMark(index));

  /** @param {Place} place  @param {string[]} features */
  constructor(place, features) {
    this.place = place;
    this.#features = features;
    const { width, height, plot } = place;
    set(this.ground, { width, height });
    set(this.#missed, { x: width / 2 });
    this.#readout.forEach((line, row) => set(line, { x: width / 2, y: height + 24 + row * 21 }));
    write(this.#yes, "yes");
    plot.append(this.ground, ...this.#faces, ...this.#edges, ...this.#axes.flatMap(({ arrow, name }) => [arrow, name]));
    plot.append(this.#ghost, this.plane, this.#stem, ...this.songs.map(({ group }) => group), this.#yes, this.knob);
    plot.append(this.#missed, ...this.#readout);
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { camera, theta, next } = scene;
    const [w, b] = planeOf(theta);
    const seen = (/** @type {Point} */ point) => project(camera, point);
    const tinted = favoured(w, b);
    this.#faces.forEach((face, index) => set(face, { d: path((tinted[index] ?? []).map(seen), true) }));
    this.#frame(seen, camera);
    const cut = section(w, b);
    set(this.plane, { d: path(cut.map(seen), true), tabindex: cut.length ? 0 : -1 });
    const ahead = next ? section(...planeOf(next)) : [];
    set(this.#ghost, { d: path(ahead.map(seen), true) });
    write(this.#missed, missing(w, cut.length));
    this.#arrow(seen, w, b);
    this.songs.forEach((mark) => mark.draw(scene, seen(factsOf(mark.index)), nameOf(this.#features, mark.index)));
  }

  /** The two lines below the cube. @param {string[]} lines */
  say(lines) {
    this.#readout.forEach((line, row) => write(line, lines[row] ?? ""));
  }

  /** @param {(point: Point) => {x: number, y: number, depth: number}} seen  @param {Camera} camera */
  #frame(seen, camera) {
    for (const [index, [from, to]] of edges().entries()) {
      const [one, other] = [seen(from), seen(to)];
      const far = (one.depth + other.depth) / 2 > 0.3;
      set(/** @type {Element} */ (this.#edges[index]), {
        x1: one.x.toFixed(2), y1: one.y.toFixed(2), x2: other.x.toFixed(2), y2: other.y.toFixed(2), opacity: far ? 0.45 : 1,
      });
    }
    for (const [axis, { arrow, name }] of this.#axes.entries()) {
      const { x, y, angle, side } = axisPlace(axis, seen);
      const unit = camera.width / 1.94;
      set(arrow, { transform: `translate(${x.toFixed(2)},${y.toFixed(2)})rotate(${angle.toFixed(1)})` });
      set(name, { x: (x + side * unit * (axis === 2 ? 0.14 : 0.15)).toFixed(2), y: (y + (axis === 2 ? 0 : unit * 0.07)).toFixed(2) });
      write(name, `${this.#features[axis]}?`);
    }
  }

  /** The arrow that stands on the plane and points to yes. @param {(point: Point) => {x: number, y: number}} seen  @param {Point} w  @param {number} b */
  #arrow(seen, w, b) {
    const size = length(w);
    const foot = grip(w, b);
    const tip = size ? plus(foot, scaled(w, 1 / size), ARROW) : foot;
    const [from, to] = [seen(foot), seen(tip)];
    const hidden = size ? undefined : "hidden";
    set(this.#stem, { x1: from.x.toFixed(2), y1: from.y.toFixed(2), x2: to.x.toFixed(2), y2: to.y.toFixed(2), visibility: hidden });
    set(this.knob, { transform: `translate(${to.x.toFixed(2)},${to.y.toFixed(2)})`, visibility: hidden });
    set(this.#yes, { x: (to.x + 12).toFixed(2), y: to.y.toFixed(2), visibility: hidden });
  }
}

/** @param {Point} w  @param {number} corners */
function missing(w, corners) {
  if (corners) return "";
  return length(w) ? "The plane misses the cube: one answer for every song." : "All weights are 0: there is no plane.";
}

/**
 * Where an axis has its name: on the lower edge in front, or the upright on the left; which way it points
 * there, and on which side of it is the outside of the cube.
 * @param {number} axis  @param {(point: Point) => {x: number, y: number, depth: number}} seen
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
  const angle = (Math.atan2(end.x - start.x, start.y - end.y) * 180) / Math.PI;
  const side = axis === 2 ? -1 : Math.sign(start.x + end.x - 2 * seen([0.5, 0.5, 0.5]).x) || 1;
  return { x, y, angle, side };
}

/** A song at its corner. */
class SongMark {
  #ring = svg("circle", { r: 12.5, class: "nn-wrong" });
  #looked = svg("circle", { r: 17.5, class: "nn-looked" });
  #shape = svg("path");
  #name = svg("text", { class: "nn-song-name nn-haloed" });
  #verdict = svg("text", { class: "nn-haloed" });

  /** @param {number} index */
  constructor(index) {
    this.index = index;
    const hit = svg("circle", { r: 22, class: "nn-hit" });
    this.group = svg("g", { class: "nn-song", tabindex: 0, role: "button" }, hit, this.#looked, this.#ring, this.#shape, this.#name, this.#verdict);
  }

  /** @param {Scene} scene  @param {{x: number, y: number}} at  @param {string} name */
  draw({ ratings, probabilities, song }, at, name) {
    const rating = ratingOf(ratings, this.index);
    const words = verdict(ratings, this.index, probabilities[this.index] ?? 0.5);
    const top = factsOf(this.index)[2] === 1 && at.y > HEADROOM;
    set(this.group, { transform: `translate(${at.x.toFixed(2)},${at.y.toFixed(2)})`, "data-rating": rating || "none" });
    set(this.group, { "aria-label": `${name}: ${words}, ${percent(probabilities[this.index] ?? 0.5)} yes` });
    set(this.#shape, { d: SHAPES[rating || "none"] });
    set(this.#ring, { visibility: words.endsWith("side") ? undefined : "hidden" });
    set(this.#looked, { visibility: song === this.index ? undefined : "hidden" });
    const sign = top ? -1 : 1;
    // The name is always above the verdict.
    set(this.#name, { "data-row": rating ? (top ? 2 : 1) : 0, "data-side": sign });
    set(this.#verdict, { "data-row": top ? 1 : 2, "data-side": sign, class: `nn-haloed nn-verdict nn-verdict--${rating || "none"}` });
    write(this.#name, name);
    write(this.#verdict, rating ? words : "");
  }
}

/** Likes: a circle; dislikes: a square; not rated: a small ring. */
const SHAPES = Object.freeze({
  likes: "M-7.25,0a7.25,7.25 0 1,0 14.5,0a7.25,7.25 0 1,0 -14.5,0Z",
  dislikes: "M-7.25,-7.25h14.5v14.5h-14.5Z",
  none: "M-3.9,0a3.9,3.9 0 1,0 7.8,0a3.9,3.9 0 1,0 -7.8,0Z",
});
