// The widget `paths`: all ways between the same two digits, side by side.

import { arraysOf } from "../../core/arrays.js";
import { at } from "../../draw/numbers.js";
import { h } from "../../draw/tree.js";
import { along } from "../../instruments/along.js";
import { slideGrip } from "../../instruments/way-hand.js";
import { namesOf } from "../../instruments/way-words.js";
import { stretchesOf } from "../../net/way/verdict.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { rowView, SLIDE } from "./row.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Table } from "../../core/table.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Branch } from "../../draw/tree.js" */
/** @import { Kind, Way } from "../../net/way/way.js" */

/**
 * @typedef {object} Session
 * @property {Way} way
 * @property {Page} page
 * @property {(kind: Kind) => string} name
 * @property {number} usual  how far a real digit usually is from the nearest
 * @property {ReturnType<typeof nearOf>} near  the last that was known
 * @property {() => void} changed
 */
/** @typedef {ReturnType<typeof modelOf>} Model */

const ROWS = Object.freeze({ panel: 4, top: 40, pitch: 98 });
/** How long nothing must change before the nearest digits are looked for, in milliseconds. */
const REST = 40;

/** Those ways whose nearest digits are not known yet: that takes longer than a frame. @param {Way} way */
const missing = (way) => way.kinds.filter((kind) => !way.nearestSoFar(kind));

/**
 * The nearest real digits along every way, and how high the boxes of the distances are: the farthest fits.
 * @param {Way} way
 * @param {number} usual
 */
function nearOf(way, usual) {
  const all = way.kinds.map((kind) => way.nearest(kind));
  const most = Math.max(usual, ...all.flat().map(({ distance }) => distance));
  return { all, most: Math.ceil(most * 2) / 2 };
}

/**
 * All that is shown. What is near is of the last ends, until it is known of these.
 * @param {Session} session
 */
function modelOf(session) {
  const { way, name, usual } = session;
  const fresh = !missing(way).length;
  if (fresh) session.near = nearOf(way, usual);
  const { all, most } = session.near;
  const rows = way.kinds.map((kind, k) => {
    const [now, near] = [way.now(kind), at(all, k)];
    const { index, distance } = at(near, Math.min(now.place, near.length - 1));
    const real = { ...way.real(index), distance };
    return { kind, name: name(kind), now, verdict: way.verdict(kind), near, real };
  });
  return { rows, chosen: way.kind, t: way.t, fresh, most, usual, problem: way.problem() };
}

/** What stands above the rows' three parts. */
function headings() {
  const word = (/** @type {number} */ x, /** @type {string} */ anchor, /** @type {string} */ words) =>
    h("text", { class: "nn-faint", x, y: 8, "text-anchor": anchor }, words);
  return h(
    "g",
    {},
    word(0, "start", "now"),
    word(68, "start", "what is said; below, how far off"),
    word(394, "end", "nearest real"),
  );
}

/**
 * A panel of rows.
 * @param {number} from  the first
 * @param {number} side
 * @returns {(model: Model) => Branch[]}
 */
function panelView(from, side) {
  const views = Array.from({ length: ROWS.panel }, (_, k) => rowView(ROWS.top + k * ROWS.pitch, side));
  const head = headings();
  return ({ rows, chosen, ...how }) => {
    const shown = rows.slice(from, from + ROWS.panel);
    return [...shown.map((row, k) => at(views, k)(row, { ...how, chosen: row.kind === chosen })), head];
  };
}

/** What is said on all ways at once. @param {Model} model */
function sentence({ rows, t, problem }) {
  const said = rows.map(({ now: { pass } }) => pass.said);
  const counts = [...new Set(said)].sort().map((digit, index) => {
    const count = said.filter((other) => other === digit).length;
    return `${digit} on ${count}${index ? "" : ` of the ${said.length} ways`}`;
  });
  const astray = rows.filter(({ verdict }) => verdict.third.length);
  const past = astray.map(({ name, verdict }) => `${name} (${verdict.third.join(", ")})`).join("; ");
  return [
    `At ${along(t)} of the way the network says ${counts.join(", ")}.`,
    past ? `A third digit is said on the way: ${past}.` : "No third digit is said on any.",
    problem,
  ].filter(Boolean).join(" ");
}

/** When the ways are decided, and how many are not yet. @param {Model} model */
function decided({ rows, t }) {
  const all = rows.map(({ verdict }) => verdict.settled).filter((place) => place !== null).sort((a, b) =>
    a - b
  );
  return {
    first: along(all[0] ?? 0),
    last: along(all.at(-1) ?? 0),
    undecided: all.filter((place) => place > t).length,
  };
}

/** @param {Model} model  @returns {Table[]} */
function tablesOf({ rows, fresh }) {
  const all = rows.flatMap(({ name, verdict }) => stretchesOf(verdict).map((part) => ({ name, ...part })));
  const said = {
    way: all.map(({ name }) => name),
    from: all.map(({ from }) => from),
    to: all.map(({ to }) => to),
    says: all.map(({ said }) => said),
  };
  const near = {
    way: rows.map(({ name }) => name),
    place: rows.map(({ now }) => now.t),
    "nearest digit": rows.map(({ real }) => real.label),
    distance: rows.map(({ real }) => real.distance),
  };
  return [
    { heading: "What is said along every way", columns: said },
    ...(fresh ? [{ heading: "The real digit nearest to where each way stands", columns: near }] : []),
  ];
}

/**
 * Calls `work` a moment after what this returns was last called, and again as long as there is more: nobody
 * waits for what is near while the ends still change.
 * @param {() => boolean} work  one piece of it, and whether there is more
 * @param {AbortSignal} signal
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

/** @type {Widget<Session, Model>} */
export default {
  follows: WAY,
  async open({ page, figure, source, signal, changed }) {
    const way = await wayOf(page, figure, source, signal);
    const { arrays, facts } = await arraysOf(figure, source, signal);
    const numbers = (/** @type {string} */ name) => Float64Array.from(arrays.get(name)?.data ?? [], Number);
    const { levels } = way.lab.facts;
    const known = numbers("known").map((level) => level / levels);
    if (way.known === way.lab.count) way.meet(known, numbers("labels"));
    for (const kind of way.kinds) {
      way.nearest(kind);
      await new Promise((go) => setTimeout(go, 0)); // the page does not wait for all of them
    }
    const usual = Number(facts.usual);
    return { way, page, name: namesOf(figure), usual, near: nearOf(way, usual), changed };
  },
  model: modelOf,
  panels: ({ way }) =>
    ["ways at the same place", "more ways at the same place"].map((label, k) => ({
      label,
      size: () => [400, 424],
      room: { left: 13 },
      draw: panelView(k * ROWS.panel, way.lab.facts.side),
    })),
  says: sentence,
  describes: () =>
    "A row for every way: the picture at the same place of each, a band that says where the network " +
    "answers what, a curve of the distance to the nearest real digit, and that digit.",
  tables: tablesOf,
  quotes: decided,
  grips: ({ page }) => ({ row: slideGrip(SLIDE, (t, kind) => page.set({ way: kind, t })) }),
  wake({ way, changed }, _, signal) {
    return whenResting(() => {
      const [kind, ...others] = missing(way);
      if (kind) way.nearest(kind);
      if (kind && !others.length) changed();
      return others.length > 0;
    }, signal);
  },
};
