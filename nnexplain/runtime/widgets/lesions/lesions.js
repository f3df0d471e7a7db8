// The widget of the lesions: silence units one by one, by regions or in an order, and see at once what all test
// digits lose by it. Who is silent, and in which order they fell silent, is the page's state.

import { arraysOf } from "../../core/arrays.js";
import { percent1 } from "../../draw/numbers.js";
import { gridGrip } from "../../instruments/grid.js";
import { fullGlow } from "../../net/lab/glow.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { counting, tracing } from "./count.js";
import { digitsView, TRACE_SIZE, traceView } from "./losses.js";
import { REGION, regionCells, UNIT, unitGrids, unitsPlan, unitsView } from "./units.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Table } from "../../core/table.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Lab } from "../../net/lab/lab.js" */

/** Which region is which: A, B, C … @param {number} region */
export const letter = (region) => String.fromCharCode(65 + region);

/**
 * What lives as long as the figure. `order` is that of the least important unit to the most; `looked` is the region
 * that a hand is above, `reached` the unit that has the focus.
 * @typedef {object} Session
 * @property {Page} page
 * @property {Lab} lab
 * @property {readonly string[]} hidden
 * @property {readonly string[]} order
 * @property {readonly string[][]} regions  the ids of each region's units
 * @property {readonly number[]} full  each layer's full glow
 * @property {ReturnType<typeof tracing>} lines
 * @property {number | null} looked
 * @property {() => void} changed
 */

/** All that is shown. @param {Session} session */
function modelOf({ page, lab, hidden, regions, full, lines, looked }) {
  const silent = [...lab.silent].filter((id) => hidden.includes(id));
  const { line, former } = lines(silent);
  return { lab, hidden, regions, full, looked, silent, line, former, thought: lab.now(), whole: lab.whole(), before: lab.wholeOriginal(), chosen: String(page.get("unit")) };
}

/** @typedef {ReturnType<typeof modelOf>} Model */

/** Which digit has lost most, in words; "" where none has. @param {Model} model */
function mostLost({ whole: { byClass: now }, before: { byClass: before } }) {
  const lost = now.map(({ right }, digit) => Number(before[digit]?.right) - right);
  const most = Math.max(...lost);
  if (most < 1) return "";
  const digit = lost.indexOf(most);
  return ` The ${digit}s lose most: ${now[digit]?.right} of ${now[digit]?.of} are left.`;
}

/** @param {Model} model */
function sentence(model) {
  const { lab, hidden, silent, whole, before, thought } = model;
  const names = silent.length > 8 ? `${silent.slice(0, 8).join(", ")} …` : silent.join(", ");
  const who = silent.length
    ? `${silent.length} of ${hidden.length} hidden units silenced: ${names}.`
    : `None of the ${hidden.length} hidden units is silenced.`;
  const reads = `The network reads ${whole.right} of ${lab.count} held-out digits, ${percent1(whole.share)}`;
  const says = `For ${thought.words}, it says ${thought.said}, ${percent1(thought.sure)} sure.`;
  return `${who} ${reads}; untouched, ${before.right}.${mostLost(model)} ${says}`;
}

/** @param {Model} model  @returns {Table[]} */
function tablesOf({ lab, regions, silent, line, whole: { byClass: now }, before: { byClass: before } }) {
  const silenced = ["none", ...silent.slice(0, line.length - 1)];
  const right = (/** @type {typeof now} */ shares) => shares.map((share) => share.right);
  return [
    { heading: "One after another", columns: { silenced, "digits read": line } },
    { heading: "Digit by digit", columns: { digit: now.map((_, digit) => digit), "read now": right(now), "read untouched": right(before), of: now.map(({ of }) => of) } },
    { heading: "The regions", columns: { region: regions.map((_, region) => letter(region)), units: regions.map((ids) => ids.join(", ")), "on for": lab.facts.regionWords ?? [] } },
  ];
}

/** Silences all of `ids`, or wakes them where all are silent. @param {Lab} lab  @param {readonly string[]} ids */
const turn = (lab, ids) => lab.silence([...ids], !ids.every((id) => lab.silent.has(id)));

/** @type {Widget<Session, Model>} */
export default {
  follows: [...LAB, "unit"],
  async open({ page, figure, source, signal, changed }) {
    /** @type {[Lab, Awaited<ReturnType<typeof arraysOf>>]} */
    const [lab, { arrays }] = await Promise.all([labOf(page, figure, source, signal), arraysOf(figure, source, signal)]);
    const hidden = lab.units.filter(({ layer }) => layer < lab.facts.sizes.length - 2).map(({ id }) => id);
    const order = Array.from(/** @type {ArrayLike<number>} */ (arrays.get("order")?.data ?? []), (index) => hidden[index] ?? "");
    const regions = (lab.facts.regionWords ?? []).map((_, region) => hidden.filter((_, index) => lab.facts.region?.[index] === region));
    return { page, lab, hidden, order, regions, full: fullGlow(lab), lines: tracing(counting(lab)), looked: null, changed };
  },
  model: modelOf,
  panels: ({ lab, regions }) => {
    const { height } = unitsPlan(lab, regions.length);
    return [
      { label: "the hidden units, to silence them", size: () => [352, height], draw: unitsView },
      { label: "how many digits are read as units fall silent", size: () => TRACE_SIZE, draw: traceView },
      { label: "how many of each digit are still read", size: () => [352, 212], room: { top: 6 }, draw: digitsView },
    ];
  },
  says: sentence,
  describes: () =>
    "Left, the hidden units of the network as buttons, each with the letter of its region, and the regions as buttons. Right, a chart of how many digits are read against how many units are silent, and ten bars: how many of each digit are still read.",
  tables: tablesOf,
  quotes: ({ hidden, regions }) => ({ hidden: hidden.length, regions: regions.length }),
  grips: (session, { focus }) => {
    const { lab, regions } = session;
    const look = (/** @type {string | null} */ id) => {
      session.looked = id ? Number(id.slice(REGION.length + 1)) : null;
      session.changed();
    };
    return {
      [UNIT]: gridGrip(() => unitGrids(modelOf(session)), (id) => turn(lab, [id]), focus),
      [REGION]: gridGrip(() => [regionCells(modelOf(session))], (id) => turn(lab, regions[Number(id.slice(REGION.length + 1))] ?? []), focus, look),
    };
  },
  tools: ({ lab, page, hidden, order }) => {
    const awake = (/** @type {readonly string[]} */ ids) => ids.filter((id) => !lab.silent.has(id));
    const silence = (/** @type {string | undefined} */ id) => id && lab.silence([id], true);
    const any = () => awake(hidden)[Math.floor(Math.random() * awake(hidden).length)];
    return {
      "one-more-at-random": { act: () => silence(any()) },
      "least-important-next": { act: () => silence(awake(order)[0]) },
      "most-important-next": { act: () => silence(awake(order).at(-1)) },
      "wake-all": { act: () => page.set({ silent: "" }) },
    };
  },
};
