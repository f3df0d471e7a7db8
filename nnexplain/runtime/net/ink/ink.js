// A drawing of 32 × 32 cells, ink or paper, as text for an address: 1,024 bits, row by row from the upper
// left, most significant first, in base64url without padding. What is read may come from anywhere.

/** Cells along a side of the pad. */
export const SIDE = 32;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LENGTH = Math.ceil((SIDE * SIDE) / 6);

/** @param {ArrayLike<number>} bits  0 is paper, anything else is ink */
export function inkOf(bits) {
  if (bits.length !== SIDE * SIDE) throw new RangeError(`${bits.length} bits for ${SIDE} × ${SIDE} cells`);
  return Array.from({ length: LENGTH }, (_, letter) => {
    let six = 0;
    for (let place = letter * 6; place < letter * 6 + 6; place++) six = six * 2 + (bits[place] ? 1 : 0);
    return LETTERS[six];
  }).join("");
}

/** The cells that `ink` says, 1,024 times 0 or 1; null where it says none. @param {unknown} ink */
export function bitsOf(ink) {
  if (typeof ink !== "string" || ink.length !== LENGTH || !/^[\w-]+$/.test(ink)) return null;
  const bits = new Uint8Array(LENGTH * 6);
  for (const [letter, written] of [...ink].entries()) {
    const six = LETTERS.indexOf(written);
    for (let place = 0; place < 6; place++) bits[letter * 6 + place] = (six >> (5 - place)) & 1;
  }
  // One drawing is written in one way: what is left of the last letter is 0.
  return bits.subarray(SIDE * SIDE).some(Boolean) ? null : bits.slice(0, SIDE * SIDE);
}
