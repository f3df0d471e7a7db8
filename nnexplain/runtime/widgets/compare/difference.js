// What differs between two inputs, layer by layer: the pictures, and a bar for every unit.

import { at } from "../../draw/numbers.js";
import { word } from "../../draw/text.js";
import { h, once } from "../../draw/tree.js";
import { cells } from "../../instruments/cells.js";
import { ORDER } from "../../instruments/unit-words.js";
import { unitWords } from "./gaps.js";
import { SIZE } from "./inputs.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Which } from "../../instruments/unit-words.js" */
/** @import { Unit } from "../../instruments/units.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Model } from "./compare.js" */
/** @import { Gap } from "./gaps.js" */

/**
 * Where a unit's bar starts, how far it may reach and how wide it is.
 * @typedef {Unit & {reach: number, wide: number}} Post
 */

/** The pictures' difference. */
const PIXELS = Object.freeze({ x: 0, y: 22, side: 112 });
/** The zero line of each layer, and how far its bars reach. */
const LINES = Object.freeze([{ y: 204, reach: 34 }, { y: 304, reach: 32 }, { y: 392, reach: 24 }]);
const LEGEND = Object.freeze([
  "up, full: more in the first",
  "down, hollow: more in the second",
  "strong, with ◆: flipped, on in one alone",
  "pale: on in both; a dot: no difference",
]);
/** Grips: a unit's bar, and the ground between. */
export const [POST, GAP] = ["post", "gap"];
/** Less than this share of what its layer answers is no difference. */
const NONE = 0.005;

/** @param {number} number */
const short = (number) => String(Math.round(number * 10) / 10);

/** Where every unit's bar starts. @param {Lab} lab  @returns {Post[]} */
export function postsOf({ units, facts: { sizes } }) {
  return units.map(({ id, layer, index }) => {
    const pitch = SIZE.width / Number(sizes[layer + 1]);
    const wide = Math.min(14, 0.68 * pitch);
    return { id, layer, index, x: (index + 0.5) * pitch, row: layer, wide, ...at(LINES, layer) };
  });
}

/**
 * A unit's bar: up where the first has more, down where the second has.
 * @param {Post} post
 * @param {number} share  −1 to 1
 */
function barOf({ x, y, reach, wide }, share) {
  return `M${short(x - wide / 2)},${y}h${short(wide)}v${short(-share * reach)}h${short(-wide)}z`;
}

/**
 * The mark of a flipped unit, beyond the end of its bar.
 * @param {Post} post
 * @param {number} share
 */
function flipOf({ x, y, reach }, share) {
  const tip = y - share * reach - (share < 0 ? -1 : 1) * 7 - 4;
  return `M${short(x)},${short(tip)}l4,4l-4,4l-4,-4z`;
}

/** What does not differ. @param {Post} post */
const dotOf = ({ x, y }) => `M${short(x - 1.5)},${short(y - 1.5)}h3v3h-3z`;

/** What a path of the bars is called, by what it draws. */
const KIND = Object.freeze({
  dot: "nn-compare-dot",
  moreKept: "nn-compare-more-kept",
  lessKept: "nn-compare-less-kept",
  more: "nn-compare-more",
  less: "nn-compare-less",
  flip: "nn-compare-flip",
});

/**
 * All bars, as few paths.
 * @param {readonly Post[]} posts
 * @param {readonly Gap[]} gaps
 * @param {readonly number[]} strong  the share that is drawn full, layer by layer
 */
function bars(posts, gaps, strong) {
  const parts = Object.fromEntries(Object.values(KIND).map((kind) => [kind, ""]));
  for (const post of posts) {
    const { difference, flipped } = at(gaps, post.layer);
    const share = Math.max(-1, Math.min(1, at(difference, post.index) / at(strong, post.layer)));
    const kept = !flipped[post.index] && post.layer < gaps.length - 1;
    if (Math.abs(share) < NONE) parts[KIND.dot] += dotOf(post);
    else if (share < 0) parts[kept ? KIND.lessKept : KIND.less] += barOf(post, share);
    else parts[kept ? KIND.moreKept : KIND.more] += barOf(post, share);
    if (flipped[post.index]) parts[KIND.flip] += flipOf(post, share);
  }
  return Object.entries(parts).map(([kind, d]) => h("path", { class: kind, d }));
}

