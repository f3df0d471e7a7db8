// The widget of one neuron: the cube of songs with the plane, the weights, the losses of all runs. Three
// views of one state, which is the page's; a hand in any of them changes that state, and all of them follow.

import { arraysOf } from "../../core/arrays.js";
import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { set } from "../../draw/svg.js";
import { benchOf } from "../../net/one/bench.js";
import { cycled } from "../../net/one/songs.js";
import { onePass, probabilitiesOf } from "../../net/one/timeline.js";
import { round, takeCube, TILTS } from "./cube-hand.js";
import { CubeView } from "./cube.js";
import { LossView, takeTime } from "./losses.js";
import { RunsRow } from "./runs.js";
import { takeWeights, WeightsView } from "./weights.js";
import { arithmetic, remark, sentence, spoken, tablesOf } from "./words.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Page } from "../../core/page.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Bench, Facts, Now } from "../../net/one/bench.js" */

/** What a change of makes this figure look different. */
const WATCHED = Object.freeze(["step", "set", "own", "run", "rate", "turn", "tilt", "song"]);

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const [{ arrays, facts }] = await Promise.all([arraysOf(figure, source, signal), styled(element)]);
  if (signal.aborted) return;
  const page = pageOf(element);
  const bench = benchOf(page, arrays, /** @type {Facts} */ (facts), signal);
  const views = viewsOf(figure, element, bench, signal);
  const say = saying(element, signal);
  const splits = arrays.get("splits")?.data ?? [];
  const show = () => {
    const now = bench.now();
    const probabilities = probabilitiesOf(now.frame.theta);
    showCube(views.cube, now, page, probabilities, bench.facts.features);
    views.weights.draw(now.frame.theta, ahead(now));
    const runs = bench.runs();
    views.losses.draw(runs, now.step, remark(now));
    views.runs.draw(runs);
    say(sentence(now, probabilities, bench.facts.features, splits));
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  const reset = element.querySelector("button.nn-reset");
  reset?.addEventListener("click", () => {
    bench.forget();
    later();
  }, { signal });
  take(views, bench, page, element, signal);
  offerTables(element, () => tablesOf(bench));
  page.subscribe((changes) => WATCHED.some((name) => changes.has(name)) && later(), signal);
  show();
}

/** @param {Figure} figure  @param {HTMLElement} element  @param {Bench} bench  @param {AbortSignal} signal */
function viewsOf(figure, element, bench, signal) {
  const { features, passes, reach, top } = bench.facts;
  const panel = (/** @type {number} */ index, /** @type {string} */ label) => place(figure, element, index, label, signal);
  const losses = panel(2, "loss over the passes");
  const names = [...features, "bias"];
  return {
    cube: new CubeView(panel(0, "the cube of songs and the plane"), features),
    weights: new WeightsView(panel(1, "the weights and the bias"), names, reach, "What each fact adds to the sum"),
    losses: new LossView(losses, passes, top, "How wrong it still is"),
    runs: new RunsRow(losses.host),
  };
}

/** The weights and the bias after one more pass. @param {Now} now  @returns {Vector | null} */
function ahead({ frame, lesson, rate }) {
  return frame.loss === null ? null : onePass(frame.theta, rate, lesson).state.network.parameters;
}

/** @param {Page} page */
const songOf = (page) => Math.max(0, Math.min(7, Math.round(Number(page.get("song") ?? 5))));

/** From where the reader looks. @param {Page} page  @param {CubeView} view */
function cameraOf(page, { place: { width, height } }) {
  const tilt = Math.max(TILTS.low, Math.min(TILTS.high, Number(page.get("tilt") ?? 21)));
  return { turn: round(Number(page.get("turn") ?? 0)), tilt, width, height };
}

/** @param {CubeView} view  @param {Now} now  @param {Page} page  @param {number[]} probabilities  @param {string[]} features */
function showCube(view, now, page, probabilities, features) {
  const [camera, song] = [cameraOf(page, view), songOf(page)];
  view.draw({ camera, theta: now.frame.theta, next: ahead(now), ratings: now.ratings, probabilities, song });
  view.say(arithmetic(now, song, probabilities[song] ?? 0.5, features));
  const { turn, plane, arrow } = spoken(now.frame.theta, camera, probabilities);
  set(view.ground, { "aria-label": "turn the cube", "aria-valuemin": -180, "aria-valuemax": 180, "aria-valuenow": camera.turn, "aria-valuetext": turn });
  set(view.plane, { "aria-label": "push the plane", "aria-valuemin": -10, "aria-valuemax": 10, ...plane });
  set(view.knob, { "aria-label": "tip the plane", "aria-valuemin": 0, "aria-valuemax": 180, ...arrow });
}

/** @param {ReturnType<typeof viewsOf>} views  @param {Bench} bench  @param {Page} page  @param {HTMLElement} element  @param {AbortSignal} signal */
function take(views, bench, page, element, signal) {
  const theta = () => bench.now().frame.theta;
  const edit = (/** @type {number[]} */ edited) => bench.edit(edited);
  takeCube(views.cube, {
    camera: () => cameraOf(page, views.cube),
    theta,
    edit,
    look: (turn, tilt) => page.set({ turn: Math.round(turn), tilt: Math.round(tilt) }),
    rate: (song) => {
      page.set({ song });
      bench.rate(cycled(bench.ratings, song));
    },
    point: (song) => page.set({ song }),
  }, signal);
  takeWeights(views.weights, { theta, edit }, signal);
  takeTime(views.losses, {
    step: () => Number(page.get("step")),
    go: (step) => page.set({ step }),
    follow: (key) => bench.follow(key),
    busy: () => element.querySelector('.nn-player__play[aria-pressed="true"]') !== null,
  }, signal);
  views.runs.take({ follow: (key) => bench.follow(key), again: () => bench.again(), drop: () => bench.drop() }, signal);
}
