// The widget `closest`: how little must change in a picture until the network says what it says of another.

import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { percent, printed } from "../../draw/numbers.js";
import { namesOf } from "../../instruments/way-words.js";
import { argmax } from "../../net/lab/altered.js";
import { folded, sizeOf, smallestChange } from "../../net/nearest-change.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { ChangesView, SizesView } from "./view.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Change, Norm } from "../../net/nearest-change.js" */
/** @import { Kind, Way } from "../../net/way/way.js" */
/** @import { Found, Row } from "./view.js" */

const NORMS = /** @type {readonly Norm[]} */ (Object.freeze(["l2", "linf"]));

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [way] = await Promise.all([wayOf(page, figure, source, signal, { early: true }), styled(element)]);
  if (signal.aborted) return;
  const changes = new ChangesView(place(figure, element, 0, "the smallest changes", signal));
  const sizes = new SizesView(place(figure, element, 1, "how far the ways go", signal));
  const [name, say] = [namesOf(figure), saying(element, signal)];
  /** @type {Found[]} */ let found = [];
  /** @type {(Row & {kind: Kind})[]} */ let ways = [];
  const paint = eachFrame(() => {
    changes.draw(startOf(way), found, way.lab.facts);
    sizes.draw([{ name: "smallest found", sizes: found.map(({ size, found: some }) => (some ? size : null)) }, ...ways.map((row) => ({ ...row, chosen: row.kind === way.kind }))], way.lab.facts.levels);
    say(sentence(way, found));
  }, signal);
  const search = searching(way, signal);
  const begin = () => {
    ways = [];
    search((state) => ((found = state), paint()), () => {
      ways = way.kinds.filter((kind) => kind !== "stroke" && (kind !== "own" || way.points.length)).map((kind) => ({ kind, ...rowOf(way, kind, name(kind)) }));
      paint();
    });
  };
  const later = whenSeen(element, eachFrame(begin, signal), signal);
  offerTables(element, () => [{
    heading: "How far it is until the answer changes",
    columns: { what: ["smallest found", ...ways.map((row) => row.name)], L2: [found[0]?.size, ...ways.map((row) => row.sizes[0])], "L∞": [found[1]?.size, ...ways.map((row) => row.sizes[1])] },
  }]);
  const watched = WAY.filter((param) => param !== "t" && param !== "way");
  page.subscribe((told) => watched.some((param) => told.has(param)) && later(), signal);
  page.subscribe((told) => told.has("way") && paint(), signal);
  begin();
  way.coded.then(() => !signal.aborted && later());
}

/** What the search begins at. @param {Way} way */
function startOf(way) {
  const { pixels, said, sure } = way.ends.start;
  return { pixels, said, sure };
}

/** The answer that is looked for: what the end is, or is taken for. @param {Way} way */
const targetOf = ({ ends: { end } }) => end.label ?? end.said;

/**
 * Looks in both norms, a descent at a time with pauses between, so that the page stays quick; a new search ends the one
 * before. @param {Way} way  @param {AbortSignal} signal
 */
function searching(way, signal) {
  let run = 0;
  return async (/** @type {(found: Found[]) => void} */ tell, /** @type {() => void} */ done) => {
    const [mine, start, target, { lab }] = [++run, startOf(way), targetOf(way), way];
    const network = folded(lab.network, lab.gains);
    const found = NORMS.map(() => heard(way, { picture: start.pixels, size: 0, found: false }, false));
    tell(found);
    for (const [k, norm] of NORMS.entries()) {
      const turns = smallestChange(network, start.pixels, target, norm);
      for (let turn = turns.next(); ; turn = turns.next()) {
        found[k] = heard(way, turn.value, turn.done === true);
        if (turn.done) break;
        await new Promise((go) => setTimeout(go));
        if (mine !== run || signal.aborted) return;
      }
      tell([...found]);
    }
    await new Promise((go) => setTimeout(go));
    if (mine === run && !signal.aborted) done();
  };
}

/** @param {Way} way  @param {Change} change  @param {boolean} done  @returns {Found} */
function heard({ lab }, change, done) {
  const p = lab.run(change.picture).at(-1)?.a ?? [];
  const said = argmax(p);
  return { ...change, done, said, sure: Number(p[said]) };
}

/** How far a way has gone where the answer first changes. @param {Way} way  @param {Kind} kind  @param {string} name  @returns {Row} */
function rowOf(way, kind, name) {
  const [{ left }, { at }, pictures] = [way.verdict(kind), way.course(kind), way.pictures(kind)];
  if (left === null) return { name, sizes: [null, null] };
  const there = at ? at(left) : pictures[Math.ceil(left * (pictures.length - 1))];
  return { name, sizes: NORMS.map((norm) => (there ? sizeOf(startOf(way).pixels, there, norm) : null)) };
}

/** @param {Way} way  @param {Found[]} found */
function sentence(way, found) {
  const [{ start }, target] = [way.ends, targetOf(way)];
  const [l2, linf] = found;
  if (start.said === target) return `Of ${start.words}, the network says ${target} already: nothing has to change. ${way.problem("blend")}`.trim();
  if (!l2?.done || !linf?.done) return `Looking for the smallest change of ${start.words} until the network says ${target}.`;
  if (!l2.found || !linf.found) return `No change of ${start.words} was found with which the network says ${target}. ${way.problem("blend")}`.trim();
  const { levels } = way.lab.facts;
  const close = `Of ${start.words}, the network says ${start.said} (${percent(start.sure)}). A change of size ${printed(l2.size)} is enough for a ${target}`;
  return `${close}; or one in which no pixel moves by more than ${printed(linf.size * levels, 1)} of ${levels} levels. ${way.problem("blend")}`.trim();
}
