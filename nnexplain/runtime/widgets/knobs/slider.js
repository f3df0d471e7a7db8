// The slider of the knobs, and on it how far until the answer changes: below its track a strip tells what the
// network says at every setting, and how sure it would be; lines through both mark where it flips.

import { printed } from "../../draw/numbers.js";
import { html, path, set } from "../../draw/svg.js";
import { h, once } from "../../draw/tree.js";
import { STEP } from "./held.js";
import { knobWords, settingWords, shortWords } from "./words.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Branch } from "../../draw/tree.js" */
/** @import { Stretch } from "../../net/flips.js" */
/** @import { Held } from "./held.js" */
/** @import { Model } from "./knobs.js" */

const AT = Object.freeze({ left: 10, right: 342, track: 38, top: 60, bottom: 124, labels: 139, trained: 157 });
export const SLIDER_SIZE = /** @type {[number, number]} */ ([352, 164]);
const THUMB = 10; // half of it: the input is wider than its track by so much on either side
const ROOM = 40; // a label takes so much
const WIDE = 76; // from here on there is room for a word before the digit
const NARROW = 14; // and from here on for the digit

/** How many settings the curve of sureness is drawn through. */
const SAMPLES = 48;

/** Where a setting stands on the track. @param {Held} held  @returns {(setting: number) => number} */
const placed = ({ low, high }) => (setting) => AT.left + ((AT.right - AT.left) * (setting - low)) / (high - low);

/** @returns {(model: Model) => Branch[]} */
export function sliderView() {
  const still = once((/** @type {string} */ _key, /** @type {() => Branch[]} */ make) => make());
  /** @type {{key: string, make: () => Branch[]}} */ let known = { key: "", make: () => [] };
  return (model) => {
    const { lab, held } = model;
    const key = keyOf(model);
    if (known.key !== key) known = { key, make: () => course(model) };
    const [at, own] = [placed(held), placed(held)(held.own)];
    const left = own > (AT.left + AT.right) / 2;
    return [
      h("text", { class: "nn-title", x: 0, y: 4 }, shortWords(lab, held)),
      h("text", { class: "nn-big", x: AT.right, y: 4, "text-anchor": "end" }, settingWords(held, held.value)),
      // Where the thumb of the page's slider stands, also for those who have a picture alone.
      h("path", { class: "nn-knobs-track", d: `M${AT.left},${AT.track}H${AT.right}` }),
      h("circle", { class: "nn-knobs-thumb", cx: at(held.value), cy: AT.track, r: THUMB }),
      ...still(known.key, known.make),
      h("line", { class: "nn-here", x1: at(held.value), x2: at(held.value), y1: AT.track, y2: AT.top + 10 }),
      h("path", { class: "nn-knobs-trained", d: `M${own.toFixed(2)},${AT.bottom + 2}l5,8h-10Z` }),
      h("text", { class: "nn-faint", x: Math.max(AT.left + 16, Math.min(AT.right - 16, own)), y: AT.trained, "text-anchor": "middle" }, "trained"),
      h("text", { class: "nn-faint", x: left ? AT.left : AT.right, y: AT.trained, "text-anchor": left ? "start" : "end" }, "height: how sure"),
    ];
  };
}

/** The same flips, and as sure at both ends and in the middle: the same course. @param {Model} model */
function keyOf({ held, stretches, asTrained, sure }) {
  const some = sure([held.low, (held.low + held.high) / 2, held.high]);
  const rough = (/** @type {string} */ _, /** @type {unknown} */ value) => (typeof value === "number" ? Number(value.toFixed(5)) : value);
  return JSON.stringify([held.id, held.part, asTrained, stretches, some], rough);
}

/** What does not change while the slider moves. @param {Model} model */
function course({ held, stretches, asTrained, sure }) {
  const at = placed(held);
  const high = AT.bottom - AT.top;
  const settings = Array.from({ length: SAMPLES + 1 }, (_, k) => held.low + ((held.high - held.low) * k) / SAMPLES);
  const flips = stretches.slice(1).map(({ from }) => from);
  const all = [...settings, ...flips].sort((one, other) => one - other);
  const heights = sure(all).map((p, k) => ({ x: at(Number(all[k])), y: AT.bottom - high * p }));
  const curve = path([{ x: AT.left, y: AT.bottom }, ...heights, { x: AT.right, y: AT.bottom }], true);
  return [
    ...stretches.map(({ from, to, said }) =>
      h("rect", { class: "nn-knobs-stretch", "data-said": said, "data-other": String(said !== asTrained), x: at(from), y: AT.top, width: at(to) - at(from), height: high })),
    h("path", { class: "nn-knobs-sure", d: curve }),
    h("rect", { class: "nn-frame", x: AT.left, y: AT.top, width: AT.right - AT.left, height: high }),
    h("path", { class: "nn-knobs-flips", d: flips.map((flip) => `M${at(flip).toFixed(2)},${AT.track - 12}V${AT.bottom + 4}`).join("") }),
    ...stretches.filter(({ from, to }) => at(to) - at(from) >= NARROW).map(({ from, to, said }) =>
      h("text", { class: "nn-said nn-haloed", x: (at(from) + at(to)) / 2, y: (AT.top + AT.bottom) / 2, "text-anchor": "middle" },
        at(to) - at(from) >= WIDE ? `says ${said}` : String(said))),
    ...labels(held, stretches),
  ];
}

/** The numbers below the strip: the flips first, then the ends where there is room. @param {Held} held  @param {readonly Stretch[]} stretches */
function labels(held, stretches) {
  const at = placed(held);
  /** @type {number[]} */ const taken = [];
  const free = (/** @type {number} */ x) => taken.every((other) => Math.abs(other - x) >= ROOM) && taken.push(x) > 0;
  const flips = stretches.slice(1).map(({ from: value }) => ({ value, end: false }));
  const wanted = [...flips, { value: held.low, end: true }, { value: held.high, end: true }];
  return wanted.filter(({ value }) => free(at(value))).map(({ value, end }) =>
    h("text", { class: end ? "nn-faint" : "nn-strong", x: at(value), y: AT.labels, "text-anchor": "middle" },
      end ? printed(value, 0) : settingWords(held, value)));
}

/**
 * The native slider over the track that is drawn.
 * @param {Place} place
 * @param {(value: number) => void} turn
 * @param {AbortSignal} signal
 * @returns {(model: Model) => void}
 */
export function wakeSlider({ host, x, y, size: [width, height] }, turn, signal) {
  const input = /** @type {HTMLInputElement} */ (html("input", { type: "range", class: "nn-knobs-slider", step: STEP }));
  const part = (/** @type {number} */ length, /** @type {number} */ whole) => `${((100 * length) / whole).toFixed(3)}%`;
  input.style.left = `calc(${part(x + AT.left, width)} - ${THUMB}px)`;
  input.style.width = `calc(${part(AT.right - AT.left, width)} + ${2 * THUMB}px)`;
  input.style.top = `calc(${part(y + AT.track, height)} - 22px)`;
  host.append(input);
  input.addEventListener("input", () => turn(Number(input.value)), { signal });
  // the page's own keys would move something else
  input.addEventListener("keydown", (event) => event.stopPropagation(), { signal });
  return ({ lab, held, stretches, bearing }) => {
    const said = stretches.find(({ to }) => held.value <= to)?.said;
    const spoken = `${settingWords(held, held.value)}: it says ${said}. ${bearing}`;
    set(input, { min: held.low, max: held.high, "aria-label": knobWords(lab, held), "aria-valuetext": spoken });
    if (Number(input.value) !== held.value) input.value = String(held.value);
  };
}
