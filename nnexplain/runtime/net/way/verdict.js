// What is said along a way, and where that changes; `nnexplain/methods/decisions.py` counts the same.

/**
 * The answer changes at `at`, from 0 to 1.
 * @typedef {{at: number, from: number, to: number}} Flip
 */

/**
 * `said` place by place; `left` is where something else than at the start is first said, `settled` from where
 * on it is what is said at the end, both null where the answer never changes; `third` are the answers on the
 * way that are neither the first nor the last, in the order they come.
 * @typedef {{said: number[], flips: Flip[], left: number | null, settled: number | null, third: number[]}}
 *   Verdict
 */

/** How exactly a flip is found. */
const NEAR = 1e-7;
/** No more flips than this are looked for between two places. */
const MOST = 12;

/**
 * @param {number[]} said  at places evenly from 0 to 1, at least one
 * @param {((t: number) => number) | null} at  what is said anywhere between, where there is anything
 * @returns {Verdict} flips are exact where `at` is given, else halfway between two places
 */
export function verdictOf(said, at = null) {
  const last = said.length - 1;
  /** @type {Flip[]} */ const flips = [];
  for (let k = 0; k < last; k++) {
    const [from = 0, to = 0] = [said[k], said[k + 1]];
    if (from === to) continue;
    if (at) flips.push(...found(at, { low: k / last, high: (k + 1) / last, from, to }));
    else flips.push({ at: (k + 0.5) / last, from, to });
  }
  const ends = [said[0], said[last]];
  const met = new Set([...said, ...flips.map(({ to }) => to)]);
  const third = [...met].filter((digit) => !ends.includes(digit));
  return { said, flips, left: flips[0]?.at ?? null, settled: flips.at(-1)?.at ?? null, third };
}

/**
 * Every flip between two places that differ, by halving.
 * @param {(t: number) => number} at
 * @param {{low: number, high: number, from: number, to: number}} gap
 */
function found(at, { low, high, from, to }) {
  /** @type {Flip[]} */ const flips = [];
  while (from !== to && flips.length < MOST) {
    let [here, there, next] = [low, high, to];
    while (there - here > NEAR) {
      const middle = (here + there) / 2;
      const heard = at(middle);
      if (heard === from) here = middle;
      else [there, next] = [middle, heard];
    }
    flips.push({ at: (here + there) / 2, from, to: next });
    [low, from] = [there, next];
  }
  return flips;
}

/**
 * The stretches of a way: what is said from where to where.
 * @param {Verdict} verdict
 * @returns {{from: number, to: number, said: number}[]}
 */
export function stretchesOf({ said, flips }) {
  const starts = [{ at: 0, to: said[0] ?? 0 }, ...flips];
  return starts.map(({ at, to }, index) => ({ from: at, to: flips[index]?.at ?? 1, said: to }));
}
