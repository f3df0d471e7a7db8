// The widget of the knobs: pick a unit, pick one of its weights, its bias or its gain, and turn it; the slider
// shows how far until the answer changes. All of it is the page's state, through its laboratory.

import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { argmax } from "../../net/lab/altered.js";
import { fullGlow } from "../../net/lab/glow.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { courseOf, heldOf, knobName, STEP, tellingKnobs } from "./hand.js";
import { NetView } from "./net.js";
import { SliderView } from "./slider.js";
import { sureAt } from "./sure.js";
import { WeightsView } from "./weights.js";
import { bearing, sentence, tablesOf } from "./words.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Page } from "../../core/page.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Held } from "./hand.js" */

const WATCHED = Object.freeze([...LAB, "unit", "knob"]);
/** How long a hand must rest before the dots follow, in milliseconds. */
const REST = 120;
/** How many ways to shake a network there are. */
const SHAKES = 100;

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [lab] = await Promise.all([labOf(page, figure, source, signal), styled(element)]);
  if (signal.aborted) return;
  const panel = (/** @type {number} */ index, /** @type {string} */ label) => place(figure, element, index, label, signal);
  const net = new NetView(panel(0, "the network, to pick a unit"), lab);
  const weights = new WeightsView(panel(1, "the weights of the unit, to pick one"), lab);
  const slider = new SliderView(panel(2, "the slider, and where the answer flips"));
  const full = fullGlow(lab);
  const say = saying(element, signal);
  const telling = tellingOf(lab, () => later(), signal);
  const show = () => {
    const [held, thought] = [heldOf(lab, page), lab.now()];
    const course = courseOf(lab, held);
    const all = telling();
    net.draw(lab, thought, held.id, (layer) => Number(full[layer]));
    net.score({ right: lab.whole().right, of: lab.count }, { right: lab.wholeOriginal().right, of: lab.count });
    net.mark(lab, (layer, index) => all.get(`${layer}.${index}`)?.some(Boolean) ?? false);
    weights.draw(lab, held, all.get(`${held.layer}.${held.unit}`) ?? []);
    slider.draw(lab, held, course, untouched(lab), sureFor(lab, held), bearing(held, course));
    say(sentence(lab, held, course, thought));
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  net.take((id) => page.set({ unit: id }), signal);
  weights.take((part) => page.set({ knob: knobName(part) }), signal);
  slider.take((value) => turn(lab, heldOf(lab, page), value), signal);
  wakeTools(element, lab, page, signal);
  offerTables(element, () => tablesOf(lab, heldOf(lab, page), courseOf(lab, heldOf(lab, page))));
  page.subscribe((changes) => WATCHED.some((name) => changes.has(name)) && later(), signal);
  show();
}

/**
 * Turns the held knob; near what it was trained to be it is that again.
 * @param {Lab} lab  @param {Held} held  @param {number} value
 */
function turn(lab, { id, part, own }, value) {
  const near = Math.abs(value - own) <= STEP / 2 ? own : value;
  if (part === "gain") lab.turn(id, near);
  else lab.turnWeight(id, part, near);
}

/** What the untouched network says of the present input. @param {Lab} lab */
function untouched(lab) {
  return argmax(lab.run(lab.now().pixels, { network: lab.original, gains: [] }).at(-1)?.a ?? []);
}

/** How sure the network is at settings of the held knob. @param {Lab} lab  @param {Held} held */
function sureFor(lab, held) {
  const { network, gains } = lab;
  return (/** @type {number[]} */ settings) => sureAt(network, gains, lab.now().pass, held, settings);
}

/**
 * For every unit, which of its knobs change the answer. That is worked out when the hand rests, and drawn then:
 * until it is known again, what was known stands.
 * @param {Lab} lab  @param {() => void} draw  @param {AbortSignal} signal
 */
function tellingOf(lab, draw, signal) {
  /** @type {object | null} */ let thought = null;
  /** @type {Map<string, boolean[]>} */ let known = new Map();
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
      draw();
    }, REST);
    return known;
  };
}

/** @param {HTMLElement} element  @param {Lab} lab  @param {Page} page  @param {AbortSignal} signal */
function wakeTools(element, lab, page, signal) {
  const wake = (/** @type {string} */ tool, /** @type {() => void} */ act) => {
    const button = element.querySelector(`button[data-tool="${tool}"]`);
    if (!(button instanceof HTMLButtonElement)) return;
    button.disabled = false;
    button.addEventListener("click", act, { signal });
    signal.addEventListener("abort", () => (button.disabled = true), { once: true });
  };
  wake("put-all-back", () => lab.restore());
  wake("shake-again", () => {
    const noise = Number(page.get("noise"));
    page.set({ shake: (Number(page.get("shake")) + 1) % SHAKES, ...(noise ? {} : { noise: 0.2 }) });
  });
}
