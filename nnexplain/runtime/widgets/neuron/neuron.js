// The widget of one neuron: the cube of songs with the plane, the weights, the losses of all runs. Three
// views of one state, which is the page's; a hand in any of them changes that state, and all of them follow.
// A figure may show some of them alone, and a recorded training that no hand changes.

import { arraysOf } from "../../core/arrays.js";
import { within } from "../../draw/numbers.js";
import { cameraOf, turnGrip } from "../../instruments/turning.js";
import { benchOf, recordOf } from "../../net/one/bench.js";
import { cycled } from "../../net/one/songs.js";
import { onePass, probabilitiesOf } from "../../net/one/timeline.js";
import { cubeGrips } from "./cube-hand.js";
import { CUBE, cubeView } from "./cube.js";
import { LOSSES, lossesAxes, lossesView, timeGrips } from "./losses.js";
import { runsRow } from "./runs.js";
import { extentOf, weightGrip, WEIGHTS, weightsView } from "./weights.js";
import { score, sentence, tablesOf } from "./words.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Panel, Widget } from "../../core/widget.js" */
/** @import { Bench, Facts, Now } from "../../net/one/bench.js" */
/** @import { Pull } from "./weights.js" */

/**
 * What the script says besides what the bench takes: which panels the figure has, all where it does not say;
 * which set of ratings it shows the recorded training on, the page's own where it does not say; and a loss
 * worth a line.
 * @typedef {object} Shown
 * @property {PanelName[]} [panels]
 * @property {string} [recorded]
 * @property {{loss: number, words: string}} [level]
 */

/** @typedef {"cube" | "weights" | "losses"} PanelName */

/**
 * @typedef {object} Session
 * @property {Page} page
 * @property {Bench} bench
 * @property {ArrayLike<any>} splits  all ways to answer, 8 numbers each
 * @property {readonly PanelName[]} panels
 * @property {boolean} own  whether the training is the reader's to change
 * @property {Shown["level"]} level
 * @property {Pull | null} pulled  the bar that a hand holds
 * @property {() => void} changed
 */

/** @typedef {ReturnType<typeof modelOf>} Model */

/** The weights and the bias after one more pass. @param {Now} now */
function ahead({ frame, lesson, rate }) {
  return frame.loss === null ? null : onePass(frame.theta, rate, lesson).state.network.parameters;
}

/** All that is shown. @param {Session} session */
function modelOf({ page, bench, splits, own, level, pulled }) {
  const now = bench.now();
  const { theta } = now.frame;
  const { features, passes } = bench.facts;
  return {
    now,
    theta,
    own,
    level,
    splits,
    features,
    passes,
    next: own ? ahead(now) : null,
    probabilities: probabilitiesOf(theta),
    camera: cameraOf(page, CUBE),
    song: within(0, 7, Math.round(Number(page.get("song") ?? 5))),
    runs: bench.runs(),
    extent: pulled?.extent ?? extentOf(theta),
  };
}

/** @type {Record<PanelName, (session: Session) => Panel<Model>>} */
const PANELS = {
  cube: () => ({
    label: "the cube of songs and the plane",
    size: () => [CUBE.width, CUBE.height],
    room: { bottom: 56 },
    draw: cubeView,
  }),
  weights: () => ({
    label: "the weights and the bias",
    size: () => [WEIGHTS.width, WEIGHTS.height],
    room: { left: 57, top: 28, bottom: 32 },
    draw: weightsView,
  }),
  losses: ({ own }) => ({
    label: "loss over the passes",
    size: () => [LOSSES.width, LOSSES.height],
    // Below, where runs can be chosen, is the row of them.
    room: { left: 46, top: 29, right: 18, bottom: own ? 102 : 42 },
    axes: lossesAxes,
    draw: lossesView,
  }),
};

/** What hands change of the training. @param {Session} session */
function training({ page, bench }) {
  return {
    theta: () => bench.now().frame.theta,
    edit: (/** @type {number[]} */ theta) => bench.edit(theta),
    rate: (/** @type {number} */ song) => {
      page.set({ song });
      bench.rate(cycled(bench.ratings, song));
    },
  };
}

/** @type {Widget<Session, Model>} */
export default {
  follows: ["step", "set", "own", "run", "rate", "turn", "tilt", "song"],
  async open({ page, figure, source, signal, changed }) {
    const { arrays, facts: given } = await arraysOf(figure, source, signal);
    const facts = /** @type {Facts & Shown} */ (given);
    const { panels = ["cube", "weights", "losses"], recorded, level } = facts;
    const bench = recorded ? recordOf(page, arrays, facts, recorded) : benchOf(page, arrays, facts, signal);
    const splits = arrays.get("splits")?.data ?? [];
    return { page, bench, splits, panels, own: !recorded, level, pulled: null, changed };
  },
  model: modelOf,
  panels: (session) => session.panels.map((name) => PANELS[name](session)),
  says: sentence,
  describes: () =>
    "A cube with a song at each corner. Four songs are rated. A plane cuts the cube; training turns it " +
    "until the two liked songs, both with piano, are above it and the two disliked ones below.",
  tables: tablesOf,
  quotes: ({ now: { ratings, frame }, probabilities }) => ({
    right: score(ratings, probabilities).right,
    loss: frame.loss ?? 0,
  }),
  grips: (session, { element }) => {
    const { page, bench } = session;
    const looked = {
      camera: () => cameraOf(page, CUBE),
      turn: turnGrip(page),
      point: (/** @type {number} */ song) => page.set({ song }),
    };
    const time = timeGrips({
      passes: bench.facts.passes,
      step: () => Number(page.get("step")),
      go: (step) => page.set({ step }),
      follow: (key) => bench.follow(key),
      busy: () => element.querySelector('.nn-player__play[aria-pressed="true"]') !== null,
    });
    if (!session.own) return { ...cubeGrips(looked, null), ...time };
    const taught = training(session);
    return { ...cubeGrips(looked, taught), ...time, weight: weightGrip(session, taught) };
  },
  wake({ bench, panels, own, changed }, { element, places }, signal) {
    const place = places[panels.indexOf("losses")];
    if (!own || !place) return;
    const forget = () => {
      bench.forget();
      changed();
    };
    element.querySelector("button.nn-reset")?.addEventListener("click", forget, { signal });
    const draw = runsRow(place.host, bench, signal);
    return ({ runs }) => draw(runs);
  },
};
