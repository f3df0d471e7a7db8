// The widget of the knobs: pick a unit, pick one of its weights, its bias or its gain, and turn it; the slider
// shows how far until the answer changes. All of it is the page's state, through its laboratory.

import { once } from "../../draw/tree.js";
import { gridGrip } from "../../instruments/grid.js";
import { argmax } from "../../net/lab/altered.js";
import { fullGlow } from "../../net/lab/glow.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { courseOf, heldOf, STEP, tellingKnobs } from "./held.js";
import { networkPlan, networkView, UNIT, unitGrids } from "./network.js";
import { SLIDER_SIZE, sliderView, wakeSlider } from "./slider.js";
import { sureAt } from "./sure.js";
import { KNOB, knobGrids, partIn, strong, WEIGHTS_SIZE, weightsView } from "./weights.js";
import { bearing, sentence, tablesOf } from "./words.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Place } from "../../core/panel.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Activity } from "../../net/net.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Held } from "./held.js" */

/** How long a hand must rest before the dots follow, in milliseconds. */
const REST = 120;
/** How many ways to shake a network there are. */
const SHAKES = 100;

/** For every unit, "layer.index", which of its knobs change the answer. @typedef {ReadonlyMap<string, boolean[]>} Telling */

/**
 * What lives as long as the figure. `full` is each layer's full glow, `strongest` what each layer's weights have their
 * full colour at; `telling` gives what is known.
 * @typedef {object} Session
 * @property {Page} page
 * @property {Lab} lab
 * @property {readonly number[]} full
 * @property {readonly number[]} strongest
 * @property {() => Telling} telling
 * @property {() => number} asTrained  what the untouched network says
 */

/** All that is shown. @param {Session} session */
function modelOf({ page, lab, full, strongest, telling, asTrained }) {
  const held = heldOf(lab, page);
  const [stretches, thought] = [courseOf(lab, held), lab.now()];
  const { network, gains } = lab;
  const sure = (/** @type {number[]} */ settings) => sureAt(network, gains, thought.pass, held, settings);
  const whole = { whole: lab.whole(), before: lab.wholeOriginal() };
  const told = { telling: telling(), asTrained: asTrained(), bearing: bearing(held, stretches) };
  return { lab, held, stretches, thought, full, strongest, sure, ...whole, ...told };
}

/** @typedef {ReturnType<typeof modelOf>} Model */

/** Turns the held knob; near what it was trained to be it is that again. @param {Lab} lab  @param {Held} held  @param {number} value */
function turn(lab, { id, part, own }, value) {
  const near = Math.abs(value - own) <= STEP / 2 ? own : value;
  if (part === "gain") lab.turn(id, near);
  else lab.turnWeight(id, part, near);
}

/**
 * For every unit, which of its knobs change the answer. That is worked out when the hand rests, and drawn then: until
 * it is known again, what was known stands.
 * @param {Lab} lab
 * @param {() => void} changed
 * @param {AbortSignal} signal
 * @returns {() => Telling}
 */
function tellingOf(lab, changed, signal) {
  /** @type {Thought | null} */ let thought = null;
  /** @type {Telling} */ let known = new Map();
  let timer = 0;
  const work = () => {
    thought = lab.now();
    known = new Map(lab.units.map((unit) => [`${unit.layer}.${unit.index}`, tellingKnobs(lab, unit)]));
  };
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return () => {
    if (!thought) work();
    if (thought === lab.now()) return known;
    clearTimeout(timer);
    timer = setTimeout(() => {
      work();
      changed();
    }, REST);
    return known;
  };
}

/** What the prose quotes: how far a knob turns, and how many of the first layer's weights change the answer alone. @param {Model} model */
function quotesOf({ lab, telling }) {
  const [first] = lab.original.layers;
  if (!first) throw new RangeError("a network without layers");
  const weights = [...telling].filter(([unit]) => unit.startsWith("0.")).flatMap(([, knobs]) => knobs.slice(0, first.inputs));
  return { weights: weights.length, any: weights.filter(Boolean).length, largest: Math.max(...first.w.map(Math.abs)) };
}

/** @type {Widget<Session, Model>} */
export default {
  follows: [...LAB, "unit", "knob"],
  async open({ page, figure, source, signal, changed }) {
    /** @type {Lab} */ const lab = await labOf(page, figure, source, signal);
    const untouched = once((/** @type {Thought["pixels"]} */ pixels) => argmax(lab.run(pixels, { network: lab.original, gains: [] }).at(-1)?.a ?? []));
    return {
      page,
      lab,
      full: fullGlow(lab),
      strongest: lab.original.layers.map(({ w }) => strong(w)),
      telling: tellingOf(lab, changed, signal),
      asTrained: () => untouched(lab.now().pixels),
    };
  },
  model: modelOf,
  panels: ({ lab }) => [
    { label: "the network, to pick a unit", size: () => [352, networkPlan(lab).bottom], draw: networkView },
    { label: "the weights of the unit, to pick one", size: () => WEIGHTS_SIZE, room: { top: 6 }, draw: weightsView },
    { label: "the slider, and where the answer flips", size: () => SLIDER_SIZE, room: { top: 10 }, draw: sliderView() },
  ],
  says: ({ lab, held, stretches, thought }) => sentence(lab, held, stretches, thought),
  describes: () =>
    "Left, the network for one digit: its hidden units with a glow where they are on, and its ten answers. Right, the weights of one unit as a picture, and below it a slider for one of them, over a strip that says which digit the network would answer at each setting, with lines where it flips.",
  tables: ({ lab, held, stretches }) => tablesOf(lab, held, stretches),
  quotes: quotesOf,
  grips: (session, { focus }) => ({
    [UNIT]: gridGrip(() => unitGrids(modelOf(session)), (unit) => session.page.set({ unit }), focus),
    [KNOB]: gridGrip(() => {
      const { weights, rest } = knobGrids(modelOf(session));
      return [weights, rest];
    }, (id) => session.page.set({ knob: partIn(id) }), focus),
  }),
  tools: ({ lab, page }) => ({
    "put-all-back": { act: () => lab.restore() },
    "shake-again": {
      act: () => {
        const noise = Number(page.get("noise"));
        page.set({ shake: (Number(page.get("shake")) + 1) % SHAKES, ...(noise ? {} : { noise: 0.2 }) });
      },
    },
  }),
  wake: ({ lab, page }, { places }, signal) =>
    wakeSlider(/** @type {Place} */ (places[2]), (value) => turn(lab, heldOf(lab, page), value), signal),
};
