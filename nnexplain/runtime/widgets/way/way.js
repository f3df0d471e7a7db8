// The widget `way`: a way from one digit to another as a strip of film, and what the network makes of it.

import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { namesOf, sentence, wayTables } from "../../instruments/way-words.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { LinesView } from "./lines.js";
import { StripView } from "./strip.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Page } from "../../core/page.js" */
/** @import { Way } from "../../net/way/way.js" */

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [way] = await Promise.all([wayOf(page, figure, source, signal, { early: true }), styled(element)]);
  if (signal.aborted) return;
  const { sizes, side } = way.lab.facts;
  const strip = new StripView(place(figure, element, 0, "the way, picture by picture", signal), side);
  const lines = new LinesView(place(figure, element, 1, "what the network says along the way", signal), sizes.at(-1) ?? 0);
  const name = namesOf(figure);
  const say = saying(element, signal);
  const show = () => {
    strip.draw(way);
    lines.draw(way, page.get("scale") === "logits" ? "logits" : "probability");
    say(sentence(way, name));
    if (way.uncoded) way.coded.then(() => way.uncoded || later());
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  for (const view of [strip, lines]) view.take((t) => page.set({ t }), signal);
  wakeTools(element, way, page, signal);
  offerTables(element, () => wayTables(way, name));
  page.subscribe((changes) => [...WAY, "scale"].some((param) => changes.has(param)) && later(), signal);
  show();
}

/** The buttons: turn the way round, or take the next digit of the same kind as an end. @param {HTMLElement} element  @param {Way} way  @param {Page} page  @param {AbortSignal} signal */
function wakeTools(element, way, page, signal) {
  const tools = {
    "swap-the-ends": () => way.swap(),
    "another-start": () => page.set({ digit: nextAlike(way, 0) }),
    "another-end": () => page.set({ digit2: nextAlike(way, 1) }),
  };
  for (const [tool, act] of Object.entries(tools)) {
    const button = element.querySelector(`button[data-tool="${tool}"]`);
    if (!(button instanceof HTMLButtonElement)) continue;
    button.disabled = false;
    button.addEventListener("click", act, { signal });
    signal.addEventListener("abort", () => (button.disabled = true), { once: true });
  }
}

/** The next test digit of the same kind; of a drawing, of what the network takes it for. @param {Way} way  @param {0 | 1} slot */
function nextAlike({ lab }, slot) {
  const [{ label, said }, index] = [lab.now(slot), lab.index(slot)];
  for (let step = 1; step <= lab.count; step++) {
    const next = (index + step) % lab.count;
    if (lab.label(next) === (label ?? said)) return next;
  }
  return index;
}
