// The widget that asks who decides: what every unit of the last hidden layer adds to the lead of one answer over
// another, at the place where the page stands and along the whole way.

import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { at } from "../../draw/numbers.js";
import { capital } from "../../draw/text.js";
import { along } from "../../instruments/along.js";
import { nameOf as unitName } from "../../instruments/unit-words.js";
import { takeKeys, takeWay } from "../../instruments/way-hand.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { BandsView } from "./bands.js";
import { adding, contributions, rivalsOf, total } from "./sum.js";
import { SumView } from "./view.js";
import { favours, hundredths, lead, nameOf, sentence } from "./words.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Vector } from "../../net/net.js" */
/** @import { Way } from "../../net/way/way.js" */
/** @import { Rivals } from "./sum.js" */
/** @import { Told } from "./words.js" */

/** What follows the place alone is cheap; all else is drawn anew only when these change. */
const SLOW = Object.freeze(WAY.filter((name) => name !== "t"));

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [way] = await Promise.all([wayOf(page, figure, source, signal, { early: true }), styled(element)]);
  if (signal.aborted) return;
  const { lab } = way;
  const { units, layer, name } = voices(lab);
  const sums = new SumView(place(figure, element, 0, "what each unit adds at this place", signal), units, name);
  const bands = new BandsView(place(figure, element, 1, "what each unit adds along the way", signal), units, name);
  const say = saying(element, signal);
  let [found, stale] = [survey(way), true];
  const renew = () => {
    [found, stale] = [survey(way), false];
    if (way.uncoded) way.coded.then(recall);
    bands.draw(found.all, way.verdict(), found.rivals);
  };
  const show = () => {
    if (stale) renew();
    const { place: now, t, pass } = way.now();
    const { all, rivals } = found;
    const here = at(all, now);
    const told = toldOf(found, here);
    sums.draw({ here, start: at(all, 0), most: found.most }, told, adding([pass.logits[rivals.other], -pass.logits[rivals.one]]), rivals);
    bands.move(now, t);
    const unit = lab.unit(String(page.get("unit")));
    const voice = unit?.layer === layer ? unit.index : -1;
    sums.choose(voice < 0 ? "" : name(voice));
    bands.choose(voice < 0 ? "" : name(voice), voice < 0 ? ["", "Take a unit: a row, or a band."] : readout(lab, layer, voice, name, t, told, rivals));
    say(sentence(way.problem(), rivals, t, told, name));
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  const recall = () => {
    if (way.uncoded) return;
    stale = true;
    later();
  };
  const focus = (/** @type {string} */ id) => sums.rows.find(({ dataset }) => dataset.id === id)?.focus({ preventScroll: true });
  takeWay({ place: sums.place, at: (spot) => sums.at(spot) }, page, focus, signal);
  takeWay({ place: bands.place, at: (spot) => bands.at(spot, units, found.all.length) }, page, focus, signal);
  takeKeys([sums.place.root], () => sums.rows, page, signal);
  offerTables(element, () => tablesOf(found, at(found.all, way.now().place), name));
  page.subscribe((changes) => {
    stale ||= SLOW.some((param) => changes.has(param));
    if (stale || changes.has("t") || changes.has("unit")) later();
  }, signal);
  show();
}

/** Those who speak to the last layer: how many, of which layer, and their names. @param {Lab} lab */
function voices({ facts: { sizes } }) {
  const [units, layer] = [at(sizes, sizes.length - 2), sizes.length - 3];
  const letter = String.fromCharCode(97 + layer);
  return { units, layer, name: (/** @type {number} */ index) => nameOf(index, units, letter) };
}

/** @typedef {{rivals: Rivals, all: Vector[], most: number}} Found */

/** What everybody adds at every place, and the most of it. @param {Way} way  @returns {Found} */
function survey(way) {
  const passes = way.passes();
  const { layers } = way.lab.network;
  const last = at(layers, layers.length - 1);
  const rivals = rivalsOf(passes);
  const all = passes.map(({ a }) => contributions(last, at(a, layers.length - 2), rivals));
  return { rivals, all, most: Math.max(...all.flatMap((each) => Array.from(each, Math.abs))) || 1 };
}

/** What is printed, in hundredths that add up. @param {Found} found  @param {Vector} here  @returns {Told} */
function toldOf({ all }, here) {
  const [start, end] = [at(all, 0), at(all, all.length - 1)];
  const [now, change] = [adding(here), adding(end.map((/** @type {number} */ value, /** @type {number} */ index) => value - start[index]))];
  return { now, change, sum: total(now), moved: total(change) };
}

/** @param {Lab} lab  @param {number} layer  @param {number} index  @param {(index: number) => string} name  @param {number} t  @param {Told} told  @param {Rivals} rivals  @returns {[string, string]} */
function readout({ facts }, layer, index, name, t, { now, change }, rivals) {
  const [here, whole] = [at(now, index), at(change, index)];
  return [`${capital(unitName({ layer, index }, facts.sizes))} (${name(index)})`, `At ${along(t)} of the way: ${hundredths(here)}, ${favours(here, rivals)}; over the whole way ${hundredths(whole)}.`];
}

/** @param {Found} found  @param {Vector} here  @param {(index: number) => string} name  @returns {{heading: string, columns: Record<string, unknown[]>}[]} */
function tablesOf({ all, rivals }, here, name) {
  const [start, end] = [at(all, 0), at(all, all.length - 1)];
  const withSum = (/** @type {Vector} */ each) => [...each, total(each)];
  return [{
    heading: `What each unit adds to ${lead(rivals)}`,
    columns: { unit: [...Array.from(here, (_, index) => name(index)), "sum"], "at the start": withSum(start), here: withSum(here), "at the end": withSum(end) },
  }];
}
