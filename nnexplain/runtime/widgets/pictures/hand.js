// The units of a picture as things to point at and to choose: one of them can be reached by the tab key, the
// arrows go to the nearest on their side, and what is chosen is what has the focus.

import { set, svg } from "../../draw/svg.js";

/** @import { Attributes } from "../../draw/svg.js" */
/** @import { Unit } from "../../net/lab/turns.js" */

/** @typedef {{x: number, y: number}} Point */
/** What pointing and choosing do. @typedef {{choose: (id: string) => void, point: (id: string | null) => void}} Hand */

const WAYS = Object.freeze(
  /** @type {Record<string, [number, number] | undefined>} */ ({
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  }),
);

/**
 * Which of `places` is next in the direction of a key; undefined where there is none.
 * @param {readonly Point[]} places  @param {Point} here  @param {string} key
 */
export function toward(places, here, key) {
  const way = WAYS[key];
  if (!way) return undefined;
  let [next, least] = [/** @type {number | undefined} */ (undefined), Infinity];
  for (const [index, { x, y }] of places.entries()) {
    const ahead = (x - here.x) * way[0] + (y - here.y) * way[1];
    const aside = Math.abs((x - here.x) * way[1]) + Math.abs((y - here.y) * way[0]);
    if (ahead > 0.5 && ahead + 3 * aside < least) [next, least] = [index, ahead + 3 * aside];
  }
  return next;
}

export class Choice {
  /** @type {Map<string, SVGElement>} */ #options = new Map();
  /** @type {readonly Unit[]} */ #units;
  /** @type {() => Point[]} */ #places;
  #chosen = "";
  group;

  /**
   * @param {string} label  @param {readonly Unit[]} units  @param {() => Point[]} places  of the units, in the same order
   * @param {(unit: Unit, attributes: Attributes) => SVGElement} option  draws where a unit can be hit
   */
  constructor(label, units, places, option) {
    this.#units = units;
    this.#places = places;
    for (const unit of units) {
      this.#options.set(unit.id, option(unit, { role: "option", tabindex: -1, "data-unit": unit.id, "aria-label": unit.id, "aria-selected": "false" }));
    }
    this.group = svg("g", { role: "listbox", "aria-label": label, class: "nn-choice" }, ...this.#options.values());
  }

  /** @param {string} id */
  mark(id) {
    if (id === this.#chosen) return;
    const before = this.#options.get(this.#chosen);
    const held = before !== undefined && before === before.ownerDocument.activeElement;
    if (before) set(before, { tabindex: -1, "aria-selected": "false" });
    const now = this.#options.get(id);
    if (now) set(now, { tabindex: 0, "aria-selected": "true" });
    this.#chosen = id;
    if (held) now?.focus({ preventScroll: true });
  }

  /** What hears of a hand in `root`. @param {Element} root  @param {Hand} hand  @param {AbortSignal} signal */
  take(root, { choose, point }, signal) {
    const idAt = (/** @type {Event} */ { target }) => (target instanceof Element ? target.closest("[data-unit]")?.getAttribute("data-unit") : null) ?? null;
    root.addEventListener("pointerover", (event) => {
      if (/** @type {PointerEvent} */ (event).pointerType !== "touch") point(idAt(event));
    }, { signal });
    root.addEventListener("pointerleave", () => point(null), { signal });
    root.addEventListener("click", (event) => {
      const id = idAt(event);
      if (id) choose(id);
    }, { signal });
    this.group.addEventListener("keydown", (event) => {
      const index = this.#units.findIndex(({ id }) => id === idAt(event));
      const places = this.#places();
      const here = places[index];
      const ends = /** @type {Record<string, number | undefined>} */ ({ Home: 0, End: this.#units.length - 1, Enter: index, " ": index });
      const next = here && (ends[event.key] ?? toward(places, here, event.key));
      const unit = next === undefined ? undefined : this.#units[next];
      if (!unit && !(event.key in WAYS)) return;
      event.preventDefault();
      event.stopPropagation();
      if (unit) choose(unit.id);
    }, { signal });
  }
}
