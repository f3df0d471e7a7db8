// How a widget is drawn for a file, when the site is built: no element, no hands. The page does not load
// this.

import { outside } from "../draw/inside.js";
import { h, text } from "../draw/tree.js";

/** @import { Given, Widget } from "./widget.js" */

/** Pixels around a drawing, where its panel does not say. */
const ROOM = 4;

/**
 * What becomes of a figure: each panel's markup with its size and where in it the drawing has its origin and
 * its own width and height.
 * @typedef {object} Still
 * @property {{svg: string, size: [number, number], place: [number, number, number, number]}[]} panels
 * @property {string} now
 * @property {string} description
 * @property {import("./table.js").Table[]} tables
 * @property {Record<string, string | number | boolean>} quotes
 */

/**
 * The picture of a figure with every parameter as it is on `given.page`, and all the words that go with it.
 * @template S, M
 * @param {Widget<S, M>} widget
 * @param {Omit<Given, "changed">} given
 * @returns {Promise<Still>}
 * @throws {RangeError} where something is drawn outside its panel
 */
export async function still(widget, given) {
  const session = await widget.open({ ...given, changed: () => {} });
  const model = widget.model(session);
  const panels = widget.panels(session).map(({ label, size, room = {}, draw }) => {
    const [width, height] = size(model);
    const { left = ROOM, top = ROOM, right = ROOM, bottom = ROOM } = room;
    const whole = /** @type {[number, number]} */ ([width + left + right, height + top + bottom]);
    const drawn = draw(model);
    const stray = outside(h("g", {}, drawn), { left, top, width, height, right, bottom });
    if (stray) throw new RangeError(`the panel "${label}" (${whole.join(" × ")}) has ${stray} outside of it`);
    const svg = h("g", {}, drawn).children.map(text).join("");
    return {
      svg,
      size: whole,
      place: /** @type {[number, number, number, number]} */ ([left, top, width, height]),
    };
  });
  return {
    panels,
    now: widget.says(model),
    description: widget.describes(model),
    tables: widget.tables(model),
    quotes: widget.quotes?.(model) ?? {},
  };
}
