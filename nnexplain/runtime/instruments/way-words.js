// What the figures of the way say: names of ways, the sentence below a caption, the tables behind a figure.

import { percent } from "../draw/numbers.js";
import { KEPT } from "../net/way/own.js";
import { stretchesOf } from "../net/way/verdict.js";

/** @import { Figure } from "../core/figure.js" */
/** @import { Table } from "../core/table.js" */
/** @import { Verdict } from "../net/way/verdict.js" */
/** @import { Kind, Way } from "../net/way/way.js" */

/** What a figure calls the ways. @param {Figure} figure  @returns {(kind: Kind) => string} */
export function namesOf({ params }) {
  const found = /** @type {{options?: unknown[], labels?: string[]} | undefined} */ (params.find(({ name }) => name === "way"));
  return (kind) => found?.labels?.[found.options?.indexOf(kind) ?? -1] ?? kind;
}

/** A place as it is printed. @param {number} t */
export const at = (t) => t.toFixed(2);

/** Where the answer changes: "Its answer turns from 5 to 6 at 0.50." @param {Verdict} verdict */
export function turns({ said, flips }) {
  if (!flips.length) return `It says ${said[0]} all along.`;
  const [first, ...rest] = flips.map(({ at: t, to }) => `to ${to} at ${at(t)}`);
  if (flips.length > 5) return `Its answer turns ${flips.length} times; from ${at(Number(flips.at(-1)?.at))} on it is ${flips.at(-1)?.to}.`;
  return `Its answer turns from ${flips[0]?.from} ${[first, ...rest].join(", then ")}.`;
}

/** From where to where a way leads. @param {Way} way  @param {Kind} kind */
function bearing(way, kind) {
  if (kind === "stroke") return "from a drawn 5 to the same with its bowl closed";
  const { start, end } = way.ends;
  return `from ${start.words}, to ${end.words}`;
}

/** @param {Way} way  @param {(kind: Kind) => string} name */
export function sentence(way, name) {
  const { kind } = way;
  const { t, pass } = way.now();
  const here = `At ${at(t)} of the way ${bearing(way, kind)} (${name(kind)}), the network says ${pass.said}, ${percent(pass.sure)} sure.`;
  return [here, turns(way.verdict()), way.problem()].filter(Boolean).join(" ");
}

/** What is said on all ways at once. @param {Way} way  @param {(kind: Kind) => string} name */
export function allWords(way, name) {
  const said = way.kinds.map((kind) => way.now(kind).pass.said);
  const counts = [...new Set(said)].sort().map((digit, index) => `${digit} on ${said.filter((other) => other === digit).length}${index ? "" : ` of the ${said.length} ways`}`);
  const astray = way.kinds.map((kind) => ({ kind, third: way.verdict(kind).third })).filter(({ third }) => third.length);
  const past = astray.map(({ kind, third }) => `${name(kind)} (${third.join(", ")})`).join("; ");
  const here = `At ${at(way.t)} of the way the network says ${counts.join(", ")}.`;
  return [here, past ? `A third digit is said on the way: ${past}.` : "No third digit is said on any.", way.problem()].filter(Boolean).join(" ");
}

/** @param {Way} way  @param {(kind: Kind) => string} name  @returns {Table[]} */
export function wayTables(way, name) {
  const [passes, places, { length }] = [way.passes(), way.places(), way.now().pass.p];
  const of = (/** @type {"p" | "logits"} */ what) => Object.fromEntries(Array.from({ length }, (_, digit) => [`digit ${digit}`, passes.map((pass) => pass[what][digit])]));
  return [
    { heading: `What is said along the way (${name(way.kind)}): the probability of every digit`, columns: { place: places, says: passes.map(({ said }) => said), ...of("p") } },
    { heading: "The sums of the answers (logits)", columns: { place: places, ...of("logits") } },
  ];
}

/** @param {Way} way  @param {(kind: Kind) => string} name  @returns {Table[]} */
export function pathTables(way, name) {
  const rows = way.kinds.flatMap((kind) => stretchesOf(way.verdict(kind)).map((stretch) => ({ way: name(kind), ...stretch })));
  const column = (/** @type {"way" | "from" | "to" | "said"} */ key) => rows.map((row) => row[key]);
  const near = way.kinds.map((kind) => ({ kind, ...(way.nearest(kind)[way.now(kind).place] ?? { index: 0, distance: 0 }) }));
  return [
    { heading: "What is said along every way", columns: { way: column("way"), from: column("from"), to: column("to"), says: column("said") } },
    {
      heading: "The real digit nearest to where each way stands",
      columns: { way: near.map(({ kind }) => name(kind)), place: near.map(({ kind }) => way.now(kind).t), "nearest digit": near.map(({ index }) => way.real(index).label), distance: near.map(({ distance }) => distance) },
    },
  ];
}

/** What the reader should know of a way that cannot be as asked for; it goes on all the same. @param {Way} way  @param {Kind} kind  @param {string} own  the way-points as the address has them  @returns {string} "" where all is well */
export function problemOf(way, kind, own) {
  if (kind === "stroke") return "";
  const { start, end } = way.ends;
  const empty = [start.blank && "start", end.blank && "end"].filter(Boolean);
  const unread = [way.lab.unread(0) && "start", way.lab.unread(1) && "end"].filter(Boolean);
  const same = start.pixels.every((pixel, index) => pixel === end.pixels[index]);
  return [
    way.uncoded && kind === way.kind ? "The autoencoder is not there yet: this is the plain blend." : "",
    empty.length === 2 ? "Both ends are empty paper. The network must answer all the same." : "",
    empty.length === 1 ? `The ${empty[0]} is empty paper. The network must answer all the same.` : "",
    ...unread.map((name) => `The drawing of the ${name} cannot be read: this is the test digit.`),
    same ? "Both ends are the same picture." : "",
    !same && stands(way, kind) ? "This way goes nowhere: all its pictures are the same." : "",
    kind === "own" && !way.points.length ? noPoints(own) : "",
  ].filter(Boolean).join(" ");
}

/** Whether a way is of length zero. @param {Way} way  @param {Kind} kind */
function stands(way, kind) {
  const { flat } = way.course(kind);
  return flat.every((/** @type {number} */ pixel, /** @type {number} */ index) => pixel === flat[index % way.size]);
}

/** Why there are no way-points. @param {string} text */
function noPoints(text) {
  if (!text) return "There are no way-points yet: it goes straight.";
  if (text.startsWith(KEPT)) return "The way-points were kept by another page: it goes straight.";
  return "The way-points of this address cannot be read: it goes straight.";
}
