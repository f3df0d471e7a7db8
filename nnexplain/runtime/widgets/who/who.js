// The widget that asks who decides: what every unit of the last hidden layer adds to the lead of one answer
// over another, at the place where the page stands and along the whole way.

import { GROUND } from "../../draw/hand.js";
import { signed } from "../../draw/numbers.js";
import { capital } from "../../draw/text.js";
import { once } from "../../draw/tree.js";
import { ALONG, along } from "../../instruments/along.js";
import { across } from "../../instruments/band.js";
import { nameOf as unitName } from "../../instruments/unit-words.js";
import { wayGrips } from "../../instruments/way-hand.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { BANDS, heightOf, scaleOf, ticksOf, WIDTH } from "./places.js";
import { adding, contributions, rivalsOf, stacked, total } from "./sum.js";
import { ALL_BANDS, bandsView, sumView } from "./views.js";
import { favours, hundredths, lead, moverWords, nameOf, sentence, strongest } from "./words.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Found } from "../../instruments/way-hand.js" */
/** @import { Layer, Vector } from "../../net/net.js" */
/** @import { Pass, Way } from "../../net/way/way.js" */

/** What is left of what a unit said where it is called silent: less than this share. */
const HUSHED = 0.05;

/** @typedef {{way: Way, page: Page, survey: ReturnType<typeof surveying>, changed: () => void}} Session */
/** @typedef {ReturnType<typeof momentOf>} Moment */
/** @typedef {Moment & {readout: [string, string]}} Model */

/** Those who speak to the last layer: how many, of which layer, and their names. @param {Way} way */
function voices({ lab: { facts: { sizes } } }) {
  const [units, layer] = [Number(sizes.at(-2)), sizes.length - 3];
  const letter = String.fromCharCode(97 + layer);
  return { units, layer, name: (/** @type {number} */ index) => nameOf(index, units, letter) };
}

/** What everybody adds at every place: worked out when the way is another. @param {Way} way */
const surveying = (way) =>
  once((/** @type {Pass[]} */ passes) => {
    const { units, name } = voices(way);
    const last = /** @type {Layer} */ (way.lab.network.layers.at(-1));
    const rivals = rivalsOf(passes);
    const all = passes.map(({ a }) => contributions(last, /** @type {Vector} */ (a.at(-2)), rivals));
    const stack = stacked(all);
    const edges = stack.flatMap(({ high }) => high);
    const [low, high] = [Math.min(0, ...edges), Math.max(0, ...edges)];
    const bottom = heightOf(units + 1) - BANDS.below;
    const start = /** @type {Vector} */ (all[0]);
    const end = /** @type {Vector} */ (all.at(-1));
    return {
      rivals,
      all,
      start,
      stack,
      bottom,
      name,
      y: scaleOf(low, high, bottom),
      ticks: ticksOf(low, high),
      sums: all.map(total),
      change: adding(end.map((value, index) => value - start[index])),
      most: Math.max(...all.flatMap((each) => Array.from(each, Math.abs))) || 1,
      verdict: way.verdict(),
    };
  });

/** What the page has now. @param {Session} session */
function momentOf({ way, page, survey: surveyed }) {
  const survey = surveyed(way.passes());
  const { rivals, all, change, most, start, bottom, name } = survey;
  const { units, layer } = voices(way);
  const { place, t, pass } = way.now();
  const now = /** @type {Vector} */ (all[place]);
  const printed = adding(now);
  const told = { now: printed, change, sum: total(printed), moved: total(change) };
  const unit = way.lab.unit(String(page.get("unit")));
  const chosen = unit?.layer === layer ? unit.index : -1;
  const logits = adding([pass.logits[rivals.other], -pass.logits[rivals.one]]);
  return {
    survey,
    rivals,
    all,
    most,
    start,
    bottom,
    units,
    layer,
    name,
    place,
    t,
    now,
    told,
    chosen,
    logits,
    problem: way.problem(),
  };
}

/** All that is shown. @param {Session} session  @returns {Model} */
function modelOf(session) {
  const moment = momentOf(session);
  return { ...moment, readout: readoutOf(moment, session.way.lab.facts.sizes) };
}

