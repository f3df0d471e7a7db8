// What the neuron's figures say, in words.

import { percent, printed, signed } from "../../draw/numbers.js";
import { turnSlider } from "../../instruments/turning.js";
import { length, planeOf } from "../../net/one/plane.js";
import { agreeing, everySong, factsOf, nameOf, ratedOf, ratingOf } from "../../net/one/songs.js";

/** @import { Table } from "../../core/table.js" */
/** @import { Now } from "../../net/one/bench.js" */
/** @import { Model } from "./neuron.js" */

/**
 * "0.62·modern + 0.32·sad − 0.40": the sum, with what each number is times.
 * @param {readonly string[]} inputs
 * @param {ArrayLike<any>} theta
 */
export function equation(inputs, theta) {
  const terms = Array.from(theta, (number, index) => {
    const text = printed(Math.abs(number)) + (inputs[index] ? `·${inputs[index]}` : "");
    const minus = printed(number).startsWith("−");
    return index ? `${minus ? "−" : "+"} ${text}` : (minus ? "−" : "") + text;
  });
  return terms.join(" ");
}

/** So near to one half, a song lies on the sheet. */
const ON_IT = 1e-6;

/**
 * The verdict on a song, in words: "likes, wrong side".
 * @param {string} ratings
 * @param {number} index
 * @param {number} p
 */
export function verdict(ratings, index, p) {
  const rating = ratingOf(ratings, index);
  if (!rating) return "not rated";
  if (Math.abs(p - 0.5) < ON_IT) return `${rating}, on the sheet`;
  return p > 0.5 === (rating === "likes") ? rating : `${rating}, wrong side`;
}

/**
 * How many rated songs are on their own side, and of how many.
 * @param {string} ratings
 * @param {number[]} probabilities
 */
export function score(ratings, probabilities) {
  const rated = ratedOf(ratings);
  const own = (/** @type {number} */ index) => {
    const p = Number(probabilities[index]);
    return ratingOf(ratings, index) === "likes" ? p > 0.5 : p < 0.5;
  };
  return { right: rated.filter(own).length, of: rated.length };
}

/**
 * Whether any neuron can get the ratings right.
 * @param {ArrayLike<any>} splits
 * @param {string} ratings
 */
function possible(splits, ratings) {
  const count = agreeing(splits, ratings);
  const ways = splits.length / 8;
  return count
    ? `${count} of the ${ways} ways to answer ${count === 1 ? "agrees" : "agree"} with these ratings.`
    : `None of the ${ways} ways to answer agrees with these ratings: no neuron can learn them.`;
}

/** What the figure shows now. @param {Model} model */
export function sentence({ now: { step, ratings, frame, timeline }, probabilities, features, splits, own }) {
  const { right, of } = score(ratings, probabilities);
  const how = of
    ? `${right} of ${of} rated songs on their own side, loss ${printed(frame.loss ?? 0)}.`
    : "no song is rated.";
  if (!own) return `Pass ${step} of the recorded training, ${timeline.label}: ${how}`;
  const yes = (/** @type {number} */ index) => percent(probabilities[index] ?? 0.5);
  const each = everySong().map((index) => `${nameOf(features, index)} ${yes(index)}`);
  return `Pass ${step}, ${timeline.label}: ${how} ${possible(splits, ratings)} Yes to ${each.join(", ")}.`;
}

/** The song looked at, and the sum that made its answer. @param {Model} model */
export function arithmetic({ now: { ratings }, theta, song, probabilities, features }) {
  const facts = factsOf(song);
  const p = probabilities[song] ?? 0.5;
  const sum = facts.reduce((total, fact, axis) => total + fact * theta[axis], 0) + theta[3];
  const rated = ratingOf(ratings, song);
  const said = rated ? verdict(ratings, song, p).replace(/^(\w+)$/, "$1, right side") : "not rated";
  return [
    `${nameOf(features, song)}: ${said}`,
    `${equation(facts.map(String), theta)} = ${signed(sum)} → ${percent(p)} yes`,
  ];
}

