// The slider of the knobs, and on it how far until the answer changes: below its track a strip tells what the
// network says at every setting, and how sure it would be; lines through both mark where it flips.

import { printed } from "../../draw/numbers.js";
import { html, path, set, svg, write } from "../../draw/svg.js";
import { STEP } from "./hand.js";
import { knobWords, settingWords, shortWords } from "./words.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Stretch } from "../../net/flips.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Held } from "./hand.js" */

/** Where things stand in the static picture, which build/digit-ocr-knobs.py draws. */
const AT = Object.freeze({ left: 10, right: 342, track: 38, top: 60, bottom: 124, labels: 139, trained: 157 });
const THUMB = 10; // half of it: the input is wider than its track by so much on either side
const ROOM = 40; // a label takes so much
const WIDE = 76; // from here on there is room for a word before the digit

/** How many settings the curve of sureness is drawn through. */
const SAMPLES = 48;

export class SliderView {
  #title = svg("text", { class: "nn-title", x: 0, y: 4 });
  #value = svg("text", { class: "nn-big", x: AT.right, y: 4, "text-anchor": "end" });
  #stretches = svg("g");
  #curve = svg("path", { class: "nn-sure" });
  #flips = svg("path", { class: "nn-flips" });
  #words = svg("g");
  #here = svg("line", { class: "nn-here", y1: AT.track, y2: AT.top + 10 });
  #trained = svg("path", { class: "nn-trained" });
  #height = svg("text", { class: "nn-faint", y: AT.trained }, "height: how sure");
  #trainedWord = svg("text", { class: "nn-faint", "text-anchor": "middle", y: AT.trained }, "trained");
  input = /** @type {HTMLInputElement} */ (html("input", { type: "range", class: "nn-knob-slider", step: STEP }));
  #drawn = "";

  /** @param {Place} place */
  constructor({ plot, host, x, y, size }) {
    const frame = svg("rect", { class: "nn-picture-frame", x: AT.left, y: AT.top, width: AT.right - AT.left, height: AT.bottom - AT.top });
    plot.append(this.#title, this.#value, this.#stretches, this.#curve, frame, this.#flips, this.#here, this.#trained, this.#trainedWord, this.#words, this.#height);
    const part = (/** @type {number} */ length, /** @type {number} */ whole) => `${((100 * length) / whole).toFixed(3)}%`;
    const [width, height] = size;
    this.input.style.left = `calc(${part(x + AT.left, width)} - ${THUMB}px)`;
    this.input.style.width = `calc(${part(AT.right - AT.left, width)} + ${2 * THUMB}px)`;
    this.input.style.top = `calc(${part(y + AT.track, height)} - 22px)`;
    host.append(this.input);
  }

  /**
   * @param {Lab} lab  @param {Held} held  @param {Stretch[]} stretches  @param {number} asTrained  what the untouched network says
   * @param {(settings: number[]) => number[]} sure  @param {string} bearing
   */
  draw(lab, held, stretches, asTrained, sure, bearing) {
    const at = (/** @type {number} */ setting) => AT.left + ((AT.right - AT.left) * (setting - held.low)) / (held.high - held.low);
    write(this.#title, shortWords(lab, held));
    write(this.#value, settingWords(held, held.value));
    this.#course(held, stretches, asTrained, sure, at);
    set(this.#here, { x1: at(held.value), x2: at(held.value) });
    const own = at(held.own);
    set(this.#trained, { d: `M${own},${AT.bottom + 2}l5,8h-10Z` });
    set(this.#trainedWord, { x: Math.max(AT.left + 16, Math.min(AT.right - 16, own)) });
    const left = own > (AT.left + AT.right) / 2;
    set(this.#height, { x: left ? AT.left : AT.right, "text-anchor": left ? "start" : "end" });
    const said = stretches.find(({ to }) => held.value <= to)?.said;
    set(this.input, { min: held.low, max: held.high, "aria-label": knobWords(lab, held), "aria-valuetext": `${settingWords(held, held.value)}: it says ${said}. ${bearing}` });
    if (Number(this.input.value) !== held.value) this.input.value = String(held.value);
  }

  /** What does not change while the slider moves. @param {Held} held  @param {Stretch[]} stretches  @param {number} asTrained  @param {(settings: number[]) => number[]} sure  @param {(setting: number) => number} at */
  #course(held, stretches, asTrained, sure, at) {
    // the same flips, and as sure at both ends and in the middle: the same course
    const some = sure([held.low, (held.low + held.high) / 2, held.high]);
    const key = JSON.stringify([held.id, held.part, asTrained, stretches, some], (_, value) => (typeof value === "number" ? Number(value.toFixed(5)) : value));
    if (key === this.#drawn) return;
    this.#drawn = key;
    const settings = Array.from({ length: SAMPLES + 1 }, (_, k) => held.low + ((held.high - held.low) * k) / SAMPLES);
    const all = [...settings, ...stretches.slice(1).map(({ from }) => from)].sort((one, other) => one - other);
    const high = sure(all).map((p, k) => ({ x: at(Number(all[k])), y: AT.bottom - (AT.bottom - AT.top) * p }));
    set(this.#curve, { d: path([{ x: AT.left, y: AT.bottom }, ...high, { x: AT.right, y: AT.bottom }], true) });
    this.#stretches.replaceChildren(
      ...stretches.map(({ from, to, said }) =>
        svg("rect", { class: "nn-stretch", "data-said": said, "data-other": String(said !== asTrained), x: at(from), y: AT.top, width: at(to) - at(from), height: AT.bottom - AT.top }),
      ),
    );
    const flips = stretches.slice(1).map(({ from }) => from);
    set(this.#flips, { d: flips.map((flip) => `M${at(flip).toFixed(2)},${AT.track - 12}V${AT.bottom + 4}`).join("") });
    const digits = stretches.filter(({ from, to }) => at(to) - at(from) >= 14).map(({ from, to, said }) => svg("text", { class: "nn-said nn-haloed", x: (at(from) + at(to)) / 2, y: (AT.top + AT.bottom) / 2, "text-anchor": "middle" }, at(to) - at(from) >= WIDE ? `says ${said}` : String(said)));
    this.#words.replaceChildren(...digits, ...labels(held, flips, at));
  }

  /** @param {(value: number) => void} turn  @param {AbortSignal} signal */
  take(turn, signal) {
    this.input.addEventListener("input", () => turn(Number(this.input.value)), { signal });
    // the page's own keys would move something else
    this.input.addEventListener("keydown", (event) => event.stopPropagation(), { signal });
  }
}

/** The numbers below the strip: the flips first, then the ends where there is room. @param {Held} held  @param {number[]} flips  @param {(setting: number) => number} at */
function labels(held, flips, at) {
  /** @type {number[]} */ const taken = [];
  const free = (/** @type {number} */ x) => taken.every((other) => Math.abs(other - x) >= ROOM) && taken.push(x) > 0;
  const fitted = [...flips.map((value) => ({ value, end: false })), { value: held.low, end: true }, { value: held.high, end: true }].filter(({ value }) => free(at(value)));
  return fitted.map(({ value, end }) => {
    const words = end ? printed(value, 0) : settingWords(held, value);
    return svg("text", { class: end ? "nn-faint" : "nn-strong", x: at(value), y: AT.labels, "text-anchor": "middle" }, words);
  });
}