/** Around a bar. @param {Post} post */
function around({ x, y, reach, wide }) {
  const half = wide / 2 + 2.5;
  return { x: x - half, y: y - reach - 4, width: 2 * half, height: 2 * reach + 8 };
}

/**
 * What stands above the bars of each layer.
 * @param {Thought} first
 * @param {Thought} second
 * @param {readonly Gap[]} gaps
 */
function heads(first, second, gaps) {
  const answers = `the answer: ${first.said} for the first, ${second.said} for the second`;
  return gaps.map(({ flips, flipped }, layer) => {
    const [name, { y, reach }] = [ORDER[layer], at(LINES, layer)];
    const words = name ? `${name} layer: ${flips} of ${flipped.length} units flipped` : answers;
    return word("nn-head", 0, y - reach - 16, words);
  });
}

/**
 * The pictures' difference, and how many pixels differ.
 * @param {Lab} lab
 * @param {Thought} first
 * @param {Thought} second
 */
function pictures({ facts: { side } }, first, second) {
  const less = (/** @type {number} */ value, /** @type {number} */ k) => value - second.pixels[k];
  const pixels = first.pixels.map(less);
  const count = `the pictures: ${pixels.filter(Boolean).length} of ${pixels.length} pixels differ`;
  return [
    cells("change", pixels, { x: PIXELS.x, y: PIXELS.y, cell: PIXELS.side / side, columns: side }),
    word("nn-head", PIXELS.side + 14, PIXELS.y + 10, count),
  ];
}

/** What does not follow from the inputs. @param {readonly Post[]} posts */
function fixtures(posts) {
  const answers = posts.filter(({ layer }) => layer === LINES.length - 1);
  return [
    word("nn-title", 0, 6, "The difference, layer by layer"),
    ...LEGEND.map((words, row) => word("nn-head", PIXELS.side + 14, PIXELS.y + 42 + 20 * row, words)),
    ...answers.map(({ index, x, y, reach }) =>
      word("nn-compare-digit", x, y + reach + 16, String(index), "middle")
    ),
  ];
}

/**
 * The panel of what differs.
 * @param {Lab} lab
 * @param {readonly Post[]} posts
 * @param {readonly number[]} strong
 * @returns {(model: Model) => Branch[]}
 */
export function differenceView(lab, posts, strong) {
  const fixed = fixtures(posts);
  const ground = h("rect", { class: "nn-hit", x: -4, y: -4, width: SIZE.width + 8, height: SIZE.height + 8 });
  const lines = LINES.map(({ y }) => h("line", { class: "nn-axis", x1: 0, x2: SIZE.width, y1: y, y2: y }));
  /** @type {(first: Thought, second: Thought, gaps: readonly Gap[]) => Branch[]} */
  const compared = once((
    first,
    second,
    gaps,
  ) => [...pictures(lab, first, second), ...heads(first, second, gaps), ...bars(posts, gaps, strong)]);
  return ({ first, second, gaps, unit }) => {
    const told = (/** @type {Which} */ which) => unitWords(lab, { first, second, gaps }, which);
    const [chosen, words] = [posts.find(({ id }) => id === unit.id), told(unit)];
    const acts = posts.map((post) => postOf(post, post === chosen, told(post)));
    return [
      h(
        "g",
        { "data-grip": GAP },
        ground,
        fixed,
        compared(first, second, gaps),
        lines,
        chosen && h("rect", { class: "nn-ring", rx: 4, ...around(chosen) }),
        h("g", { role: "radiogroup", "aria-label": "units" }, acts),
        word("nn-readout", 0, SIZE.height - 26, `${words.name} (${unit.id})`),
        word("nn-cell", 0, SIZE.height - 7, words.told),
      ),
    ];
  };
}

/**
 * A unit, for hands.
 * @param {Post} post
 * @param {boolean} chosen
 * @param {{name: string, told: string}} words
 */
function postOf(post, chosen, { name, told }) {
  const acts = { "data-grip": POST, "data-id": post.id, role: "radio", "aria-checked": String(chosen) };
  const label = { tabindex: chosen ? 0 : -1, "aria-label": `${name}: ${told}` };
  const box = h("rect", { class: "nn-hit", ...around(post) });
  return h("g", { class: "nn-compare-post", ...acts, ...label }, box);
}
