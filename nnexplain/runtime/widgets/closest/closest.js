// The widget `closest`: how little must change in a picture until the network says what it says of another.

import { percent, printed } from "../../draw/numbers.js";
import { once } from "../../draw/tree.js";
import { guidesOf } from "../../instruments/guides.js";
import { digitWords, namesOf } from "../../instruments/way-words.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { Search, targetOf } from "./search.js";
import { changesView, SIZE, sizesView } from "./views.js";

/** @import { Table } from "../../core/table.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Kind, Way } from "../../net/way/way.js" */

/**
 * @typedef {object} Session
 * @property {Way} way
 * @property {(kind: Kind) => string} name
 * @property {() => Search} search  for the picture, the answer and the network that the page has
 * @property {() => void} changed
 */
/**
 * How far it is in both norms, by one way or as the smallest that was found.
 * @typedef {{name: string, sizes: (number | null)[], chosen: boolean}} Row
 */
/** @typedef {ReturnType<typeof modelOf>} Model */

/** Lets the page do what else there is to do. */
const pause = () => new Promise((go) => setTimeout(go));

/** The search that is on: another when something is another that it follows from. @param {Way} way */
function searching(way) {
  /** @type {(...from: unknown[]) => Search} */
  const begin = once(() => new Search(way));
  return () => {
    const { ends: { start, end }, lab: { network, gains }, points } = way;
    return begin(start, end, network, gains, points);
  };
}

/** All that is shown. @param {Session} session */
function modelOf({ way, name, search }) {
  const [{ found, ways, done }, { start, end }] = [search(), way.ends];
  const smallest = found.map((each) => (each.found ? each.size : null));
  /** @type {Row[]} */
  const rows = [
    { name: "smallest found", sizes: smallest, chosen: false },
    ...ways.map(({ kind, sizes }) => ({ name: name(kind), sizes, chosen: kind === way.kind })),
  ];
  const { lab: { facts } } = way;
  return { start, end, target: targetOf(end), found, done, rows, facts, problem: way.problem("blend") };
}

/** @param {Model} model */
function sentence({ start, found: [l2, linf], target, facts: { levels }, problem }) {
  const told = (/** @type {string} */ words) => `${words} ${problem}`.trim();
  if (start.said === target) {
    return told(`Of ${start.words}, the network says ${target} already: nothing has to change.`);
  }
  if (!l2?.done || !linf?.done) {
    return told(`Looking for the smallest change of ${start.words}, until the network says ${target}.`);
  }
  if (!l2.found || !linf.found) {
    return told(`No change of ${start.words} was found with which the network says ${target}.`);
  }
  const most = `${printed(linf.size * levels, 1)} of ${levels} levels`;
  return told(
    `Of ${start.words}, the network says ${start.said} (${percent(start.sure)}). A change of size ` +
      `${printed(l2.size)} is enough for ${
        digitWords(target)
      }; or one in which no pixel moves by more than ${most}.`,
  );
}

/** @param {Model} model  @returns {Table[]} */
function tablesOf({ rows }) {
  return [{
    heading: "How far it is until the answer changes",
    columns: {
      what: rows.map(({ name }) => name),
      L2: rows.map(({ sizes }) => sizes[0]),
      "L∞": rows.map(({ sizes }) => sizes[1]),
    },
  }];
}

/** @type {Widget<Session, Model>} */
export default {
  follows: WAY.filter((name) => name !== "t"),
  async open({ page, figure, source, signal, changed }) {
    const way = await wayOf(page, figure, source, signal);
    const search = searching(way);
    const first = search();
    // What is looked for at first is shown when it is found: until then there is the picture.
    for (; !first.done && search() === first && !signal.aborted; await pause()) first.go();
    return { way, name: namesOf(figure), search, changed };
  },
  model: modelOf,
  panels: () => {
    const size = () => /** @type {[number, number]} */ ([SIZE.width, SIZE.height]);
    return [
      { label: "the smallest changes", size, room: { left: 5 }, draw: changesView },
      { label: "how far the ways go", size, draw: sizesView },
    ];
  },
  says: sentence,
  describes: ({ start, target }) =>
    `${start.label === 8 ? "An" : "A"} ${start.label ?? start.said}, the smallest changes found with which ` +
    `the network says ${target}, and what comes of them; beside them how far the ways go until the answer ` +
    "changes.",
  tables: tablesOf,
  guides: ({ start, end }) => guidesOf(start, end),
  quotes: ({ start, target, found: [l2] }) => ({
    size: l2?.done && l2.found && start.said !== target ? l2.size : null,
  }),
  wake: (session, _, signal) => {
    let timer = 0;
    const work = () => {
      timer = 0;
      if (session.search().go()) session.changed();
      else wait();
    };
    const wait = () => void (timer ||= setTimeout(work));
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
    return ({ done }) => void (done || wait());
  },
};
