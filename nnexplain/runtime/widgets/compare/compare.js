// The widget that holds two inputs against each other: any two test digits or drawings, what the network makes
// of both, and what differs in between.

import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { at } from "../../draw/numbers.js";
import { nameOf } from "../../instruments/unit-words.js";
import { AllDigits } from "../../net/lab/excited.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { takePapers } from "./pad.js";
import { gaps } from "./sum.js";
import { GapView, InputsView } from "./view.js";
import { sentence } from "./words.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Page } from "../../core/page.js" */
/** @import { Lab } from "../../net/lab/lab.js" */

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [lab] = await Promise.all([labOf(page, figure, source, signal), styled(element)]);
  if (signal.aborted) return;
  const { sizes } = lab.facts;
  const inputs = new InputsView(place(figure, element, 0, "two inputs and their answers", signal), sizes.at(-1) ?? 0);
  const gap = new GapView(place(figure, element, 1, "what differs, layer by layer", signal), sizes);
  const { strong } = new AllDigits(lab);
  const say = saying(element, signal);
  /** @type {number | null} */ let drawing = null;
  const show = () => {
    const [first, second] = [lab.now(0), lab.now(1)];
    const [unit, all] = [lab.unit(String(page.get("unit"))) ?? at(lab.units, 0), gaps(first, second)];
    inputs.draw(lab, [first, second], drawing);
    gap.draw(lab, [first, second], all, strong, unit.id);
    say(sentence(lab, first, second, unit, all));
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  const open = (/** @type {number | null} */ slot) => {
    drawing = slot;
    ["draw-the-first", "draw-the-second"].forEach((name, k) => tool(element, name)?.setAttribute("aria-pressed", String(k === slot)));
    show();
    if (slot !== null) inputs.papers[slot]?.paper.focus({ preventScroll: true });
  };
  takePapers(inputs, lab, () => drawing, signal);
  gap.take((unit) => page.set({ unit }), signal);
  takeTools(element, page, lab, { toggle: (slot) => open(drawing === slot ? null : slot), close: () => open(null) }, signal);
  offerTables(element, () => tablesOf(lab));
  const watched = [...LAB, "unit"];
  page.subscribe((changes) => watched.some((name) => changes.has(name)) && later(), signal);
  open(null);
}

/** @param {Element} element  @param {string} name */
const tool = (element, name) => element.querySelector(`.nn-tools [data-tool="${name}"]`);

/** @param {Element} element  @param {Page} page  @param {Lab} lab  @param {{toggle: (slot: number) => void, close: () => void}} paper  @param {AbortSignal} signal */
function takeTools(element, page, lab, { toggle, close }, signal) {
  const value = (/** @type {string} */ name) => page.get(name);
  /** @type {Record<string, () => void>} */
  const actions = {
    swap: () => {
      const [ink, ink2] = [value("ink"), value("ink2")];
      // Two drawings that are alike need no swapping, and their test digits are out of sight.
      if (ink !== ink2 || !ink) page.set({ digit: value("digit2"), digit2: value("digit"), ink: ink2, ink2: ink });
    },
    "surprise-me": () => {
      close();
      const other = Math.floor(Math.random() * (lab.count - 1));
      page.set({ digit2: other + Number(other >= lab.index(1)), ink2: "" });
    },
    "draw-the-first": () => toggle(0),
    "draw-the-second": () => toggle(1),
    "back-to-test-digits": () => {
      close();
      page.set({ ink: "", ink2: "" });
    },
  };
  for (const [name, act] of Object.entries(actions)) {
    const button = tool(element, name);
    if (!(button instanceof HTMLButtonElement)) continue;
    button.disabled = false;
    button.addEventListener("click", act, { signal });
  }
}

/** @param {Lab} lab  @returns {{heading: string, columns: Record<string, unknown[]>}[]} */
function tablesOf(lab) {
  const [first, second] = [lab.now(0), lab.now(1)];
  const all = gaps(first, second);
  const units = lab.units.map(({ layer, index }) => ({ layer, index, gap: at(all, layer) }));
  const last = all.length - 1;
  const of = (/** @type {typeof first} */ { pass, p }) => units.map(({ layer, index }) => (layer === last ? p[index] : at(pass, layer).a[index]));
  return [{
    heading: "All units, for the first input and for the second",
    columns: { unit: units.map((unit) => nameOf(unit, lab.facts.sizes)), first: of(first), second: of(second), difference: units.map(({ index, gap }) => gap.difference[index]), flipped: units.map(({ index, gap }) => (gap.flipped[index] ? "yes" : "")) },
  }];
}
