// What is said of units along a way.

import { at, percent, printed } from "../../draw/numbers.js";
import { capital } from "../../draw/text.js";
import { along } from "../../instruments/along.js";
import { nameOf } from "../../instruments/unit-words.js";

/** @import { Verdict } from "../../net/way/verdict.js" */
/** @import { Pass, Place } from "../../net/way/way.js" */
/** @import { Flippers, Row } from "./sum.js" */
/** @import { Model } from "./units.js" */

const ORDER = Object.freeze(["First", "Second"]);
/** So many units are named, and so many flips of one. */
const NAMED = 12;
const TOLD = 3;

/** "First layer, 32 units". @param {number} layer  @param {readonly number[]} sizes */
export function titleOf(layer, sizes) {
  if (layer === sizes.length - 2) return "The answers";
  return `${ORDER[layer] ?? `${layer + 1}th`} layer, ${sizes[layer + 1]} units`;
}

/** "6 flip up to the decision, 6 after it". @param {Flippers} flips  @param {boolean} decided */
export function countWords({ until, after }, decided) {
  if (!decided) return `${until.length} flip, and the answer stays`;
  return `${until.length} flip up to the decision, ${after.length} after it`;
}

/** Where a unit flips. @param {Row} row  @param {boolean} answer */
export function flipWords({ on, flips }, answer) {
  const count = on.length - 1;
  if (!flips.length && answer) return on[0] ? "the answer all the way" : "never the answer";
  if (!flips.length) return on[0] ? "on all the way" : "off all the way";
  if (flips.length > TOLD) return `flips ${flips.length} times`;
  const [up, down] = answer ? ["becomes the answer", "is overtaken"] : ["turns on", "turns off"];
  return flips.map((k) => `${on[k] ? down : up} at ${along((k + 0.5) / count)}`).join(", ");
}

/**
 * What a unit does at one place.
 * @param {Row} row
 * @param {Pass} pass
 * @param {boolean} answer
 * @param {boolean} silenced
 */
function stateWords({ layer, index }, { a, p }, answer, silenced) {
  if (silenced) return "silenced";
  if (answer) return percent(p[index]);
  const heard = at(a, layer)[index];
  return heard > 0 ? `on, it answers ${printed(heard)}` : "off";
}

/**
 * What a unit does here and along the way.
 * @param {Row} row
 * @param {Place} now
 * @param {boolean} answer
 * @param {boolean} silenced
 */
export function unitWords(row, { t, pass }, answer, silenced) {
  return `at ${along(t)} ${stateWords(row, pass, answer, silenced)}; ${flipWords(row, answer)}`;
}

/** What the answer does. @param {Verdict} verdict */
function decisionWords({ said, flips, settled }) {
  if (settled === null) return `The answer is ${said[0]} all the way`;
  const often = flips.length > 1 ? `changes ${flips.length} times and ` : "";
  return `The answer ${often}settles on ${said.at(-1)} at ${along(settled)} of the way`;
}

/** @param {readonly string[]} ids */
function listed(ids) {
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : "";
  return ids.length ? ` (${ids.slice(0, NAMED).join(", ")}${more})` : "";
}

/** @param {Flippers} flips  of all hidden units  @param {boolean} decided */
function flippersWords({ until, after }, decided) {
  const count = until.length === 1 ? "1 unit flips" : `${until.length || "no"} units flip`;
  if (!decided) return `${capital(count)}${listed(until)}.`;
  return `Up to there ${count}${listed(until)}, after it ${after.length || "none"}${listed(after)}.`;
}

/** What the picture shows now. @param {Model} model */
export function sentence({ problem, survey: { verdict, hidden }, sizes, row, told }) {
  const decided = `${decisionWords(verdict)}. ${flippersWords(hidden, verdict.settled !== null)}`;
  return [problem, decided, `${capital(nameOf(row, sizes))}: ${told}.`].filter(Boolean).join(" ");
}
