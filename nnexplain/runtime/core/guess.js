// A figure that asks before it shows its answer. Until the reader has said what they expect, or wants to be
// shown, the figure stays the covered picture that it was; afterwards the guess lies over the answer. It is a
// parameter of the page, and so in its address.

import { arrow, takeHands } from "../draw/hand.js";
import { svg, write } from "../draw/svg.js";
import { stage } from "../draw/tree.js";
import { drawing, KNOT, laid, LINE, mark, numberLine, placing, SHEET } from "./guess-view.js";
import { KNOTS, printed, read, SKIPPED, verdict, written } from "./guess-words.js";

/** @import { Grip, Spot } from "../draw/hand.js" */
/** @import { Branch } from "../draw/tree.js" */
/** @import { Axes } from "./axes.js" */
/** @import { Figure, FigureElement } from "./figure.js" */
/** @import { Guess, Predict } from "./guess-words.js" */
/** @import { Page } from "./page.js" */

/** What is drawn of a guess that is being made. @typedef {() => readonly Branch[]} View */

/**
 * What one kind of question does while it is asked.
 * @typedef {object} Asking
 * @property {() => Guess | null} guess  null: nothing has been said yet
 * @property {View} [view]
 * @property {Record<string, Grip>} [grips]
 */

/**
 * What it gets: the place for the question, the question, and whom to tell of a change and of what is said.
 * @typedef {object} Given
 * @property {Element} box
 * @property {Predict} predict
 * @property {() => void} changed
 * @property {(guess: Guess) => void} commit
 * @property {AbortSignal} signal
 */

/** @param {number} number */
const within = (number) => Math.max(0, Math.min(1, number));

/** Each choice is a button: to press it is to say it. @param {Given} given  @returns {Asking} */
function choosing({ box, predict, commit, signal }) {
  for (const button of box.querySelectorAll("button[data-choice]")) {
    const choice = predict.choices?.[Number(button.getAttribute("data-choice"))];
    button.addEventListener("click", () => choice !== undefined && commit(choice), { signal });
  }
  return { guess: () => null };
}

/** A mark on a line of numbers, a slider, and on a panel. @param {Given} given  @returns {Asking} */
function putting({ box, predict, changed, signal }) {
  const input = box.querySelector("input[type=range]");
  const output = box.querySelector("output");
  if (!(input instanceof HTMLInputElement)) throw new Error("the question has no line of numbers");
  let begun = false;
  const say = () => {
    begun = true;
    if (output) write(output, printed(predict, Number(input.value)));
    changed();
  };
  input.addEventListener("input", say, { signal });
  const guess = () => (begun ? Number(input.value) : null);
  const { axes } = predict;
  if (!axes) return { guess };
  const go = (/** @type {{spot: Spot}} */ { spot: { x } }) => {
    const [[from, to], [left, , width]] = [axes.x, axes.box];
    input.value = String(from + within((x - left) / width) * (to - from));
    say();
  };
  const view = () => placing(axes, guess());
  return { guess, view, grips: { [SHEET]: { holds: true, down: go, drag: go } } };
}

/** A curve over a panel's axes. @param {Given} given  @returns {Asking} */
function tracing({ predict, changed }) {
  const axes = /** @type {Axes} */ (predict.axes);
  const knots = Array.from({ length: KNOTS }, () => 0.5);
  const hand = { at: 0, begun: false };
  const [x, y, width, height] = axes.box;
  /** @type {{at: number, up: number} | null} */ let last = null;
  const draw = (/** @type {readonly Spot[]} */ all) => {
    for (const spot of all) {
      const now = { at: within((spot.x - x) / width) * (KNOTS - 1), up: within(1 - (spot.y - y) / height) };
      const from = last ?? now;
      const [low, high] = [Math.min(from.at, now.at), Math.max(from.at, now.at)];
      for (let k = Math.ceil(low - 0.5); k <= Math.floor(high + 0.5); k++) {
        const share = now.at === from.at ? 1 : within((k - from.at) / (now.at - from.at));
        if (k >= 0 && k < KNOTS) knots[k] = from.up + (now.up - from.up) * share;
      }
      last = now;
    }
    hand.begun = true;
    changed();
  };
  /** @type {Grip} */ const sheet = {
    holds: true,
    down: ({ spot }) => ((last = null), draw([spot])),
    drag: ({ all }) => draw(all),
  };
  /** @type {Grip} */ const knot = {
    ...sheet,
    key: (key, { id, shift }) => {
      const [right, down] = arrow(key) ?? [0, 0];
      if (!right && !down) return false;
      hand.at = Math.max(0, Math.min(KNOTS - 1, Number(id) + right));
      if (down) {
        // Who goes by keys carries on from the knot before.
        knots[hand.at] = within(Number(knots[hand.at]) - (down * (shift ? 10 : 4)) / 99);
        hand.begun = true;
      }
      changed();
      return true;
    },
  };
  const guess = () => (hand.begun ? [...knots] : null);
  return { guess, view: () => drawing(predict, axes, knots, hand), grips: { [SHEET]: sheet, [KNOT]: knot } };
}

const KINDS = Object.freeze({ choice: choosing, place: putting, curve: tracing });

/**
 * Lays a drawing over the panel that a question is about.
 * @param {FigureElement} element
 * @param {Predict} predict
 * @param {Figure} figure
 * @param {AbortSignal} signal
 */
