// The widget of the knobs: pick a unit, pick one of its weights, its bias or its gain, and turn it; the
// slider shows how far until the answer changes. All of it is the page's state, through its laboratory.

import { at } from "../../draw/numbers.js";
import { once } from "../../draw/tree.js";
import { guidesOf } from "../../instruments/guides.js";
import { gridGrip } from "../../instruments/grid.js";
import { argmax } from "../../net/lab/altered.js";
import { fullGlow } from "../../net/lab/glow.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { courseOf, heldOf, REACH, Telling, turn } from "./held.js";
import { networkPlan, networkView, UNIT, unitGrids } from "./network.js";
import { sliderView, wakeSlider } from "./slider.js";
import { KNOB, knobGrids, strongOf, weightsView } from "./weights.js";
import { bearing, sentence, tablesOf } from "./words.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Lab } from "../../net/lab/lab.js" */

/** How long a hand must rest before the dots follow, in milliseconds. */
const REST = 120;
/** How many ways to shake a network there are, and how much of it shaking begins with. */
const SHAKES = 100;
const NOISE = 0.2;

/**
 * What lives as long as the figure.
 * @typedef {object} Session
 * @property {Page} page
 * @property {Lab} lab
 * @property {readonly number[]} full  each layer's full glow
 * @property {readonly number[]} strong  the weight of each layer that has its full colour
 * @property {Telling} telling
 * @property {(pixels: Vector) => number} untouched  what the untouched network says
 * @property {() => void} changed
 */

/** All that is shown. @param {Session} session */
function modelOf({ page, lab, full, strong, telling, untouched }) {
  const [held, thought] = [heldOf(lab, page), lab.now()];
  const stretches = courseOf(lab, held);
  return {
    lab,
    full,
    strong,
    held,
    thought,
    stretches,
    bearing: bearing(held, stretches),
    telling: telling.knobs,
    untouched: untouched(thought.pixels),
    whole: lab.whole(),
    before: lab.wholeOriginal(),
  };
}

/** @typedef {ReturnType<typeof modelOf>} Model */

/** Of all weights of the first layer, how many change the answer by themselves. @param {Model} model */
function quotesOf({ lab, telling }) {
  const first = at(lab.original.layers, 0);
  const its = lab.units.filter(({ layer }) => layer === 0);
  const weights = its.flatMap(({ id }) => telling.get(id)?.slice(0, first.inputs) ?? []);
  const largest = Math.max(...first.w.map(Math.abs));
  return { reach: REACH, weights: weights.length, any: weights.filter(Boolean).length, largest };
}

/** @type {Widget<Session, Model>} */
export default {
  follows: [...LAB, "unit", "knob"],
  async open({ page, figure, source, signal, changed }) {
    const lab = /** @type {Lab} */ (await labOf(page, figure, source, signal));
    const alone = { network: lab.original, gains: [] };
    return {
      page,
      lab,
      full: fullGlow(lab),
      strong: lab.original.layers.map(({ w }) => strongOf(w)),
      telling: new Telling(lab),
      untouched: once((pixels) => argmax(lab.run(pixels, alone).at(-1)?.a ?? [])),
      changed,
    };
  },
  model: modelOf,
  panels: ({ lab }) => [
    { label: "the network, to pick a unit", size: () => [352, networkPlan(lab).bottom], draw: networkView },
    {
      label: "the weights of the unit, to pick one",
      size: () => [352, 420],
      room: { top: 6 },
      draw: weightsView,
    },
    {
      label: "the slider, and where the answer flips",
      size: () => [352, 157],
      room: { top: 10 },
      draw: sliderView,
    },
  ],
  says: sentence,
  describes: () =>
    "Left, the network for one digit: its hidden units with a glow where they are on, and its ten answers. " +
    "Right, the weights of one unit as a picture, and below it a slider for one of them, over a strip that " +
    "says which digit the network would answer at each setting, with lines where it flips.",
  tables: tablesOf,
  guides: ({ thought }) => guidesOf(thought),
  quotes: quotesOf,
  grips: (session, { focus }) => ({
    [UNIT]: gridGrip({
      grids: () => unitGrids(modelOf(session)),
      act: (unit) => session.page.set({ unit }),
      focus,
    }),
    [KNOB]: gridGrip({
      grids: () => knobGrids(modelOf(session)),
      act: (knob) => session.page.set({ knob }),
      focus,
    }),
  }),
  tools: ({ lab, page }) => ({
    "put-all-back": { act: () => lab.restore() },
    "shake-again": {
      act: () => {
        const noise = Number(page.get("noise")) || NOISE;
        page.set({ shake: (Number(page.get("shake")) + 1) % SHAKES, noise });
      },
    },
  }),
  wake: ({ lab, page, telling, changed }, { places }, signal) => {
    const slide = wakeSlider(at(places, 2), (value) => turn(lab, heldOf(lab, page), value), signal);
    let timer = 0;
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
    return (model) => {
      slide(model);
      clearTimeout(timer);
      if (telling.old) timer = setTimeout(() => (telling.look(), changed()), REST);
    };
  },
};
