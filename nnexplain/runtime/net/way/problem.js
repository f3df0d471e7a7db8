// What a reader should know of a way that cannot be as asked for; it goes on all the same.

import { KEPT } from "./own.js";

/** @import { Lab } from "../lab/laboratory.js" */
/** @import { Kind, Way } from "./way.js" */

/**
 * @param {Way} way
 * @param {Kind} kind
 * @param {string} own  the way-points as the address has them
 * @returns {string} "" where all is well
 */
export function problemOf(way, kind, own) {
  return [touched(way.lab), kind === "stroke" ? "" : amiss(way, kind, own)].filter(Boolean).join(" ");
}

/** So many units that are silent are named. */
const NAMED = 3;

/** What has been done to the network, here or in another figure. @param {Lab} lab */
function touched({ silent, turns, noise }) {
  const names = [...silent];
  const listed = names.length > NAMED
    ? `${names.length} units`
    : names.join(names.length > 2 ? ", " : " and ");
  return [
    names.length ? `${listed} ${names.length > 1 ? "are" : "is"} silenced.` : "",
    turns.length || noise ? "Some weights are not as trained." : "",
  ].filter(Boolean).join(" ");
}

/** @param {Way} way  @param {Kind} kind  @param {string} own */
function amiss(way, kind, own) {
  const { start, end } = way.ends;
  const empty = [start.blank && "start", end.blank && "end"].filter(Boolean);
  const unread = [way.lab.unread(0) && "start", way.lab.unread(1) && "end"].filter(Boolean);
  const same = start.pixels.every((pixel, index) => pixel === end.pixels[index]);
  return [
    way.uncoded && kind === way.kind ? "The autoencoder is not there yet: this is the plain blend." : "",
    empty.length === 2 ? "Both ends are empty paper. The network must answer all the same." : "",
    empty.length === 1 ? `The ${empty[0]} is empty paper. The network must answer all the same.` : "",
    ...unread.map((name) => `The drawing of the ${name} cannot be read: this is the test digit.`),
    same ? "Both ends are the same picture." : "",
    !same && stands(way, kind) ? "This way goes nowhere: all its pictures are the same." : "",
    kind === "own" && !way.points.length ? noPoints(own) : "",
  ].filter(Boolean).join(" ");
}

/** Whether a way is of length zero. @param {Way} way  @param {Kind} kind */
function stands(way, kind) {
  const { flat } = way.course(kind);
  return flat.every((pixel, index) => pixel === flat[index % way.size]);
}

/** Why there are no way-points. @param {string} text */
function noPoints(text) {
  if (!text) return "There are no way-points yet: it goes straight.";
  if (text.startsWith(KEPT)) return "The way-points were kept by another page: it goes straight.";
  return "The way-points of this address cannot be read: it goes straight.";
}