function overlay(element, { panel = 0 }, figure, signal) {
  const spot = element.querySelectorAll(".nn-panels > .nn-panel")[panel - 1];
  const size = figure.panels[panel - 1]?.size;
  if (!spot || !size) return null;
  const plot = svg("g");
  const root = svg("svg", { class: "nn-guess-over", viewBox: `0 0 ${size.join(" ")}` }, plot);
  spot.append(root);
  const watch = new ResizeObserver(() =>
    root.style.setProperty("--nn-zoom", String(Math.max(1, size[0] / (root.clientWidth || size[0]))))
  );
  watch.observe(root);
  signal.addEventListener("abort", () => (watch.disconnect(), root.remove()), { once: true });
  return { root, plot };
}

/**
 * Asks, until the reader has guessed or wants to be shown.
 * @param {FigureElement} element
 * @param {Figure} figure
 * @param {Predict} predict
 * @param {Element} box
 * @param {AbortSignal} signal
 * @returns {Promise<string>}  what is to be kept
 */
function asked(element, figure, predict, box, signal) {
  const open = new AbortController();
  const both = AbortSignal.any([signal, open.signal]);
  return new Promise((resolve) => {
    const end = (/** @type {string} */ text) => (open.abort(), resolve(text));
    const done = box.querySelector(".nn-guess__done");
    const over = predict.panel ? overlay(element, predict, figure, both) : null;
    const put = over && stage(over.plot);
    const changed = () => {
      put?.(asking.view?.() ?? []);
      const at = over?.plot.querySelector('[tabindex="0"]');
      if (over?.root.contains(document.activeElement) && at instanceof SVGElement) {
        at.focus({ preventScroll: true });
      }
      if (done instanceof HTMLButtonElement) done.disabled = asking.guess() === null;
    };
    const commit = (/** @type {Guess} */ guess) => end(written(guess));
    const asking = KINDS[predict.kind]({ box, predict, changed, commit, signal: both });
    for (const part of box.querySelectorAll("button, input")) part.removeAttribute("disabled");
    changed();
    if (over && asking.grips) takeHands(over.root, over.plot, asking.grips, both);
    done?.addEventListener("click", () => {
      const guess = asking.guess();
      if (guess !== null) commit(guess);
    }, { signal: both });
    box.querySelector(".nn-guess__skip")?.addEventListener("click", () => end(SKIPPED), { signal: both });
  });
}

/**
 * What is laid over the answer: a curve or a mark on the panel, else a place on a line of its own.
 * @param {FigureElement} element
 * @param {Figure} figure
 * @param {Predict} predict
 * @param {Guess | undefined} guess
 * @param {Element} box
 * @param {AbortSignal} signal
 */
function lay(element, figure, predict, guess, box, signal) {
  const { axes, kind, quote, answer } = predict;
  if (!axes && kind === "place") {
    const { width, height } = LINE;
    const line = svg("svg", {
      class: "nn-guess__line",
      viewBox: `0 0 ${width} ${height}`,
      "aria-hidden": "true",
    });
    stage(line)(numberLine(predict, typeof guess === "number" ? guess : undefined));
    box.append(line);
    signal.addEventListener("abort", () => line.remove(), { once: true });
  }
  const over = axes && guess !== undefined && typeof guess !== "string" &&
    overlay(element, predict, figure, signal);
  if (!over) return;
  over.root.setAttribute("aria-hidden", "true");
  const put = stage(over.plot);
  const show = () => {
    // Another picture, another scale: there the guess was not meant.
    const [now, scale] = [
      quote ? element.quotes?.()[quote] : answer,
      element.axes?.(Number(predict.panel) - 1),
    ];
    const same = (!element.quotes || now === undefined || alike(now, answer)) &&
      (!scale || alike(scale, axes));
    put(same ? (Array.isArray(guess) ? laid(axes, guess) : mark(axes, guess)) : []);
  };
  element.addEventListener("nn-drawn", show, { signal });
  show();
}

/** Numbers are kept in twelve digits. @param {unknown} one  @param {unknown} other */
function alike(one, other) {
  const text = (/** @type {unknown} */ value) =>
    JSON.stringify(value, (_, each) => (typeof each === "number" ? Number(each.toPrecision(9)) : each));
  return text(one) === text(other);
}

/**
 * Asks what the figure asks, unless that is answered already; resolves when its answer may be seen.
 * @param {FigureElement} element
 * @param {Figure} figure
 * @param {Predict} predict
 * @param {Page} page
 * @param {AbortSignal} signal
 */
export async function ask(element, figure, predict, page, signal) {
  const box = element.querySelector(".nn-guess:has(.nn-guess__hand)");
  page.declare([{ name: predict.param, value: "", input: "none", keeps: true }]);
  const known = () => {
    const text = String(page.get(predict.param));
    if (text === "") return undefined;
    const guess = text === SKIPPED ? undefined : read(predict, text);
    if (text !== SKIPPED && guess === undefined) {
      console.info(`nnexplain: ${predict.param} cannot be`, text, "– allowed is a guess, or", SKIPPED);
      page.reset([predict.param]);
      return undefined;
    }
    return { guess };
  };
  let told = known();
  if (!box) throw new Error("the figure has no place for a guess");
  if (!told) {
    element.dataset.guess = "open";
    const text = await asked(element, figure, predict, box, signal);
    if (signal.aborted) return;
    page.set({ ...predict.shows, [predict.param]: text });
    told = known() ?? { guess: undefined };
  }
  element.dataset.guess = "told";
  const said = box.querySelector(".nn-guess__said");
  const held = box.contains(document.activeElement) || element.contains(document.activeElement);
  if (said instanceof HTMLElement) {
    said.textContent = verdict(predict, told.guess);
    if (held) said.focus({ preventScroll: true });
  }
  lay(element, figure, predict, told.guess, box, signal);
}
