// What several figures of a way say: the names of ways, and where the answer changes.

import { along } from "./along.js";

/** @import { Figure } from "../core/figure.js" */
/** @import { Verdict } from "../net/way/verdict.js" */
/** @import { Kind } from "../net/way/way.js" */

/** What a figure calls the ways. @param {Figure} figure  @returns {(kind: Kind) => string} */
export function namesOf({ params }) {
  /** @type {{options?: unknown[], labels?: string[]} | undefined} */
  const found = params.find(({ name }) => name === "way");
  return (kind) => found?.labels?.[found.options?.indexOf(kind) ?? -1] ?? kind;
}

/** A digit as a noun: "a 5", "an 8". @param {number} digit */
export const digitWords = (digit) => `${digit === 8 ? "an" : "a"} ${digit}`;

/** Where the answer changes: "Its answer turns from 5 to 6 at 0.50." @param {Verdict} verdict */
export function turns({ said, flips }) {
  if (!flips.length) return `It says ${said[0]} all along.`;
  const last = flips.at(-1);
  if (flips.length > 5) {
    return `Its answer turns ${flips.length} times; from ${along(Number(last?.at))} on it is ${last?.to}.`;
  }
  const each = flips.map(({ at, to }) => `to ${to} at ${along(at)}`).join(", then ");
  return `Its answer turns from ${flips[0]?.from} ${each}.`;
}
