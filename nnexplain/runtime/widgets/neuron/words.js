// What the neuron's figures say, in words.

import { percent, printed, signed } from "../../draw/numbers.js";
import { length } from "../../net/one/plane.js";
import { agreeing, everySong, factsOf, nameOf, ratedOf, ratingOf } from "../../net/one/songs.js";
import { probabilitiesOf } from "../../net/one/timeline.js";
import { planeOf, verdict } from "./cube.js";
import { equation } from "./weights.js";

/** @import { Camera } from "../../draw/camera.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Bench, Now } from "../../net/one/bench.js" */

/** How many rated songs are on their own side, and of how many. @param {string} ratings  @param {number[]} probabilities */
export function score(ratings, probabilities) {
  const rated = ratedOf(ratings);
  const right = rated.filter((index) => Number(probabilities[index]) > 0.5 === (ratingOf(ratings, index) === "likes"));
  return { right: right.length, of: rated.length };
}

/** Whether any neuron can get the ratings right. @param {ArrayLike<any>} splits  @param {string} ratings */
function possible(splits, ratings) {
  const count = agreeing(splits, ratings);
  const ways = splits.length / 8;
  return count
    ? `${count} of the ${ways} ways to answer ${count === 1 ? "agrees" : "agree"} with these ratings.`
    : `None of the ${ways} ways to answer agrees with these ratings: no neuron can learn them.`;
}

/** What the figure shows now. @param {Now} now  @param {number[]} probabilities  @param {string[]} features  @param {ArrayLike<any>} splits */
export function sentence({ step, ratings, frame, timeline }, probabilities, features, splits) {
  const { right, of } = score(ratings, probabilities);
  const how = of ? `${right} of ${of} rated songs on their own side, loss ${printed(frame.loss ?? 0)}.` : "no song is rated.";
  const each = everySong().map((index) => `${nameOf(features, index)} ${percent(probabilities[index] ?? 0.5)}`);
  return `Pass ${step}, ${timeline.label}: ${how} ${possible(splits, ratings)} Yes to ${each.join(", ")}.`;
}

/** A song, and the sum that made its answer. @param {Now} now  @param {number} song  @param {number} p  @param {string[]} features */
export function arithmetic({ frame: { theta }, ratings }, song, p, features) {
  const facts = factsOf(song);
  const sum = facts.reduce((total, fact, axis) => total + fact * theta[axis], 0) + theta[3];
  const said = ratingOf(ratings, song) ? verdict(ratings, song, p).replace(/^(\w+)$/, "$1, right side") : "not rated";
  return [`${nameOf(features, song)}: ${said}`, `${equation(facts.map(String), theta)} = ${signed(sum)} → ${percent(p)} yes`];
}

/**
 * What needs saying of the training at this pass, in lines of a chart's width. A single neuron's loss is convex
 * and its slope is never more than 1 in any direction, so a rate that is too large makes it jump, never burst.
 * @param {Now} now  @returns {string[]}
 */
export function remark({ step, frame, timeline, entry }) {
  if (frame.loss === null) return ["There is nothing to learn from:", "click a corner to rate a song."];
  if (timeline.stopped !== null && step >= timeline.stopped) {
    return [`The training stopped at pass ${timeline.stopped}: the next step`, "would leave the numbers a computer has.", "Step back and take a smaller rate."];
  }
  const edited = new RegExp(`(^|~)${step}w`).test(entry.key);
  if (edited && step === timeline.length - 1) return ["This is the last pass of the page.", "Step back to train on from here."];
  const before = step > 0 && !edited ? timeline.frame(step - 1).loss : null;
  if (before === null || frame.loss <= before + 1e-9) return [];
  const rate = timeline.rate(step - 1);
  const rises = [1, 2, 3, 4, 5, 6, 7, 8].filter((back) => step > back && rose(timeline, step - back)).length;
  const first = `The loss went up, from ${printed(before)} to ${printed(frame.loss)}.`;
  if (rises >= 3) return [first, `Rate ${rate} jumps to and fro across the valley`, "and never lands. Go back, take a smaller one."];
  return [first, `A step of rate ${rate} leaps over the valley and`, "lands higher up. Go on, or take a smaller one."];
}

/**
 * The numbers behind the figure: what the neuron says of the songs now, and the followed run so far.
 * @param {Bench} bench  @returns {{heading: string, columns: Record<string, unknown[]>}[]}
 */
export function tablesOf(bench) {
  const { frame, ratings, step, timeline } = bench.now();
  const { features } = bench.facts;
  const all = everySong();
  const frames = Array.from({ length: timeline.known }, (_, pass) => timeline.frame(pass));
  const inputs = Object.fromEntries([...features, "bias"].map((name, axis) => [name, frames.map(({ theta }) => theta[axis])]));
  return [
    { heading: `The eight songs at pass ${step}`, columns: { song: all.map((index) => nameOf(features, index)), rating: all.map((index) => ratingOf(ratings, index) || "not rated"), "probability of yes": probabilitiesOf(frame.theta) } },
    { heading: `The run: ${timeline.label}`, columns: { pass: frames.map((_, pass) => pass), ...inputs, loss: frames.map(({ loss }) => loss) } },
  ];
}

/** @param {Now["timeline"]} timeline  @param {number} step */
function rose(timeline, step) {
  return Number(timeline.frame(step).loss) > Number(timeline.frame(step - 1).loss) + 1e-9;
}

/** What the three handles of the cube say of themselves. @param {Vector} theta  @param {Camera} camera  @param {number[]} probabilities */
export function spoken(theta, camera, probabilities) {
  const [w, b] = planeOf(theta);
  const yes = probabilities.filter((p) => p > 0.5).length;
  const size = length(w);
  const lean = size ? Math.round((Math.acos(w[2] / size) * 180) / Math.PI) : 0;
  return {
    turn: `${camera.turn} degrees round, ${camera.tilt} above`.replace("-", "minus "),
    plane: { "aria-valuenow": (size ? -b / size : 0).toFixed(2), "aria-valuetext": `bias ${signed(b)}, yes to ${yes} of 8 songs` },
    arrow: { "aria-valuenow": lean, "aria-valuetext": `${lean} degrees from upright, weights ${w.map((number) => signed(number)).join(", ")}` },
  };
}
