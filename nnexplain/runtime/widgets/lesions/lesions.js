// The widget of the lesions: silence units one by one, by regions or in an order, and see at once what all
// test digits lose by it. Who is silent, and in which order they fell silent, is the page's state.

import { arraysOf } from "../../core/arrays.js";
import { percent1 } from "../../draw/numbers.js";
import { guidesOf } from "../../instruments/guides.js";
import { gridGrip } from "../../instruments/grid.js";
import { fullGlow } from "../../net/lab/glow.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { counting, tracing } from "./count.js";
import { digitsView, traceView } from "./losses.js";
import { REGION, regionGrid, UNIT, unitGrids, unitsPlan, unitsView } from "./units.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Table } from "../../core/table.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Lab } from "../../net/lab/lab.js" */

/**
 * What lives as long as the figure.
 * @typedef {object} Session
 * @property {Page} page
 * @property {Lab} lab
 * @property {readonly string[]} hidden  all units that can be silenced
 * @property {readonly string[]} order  the same, from the least important to the most
 * @property {ReadonlyMap<string, readonly string[]>} regions  the units of each, by its letter
 * @property {readonly number[]} full  each layer's full glow
 * @property {ReturnType<typeof tracing>} lines
 * @property {string | null} pointed  the region that a hand is at
 * @property {readonly string[]} reached  the cells that had the focus, the latest first
 * @property {() => void} changed
 */

/** How many names of silent units the sentence has room for. */
const NAMED = 8;

/** All that is shown. @param {Session} session */
function modelOf({ page, lab, hidden, regions, full, lines, pointed, reached }) {
  const silent = [...lab.silent].filter((id) => hidden.includes(id));
  const [whole, before, chosen] = [lab.whole(), lab.wholeOriginal(), String(page.get("unit"))];
  const told = { silent, ...lines(silent), whole, before, thought: lab.now() };
  return { lab, hidden, regions, full, pointed, reached, chosen, ...told };
}

/** @typedef {ReturnType<typeof modelOf>} Model */

/**
 * The units of each region, by its letter: A, B, C …
 * @param {Lab} lab
 * @param {readonly string[]} hidden
 */
function regionsOf({ facts: { region, regionWords = [] } }, hidden) {
  const of = (/** @type {number} */ which) => hidden.filter((_, index) => region?.[index] === which);
  return new Map(regionWords.map((_, which) => [String.fromCharCode(65 + which), of(which)]));
}

/** Which digit has lost most, in words; "" where none has. @param {Model} model */
function mostLost({ whole: { byClass: now }, before: { byClass: before } }) {
  const lost = now.map(({ right }, digit) => Number(before[digit]?.right) - right);
  const most = Math.max(...lost);
  if (most < 1) return "";
  const digit = lost.indexOf(most);
  return ` The ${digit}s lose most: ${now[digit]?.right} of ${now[digit]?.of} are left.`;
}

/** What the picture shows now. @param {Model} model */
function sentence(model) {
  const { lab, hidden, silent, whole, before, thought } = model;
  const names = silent.slice(0, NAMED).join(", ") + (silent.length > NAMED ? " …" : "");
  const who = silent.length
    ? `${silent.length} of ${hidden.length} hidden units silenced: ${names}.`
    : `None of the ${hidden.length} hidden units is silenced.`;
  const reads = `The network reads ${whole.right} of ${lab.count} test digits, ${percent1(whole.share)}`;
  const says = `For ${thought.words}, it says ${thought.said}, ${percent1(thought.sure)} sure.`;
  return `${who} ${reads}; untouched, ${before.right}.${mostLost(model)} ${says}`;
}

/** @param {Model} model  @returns {Table[]} */
function tablesOf({ lab, regions, silent, line, whole: { byClass: now }, before: { byClass: before } }) {
  const right = (/** @type {typeof now} */ shares) => shares.map((share) => share.right);
  return [
    { heading: "One after another", columns: { silenced: ["none", ...silent], "digits read": line } },
    {
      heading: "Digit by digit",
      columns: {
        digit: [...now.keys()],
        "read now": right(now),
        "read untouched": right(before),
        of: now.map(({ of }) => of),
      },
    },
    {
      heading: "The regions",
      columns: {
        region: [...regions.keys()],
        units: Array.from(regions.values(), (ids) => ids.join(", ")),
        "on for": lab.facts.regionWords ?? [],
      },
    },
  ];
}

/**
 * Silences all of `ids`, or wakes them where all are silent.
 * @param {Lab} lab
 * @param {readonly string[]} ids
 */
const turn = (lab, ids) => lab.silence(ids, !ids.every((id) => lab.silent.has(id)));

/** @type {Widget<Session, Model>} */
export default {
  follows: [...LAB, "unit"],
  async open({ page, figure, source, signal, changed }) {
    const [lab, arrays] = await Promise.all([
      /** @type {Promise<Lab>} */ (labOf(page, figure, source, signal)),
      arraysOf(figure, source, signal).then((file) => file.arrays),
    ]);
    const hidden = lab.units.filter(({ layer }) => layer < lab.facts.sizes.length - 2).map(({ id }) => id);
    const ranked = /** @type {ArrayLike<number>} */ (arrays.get("order")?.data ?? []);
    const order = Array.from(ranked, (index) => hidden[index] ?? "");
    const [regions, full, lines] = [regionsOf(lab, hidden), fullGlow(lab), tracing(counting(lab))];
    return { page, lab, hidden, order, regions, full, lines, pointed: null, reached: [], changed };
  },
  model: modelOf,
  panels: ({ lab, regions }) => {
    const { height } = unitsPlan(lab, regions.size);
    return [
      { label: "the hidden units, to silence them", size: () => [352, height], draw: unitsView },
      { label: "how many digits are read as units fall silent", size: () => [352, 222], draw: traceView },
      {
        label: "how many of each digit are still read",
        size: () => [352, 212],
        room: { top: 6 },
        draw: digitsView,
      },
    ];
  },
  says: sentence,
  describes: () =>
    "Left, the hidden units of the network as buttons, each with the letter of its region, and the regions " +
    "as buttons. Right, a chart of how many digits are read against how many units are silent, and ten " +
    "bars: how many of each digit are still read.",
  tables: tablesOf,
  guides: ({ thought }) => guidesOf(thought),
  quotes: ({ hidden, regions, whole }) => ({
    hidden: hidden.length,
    regions: regions.size,
    read: whole.share,
  }),
  grips: (session, { focus }) => {
    const { lab, regions, changed } = session;
    const reach = (/** @type {string} */ id) => {
      session.reached = [id, ...session.reached.filter((other) => other !== id)];
      changed();
    };
    const point = (/** @type {string | null} */ letter) => {
      if (letter === session.pointed) return;
      session.pointed = letter;
      changed();
    };
    return {
      [UNIT]: gridGrip({
        grids: () => unitGrids(modelOf(session)),
        act: (id) => turn(lab, [id]),
        focus,
        reach,
      }),
      [REGION]: gridGrip({
        grids: () => [regionGrid(modelOf(session))],
        act: (letter) => turn(lab, regions.get(letter) ?? []),
        focus,
        reach,
        point,
      }),
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
