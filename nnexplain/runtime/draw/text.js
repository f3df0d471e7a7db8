// Words.

/** @param {string} words */
export const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** A text has at most so many characters: what a reader has done to a network must fit, and any picture of 28 × 28 pixels. */
export const LONGEST = 1100;
