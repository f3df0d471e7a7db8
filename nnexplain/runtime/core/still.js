// How a widget is drawn for a file, when the site is built: no element, no hands. The page does not load
// this.

import { outside } from "../draw/inside.js";
import { h, text } from "../draw/tree.js";
import { inPanel, ROOM } from "./axes.js";

/** @import { Axes } from "./axes.js" */
/** @import { Given, Widget } from "./widget.js" */

/** @typedef {[number, number, number, number]} Box */

/**
 * What becomes of a figure: each panel's markup with its size and where in it the drawing has its origin and
 * its own width and height; and its axes, where the widget knows them.
 * @typedef {object} Still
 * @property {{svg: string, size: [number, number], place: Box, axes: Axes | null}[]} panels
 * @property {string} now
 * @property {string} description
 * @property {import("./table.js").Table[]} tables
 * @property {Record<string, string | number | boolean | null>} quotes
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
  const panels = widget.panels(session).map(({ label, size, room = {}, axes, draw }) => {
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
      place: /** @type {Box} */ ([left, top, width, height]),
      axes: axes ? inPanel(axes(model), room) : null,
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
