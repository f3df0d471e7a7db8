// Pulling at the force-directed layout: a unit that is dragged pulls its springs, and the others give way,
// as Fruchterman and Reingold (1991) have it: nodes at distance d push each other with 1/d², times the way
// between them, and a spring of weight w pulls with w d. It stops by itself.

import { nodeOf } from "./wires.js";

/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Point } from "./hand.js" */
/** @import { NetView } from "./net.js" */
/** @import { Wires } from "./wires.js" */

const CLOSE = 0.01;
/** How much of its force a unit moves in a step, how far at most, and when it is at rest; in units of length. */
const [GENTLE, FURTHEST, REST] = [0.02, 0.08, 0.0015];
/** Steps in a frame, and frames after which it stops in any case. */
const [STEPS, FRAMES] = [3, 400];
/** Pixels that stay free at the border of the panel. */
const EDGE = 10;
/** A hand that moves less means to choose, not to drag. */
const STILL = 4;

/** The springs between the units, n × n. @param {Wires} wires  @param {number} first  number of the first unit  @param {number} n */
export function springsOf({ from, to, weight }, first, n) {
  const springs = new Float64Array(n * n);
  for (let wire = 0; wire < weight.length; wire++) {
    const [a, b] = [Number(from[wire]) - first, Number(to[wire]) - first];
    if (a < 0) continue;
    springs[a * n + b] = springs[b * n + a] = Math.abs(weight[wire]);
  }
  return springs;
}

/** The force on every unit. @param {readonly Point[]} places  in units of length  @param {Float64Array} springs  @returns {Point[]} */
export function forces(places, springs) {
  const n = places.length;
  return places.map((here, a) => {
    let [x, y] = [0, 0];
    for (const [b, there] of places.entries()) {
      if (a === b) continue;
      const [dx, dy] = [here.x - there.x, here.y - there.y];
      const distance = Math.max(CLOSE, Math.hypot(dx, dy));
      const pull = 1 / distance ** 2 - Number(springs[a * n + b]) * distance;
      x += pull * dx;
      y += pull * dy;
    }
    return { x, y };
  });
}

/**
 * All but the one that is held move where the forces take them, but not all of them together: the cloud stays
 * where it is. Says how far the furthest went.
 * @param {Point[]} places  @param {Float64Array} springs  @param {number} held
 */
export function relax(places, springs, held) {
  const ways = forces(places, springs).map(({ x, y }, index) => {
    const share = index === held ? 0 : Math.min(GENTLE, FURTHEST / Math.max(Math.hypot(x, y), 1e-9));
    return { x: share * x, y: share * y };
  });
  const free = ways.length - (held < 0 ? 0 : 1);
  const drift = ways.reduce((sum, { x, y }) => ({ x: sum.x + x / free, y: sum.y + y / free }), { x: 0, y: 0 });
  let most = 0;
  for (const [index, place] of places.entries()) {
    const { x, y } = ways[index] ?? drift;
    if (index === held) continue;
    place.x += x - drift.x;
    place.y += y - drift.y;
    most = Math.max(most, Math.hypot(x - drift.x, y - drift.y));
  }
  return most;
}

/**
 * Lets a hand drag the units of a view. Without motion nothing else moves until the hand lets go.
 * @param {NetView} view  @param {Lab} lab  @param {{length: number, wires: () => Wires, draw: () => void}} how  `length`: pixels of a unit of length  @param {AbortSignal} signal
 * @returns {() => void} puts everything back
 */
export function takeSprings(view, lab, { length, wires, draw }, signal) {
  const { root, plot } = view.place;
  root.classList.add("nn-widget--springs");
  const start = view.units.map((place) => ({ ...place }));
  let places = start.map(({ x, y }) => ({ x: x / length, y: y / length }));
  let [held, frames, running, moved] = [-1, 0, false, false];
  /** @type {{id: number, x: number, y: number, index: number} | null} */ let down = null;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const show = () => {
    view.move(places.map(({ x, y }) => ({ x: Math.round(x * length * 10) / 10, y: Math.round(y * length * 10) / 10 })));
    draw();
  };
  const { width, height } = view.place;
  const within = (/** @type {number} */ at, /** @type {number} */ end) => Math.max(EDGE, Math.min(end - EDGE, at * length)) / length;
  /** Nothing leaves the panel: what is hardly held could be pushed away for good. */
  const inside = () => {
    for (const place of places) [place.x, place.y] = [within(place.x, width), within(place.y, height)];
  };
  const springs = () => {
    const [unit] = lab.units;
    return springsOf(wires(), unit ? nodeOf(lab, unit) : 0, lab.units.length);
  };
  const frame = () => {
    if (signal.aborted || !running) return;
    let most = 0;
    const tight = springs();
    for (let step = 0; step < STEPS; step++) most = relax(places, tight, held);
    inside();
    show();
    running = held >= 0 || (most > REST && frames++ < FRAMES);
    if (running) requestAnimationFrame(frame);
  };
  const run = () => {
    frames = 0;
    if (still.matches) {
      const tight = springs();
      if (held < 0) for (let step = 0; step < STEPS * FRAMES && relax(places, tight, held) > REST; step++);
      inside();
      return show();
    }
    if (!running) requestAnimationFrame(frame);
    running = true;
  };
  root.addEventListener("pointerdown", (event) => {
    const id = event.target instanceof Element ? event.target.getAttribute("data-unit") : null;
    const index = lab.units.findIndex((unit) => unit.id === id);
    if (index < 0 || down || event.button !== 0) return;
    down = { id: event.pointerId, x: event.clientX, y: event.clientY, index };
    moved = false;
  }, { signal });
  root.addEventListener("pointermove", (event) => {
    if (down?.id !== event.pointerId) return;
    if (held < 0 && Math.hypot(event.clientX - down.x, event.clientY - down.y) < STILL) return;
    if (held < 0) root.setPointerCapture(event.pointerId);
    [held, moved] = [down.index, true];
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(plot.getScreenCTM()?.inverse());
    places[held] = { x: x / length, y: y / length };
    inside();
    run();
  }, { signal });
  for (const type of ["pointerup", "pointercancel"]) {
    root.addEventListener(type, (event) => {
      if (down?.id !== /** @type {PointerEvent} */ (event).pointerId) return;
      down = null;
      held = -1;
      if (moved) run();
    }, { signal });
  }
  // After a drag the hand lets go over some unit, which it does not mean to choose.
  root.addEventListener("click", (event) => {
    if (moved) event.stopImmediatePropagation();
    moved = false;
  }, { signal, capture: true });
  return () => {
    running = false;
    places = start.map(({ x, y }) => ({ x: x / length, y: y / length }));
    view.move(start);
    draw();
  };
}
