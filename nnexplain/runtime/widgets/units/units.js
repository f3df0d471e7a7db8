// The widget of the units along a way: every unit of every layer at every place, the decision through all of them,
// and who flips before it and after it.

import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { at } from "../../draw/numbers.js";
import { svg, write } from "../../draw/svg.js";
import { capital } from "../../draw/text.js";
import { nameOf } from "../../instruments/unit-words.js";
import { takeKeys, takeWay } from "../../instruments/way-hand.js";
import { AllDigits } from "../../net/lab/excited.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { blocksOf, heightOf } from "./places.js";
import { decisionStep, flippers, rowsOf, sorted } from "./sum.js";
import { UnitsView } from "./view.js";
import { sentence, unitWords } from "./words.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Way } from "../../net/way/way.js" */
/** @import { Row } from "./sum.js" */

/** What follows the place alone is cheap; all else is drawn anew only when these change. */
const SLOW = Object.freeze([...WAY.filter((name) => name !== "t"), "order"]);

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [way] = await Promise.all([wayOf(page, figure, source, signal, { early: true }), styled(element)]);
  if (signal.aborted) return;
  const { lab } = way;
  const { sizes } = lab.facts;
  const { strong } = new AllDigits(lab);
  const views = blocksOf(sizes).map((blocks, k) => new UnitsView(place(figure, element, k, `units along the way, part ${k + 1}`, signal), blocks, sizes));
  const told = readout(at(views, views.length - 1), heightOf(sizes));
  const say = saying(element, signal);
  let found = survey(way);
  let stale = true;
  const renew = () => {
    found = survey(way);
    stale = false;
    if (way.uncoded) way.coded.then(recall);
    const rows = found.rows.map((layer) => sorted(layer, page.get("order")));
    for (const view of views) view.draw({ ...found, rows, strong });
  };
  const show = () => {
    if (stale) renew();
    const now = way.now();
    const all = found.rows.flat();
    const row = all.find(({ id }) => id === page.get("unit")) ?? at(all, 0);
    const words = unitWords(row, now, row.layer === sizes.length - 2, lab.gains[row.layer]?.[row.index] === 0);
    for (const view of views) {
      view.move(now.t);
      view.choose(row.id);
    }
    told(`${capital(nameOf(row, sizes))} (${row.id})`, capital(words));
    say(sentence(way.problem(), found.verdict, found.hidden, sizes, row, words));
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  const recall = () => {
    if (way.uncoded) return;
    stale = true;
    later();
  };
  const slots = () => views.flatMap((view) => view.slots.map(({ group }) => group));
  const focus = (/** @type {string} */ id) => slots().find(({ dataset }) => dataset.id === id)?.focus({ preventScroll: true });
  for (const view of views) takeWay({ place: view.place, at: (spot) => view.at(spot) }, page, focus, signal);
  takeKeys(views.map((view) => view.place.root), slots, page, signal);
  offerTables(element, () => tablesOf(found.rows.flat(), found.passes.length));
  page.subscribe((changes) => {
    stale ||= SLOW.some((name) => changes.has(name));
    if (stale || changes.has("t") || changes.has("unit")) later();
  }, signal);
  show();
}

/** What happens along the way. @param {Way} way */
function survey(way) {
  const [passes, verdict] = [way.passes(), way.verdict()];
  const rows = rowsOf(passes, way.lab.facts.sizes);
  const step = decisionStep(verdict.said);
  const flips = rows.map((layer) => flippers(layer, step));
  return { passes, verdict, rows, flips, hidden: flippers(rows.slice(0, -1).flat(), step) };
}

/** Two lines below the rows, of the selected unit. @param {UnitsView} view  @param {number} height */
function readout({ place: { plot } }, height) {
  const [name, words] = [svg("text", { class: "nn-gap-readout", x: 0, y: height - 28 }), svg("text", { x: 0, y: height - 8 })];
  plot.append(name, words);
  return (/** @type {string} */ first, /** @type {string} */ second) => {
    write(name, first);
    write(words, second);
  };
}

/** @param {readonly Row[]} rows  @param {number} count  of places  @returns {{heading: string, columns: Record<string, unknown[]>}[]} */
function tablesOf(rows, count) {
  const of = (/** @type {(row: Row) => unknown} */ cell) => rows.map(cell);
  return [{
    heading: "Where every unit turns on and off, from 0 to 1; an answer is on where it is the likeliest",
    columns: {
      unit: of(({ id }) => id),
      "at the start": of(({ on }) => (on[0] ? "on" : "off")),
      flips: of(({ flips }) => flips.map((k) => ((k + 0.5) / (count - 1)).toFixed(3)).join(" ")),
      "at the end": of(({ on }) => (on.at(-1) ? "on" : "off")),
    },
  }];
}
