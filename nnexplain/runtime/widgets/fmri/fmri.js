// The widget that looks into a network while it reads: every layer's units, the connections that carry most,
// and one unit in numbers. On request the layers light up one after the other, in the order of computation.

import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { at } from "../../draw/numbers.js";
import { capital } from "../../draw/text.js";
import { inputName, nameOf, sentence } from "../../instruments/unit-words.js";
import { AllDigits } from "../../net/lab/excited.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { terms } from "../../net/net.js";
import { ScanView } from "./scan.js";
import { UnitView } from "./unit.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */

/** How long a layer takes to light, in milliseconds. */
const SLOW = 1500;

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [lab] = await Promise.all([labOf(page, figure, source, signal), styled(element)]);
  if (signal.aborted) return;
  const scan = new ScanView(place(figure, element, 0, "the network, layer by layer", signal), lab.facts.sizes, figure.name);
  const inspector = new UnitView(place(figure, element, 1, "the unit that is looked at", signal));
  const digits = new AllDigits(lab);
  const say = saying(element, signal);
  const unitNow = () => lab.unit(String(page.get("unit"))) ?? at(lab.units, 0);
  const scanNow = (/** @type {number} */ lit) => scan.draw({ thought: lab.now(), lab, strong: digits.strong, unit: unitNow().id, lit });
  const clock = new Clock(scanNow, signal);
  const show = () => {
    const [thought, unit, done] = [lab.now(), unitNow(), Math.round(Number(page.get("layer")))];
    clock.go(done);
    inspector.draw(lab, thought, unit, digits.excite(unit));
    say(sentence(lab, thought, unit, done));
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  scan.take((unit) => page.set({ unit }), signal);
  inspector.take((digit) => page.set({ digit }), signal);
  offerTables(element, () => tablesOf(lab, lab.now(), unitNow()));
  const watched = [...LAB, "unit", "layer"];
  page.subscribe((changes) => watched.some((name) => changes.has(name)) && later(), signal);
  show();
}

/** Lets the layers light one after the other where motion is welcome; elsewhere each at once. */
class Clock {
  #draw;
  #shown = NaN;
  #goal = NaN;
  #last = 0;
  #frame = 0;

  /** @param {(lit: number) => void} draw  @param {AbortSignal} signal */
  constructor(draw, signal) {
    this.#draw = draw;
    signal.addEventListener("abort", () => cancelAnimationFrame(this.#frame), { once: true });
  }

  /** @param {number} done  layers */
  go(done) {
    const onward = done === this.#goal ? this.#shown < done : done === this.#goal + 1;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#goal = done;
    // Only a step onward is computed before the reader's eyes; anything else is a jump.
    if (!onward || calm) this.#shown = done;
    this.#draw(this.#shown);
    if (this.#shown === done || this.#frame) return;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
  }

  /** @param {number} now */
  #tick = (now) => {
    const way = (Math.min(100, Math.max(0, now - this.#last)) / SLOW) * Math.max(1, this.#goal - this.#shown);
    this.#last = now;
    this.#shown = Math.min(this.#goal, this.#shown + way);
    this.#draw(this.#shown);
    this.#frame = this.#shown < this.#goal ? requestAnimationFrame(this.#tick) : 0;
  };
}

/** @param {Lab} lab  @param {Thought} thought  @param {{layer: number, index: number}} unit  @returns {{heading: string, columns: Record<string, unknown[]>}[]} */
function tablesOf(lab, thought, unit) {
  const { sizes, side } = lab.facts;
  const layer = at(lab.network.layers, unit.layer);
  const sum = terms(layer, at(thought.pass, unit.layer).x, unit.index);
  const of = (/** @type {"w" | "x" | "term"} */ key) => sum.map((term) => term[key]);
  const from = sum.map(({ input }) => (input === null ? "bias" : inputName(unit.layer, input, side)));
  const every = lab.units.map(({ layer: k, index }) => ({ k, index, pass: thought.pass[k] }));
  return [
    { heading: `${capital(nameOf(unit, sizes))}: its sum, term by term`, columns: { from, weight: of("w"), "what comes in": of("x"), product: of("term") } },
    { heading: "All units now", columns: { unit: every.map(({ k, index }) => nameOf({ layer: k, index }, sizes)), sum: every.map(({ index, pass }) => pass?.z[index]), answer: every.map(({ index, pass }) => pass?.a[index]) } },
  ];
}
