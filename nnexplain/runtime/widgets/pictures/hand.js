// Hands on the four pictures: units are pointed at and chosen, numbers of the heat maps read, and the cloud
// is pulled.

import { arrow, dragging } from "../../draw/hand.js";
import { IMAGES } from "./images.js";
import { cellAt, inputsOf, MAPS, strongestOf } from "./maps.js";
import { CLOUD, LINES } from "./nets.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Grip, Spot, Touch } from "../../draw/hand.js" */
/** @import { Unit } from "../../net/lab/turns.js" */
/** @import { Cell } from "./maps.js" */
/** @import { Places, Point } from "./places.js" */
/** @import { Cloud } from "./springs.js" */
/** @import { Net } from "./wires.js" */

/**
 * Which of `places` is next in the direction of an arrow key.
 * @param {readonly Point[]} places
 * @param {Point} here
 * @param {[number, number]} way
 * @returns {number | undefined} undefined where there is none
 */
export function toward(places, here, way) {
  let [next, least] = [/** @type {number | undefined} */ (undefined), Infinity];
  for (const [index, { x, y }] of places.entries()) {
    const ahead = (x - here.x) * way[0] + (y - here.y) * way[1];
    const aside = Math.abs((x - here.x) * way[1]) + Math.abs((y - here.y) * way[0]);
    if (ahead > 0.5 && ahead + 3 * aside < least) [next, least] = [index, ahead + 3 * aside];
  }
  return next;
}

/**
 * Which of `places` is nearest: where units lie close, their targets overlap, and the topmost is not the one
 * that is meant.
 * @param {readonly Point[]} places  one at least
 * @param {Point} spot
 */
export function nearest(places, { x, y }) {
  const far = places.map((place) => Math.hypot(place.x - x, place.y - y));
  return far.indexOf(Math.min(...far));
}

/** What a reader looks at besides the chosen unit. */
export class Look {
  #changed;
  /** The unit that is pointed at. @type {string | null} */ pointed = null;
  /** The number that is pointed at. @type {Cell | null} */ #over = null;
  /** Where the keys or a click left the heat maps. @type {Cell | null} */ #left = null;

  /** @param {() => void} changed  asks for a drawing */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param {string | null} id */
  point(id) {
    if (this.pointed === id) return;
    this.pointed = id;
    this.#changed();
  }

  /** @param {Cell | null} cell */
  read(cell) {
    if (cell?.id === this.#over?.id && cell?.column === this.#over?.column) return;
    this.#over = cell;
    this.pointed = cell?.id ?? null;
    this.#changed();
  }

  /** @param {Cell} cell */
  keep(cell) {
    this.#left = cell;
    this.#changed();
  }

  /**
   * The number that the keys stand at: the strongest of a unit, until they go elsewhere.
   * @param {Net} net
   * @param {string} id
   * @returns {Cell}
   */
  kept(net, id) {
    return this.#left?.id === id ? this.#left : strongestOf(net, id);
  }

  /** The number that is marked. @param {Net} net  @param {string} id */
  cell(net, id) {
    return this.#over ?? this.kept(net, id);
  }
}

/**
 * What hands work on.
 * @typedef {object} Hand
 * @property {Page} page
 * @property {() => Net} net  as it is now
 * @property {() => string} chosen
 * @property {Look} look
 * @property {Record<string, () => readonly Point[]>} places  where each picture has its units, by its grip
 * @property {Places["maps"]} heat  where the heat maps lie
 * @property {Cloud} cloud
 * @property {() => void} changed  asks for a drawing
 */

/** @param {string} id  a data-id of a unit in one of the pictures */
const nameIn = (id) => id.split(" ")[1] ?? "";

/**
 * One of the pictures in which every unit is one thing.
 * @param {string} grip
 * @param {Hand} hand
 * @param {(id: string) => void} focus
 * @param {(touch: Touch) => string} [at]  which unit a pointer means
 * @returns {Grip}
 */
function units(grip, { page, net, look, places }, focus, at = ({ id }) => nameIn(id)) {
  const choose = (/** @type {string} */ unit) => {
    page.set({ unit });
    focus(`${grip} ${unit}`);
  };
  return {
    over: (touch) => look.point(touch && at(touch)),
    click: (touch) => choose(at(touch)),
    key: (key, { id }, event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return false;
      const [all, way, points] = [net().units.map((unit) => unit.id), arrow(key), places[grip]?.() ?? []];
      const index = all.indexOf(nameIn(id));
      const here = points[index];
      const ends = { Home: 0, End: all.length - 1, Enter: index, " ": index };
      const to = way ? here && toward(points, here, way) : /** @type {Record<string, number>} */ (ends)[key];
      const unit = all[to ?? -1];
      if (unit !== undefined) choose(unit);
      return way !== null || unit !== undefined;
    },
  };
}

/**
 * The number that a key leads to; null for another key.
 * @param {Net} net
 * @param {Cell} cell
 * @param {string} key
 * @returns {Cell | null}
 */
function beside(net, { id, column }, key) {
  const way = arrow(key);
  const to = { Home: 0, End: inputsOf(net, id) }[key] ?? (way ? column + way[0] : undefined);
  if (to === undefined) return null;
  const row = net.units.findIndex((unit) => unit.id === id) + (way?.[1] ?? 0);
  const unit = /** @type {Unit} */ (net.units[Math.max(0, Math.min(net.units.length - 1, row))]);
  return { id: unit.id, column: Math.max(0, Math.min(inputsOf(net, unit.id), to)) };
}

/** The heat maps: every number can be read. @param {Hand} hand  @returns {Grip} */
function maps({ page, net, chosen, look, heat }) {
  const keep = (/** @type {Cell | null} */ cell) => {
    if (!cell) return;
    look.keep(cell);
    page.set({ unit: cell.id });
  };
  const under = (/** @type {Spot} */ spot) => cellAt(net(), heat, chosen(), spot);
  return {
    over: (touch) => look.read(touch && under(touch.spot)),
    click: ({ spot }) => keep(under(spot)),
    key: (key, _, event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return false;
      const next = beside(net(), look.kept(net(), chosen()), key);
      keep(next);
      return next !== null;
    },
  };
}

/** @param {Hand} hand  @param {(id: string) => void} focus  @returns {Record<string, Grip>} */
export function gripsOf(hand, focus) {
  const { net, places, cloud, changed } = hand;
  const near = (/** @type {string} */ grip) => (/** @type {Touch} */ { spot }) =>
    net().units[nearest(places[grip]?.() ?? [], spot)]?.id ?? "";
  return {
    [IMAGES]: units(IMAGES, hand, focus),
    [MAPS]: maps(hand),
    [LINES]: units(LINES, hand, focus, near(LINES)),
    [CLOUD]: {
      ...units(CLOUD, hand, focus, near(CLOUD)),
      holds: "tapped",
      drag: dragging(({ from }) => {
        const unit = nearest(cloud.places, from);
        return (dx, dy) => {
          cloud.drag(unit, { x: from.x + dx, y: from.y + dy });
          changed();
        };
      }),
      up: () => {
        cloud.free();
        changed();
      },
    },
  };
}
