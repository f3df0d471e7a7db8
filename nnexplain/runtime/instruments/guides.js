// What the controls of the two inputs say, and why they rest.

/** @import { Guide } from "../core/controls.js" */
/** @import { Thought } from "../net/lab/lab.js" */

/**
 * A slider of test digits beside a drawing says that this is none; and what prepares drawings rests where
 * there is none.
 * @param {...Thought} inputs  the first, and the second where there is one
 * @returns {Record<string, Guide>}
 */
export function guidesOf(...inputs) {
  const drawn = inputs.map(({ kind }) => kind === "drawing");
  /** @type {Record<string, Guide>} */ const guides = drawn.some(Boolean)
    ? {}
    : { fit: { idle: "for drawings" } };
  ["digit", "digit2"].forEach((name, slot) => {
    if (drawn[slot]) guides[name] = { says: "drawn" };
  });
  return guides;
}
