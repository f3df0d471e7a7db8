// The losses of the runs over the passes, one over the other: the followed one in ink and thick, each with
// a dash and a name of its own. Pointing at it moves the cursor of the page, a press leaves it there.

import { printed } from "../../draw/numbers.js";
import { path, set, svg, write } from "../../draw/svg.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Timeline } from "../../net/one/timeline.js" */

/** How far apart names are, in pixels; how high the scale can be. */
const APART = 15;
const TOPS = Object.freeze([3, 6, 12, 24, 60, 120]);
export const DASHES = Object.freeze([undefined, "7 3", "2 3", "9 3 2 3", "4 2 1 2 1 2"]);

/** @typedef {{timeline: Timeline, key: string, name: string, style: number, followed: boolean}} Run */

export class LossView {
  /** @type {Place} */ place;
  /** @type {number} */ #passes;
  /** @type {number} */ #top;
  #high = 1;
  #grid = [1, 2, 3].map(() => ({ line: svg("line", { class: "nn-grid" }), text: svg("text", { class: "nn-tick nn-tick--y" }) }));
  #lines = DASHES.map((dash) => svg("path", { class: "nn-loss", "stroke-dasharray": dash }));
  #names = DASHES.map(() => svg("text", { class: "nn-loss-name nn-haloed" }));
  #rule = svg("line", { class: "nn-cursor" });
  #dot = svg("circle", { class: "nn-cursor-dot", r: 3.9 });
  #number = svg("text", { class: "nn-cursor-number nn-haloed" });
  #note = [0, 1, 2].map((row) => svg("text", { class: "nn-note nn-note--loss nn-haloed", y: 48 + row * 17 }));
  ground = svg("rect", { class: "nn-ground nn-ground--time", x: 0 });