/** @param {Moment} moment  @param {readonly number[]} sizes  @returns {[string, string]} */
function readoutOf({ chosen, layer, name, t, told, rivals }, sizes) {
  if (chosen < 0) return ["", "Take a unit: a row, or a band."];
  const [here, whole] = [Number(told.now[chosen]), Number(told.change[chosen])];
  const title = `${capital(unitName({ layer, index: chosen }, sizes))} (${name(chosen)})`;
  const now = `At ${along(t)} of the way: ${hundredths(here)}, ${favours(here, rivals)}`;
  return [title, `${now}; over the whole way ${hundredths(whole)}.`];
}

/**
 * What the prose quotes: who moves the sum most, how many units make half of the way, what the biases add.
 * @param {Model} model
 */
function quotesOf({ all, told, rivals, units, name }) {
  const sign = told.moved < 0 ? -1 : 1;
  const change = told.change.slice(0, units);
  const mover = strongest(change, sign);
  const [first, last] = [Number(all[0]?.[mover]), Number(all.at(-1)?.[mover])];
  const against = all.every((each) => each[mover] <= 0) && Number(change[mover]) > 0;
  const most = change.filter((number) => number * sign > 0).sort((one, other) => (other - one) * sign);
  const less = most.filter((_, k) => k && 2 * Math.abs(total(most.slice(0, k))) < Math.abs(told.moved));
  const falls = last > HUSHED * first ? "falls silent about" : "says less for";
  const never = ` It never speaks for the ${rivals.other}. It ${falls} the ${rivals.one}: `;
  const silence = against ? `${never}from ${signed(first)} to ${signed(last)}.` : "";
  const moves = moverWords(told.change, told.moved, name).replace("Over the whole way ", "");
  return { mover: moves + silence, biases: Math.abs(Number(all[0]?.[units])), half: 1 + less.length };
}

/**
 * What lies at a spot of the bands.
 * @param {Model} model
 * @param {{x: number, y: number}} spot
 * @returns {Found}
 */
function bandAt({ survey: { stack, y: scale }, units, name, bottom, all }, { x, y }) {
  if (x < ALONG.x - 4 || y < ALONG.y || y > bottom + 24) return { unit: null, t: null };
  const t = across(ALONG, x);
  const place = Math.round(t * (all.length - 1));
  const below = (/** @type {number[]} */ edge) => y - scale(Number(edge[place]));
  const found = stack.find(({ index, low, high }) => index < units && below(low) * below(high) < 0);
  return { unit: found ? name(found.index) : null, t };
}

/** @type {Widget<Session, Model>} */
export default {
  follows: [...WAY, "unit"],
  async open({ page, figure, source, signal, changed }) {
    const way = await wayOf(page, figure, source, signal, { early: true });
    return { way, page, survey: surveying(way), changed };
  },
  model: modelOf,
  panels: () => {
    /** @type {(model: Model) => [number, number]} */
    const size = ({ units }) => [WIDTH, heightOf(units + 1)];
    return [
      { label: "what each unit adds at this place", size, draw: sumView },
      { label: "what each unit adds along the way", size, draw: bandsView() },
    ];
  },
  says: ({ problem, rivals, t, told, name }) => sentence(problem, rivals, t, told, name),
  describes: ({ rivals: { one, other } }) =>
    `For every unit of the last hidden layer a bar: what it adds to the logit of ${other} less that of ` +
    `${one}, and the sum; beside it the same at every place of the way, as bands on top of each other, ` +
    "with a line for the sum.",
  tables: ({ all, now, rivals, name }) => {
    const withSum = (/** @type {Vector | undefined} */ each = new Float64Array()) => [...each, total(each)];
    const unit = [...Array.from(now, (_, index) => name(index)), "sum"];
    const ends = { start: withSum(all[0]), end: withSum(all.at(-1)) };
    const columns = { unit, "at the start": ends.start, here: withSum(now), "at the end": ends.end };
    return [{ heading: `What each unit adds to ${lead(rivals)}`, columns }];
  },
  quotes: quotesOf,
  grips: (session, { focus }) => {
    const { units, name } = voices(session.way);
    const rows = Array.from({ length: units }, (_, row) => name(row));
    const { [GROUND]: ground = {}, ...grips } = wayGrips({
      page: session.page,
      focus,
      at: (spot, id) => (id ? { unit: id, t: null } : bandAt(modelOf(session), spot)),
      rows: () => rows,
    });
    return { ...grips, [ALL_BANDS]: ground };
  },
  wake: ({ way, changed }) => () => way.whenCoded(changed),
};
