// A way as a strip of film; below it what is said along it, and the picture where the page stands.

import { percent } from "../../draw/numbers.js";
import { h, once } from "../../draw/tree.js";
import { along } from "../../instruments/along.js";
import { band, here, slide } from "../../instruments/band.js";
import { cells } from "../../instruments/cells.js";

/** @import { Axes } from "../../core/axes.js" */
/** @import { Branch } from "../../draw/tree.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Course } from "../../net/way/make.js" */
/** @import { Verdict } from "../../net/way/verdict.js" */
/** @import { Model } from "./way.js" */

const FILM = Object.freeze({ count: 9, side: 40, pitch: 45, top: 24 });
const BAND = Object.freeze({ x: 20, y: 74, width: 360, height: 24 });
const PICTURE = Object.freeze({ x: 0, y: 138, side: 168 });
/** Where the words beside the picture begin. */
const WORDS = 188;
/** So much room a printed place takes. */
const ROOM = 34;
/** Where a hand goes along: the film and the band. */
export const SLIDE = Object.freeze({ ...BAND, y: FILM.top, height: BAND.y + BAND.height - FILM.top });

/**
 * Along the film, as a guess needs it.
 * @type {Axes}
 */
export const FILMED = Object.freeze({
  x: [0, 1],
  y: [0, 1],
  box: [SLIDE.x, SLIDE.y, SLIDE.width, SLIDE.height],
});

/** @param {number} y  @param {string} words  @param {string} [kind] */
const line = (y, words, kind) => h("text", { class: kind, x: WORDS, y }, words);

/** @returns {(model: Model) => Branch[]} */
export function stripView() {
  const [film, told] = [once(filmOf), once(toldOf)];
  return ({ course, verdict, side, now: { t, place, count, picture, pass } }) => {
    const [next = 0] = ranked(pass.p).filter((digit) => digit !== pass.said);
    return [
      h("text", { class: "nn-title", x: 0, y: 6, "data-given": "" }, "From one picture to the other"),
      film(course, side),
      told(verdict),
      here(t, { ...SLIDE, y: SLIDE.y - 4, height: SLIDE.height + 8 }),
      cells("ink", picture, { ...PICTURE, cell: PICTURE.side / side, columns: side }),
      line(152, `says ${pass.said}`, "nn-big"),
      line(182, `${percent(pass.sure)} sure`),
      line(204, `next ${next} with ${percent(Number(pass.p[next]))}`),
      line(240, `at ${along(t)} of the way`, "nn-faint"),
      line(258, `place ${place + 1} of ${count}`, "nn-faint"),
      slide(SLIDE, "film"),
    ];
  };
}

/** Pictures of the way, evenly from its start to its end. @param {Course} course  @param {number} side */
function filmOf({ count, flat }, side) {
  const size = side * side;
  const picture = (/** @type {number} */ place) => flat.subarray(place * size, (place + 1) * size);
  return h(
    "g",
    { "data-given": "" },
    Array.from({ length: FILM.count }, (_, k) => {
      const where = { x: k * FILM.pitch, y: FILM.top, cell: FILM.side / side, columns: side };
      return cells("ink", picture(Math.round((k / (FILM.count - 1)) * (count - 1))), where);
    }),
  );
}

/**
 * What is said along the way, and where that changes in numbers, as many as there is room for.
 * @param {Verdict} verdict
 */
function toldOf(verdict) {
  let last = -Infinity;
  const y = BAND.y + BAND.height + 13;
  const placed = verdict.flips.flatMap(({ at }) => {
    const x = BAND.x + at * BAND.width;
    if (x - last < ROOM) return [];
    last = x;
    return h("text", { class: "nn-strong", x, y, "text-anchor": "middle" }, along(at));
  });
  return h("g", {}, band(verdict, BAND), placed);
}

/** @param {Vector} shares  @returns {number[]} digits, the likeliest first */
const ranked = (shares) => [...shares.keys()].sort((one, other) => shares[other] - shares[one]);