  /** @param {Place} place  @param {number} passes  @param {number} top  of the scale  @param {string} title */
  constructor(place, passes, top, title) {
    this.place = place;
    this.#passes = passes;
    this.#top = this.#high = top;
    const { width, height, plot } = place;
    set(this.ground, { y: -10, width, height: height + 30 });
    set(this.#rule, { y1: 0, y2: height });
    this.#note.forEach((line) => set(line, { x: width }));
    const axis = svg("line", { class: "nn-axis", x1: 0, x2: width, y1: height, y2: height });
    const ticks = [0, 1, 2, 3].map((k) => svg("text", { class: "nn-tick", x: (width * k) / 3, y: height + 14, "text-anchor": k ? (k === 3 ? "end" : "middle") : "start" }, String(Math.round((passes * k) / 3))));
    const words = svg("text", { class: "nn-axis-title", x: width / 2, y: height + 33 }, "pass over the rated songs");
    const loss = svg("text", { class: "nn-axis-title nn-axis-title--up", transform: `translate(-32,${height / 2})rotate(-90)` }, "loss (nats)");
    plot.append(svg("text", { class: "nn-title", x: -42, y: -19 }, title), this.ground, ...this.#grid.flatMap(({ line, text }) => [line, text]));
    plot.append(axis, ...ticks, words, loss, ...this.#lines, ...this.#names, ...this.#note, this.#rule, this.#dot, this.#number);
  }

  /** @param {number} pass */
  #x(pass) {
    return (this.place.width * pass) / this.#passes;
  }

  /** @param {number} loss */
  #y(loss) {
    return this.place.height * (1 - loss / this.#high);
  }

  /** The pass nearest to a point of the screen. @param {number} clientX */
  passAt(clientX) {
    const box = this.ground.getBoundingClientRect();
    return Math.max(0, Math.min(this.#passes, Math.round(((clientX - box.left) / box.width) * this.#passes)));
  }

  /** @param {Run[]} runs  @param {number} step  @param {string[]} note */
  draw(runs, step, note) {
    const losses = runs.map(({ timeline }) => lossesOf(timeline));
    const most = Math.max(0, ...losses.flat());
    this.#high = most <= this.#top ? this.#top : (TOPS.find((top) => most <= top) ?? most);
    this.#scale();
    this.#lines.forEach((line, style) => this.#line(line, style, runs, losses));
    const loss = runs.find(({ followed }) => followed)?.timeline.frame(step).loss ?? null;
    const [x, y] = [this.#x(step), this.#y(loss ?? 0)];
    set(this.#rule, { x1: x, x2: x });
    set(this.#dot, { cx: x, cy: y.toFixed(2), visibility: loss === null ? "hidden" : undefined });
    const late = step > this.#passes * 0.6;
    set(this.#number, { x: x + (late ? -8 : 8), y: (y - 11).toFixed(2), "text-anchor": late ? "end" : "start" });
    write(this.#number, loss === null ? "" : printed(loss));
    this.#name(runs, losses, { x, y: y - 11 });
    this.#note.forEach((line, row) => write(line, note[row] ?? ""));
  }

  #scale() {
    const step = this.#high <= 2 ? 0.5 : this.#high / 3;
    for (const [k, { line, text }] of this.#grid.entries()) {
      const at = step * k;
      const shown = at <= this.#high;
      set(line, { x1: 0, x2: this.place.width, y1: this.#y(at), y2: this.#y(at), visibility: shown && k ? undefined : "hidden" });
      set(text, { x: -4, y: this.#y(at) + (k ? 0 : -1), visibility: shown ? undefined : "hidden" });
      write(text, String(at));
    }
  }

  /** @param {SVGElement} line  @param {number} style  @param {Run[]} runs  @param {number[][]} losses */
  #line(line, style, runs, losses) {
    const index = runs.findIndex((run) => run.style === style);
    const points = (losses[index] ?? []).map((loss, pass) => ({ x: this.#x(pass), y: this.#y(loss) }));
    set(line, { d: path(points), class: runs[index]?.followed ? "nn-loss nn-loss--followed" : "nn-loss" });
  }

  /** Each run's name at the end of its line; alone, a run needs none. @param {Run[]} runs  @param {number[][]} losses  @param {{x: number, y: number}} number  where the cursor's is */
  #name(runs, losses, number) {
    const ends = runs.map((run, k) => {
      const last = (losses[k]?.length ?? 0) - 1;
      const [x, y] = [this.#x(Math.max(last, 0)), this.#y(losses[k]?.[last] ?? 0) - 10];
      const meets = Math.abs(x - number.x) < 140 && Math.abs(y - number.y) < APART;
      return { run, x, y: meets ? number.y - APART : y };
    });
    ends.sort((one, other) => other.y - one.y);
    ends.forEach((end, k) => (end.y = Math.min(end.y, (ends[k - 1]?.y ?? Infinity) - APART)));
    for (const [style, text] of this.#names.entries()) {
      const end = runs.length > 1 ? ends.find(({ run }) => run.style === style) : undefined;
      const late = end && end.x > this.place.width * 0.55;
      set(text, { x: (end?.x ?? 0) + (late ? 0 : 6), y: (end?.y ?? 0).toFixed(1), "text-anchor": late ? "end" : "start" });
      set(text, { class: `nn-loss-name nn-haloed${end?.run.followed ? " nn-loss-name--followed" : ""}`, "data-key": end?.run.key });
      write(text, end ? end.run.name : "");
    }
  }
}

/** The losses known so far. @param {Timeline} timeline @returns {number[]} */
function lossesOf(timeline) {
  const losses = Array.from({ length: timeline.known }, (_, pass) => timeline.frame(pass).loss);
  return losses.filter((loss) => loss !== null);
}

/**
 * Hovering shows a pass, leaving goes back, a press stays.
 * @param {LossView} view  @param {{step: () => number, go: (step: number) => void, follow: (key: string) => void, busy: () => boolean}} time  @param {AbortSignal} signal
 */
export function takeTime(view, time, signal) {
  const { root } = view.place;
  /** Where the cursor was before the hand came. @type {number | null} */ let before = null;
  /** @type {number | null} */ let held = null;
  const inside = (/** @type {PointerEvent} */ { clientX, clientY }) => {
    const { left, right, top, bottom } = view.ground.getBoundingClientRect();
    return clientX >= left - 6 && clientX <= right + 6 && clientY >= top && clientY <= bottom;
  };
  root.addEventListener("pointerdown", (event) => {
    const key = event.target instanceof Element ? event.target.getAttribute("data-key") : null;
    if (key !== null) return time.follow(key);
    if (!inside(event) || event.button !== 0) return;
    held = event.pointerId;
    before = null;
    root.setPointerCapture(held);
    time.go(view.passAt(event.clientX));
  }, { signal });
  root.addEventListener("pointermove", (event) => {
    if (held === event.pointerId) return time.go(view.passAt(event.clientX));
    if (held !== null || event.pointerType !== "mouse" || time.busy()) return;
    if (inside(event)) {
      before ??= time.step();
      time.go(view.passAt(event.clientX));
    } else back();
  }, { signal });
  const back = () => {
    if (before !== null && held === null) time.go(before);
    before = null;
  };
  for (const type of ["pointerup", "pointercancel"]) root.addEventListener(type, () => (held = null), { signal });
  root.addEventListener("pointerleave", back, { signal });
}
