// What a reader has guessed, as text for an address, and in words: how far it is from the answer.

/** @import { Axes } from "./axes.js" */

/**
 * What a figure asks before it shows its answer, as figures/predict.py gives it.
 * @typedef {object} Predict
 * @property {string} param  the parameter that keeps the guess
 * @property {"choice" | "place" | "curve"} kind
 * @property {string} ask
 * @property {string | number | number[]} answer
 * @property {string[]} [choices]
 * @property {[number, number, number]} [line]  from, to, in steps of
 * @property {string} [what]  what was asked for, as the sentence names it
 * @property {string} [unit]  follows a number
 * @property {number} [panel]  counted from 1
 * @property {Axes} [axes]  of that panel
 * @property {Record<string, string | number | boolean>} [shows]
 * @property {string} [then]
 * @property {string} [quote]  the widget's name for the answer
 */

/**
 * One of the choices, a number, or a curve's heights from 0 to 1.
 * @typedef {string | number | number[]} Guess
 */

/** What stands in the address of who wanted to be shown. */
export const SKIPPED = "-";
/** A drawn curve is kept at so many places, each height as a number of two digits. */
export const KNOTS = 21;
const TOP = 99;

/** A number with a true minus. @param {number} number  @param {number} digits */
const plain = (number, digits) => number.toFixed(digits).replace(/^-(?=.*[1-9])/, "−").replace(/^-/, "");

/** So many digits after the point tell steps apart. @param {number} step */
const digitsOf = (step) => (String(step).split(".")[1] ?? "").length;

/** @param {Guess} guess */
export function written(guess) {
  if (!Array.isArray(guess)) return String(guess);
  return guess.map((height) => String(Math.round(height * TOP)).padStart(2, "0")).join("");
}

/**
 * What a text from anywhere means as a guess; undefined where it is none.
 * @param {Predict} predict
 * @param {string} text
 * @returns {Guess | undefined}
 */
export function read({ kind, choices = [], line: [low, high] = [0, 0, 0] }, text) {
  if (kind === "choice") return choices.find((choice) => choice === text);
  if (kind === "place") {
    const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    return number >= low && number <= high ? number : undefined;
  }
  if (!new RegExp(`^\\d{${2 * KNOTS}}$`).test(text)) return undefined;
  return Array.from({ length: KNOTS }, (_, k) => Number(text.slice(2 * k, 2 * k + 2)) / TOP);
}

/** A curve's height at a place from 0 to 1. @param {readonly number[]} knots  @param {number} at */
export function heightAt(knots, at) {
  const place = at * (knots.length - 1);
  const k = Math.min(knots.length - 2, Math.floor(place));
  const [one = 0, other = 0] = [knots[k], knots[k + 1]];
  return one + (other - one) * (place - k);
}

/** What was said, as it is printed. @param {Predict} predict  @param {number} number */
export function printed({ line: [, , step] = [0, 0, 1], unit = "" }, number) {
  return plain(number, digitsOf(step)) + unit;
}

/** @param {Predict} predict  @param {string} guess */
function choiceWords({ answer, choices = [] }, guess) {
  const chance = `One guess in ${choices.length} is right by chance.`;
  return guess === answer
    ? `You said ${guess}, and so it is. ${chance}`
    : `You said ${guess}. It is ${answer}.`;
}

/** @param {Predict} predict  @param {number} guess */
function placeWords(predict, guess) {
  const { answer, what = "it", line: [low, high] = [0, 0, 0] } = predict;
  const [truth, middle] = [Number(answer), (low + high) / 2];
  const say = (/** @type {number} */ number) => printed(predict, number);
  const off = say(Math.abs(truth - guess));
  const begin = `You put ${what} at ${say(guess)}; it is at ${say(truth)}: `;
  const how = off === say(0) ? "right, as far as the line goes." : `${off} off.`;
  return `${begin}${how} A guess in the middle would be ${say(Math.abs(truth - middle))} off.`;
}

/** @param {Predict} predict  @param {readonly number[]} guess */
function curveWords({ answer, axes, what = "the curve", unit = "" }, guess) {
  const truth = /** @type {number[]} */ (answer);
  const [low, high] = axes?.y ?? [0, 1];
  const value = (/** @type {number} */ height) => low + height * (high - low);
  const off = (/** @type {(at: number) => number} */ of) => {
    const each = truth.map((number, k) => Math.abs(number - of(k / (truth.length - 1))));
    return each.reduce((sum, one) => sum + one, 0) / each.length;
  };
  const digits = Math.max(0, 2 - Math.round(Math.log10(Math.abs(high - low))));
  const say = (/** @type {number} */ number) => plain(number, digits) + unit;
  const mine = say(off((at) => value(heightAt(guess, at))));
  const level = say(off(() => value(0.5)));
  const middle = `A level line half way up would be ${level} away.`;
  return `Your curve is ${mine} away from ${what}, on average. ${middle}`;
}

/**
 * How one did; undefined says that one wanted to be shown.
 * @param {Predict} predict
 * @param {Guess | undefined} guess
 */
export function verdict(predict, guess) {
  const told = Array.isArray(guess)
    ? curveWords(predict, guess)
    : typeof guess === "number"
    ? placeWords(predict, guess)
    : guess === undefined
    ? shown(predict)
    : choiceWords(predict, guess);
  return [told, predict.then].filter(Boolean).join(" ");
}

/** The answer, to who did not guess. @param {Predict} predict */
function shown(predict) {
  const { answer, what = "It" } = predict;
  if (Array.isArray(answer)) return "Here it is.";
  const said = typeof answer === "number" ? `at ${printed(predict, answer)}` : answer;
  return `${what.replace(/^./, (letter) => letter.toUpperCase())} is ${said}.`;
}
