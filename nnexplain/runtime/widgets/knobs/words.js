// What the knobs say: names, numbers, the sentence below the caption, the tables behind the figure.

import { at, percent1, printed, signed } from "../../draw/numbers.js";
import { capital } from "../../draw/text.js";
import { nearest } from "../../net/flips.js";

/** @import { Table } from "../../core/table.js" */
/** @import { Stretch } from "../../net/flips.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Network } from "../../net/net.js" */
/** @import { Held } from "./held.js" */
/** @import { Model } from "./knobs.js" */

/** Numbers that the page's address cannot tell apart. */
const SAME = 0.0006;

/**
 * Where a weight comes from.
 * @param {Lab} lab
 * @param {number} layer
 * @param {number} input
 */
export function sourceOf({ facts, units }, layer, input) {
  if (layer === 0) return `row ${Math.floor(input / facts.side) + 1}, column ${(input % facts.side) + 1}`;
  return `unit ${units.find((unit) => unit.layer === layer - 1 && unit.index === input)?.id}`;
}

/** @param {Lab} lab  @param {Pick<Held, "layer" | "unit" | "id">} held */
export const unitName = ({ facts }, { layer, unit, id }) =>
  layer === facts.sizes.length - 2 ? `answer ${unit}` : `unit ${id}`;

/** @param {Lab} lab  @param {Held} held */
const partWords = (lab, { layer, part }) =>
  typeof part === "number" ? `weight from ${sourceOf(lab, layer, part)}` : part;

/** "a13: weight from row 3, column 5" @param {Lab} lab  @param {Held} held */
export const shortWords = (lab, held) => `${held.id}: ${partWords(lab, held)}`;

/** "unit a13, weight from row 3, column 5" @param {Lab} lab  @param {Held} held */
export const knobWords = (lab, held) => `${unitName(lab, held)}, ${partWords(lab, held)}`;

/** A setting: gains have no sign. @param {Held} held  @param {number} value */
export const settingWords = ({ part }, value) => (part === "gain" ? printed(value) : signed(value));

/** How far until the answer changes. @param {Held} held  @param {Stretch[]} stretches */
export function bearing(held, stretches) {
  const { down, up } = nearest(stretches, held.value);
  const said = (/** @type {number} */ flip, /** @type {"from" | "to"} */ end) =>
    stretches.find((each) => each[end] === flip)?.said;
  const [low, high] = [settingWords(held, held.low), settingWords(held, held.high)];
  if (held.silent) return "The unit is silent: nothing of it matters.";
  if (down === null && up === null) return `No setting from ${low} to ${high} changes the answer.`;
  const parts = [
    ...(up === null ? [] : [`above ${settingWords(held, up)} it says ${said(up, "from")}`]),
    ...(down === null ? [] : [`below ${settingWords(held, down)} it says ${said(down, "to")}`]),
  ];
  return `${capital(parts.join(", "))}.`;
}

/** What the picture shows now. @param {Model} model */
export function sentence({ lab, held, thought, bearing, whole, before }) {
  const value = settingWords(held, held.value);
  const same = Math.abs(held.value - held.own) < SAME;
  const trained = same ? "as trained" : `trained ${settingWords(held, held.own)}`;
  const says = `For ${thought.words}, the network says ${thought.said}, ${percent1(thought.sure)} sure.`;
  const reads = `Of all ${lab.count} test digits it reads ${whole.right}; untouched, ${before.right}.`;
  return `${capital(knobWords(lab, held))}: ${value} (${trained}). ${says} ${bearing} ${reads}`;
}

/** @param {Model} model  @returns {Table[]} */
export function tablesOf({ lab, held, stretches }) {
  const { layer, unit } = held;
  const inputs = lab.facts.sizes[layer] ?? 0;
  const numbers = (/** @type {Network} */ { layers }) => {
    const { w, b } = at(layers, layer);
    return [...w.subarray(unit * inputs, (unit + 1) * inputs), b[unit]];
  };
  return [
    {
      heading: `What the network says as ${knobWords(lab, held)} turns`,
      columns: {
        from: stretches.map(({ from }) => from),
        to: stretches.map(({ to }) => to),
        answer: stretches.map(({ said }) => said),
      },
    },
    {
      heading: `The weights of ${unitName(lab, held)}`,
      columns: {
        "weight from": [...Array.from({ length: inputs }, (_, k) => sourceOf(lab, layer, k)), "bias"],
        now: numbers(lab.network),
        trained: numbers(lab.original),
      },
    },
  ];
}
