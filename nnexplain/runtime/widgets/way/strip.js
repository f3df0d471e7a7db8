// A way as a strip of film; below it what is said along it, and the picture where the page stands.

import { percent } from "../../draw/numbers.js";
import { svg, write } from "../../draw/svg.js";
import { Band, Here, slideable } from "../../instruments/band.js";
import { Cells } from "../../instruments/cells.js";
import { at } from "../../instruments/way-words.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Way } from "../../net/way/way.js" */

/** Where things stand in the static picture, which build/five-to-six-way.py draws. */
const FILM = Object.freeze({ count: 9, side: 40, pitch: 45, top: 24 });
const BAND = Object.freeze({ x: 20, y: 74, width: 360, height: 24 });
const PICTURE = Object.freeze({ x: 0, y: 138, side: 168 });
const WORDS = 188;
/** So much room a printed place takes. */
const ROOM = 34;

export class StripView {
  #frames = Array.from({ length: FILM.count }, () => new Cells("ink"));
  #picture = new Cells("ink");
  #band = new Band(BAND);
  #here = new Here({ ...BAND, y: FILM.top - 4, height: BAND.y + BAND.height - FILM.top + 8 });
  #labels = svg("g");
  #said = svg("text", { class: "nn-big", x: WORDS, y: 152 });
  #lines = [182, 204, 240, 258].map((y, line) => svg("text", { class: line < 2 ? "" : "nn-faint", x: WORDS, y }));
  #side;
  /** @type {unknown} */ #course = null;
  /** @type {unknown} */ #verdict = null;
  #plot;

  /** @param {Place} place  @param {number} side  pixels of a picture's side */
  constructor({ plot }, side) {
    this.#side = side;
    this.#plot = plot;
    const title = svg("text", { class: "nn-title", x: 0, y: 6 }, "From one picture to the other");
    const frames = this.#frames.map(({ group }) => group);
    plot.append(title, ...frames, this.#band.group, this.#labels, this.#here.line, this.#picture.group, this.#said, ...this.#lines);
  }

  /** @param {Way} way */
  draw(way) {
    const [course, verdict] = [way.course(), way.verdict()];
    if (course !== this.#course) this.#film(way);
    if (verdict !== this.#verdict) {
      this.#band.draw(verdict);
      this.#labels.replaceChildren(...placed(verdict.flips.map((flip) => flip.at)));
    }
    [this.#course, this.#verdict] = [course, verdict];
    const { t, place, count, picture, pass } = way.now();
    this.#here.draw(t);
    this.#picture.draw(picture, { ...PICTURE, cell: PICTURE.side / this.#side, columns: this.#side });
    const [next] = ranked(pass.p).filter((digit) => digit !== pass.said);
    write(this.#said, `says ${pass.said}`);
    const words = [`${percent(pass.sure)} sure`, `next ${next} with ${percent(Number(pass.p[next ?? 0]))}`, `at ${at(t)} of the way`, `place ${place + 1} of ${count}`];
    words.forEach((line, index) => this.#lines[index] && write(this.#lines[index], line));
  }

  /** @param {Way} way */
  #film(way) {
    const pictures = way.pictures();
    this.#frames.forEach((frame, k) => {
      const picture = pictures[Math.round((k / (FILM.count - 1)) * (pictures.length - 1))];
      if (picture) frame.draw(picture, { x: k * FILM.pitch, y: FILM.top, cell: FILM.side / this.#side, columns: this.#side });
    });
  }

  /** @param {(t: number) => void} go  @param {AbortSignal} signal */
  take(go, signal) {
    const box = { ...BAND, y: FILM.top, height: BAND.y + BAND.height - FILM.top };
    this.#plot.append(slideable(box, go, signal));
  }
}

/** The printed places below the band, as many as there is room for. @param {number[]} flips */
function placed(flips) {
  let last = -Infinity;
  return flips.flatMap((flip) => {
    const x = BAND.x + flip * BAND.width;
    if (x - last < ROOM) return [];
    last = x;
    return [svg("text", { class: "nn-strong", x, y: BAND.y + BAND.height + 13, "text-anchor": "middle" }, at(flip))];
  });
}

/** @param {ArrayLike<number>} shares  @returns {number[]} digits, the likeliest first */
function ranked(shares) {
  return Array.from(shares, (_, digit) => digit).sort((one, other) => Number(shares[other]) - Number(shares[one]));
}
