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
