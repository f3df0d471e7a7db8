// The widget `paths`: all ways between the same two digits, side by side.

import { arraysOf } from "../../core/arrays.js";
import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { svg } from "../../draw/svg.js";
import { allWords, namesOf, pathTables } from "../../instruments/way-words.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { RowView } from "./row.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Way } from "../../net/way/way.js" */

/** Where the rows stand in the static picture, which build/five-to-six-paths.py draws. */
const ROWS = Object.freeze({ panel: 4, top: 40, pitch: 98 });

/** Milliseconds. */
const REST = 40;

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [way, { arrays, facts }] = await Promise.all([wayOf(page, figure, source, signal), arraysOf(figure, source, signal), styled(element)]);
  if (signal.aborted) return;
  const { levels, side } = way.lab.facts;
  const known = /** @type {ArrayLike<number>} */ (arrays.get("known")?.data ?? []);
  if (way.known === way.lab.count && known.length) {
    way.meet(Float64Array.from(known, (level) => Number(level) / levels), /** @type {ArrayLike<number>} */ (arrays.get("labels")?.data ?? []));
  }
  const name = namesOf(figure);
  const panels = [0, 1].map((index) => place(figure, element, index, index ? "more ways at the same place" : "ways at the same place", signal));
  const rows = way.kinds.map((kind, k) => {
    const row = new RowView(kind, name(kind), { x: 0, y: ROWS.top + (k % ROWS.panel) * ROWS.pitch }, side);
    panels[Math.floor(k / ROWS.panel)]?.plot.append(row.group);
    row.take((t, first) => page.set(first ? { way: kind, t } : { t }), signal);
    return { kind, row };
  });
  for (const { plot } of panels) plot.append(...headings());
  const say = saying(element, signal);
  const usual = Number(facts.usual);
  const show = () => {
    const most = farthest(way, usual);
    for (const { kind, row } of rows) row.draw(way, { chosen: kind === way.kind, near: most ? way.nearest(kind) : null, most, usual });
    say(allWords(way, name));
    catchUp();
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  const catchUp = whenResting(() => {
    const missing = way.kinds.filter((kind) => !way.nearestSoFar(kind));
    if (missing[0]) way.nearest(missing[0]);
    if (missing.length === 1) later();
    return missing.length > 1;
  }, signal);
  offerTables(element, () => pathTables(way, name));
  page.subscribe((changes) => WAY.some((param) => changes.has(param)) && later(), signal);
  show();
}

/**
 * Calls `work` a moment after what this returns was last called, and again as long as there is more: the nearest digits
 * of all ways take longer than a frame, and nobody waits for them while the ends still change.
 * @param {() => boolean} work  one piece of it, and whether there is more  @param {AbortSignal} signal
 */
function whenResting(work, signal) {
  let timer = 0;
  const go = () => {
    if (work()) timer = setTimeout(go, 0);
  };
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return () => {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(go, REST);
  };
}

/** What stands above the rows' three parts. */
function headings() {
  const word = (/** @type {number} */ x, /** @type {string} */ anchor, /** @type {string} */ words) => svg("text", { class: "nn-faint", x, y: 8, "text-anchor": anchor }, words);
  return [word(0, "start", "now"), word(68, "start", "what is said; below, how far off"), word(394, "end", "nearest real")];
}

/** How high the boxes of the distances are: the farthest of all ways fits; 0 while not all are known. @param {Way} way  @param {number} usual */
function farthest(way, usual) {
  let most = usual;
  for (const kind of way.kinds) {
    const near = way.nearestSoFar(kind);
    if (!near) return 0;
    for (const { distance } of near) most = Math.max(most, distance);
  }
  return Math.ceil(most * 2) / 2;
}
