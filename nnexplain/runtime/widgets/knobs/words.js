// What the knobs say: names, numbers, the sentence below the caption, the tables behind the figure.

import { percent1, printed, signed } from "../../draw/numbers.js";
import { nearest } from "../../net/flips.js";

/** @import { Stretch } from "../../net/flips.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Held } from "./held.js" */

/** Where a weight comes from. @param {Lab} lab  @param {number} layer  @param {number} input */
export function sourceOf({ facts, units }, layer, input) {
  if (layer === 0) return `row ${Math.floor(input / facts.side) + 1}, column ${(input % facts.side) + 1}`;
  return `unit ${units.find((unit) => unit.layer === layer - 1 && unit.index === input)?.id}`;
}

/** @param {Lab} lab  @param {number} layer  @param {number} unit  @param {string} id */
export const unitName = ({ facts }, layer, unit, id) => (layer === facts.sizes.length - 2 ? `answer ${unit}` : `unit ${id}`);

/** "a13: weight from row 3, column 5" @param {Lab} lab  @param {Held} held */
export function shortWords(lab, { id, layer, part }) {
  return `${id}: ${typeof part === "number" ? `weight from ${sourceOf(lab, layer, part)}` : part}`;
}

/** "unit a13, weight from row 3, column 5" @param {Lab} lab  @param {Held} held */
export function knobWords(lab, { id, layer, unit, part }) {
  const what = typeof part === "number" ? `weight from ${sourceOf(lab, layer, part)}` : part;
  return `${unitName(lab, layer, unit, id)}, ${what}`;
}

/** A setting: gains have no sign. @param {Held} held  @param {number} value */
export const settingWords = ({ part }, value) => (part === "gain" ? printed(value) : signed(value));

/** How far until the answer changes. @param {Held} held  @param {Stretch[]} stretches */
export function bearing(held, stretches) {
  const { down, up } = nearest(stretches, held.value);
  const said = (/** @type {number} */ flip, /** @type {"from" | "to"} */ end) => stretches.find((each) => each[end] === flip)?.said;
  const [low, high] = [settingWords(held, held.low), settingWords(held, held.high)];
  if (held.silent) return "The unit is silent: nothing of it matters.";
  if (down === null && up === null) return `No setting from ${low} to ${high} changes the answer.`;
  const parts = [
    ...(up === null ? [] : [`above ${settingWords(held, up)} it says ${said(up, "from")}`]),
    ...(down === null ? [] : [`below ${settingWords(held, down)} it says ${said(down, "to")}`]),
  ];
  const text = parts.join(", ");
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

/** @param {Lab} lab  @param {Held} held  @param {Stretch[]} stretches  @param {Thought} thought */
export function sentence(lab, held, stretches, thought) {
  const [now, before] = [lab.whole(), lab.wholeOriginal()];
  const value = settingWords(held, held.value);
  const trained = Math.abs(held.value - held.own) < 0.0006 ? "as trained" : `trained ${settingWords(held, held.own)}`;
  const what = knobWords(lab, held);
  const says = `For ${thought.words}, the network says ${thought.said}, ${percent1(thought.sure)} sure.`;
  const whole = `Of all ${lab.count} held-out digits it reads ${now.right}; untouched, ${before.right}.`;
  return `${what[0]?.toUpperCase()}${what.slice(1)}: ${value} (${trained}). ${says} ${bearing(held, stretches)} ${whole}`;
}

/** @param {Lab} lab  @param {Held} held  @param {Stretch[]} stretches  @returns {{heading: string, columns: Record<string, unknown[]>}[]} */
export function tablesOf(lab, held, stretches) {
  const inputs = lab.facts.sizes[held.layer] ?? 0;
  const part = (/** @type {"original" | "network"} */ which) => {
    const its = lab[which].layers[held.layer];
    return [...(its?.w.subarray(held.unit * inputs, (held.unit + 1) * inputs) ?? []), its?.b[held.unit]];
  };
  const names = [...Array.from({ length: inputs }, (_, input) => sourceOf(lab, held.layer, input)), "bias"];
  return [
    { heading: `What the network says as ${knobWords(lab, held)} turns`, columns: { from: stretches.map(({ from }) => from), to: stretches.map(({ to }) => to), answer: stretches.map(({ said }) => said) } },
    { heading: `The weights of ${unitName(lab, held.layer, held.unit, held.id)}`, columns: { "weight from": names, now: part("network"), trained: part("original") } },
  ];
}