/**
 * What needs saying of the training at this pass, in lines of a chart's width. A single neuron's loss is
 * convex and never steeper than 1 along a weight or the bias, so a rate that is too large makes it jump: no
 * pass changes a number by more than the rate.
 * @param {Now} now
 * @returns {string[]}
 */
export function remark({ step, frame, timeline, entry }) {
  if (frame.loss === null) return ["There is nothing to learn from:", "click a corner to rate a song."];
  if (timeline.stopped !== null && step >= timeline.stopped) {
    const first = `The training stopped at pass ${timeline.stopped}: the next step`;
    return [first, "would leave the numbers a computer has.", "Step back and take a smaller rate."];
  }
  const edited = new RegExp(`(^|~)${step}w`).test(entry.key);
  if (edited && step === timeline.length - 1) {
    return ["This is the last pass of the page.", "Step back to train on from here."];
  }
  const before = step > 0 && !edited ? timeline.frame(step - 1).loss : null;
  if (before === null || frame.loss <= before + 1e-9) return [];
  const rate = timeline.rate(step - 1);
  const rises = [1, 2, 3, 4, 5, 6, 7, 8].filter((back) => step > back && rose(timeline, step - back)).length;
  const first = `The loss went up, from ${printed(before)} to ${printed(frame.loss)}.`;
  const [why, then] = rises < 3
    ? [`A step of rate ${rate} leaps over the valley and`, "lands higher up. Go on, or take a smaller one."]
    : [`Rate ${rate} jumps to and fro across the valley`, "and never lands. Go back, take a smaller one."];
  return [first, why, then];
}

/**
 * @param {Now["timeline"]} timeline
 * @param {number} step
 */
function rose(timeline, step) {
  return Number(timeline.frame(step).loss) > Number(timeline.frame(step - 1).loss) + 1e-9;
}

/**
 * The numbers behind the figure: what the neuron says of the songs now, and the followed run so far.
 * @param {Model} model
 * @returns {Table[]}
 */
export function tablesOf({ now: { ratings, step, timeline }, probabilities, features }) {
  const all = everySong();
  const frames = Array.from({ length: timeline.known }, (_, pass) => timeline.frame(pass));
  const names = [...features, "bias"];
  const column = (/** @type {number} */ axis) => frames.map(({ theta }) => theta[axis]);
  const inputs = Object.fromEntries(names.map((name, axis) => [name, column(axis)]));
  const songs = {
    song: all.map((index) => nameOf(features, index)),
    rating: all.map((index) => ratingOf(ratings, index) || "not rated"),
    "probability of yes": probabilities,
  };
  const passes = { pass: frames.map((_, pass) => pass), ...inputs, loss: frames.map(({ loss }) => loss) };
  return [
    { heading: `The eight songs at pass ${step}`, columns: songs },
    { heading: `The run: ${timeline.label}`, columns: passes },
  ];
}

/** What a slider says of itself. @typedef {Record<string, string | number>} Words */

/** What the three handles of the cube say of themselves. @param {Model} model */
export function spoken({ theta, camera, probabilities }) {
  const [w, b] = planeOf(theta);
  const yes = probabilities.filter((p) => p > 0.5).length;
  const size = length(w);
  const lean = size ? Math.round((Math.acos(w[2] / size) * 180) / Math.PI) : 0;
  /** @type {(label: string, ends: [number, number], now: number | string, words: string) => Words} */
  const slider = (label, [low, high], now, words) => {
    const values = { "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": now };
    return { role: "slider", "aria-label": label, ...values, "aria-valuetext": words };
  };
  const pushed = `bias ${signed(b)}, yes to ${yes} of 8 songs`;
  const leant = `${lean} degrees from upright, weights ${w.map((number) => signed(number)).join(", ")}`;
  return {
    turn: turnSlider("turn the cube", camera),
    plane: slider("push the plane", [-10, 10], (size ? -b / size : 0).toFixed(2), pushed),
    tip: slider("tip the plane", [0, 180], lean, leant),
  };
}
