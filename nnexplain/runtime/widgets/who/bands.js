// What each unit adds, along the way: bands on top of each other, and the line of their sum.

import { at, printed } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { Along, ALONG, tOf, xOf } from "../../instruments/along.js";
import { bandPath, BANDS, heightOf, linePath, nameSpot, scaleOf, ticksOf } from "./places.js";
import { stacked, total } from "./sum.js";

/** @import { Place as Panel } from "../../core/panel.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Verdict } from "../../net/way/verdict.js" */
/** @import { Band, Rivals } from "./sum.js" */

export class BandsView {
  /** @type {Panel} */ place;
  #name;
  #bottom;
  #along;
  /** @type {Band[]} */ #bands = [];
  /** @type {number[]} */ #sums = [];
  /** @type {(value: number) => number} */ #y = () => 0;
  #legend = svg("text", { class: "nn-head", x: 0, y: 23 });
  #ticks = svg("g");
  #paths;
  #names = svg("g");
  #zero = svg("line", { class: "nn-axis", x1: ALONG.x, x2: ALONG.x + ALONG.width });
  #line = svg("path", { class: "nn-who-sum" });
  #ring = svg("path", { class: "nn-ring" });
  #dot = svg("circle", { class: "nn-who-dot", r: 4.5 });
  #readout;

  /** @param {Panel} place  @param {number} units  @param {(index: number) => string} name  of a unit; after the last, of the biases */
  constructor(place, units, name) {
    this.place = place;
    this.#name = name;
    const height = heightOf(units + 1);
    this.#bottom = height - BANDS.below;
    this.#along = new Along(this.#bottom);
    this.#paths = Array.from({ length: units + 1 }, () => svg("path", { class: "nn-band" }));
    this.#readout = [svg("text", { class: "nn-gap-readout", x: 0, y: height - 28 }), svg("text", { x: 0, y: height - 8 })];
    const title = svg("text", { class: "nn-title", x: 0, y: 6 }, "The same, along the way");
    const ground = svg("rect", { class: "nn-hit", x: ALONG.x, y: BANDS.top, width: ALONG.width, height: this.#bottom - BANDS.top });
    place.plot.append(title, this.#legend, ground, this.#ticks, ...this.#paths, this.#zero, this.#line, this.#names, this.#along.group, this.#ring, this.#dot, ...this.#readout);
  }

  /** @param {readonly Vector[]} all  contributions at each place  @param {Verdict} verdict  @param {Rivals} rivals */
  draw(all, verdict, rivals) {
    this.#bands = stacked(all);
    this.#sums = all.map(total);
    const edges = this.#bands.flatMap(({ high }) => high);
    const [low, high] = [Math.min(0, ...edges), Math.max(0, ...edges)];
    this.#y = scaleOf(low, high, this.#bottom);
    this.#paths.forEach((path, k) => {
      const band = this.#bands[k];
      const sign = band && (band.high.some((value, place) => value > at(band.low, place)) ? "pos" : "neg");
      set(path, { d: band ? bandPath(band, this.#y) : "", "data-sign": sign, "data-id": band && this.#name(band.index), "data-even": k % 2 ? undefined : "" });
    });
    this.#names.replaceChildren(...this.#bands.flatMap((band) => {
      const spot = nameSpot(band, this.#sums, this.#y);
      return spot ? [svg("text", { class: "nn-band__name", x: spot.x.toFixed(1), y: spot.y.toFixed(1) }, this.#name(band.index))] : [];
    }));
    this.#ticks.replaceChildren(...ticksOf(low, high).flatMap((tick) => [
      svg("line", { class: "nn-who-grid", x1: ALONG.x, x2: ALONG.x + ALONG.width, y1: this.#y(tick).toFixed(1), y2: this.#y(tick).toFixed(1) }),
      svg("text", { class: "nn-head", x: ALONG.x - 4, y: this.#y(tick).toFixed(1), "text-anchor": "end" }, printed(tick, Number.isInteger(tick) ? 0 : 1)),
    ]));
    set(this.#zero, { y1: this.#y(0).toFixed(1), y2: this.#y(0).toFixed(1) });
    set(this.#line, { d: linePath(this.#sums, this.#y) });
    write(this.#legend, `above 0: for ${rivals.other}, below: for ${rivals.one}; the line is the sum`);
    this.#along.draw(verdict);
  }

  /** @param {number} place  @param {number} t */
  move(place, t) {
    this.#along.move(t);
    set(this.#dot, { cx: xOf(t).toFixed(1), cy: this.#y(this.#sums[place] ?? 0).toFixed(1) });
  }

  /** Outlines a unit's band, and tells of it. @param {string} id  @param {[string, string]} words */
  choose(id, words) {
    const band = this.#bands.find(({ index }) => this.#name(index) === id);
    set(this.#ring, { d: band ? bandPath(band, this.#y) : "" });
    words.forEach((line, k) => write(at(this.#readout, k), line));
  }

  /** The unit whose band is at a point, and how far along; null outside. @param {{x: number, y: number}} spot  @param {number} units  @param {number} count */
  at({ x, y }, units, count) {
    if (x < ALONG.x - 4 || y < ALONG.top || y > this.#bottom + 24) return { id: null, t: null };
    const t = tOf(x);
    const place = Math.round(t * (count - 1));
    const found = this.#bands.find(({ index, low, high }) => index < units && (y - this.#y(at(low, place))) * (y - this.#y(at(high, place))) < 0);
    return { id: found ? this.#name(found.index) : null, t };
  }
}
