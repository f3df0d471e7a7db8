// One way in the list of all: the picture where it stands, what is said along it, and below that how far it is from
// the nearest real digit, which is shown too.

import { printed } from "../../draw/numbers.js";
import { path, set, svg, write } from "../../draw/svg.js";
import { Band, Here, slideable } from "../../instruments/band.js";
import { Cells } from "../../instruments/cells.js";
import { at } from "../../instruments/way-words.js";

/** @import { Neighbour } from "../../net/way/nearest.js" */
/** @import { Verdict } from "../../net/way/verdict.js" */
/** @import { Kind, Way } from "../../net/way/way.js" */

/** Where things stand in a row of the static picture, which build/five-to-six-paths.py draws. */
const PICTURE = 56;
const TOP = 16;
const BAND = Object.freeze({ x: 68, y: 18, width: 256, height: 22 });
const FAR = Object.freeze({ x: 68, y: 46, width: 256, height: 26 });
const NEAREST = 338;

export class RowView {
  group;
  #picture = new Cells("ink");
  #real = new Cells("ink");
  #band = new Band(BAND);
  #here = new Here({ ...BAND, y: BAND.y - 4, height: FAR.y + FAR.height - BAND.y + 4 });
  #outline = svg("rect", { class: "nn-row-outline", x: -7, y: -6, width: 410, height: 91, rx: 4 });
  #name = svg("text", { class: "nn-title", x: 0, y: 4 });
  #note = svg("text", { class: "nn-faint", x: BAND.x + BAND.width, y: 4, "text-anchor": "end" });
  #far = svg("path", { class: "nn-far" });
  #usual = svg("path", { class: "nn-far-usual" });
  #words = svg("text", { class: "nn-faint", x: NEAREST + PICTURE, y: 4, "text-anchor": "end" });
  #side;
  #kind;
  /** @type {unknown[]} */ #drawn = [];

  /** @param {Kind} kind  @param {string} name  @param {{x: number, y: number}} spot  @param {number} side  pixels of a picture's side */
  constructor(kind, name, { x, y }, side) {
    this.#kind = kind;
    this.#side = side;
    const ground = svg("path", { class: "nn-axis", d: `M${FAR.x},${FAR.y + FAR.height}h${FAR.width}` });
    this.group = svg("g", { class: "nn-path-row", "data-way": kind, transform: `translate(${x},${y})` });
    this.group.append(this.#outline, this.#name, this.#note, this.#words, this.#picture.group, this.#band.group, this.#far, this.#usual, ground, this.#here.line, this.#real.group);
    write(this.#name, name);
  }

  /** @param {Way} way  @param {{chosen: boolean, near: Neighbour[] | null, most: number, usual: number}} how  `most` is the distance that the curve's box is high; `usual` is marked in it */
  draw(way, { chosen, near, most, usual }) {
    const { t, picture, place } = way.now(this.#kind);
    const verdict = way.verdict(this.#kind);
    if (verdict !== this.#drawn[0]) {
      this.#band.draw(verdict);
      write(this.#note, noteOf(verdict));
    }
    this.#paint(this.#picture, picture, 0);
    this.#here.draw(t);
    this.group.dataset.chosen = String(chosen);
    this.group.dataset.near = String(Boolean(near));
    if (near) this.#distance(near, most, usual);
    this.#neighbour(way, near?.[place]);
    this.#drawn[0] = verdict;
  }

  /** @param {Cells} cells  @param {import("../../net/net.js").Vector} picture  @param {number} x */
  #paint(cells, picture, x) {
    cells.draw(picture, { x, y: TOP, cell: PICTURE / this.#side, columns: this.#side });
  }

  /** @param {Neighbour[]} near  @param {number} most  @param {number} usual */
  #distance(near, most, usual) {
    if (near === this.#drawn[1] && most === this.#drawn[2]) return;
    [this.#drawn[1], this.#drawn[2]] = [near, most];
    const y = (/** @type {number} */ distance) => FAR.y + FAR.height * (1 - Math.min(1, distance / most));
    const last = Math.max(1, near.length - 1);
    const line = near.map(({ distance }, k) => ({ x: FAR.x + (k / last) * FAR.width, y: y(distance) }));
    const [left, base] = [FAR.x, FAR.y + FAR.height];
    set(this.#far, { d: path([{ x: left, y: base }, ...line, { x: left + FAR.width, y: base }], true) });
    set(this.#usual, { d: `M${left},${y(usual).toFixed(2)}h${FAR.width}` });
  }

  /** @param {Way} way  @param {Neighbour | undefined} neighbour */
  #neighbour(way, neighbour) {
    if (!neighbour) return;
    const { pixels, label } = way.real(neighbour.index);
    if (this.#drawn[3] !== neighbour.index) this.#paint(this.#real, pixels, NEAREST);
    this.#drawn[3] = neighbour.index;
    write(this.#words, `${label}, ${printed(neighbour.distance)}`);
  }

  /** @param {(t: number, first: boolean) => void} go  @param {AbortSignal} signal */
  take(go, signal) {
    this.group.append(slideable({ ...BAND, y: BAND.y - 6, height: FAR.y + FAR.height - BAND.y + 8 }, go, signal));
  }
}

/** @param {Verdict} verdict */
function noteOf({ flips, settled, third }) {
  if (settled === null) return "never turns";
  const past = third.length ? `, past ${third.join(", ")}` : "";
  return `${flips.length > 1 ? "settles" : "turns"} at ${at(settled)}${past}`;
}
