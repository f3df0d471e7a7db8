// The widget of the units along a way: every unit of every layer at every place, the decision through all of
// them, and who flips before it and after it.

import { at } from "../../draw/numbers.js";
import { once } from "../../draw/tree.js";
import { ALONG } from "../../instruments/along.js";
import { across } from "../../instruments/band.js";
import { wayGrips } from "../../instruments/way-hand.js";
import { AllDigits } from "../../net/lab/excited.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { blocksOf, heightOf, WIDTH } from "./places.js";
import { decisionStep, flippers, rowsOf, sorted } from "./sum.js";
import { unitsView } from "./view.js";
import { sentence, unitWords } from "./words.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Pass, Way } from "../../net/way/way.js" */

/** @typedef {{way: Way, page: Page, survey: ReturnType<typeof surveying>, changed: () => void}} Session */
/** @typedef {ReturnType<ReturnType<typeof surveying>>} Survey */
/** @typedef {ReturnType<typeof modelOf>} Model */

/** What happens along the way; another when the way is, or the order of the rows. @param {Way} way */
function surveying(way) {
  const { strong } = new AllDigits(way.lab);
  return once((/** @type {Pass[]} */ passes, /** @type {unknown} */ order) => {
    const rows = rowsOf(passes, way.lab.units);
    const verdict = way.verdict();
    const step = decisionStep(verdict.said);
    const hidden = rows.slice(0, -1);
    return {
      passes,
      strong,
      verdict,
      rows,
      sorted: rows.map((layer) => sorted(layer, order)),
      flips: hidden.map((layer) => flippers(layer, step)),
      hidden: flippers(hidden.flat(), step),
      atOnce: hidden.flat().filter(({ flips }) => step !== null && flips.includes(step)).length,
    };
  });
}

/** What the page has now. @param {Session} session */
function modelOf({ way, page, survey: surveyed }) {
  const survey = surveyed(way.passes(), page.get("order"));
  const [{ lab }, now, all] = [way, way.now(), survey.rows.flat()];
  const { sizes } = lab.facts;
  const row = all.find(({ id }) => id === page.get("unit")) ?? at(all, 0);
  const silenced = lab.gains[row.layer]?.[row.index] === 0;
  const told = unitWords(row, now, row.layer === sizes.length - 2, silenced);
  return { survey, now, sizes, row, told, problem: way.problem() };
}

/** @param {Model} model */
function tablesOf({ survey: { rows, passes } }) {
  const all = rows.flat();
  const place = (/** @type {number} */ flip) => ((flip + 0.5) / (passes.length - 1)).toFixed(3);
  return [{
    heading: "Where every unit turns on and off, from 0 to 1; an answer is on where it is the likeliest",
    columns: {
      unit: all.map(({ id }) => id),
      "at the start": all.map(({ on }) => (on[0] ? "on" : "off")),
      flips: all.map(({ flips }) => flips.map(place).join(" ")),
      "at the end": all.map(({ on }) => (on.at(-1) ? "on" : "off")),
    },
  }];
}

/** @type {Widget<Session, Model>} */
export default {
  follows: [...WAY, "order", "unit"],
  async open({ page, figure, source, signal, changed }) {
    const way = await wayOf(page, figure, source, signal, { early: true });
    return { way, page, survey: surveying(way), changed };
  },
  model: modelOf,
  panels: ({ way: { lab: { facts: { sizes } } } }) => {
    const [first, second] = blocksOf(sizes);
    /** @type {() => [number, number]} */ const size = () => [WIDTH, heightOf(sizes)];
    return [
      { label: "units along the way, part 1", size, draw: unitsView(first, sizes, false) },
      { label: "units along the way, part 2", size, draw: unitsView(second, sizes, true) },
    ];
  },
  says: sentence,
  describes: () =>
    "A row for every unit of the network, and along it a line where the unit is on, wider where it answers " +
    "more strongly; an upright line through all rows where the answer changes.",
  tables: tablesOf,
  quotes: ({ survey: { hidden, flips, atOnce } }) => {
    const { until = [], after = [] } = flips[1] ?? {};
    const second = until.length + after.length;
    return { until: hidden.until.length, after: hidden.after.length, at_once: atOnce, second };
  },
  grips: (session, { focus }) =>
    wayGrips({
      page: session.page,
      focus,
      at: ({ x, y }, id) => {
        const inside = x >= ALONG.x - 4 && y >= ALONG.y;
        return { unit: id || null, t: inside ? across(ALONG, x) : null };
      },
      rows: () => modelOf(session).survey.sorted.flat().map(({ id }) => id),
    }),
  wake: ({ way, changed }) => () => way.whenCoded(changed),
};
