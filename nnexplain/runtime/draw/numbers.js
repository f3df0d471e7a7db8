// Numbers as the page prints them, and lists that must have what is asked of them.

/** A number as the page prints it, with a true minus. @param {number} number  @param {number} [digits] */
export const printed = (number, digits = 2) =>
  number.toFixed(digits).replace(/^-(?=0(\.0*)?$)/, "").replace("-", "−");

/** With its sign, also where it is positive. @param {number} number  @param {number} [digits] */
export const signed = (number, digits = 2) =>
  (printed(number, digits).startsWith("−") ? "" : "+") + printed(number, digits);

/** A probability in words; none is ever 0 or 1, however a computer rounds it. @param {number} p */
export function percent(p) {
  if (p < 0.005) return "<1%";
  if (p >= 0.995) return ">99%";
  return `${Math.round(p * 100)}%`;
}

/** A share with one decimal; none is ever all or nothing, however a computer rounds it. @param {number} p */
export function percent1(p) {
  if (p <= 0) return "0%";
  if (p < 0.0005) return "<0.1%";
  if (p >= 0.9995 && p < 1) return ">99.9%";
  return `${(p * 100).toFixed(1)}%`;
}

/** @param {number} number */
export const thousandths = (number) => Math.round(number * 1000);

/** @param {number} number  @param {number} digits */
const cut = (number, digits) => Number(number.toFixed(digits));

/**
 * So many decimals for the terms of a sum, and for what is multiplied before it is added, that the numbers as
 * they are printed give the total as it is printed. Three are enough, most often.
 * @param {readonly number[]} terms
 * @param {number} total
 * @param {{by: number, number: number}} [product]  one more term, of which `number` is printed
 * @returns {{digits: number, finer: number}}
 */
export function decimalsOf(terms, total, { by, number } = { by: 0, number: 0 }) {
  for (let digits = 3; digits <= 7; digits++) {
    for (let finer = digits; finer <= digits + 2; finer++) {
      const sum = terms.reduce((so, term) => so + cut(term, digits), by * cut(number, finer));
      if (cut(sum, digits) === cut(total, digits)) return { digits, finer };
    }
  }
  return { digits: 3, finer: 3 };
}

/**
 * @param {number} low
 * @param {number} high
 * @param {number} number
 */
export const within = (low, high, number) => Math.max(low, Math.min(high, number));

/**
 * What must be there.
 * @template T
 * @param {readonly T[]} list
 * @param {number} index
 * @returns {T}
 * @throws {RangeError} where it is not
 */
export function at(list, index) {
  const found = list[index];
  if (found === undefined) throw new RangeError(`there is no ${index} of ${list.length}`);
  return found;
}
