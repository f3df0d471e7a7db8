// The slider of the knobs, and on it how far until the answer changes: below its track a strip tells what the
// network says at every setting, and how sure it would be; lines through both mark where it flips.

import { printed } from "../../draw/numbers.js";
import { html, path, set } from "../../draw/svg.js";
import { word } from "../../draw/text.js";
import { h } from "../../draw/tree.js";
import { STEP } from "./held.js";
import { sureAt } from "./sure.js";
import { knobWords, settingWords, shortWords } from "./words.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Branch } from "../../draw/tree.js" */
/** @import { Held } from "./held.js" */
/** @import { Model } from "./knobs.js" */

const AT = Object.freeze({ left: 10, right: 342, track: 38, labels: 132, notes: 150 });
const STRIP = Object.freeze({ x: AT.left, y: 60, width: AT.right - AT.left, height: 57 });
const BOTTOM = STRIP.y + STRIP.height;
const THUMB = 10; // half of it: the track is longer than where it can stand by so much on either side
const ROOM = 40; // a label takes so much
const WIDE = 76; // from here on there is room for a word before the digit
const NARROW = 14; // and from here on for the digit
const EDGE = 16; // half of the word "trained"

/** How many settings the curve of sureness is drawn through. */
const SAMPLES = 48;

/** Where a setting stands on the track. @param {Held} held  @returns {(setting: number) => number} */
const along = ({ low, high }) => (setting) => STRIP.x + (STRIP.width * (setting - low)) / (high - low);

/** @param {Model} model  @returns {Branch[]} */
export function sliderView(model) {
  const { lab, held } = model;
  // a link may have set what the slider cannot reach
  const here = along(held)(Math.max(held.low, Math.min(held.high, held.value)));
  const own = along(held)(held.own);
  const left = own > STRIP.x + STRIP.width / 2;
  return [
    word("nn-title", 0, 4, shortWords(lab, held)),
    word("nn-big", AT.right, 4, settingWords(held, held.value), "end"),
    ...strip(model),
    h("path", { class: "nn-knobs-track", d: `M${AT.left - THUMB},${AT.track}H${AT.right + THUMB}` }),
    ...flips(model),
    h("line", { class: "nn-here", x1: here, x2: here, y1: AT.track, y2: STRIP.y + 10 }),
    h("circle", { class: "nn-knobs-thumb", cx: here, cy: AT.track, r: THUMB }),
    h("path", { class: "nn-knobs-trained", d: `M${own.toFixed(2)},${BOTTOM + 2}l5,8h-10Z` }),
    word("nn-faint", Math.max(AT.left + EDGE, Math.min(AT.right - EDGE, own)), AT.notes, "trained", "middle"),
    word("nn-faint", left ? AT.left : AT.right, AT.notes, "height: how sure", left ? "start" : "end"),
  ];
}

/** What is said at every setting, and how sure. @param {Model} model  @returns {Branch[]} */
function strip({ lab, held, stretches, thought, untouched }) {
  const at = along(held);
  const step = (held.high - held.low) / SAMPLES;
  const even = Array.from({ length: SAMPLES + 1 }, (_, k) => held.low + k * step);
  const settings = [...even, ...stretches.slice(1).map(({ from }) => from)].sort((one, other) => one - other);
  const sure = sureAt(lab.network, lab.gains, thought.pass, held, settings);
  const top = settings.map((setting, k) => ({ x: at(setting), y: BOTTOM - STRIP.height * Number(sure[k]) }));
  const curve = [{ x: AT.left, y: BOTTOM }, ...top, { x: AT.right, y: BOTTOM }];
  return [
    ...stretches.map(({ from, to, said }) => {
      const box = { x: at(from), y: STRIP.y, width: at(to) - at(from), height: STRIP.height };
      const tells = { "data-said": said, "data-other": String(said !== untouched) };
      return h("rect", { class: "nn-knobs-stretch", ...tells, ...box });
    }),
    h("path", { class: "nn-knobs-sure", d: path(curve, true) }),
    h("rect", { class: "nn-frame", ...STRIP }),
  ];
}

/** Where the answer flips, in lines and in words. @param {Model} model  @returns {Branch[]} */
function flips({ held, stretches }) {
  const at = along(held);
  const turnings = stretches.slice(1).map(({ from }) => from);
  const lines = turnings.map((turning) => `M${at(turning).toFixed(2)},${AT.track - 12}V${BOTTOM + 4}`);
  return [
    h("path", { class: "nn-knobs-flips", d: lines.join("") }),
    ...stretches.flatMap(({ from, to, said }) => {
      const [start, width] = [at(from), at(to) - at(from)];
      if (width < NARROW) return [];
      const words = width >= WIDE ? `says ${said}` : String(said);
      return [word("nn-said nn-haloed", start + width / 2, STRIP.y + STRIP.height / 2, words, "middle")];
    }),
    ...labels(held, turnings),
  ];
}

/**
 * The numbers below the strip: the flips first, then the ends where there is room.
 * @param {Held} held
 * @param {readonly number[]} turnings  where it flips
 */
function labels(held, turnings) {
  const at = along(held);
  /** @type {number[]} */ const taken = [];
  const fits = (/** @type {number} */ setting) => {
    const free = taken.every((x) => Math.abs(x - at(setting)) >= ROOM);
    if (free) taken.push(at(setting));
    return free;
  };
  const label = (/** @type {string} */ kind, /** @type {number} */ setting, /** @type {string} */ words) =>
    word(kind, at(setting), AT.labels, words, "middle");
  return [
    ...turnings.filter(fits).map((turning) => label("nn-strong", turning, settingWords(held, turning))),
    ...[held.low, held.high].filter(fits).map((end) => label("nn-faint", end, printed(end, 0))),
  ];
}

/**
 * The native slider over the one that is drawn: hands and keys take it, the eye sees the drawing.
 * @param {Place} place
 * @param {(value: number) => void} turn
 * @param {AbortSignal} signal
 * @returns {(model: Model) => void}
 */
export function wakeSlider({ host, x, y, size: [width, height] }, turn, signal) {
  const made = html("input", { type: "range", class: "nn-knobs-slider", step: STEP });
  const input = /** @type {HTMLInputElement} */ (made);
  const part = (/** @type {number} */ length, /** @type {number} */ whole) =>
    `${((100 * length) / whole).toFixed(3)}%`;
  input.style.left = `calc(${part(x + AT.left, width)} - ${THUMB}px)`;
  input.style.width = `calc(${part(STRIP.width, width)} + ${2 * THUMB}px)`;
  input.style.top = `calc(${part(y + AT.track, height)} - var(--nn-target) / 2)`;
  host.append(input);
  input.addEventListener("input", () => turn(Number(input.value)), { signal });
  // the page's own keys would move something else
  input.addEventListener("keydown", (event) => event.stopPropagation(), { signal });
  return ({ lab, held, stretches, bearing }) => {
    const said = stretches.find(({ to }) => held.value <= to)?.said;
    const spoken = `${settingWords(held, held.value)}: it says ${said}. ${bearing}`;
    const [min, max] = [held.low, held.high];
    set(input, { min, max, "aria-label": knobWords(lab, held), "aria-valuetext": spoken });
    if (Number(input.value) !== held.value) input.value = String(held.value);
  };
}
