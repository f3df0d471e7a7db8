// The widget `way`: a way from one digit to another as a strip of film, and what the network makes of it.

import { percent } from "../../draw/numbers.js";
import { along } from "../../instruments/along.js";
import { guidesOf } from "../../instruments/guides.js";
import { slideGrip } from "../../instruments/way-hand.js";
import { digitWords, namesOf, turns } from "../../instruments/way-words.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { linesView, PLOT } from "./lines.js";
import { FILMED, SLIDE, stripView } from "./strip.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Table } from "../../core/table.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Kind, Pass, Way } from "../../net/way/way.js" */

/** @typedef {"probability" | "logits"} Scale */
/** @typedef {{way: Way, page: Page, name: (kind: Kind) => string, changed: () => void}} Session */
/** @typedef {ReturnType<typeof modelOf>} Model */

/** @param {Session} session */
function modelOf({ way, page, name }) {
  const { kind, ends } = way;
  return {
    kind,
    ends,
    name: name(kind),
    now: way.now(),
    course: way.course(),
    passes: way.passes(),
    places: way.places(),
    verdict: way.verdict(),
    scale: /** @type {Scale} */ (page.get("scale") === "logits" ? "logits" : "probability"),
    side: way.lab.facts.side,
    problem: way.problem(),
  };
}

/** Why no digit can be an end of the closing stroke. */
const OWN_ENDS = Object.freeze({ idle: "the stroke has its own" });

/** From where to where a way leads. @param {Model} model */
function bearing({ kind, ends: { start, end } }) {
  if (kind === "stroke") return "from a drawn 5 to the same with its bowl closed";
  return `from ${start.words}, to ${end.words}`;
}

/** What the picture shows now. @param {Model} model */
function sentence(model) {
  const { name, verdict, problem, now: { t, pass } } = model;
  const place = `At ${along(t)} of the way ${bearing(model)} (${name})`;
  const says = `the network says ${pass.said}, ${percent(pass.sure)} sure.`;
  return [`${place}, ${says}`, turns(verdict), problem].filter(Boolean).join(" ");
}

/** @param {Model} model */
function description({ ends: { start, end } }) {
  const first = start.label === null ? "a drawing" : `a handwritten ${start.label}`;
  const last = end.label === null ? "a drawing" : digitWords(end.label);
  return `Nine pictures in a row, from ${first} to ${last}, and below them a band that says where ` +
    "the network answers what. Beside it ten lines: how probable each digit is along the way.";
}

/** @param {Model} model  @returns {Table[]} */
function tables({ passes, places, name }) {
  const columns = (/** @type {(pass: Pass) => Iterable<number>} */ of) => {
    const rows = passes.map((pass) => [...of(pass)]);
    const column = (/** @type {number} */ digit) => [`digit ${digit}`, rows.map((row) => row[digit])];
    return Object.fromEntries((rows[0] ?? []).map((_, digit) => column(digit)));
  };
  return [
    {
      heading: `What is said along the way (${name}): the probability of every digit`,
      columns: { place: places, says: passes.map(({ said }) => said), ...columns(({ p }) => p) },
    },
    {
      heading: "The sums of the answers (logits)",
      columns: { place: places, ...columns(({ logits }) => logits) },
    },
  ];
}

/**
 * The next test digit of the same kind; of a drawing, of what the network takes it for.
 * @param {Way} way
 * @param {0 | 1} slot
 */
function nextAlike({ lab }, slot) {
  const [{ label, said }, index] = [lab.now(slot), lab.index(slot)];
  const kind = label ?? said;
  const further = Array.from({ length: lab.count }, (_, step) => (index + step + 1) % lab.count);
  return further.find((next) => lab.label(next) === kind) ?? index;
}

/** @type {Widget<Session, Model>} */
export default {
  follows: [...WAY, "scale"],
  async open({ page, figure, source, signal, changed }) {
    const way = await wayOf(page, figure, source, signal, { early: true });
    return { way, page, name: namesOf(figure), changed };
  },
  model: modelOf,
  panels: () => [
    { label: "the way, picture by picture", size: () => [400, 330], axes: () => FILMED, draw: stripView() },
    { label: "what the network says along the way", size: () => [400, 330], draw: linesView() },
  ],
  says: sentence,
  describes: description,
  tables,
  guides: ({ kind, ends: { start, end } }) =>
    kind === "stroke" ? { digit: OWN_ENDS, digit2: OWN_ENDS } : guidesOf(start, end),
  quotes: ({ verdict: { settled } }) => ({ turn: settled ?? 1 }),
  grips: ({ page }) => ({
    film: slideGrip(SLIDE, (t) => page.set({ t })),
    lines: slideGrip(PLOT, (t) => page.set({ t })),
  }),
  tools: ({ way, page }) => {
    const state = () => ({ disabled: way.kind === "stroke" });
    return {
      "swap-the-ends": { act: () => way.swap(), state },
      "another-start": { act: () => page.set({ digit: nextAlike(way, 0) }), state },
      "another-end": { act: () => page.set({ digit2: nextAlike(way, 1) }), state },
    };
  },
  wake: ({ way, changed }) => () => way.whenCoded(changed),
};
