// The inputs of a figure. They are in the page already, as HTML; this wakes them and keeps them in
// step with the page's state, whoever changes it.

import { write } from "../draw/svg.js";

/** @import { Page, Param, Value } from "./page.js" */

/** @typedef {HTMLInputElement | HTMLSelectElement} Input */

/**
 * What is to be said of a control now: `says` stands in place of its number, where something else is shown;
 * `idle` is why it changes nothing, and lets it rest.
 * @typedef {{says?: string, idle?: string}} Guide
 */
/** What takes the words of a reader. */
const TYPED = new Set(["text", "search", "date"]);

/** Digits after the point that steps of `step` need. @param {number} step */
function decimals(step) {
  return (String(step).split(".")[1] ?? "").length;
}

/**
 * A value as the page prints it: a true minus, and as many decimals as the step has.
 * @param {Param} param
 * @param {Value} value
 */
export function printed({ step = 1 }, value) {
  if (value === null) return "–";
  return typeof value === "number" ? value.toFixed(decimals(step)).replace("-", "−") : String(value);
}

/** @param {Input} input  @returns {unknown} */
function valueOf(input) {
  return input.type === "checkbox" ? /** @type {HTMLInputElement} */ (input).checked : input.value;
}

/** @param {Input} input  @param {Value} value */
function show(input, value) {
  const text = String(value);
  if (!(input instanceof HTMLInputElement)) input.value = text;
  else if (TYPED.has(input.type)) input.value = value === null ? "" : text;
  // A slider has no place for nothing: it stands in the middle, and the word beside it says so.
  else if (input.type === "range" && value === null) input.value = "";
  else if (input.type === "checkbox") input.checked = value === true;
  else if (input.type === "radio") input.checked = input.value === text;
  else input.value = text;
}

/**
 * Names the input by its word alone: a label that also holds the changing number would be read twice.
 * @param {Input} input
 */
function name(input) {
  const word = input.closest(".nn-control")?.querySelector(".nn-control__name")?.textContent?.trim();
  if (word && input.type !== "radio") input.setAttribute("aria-label", word);
}

/** So far a thumb goes along a slider, in pixels, until it is sure that it does not scroll the page. */
const SURE = 6;

/**
 * Calls `set` when a reader sets `input`. A browser sets a slider where a thumb comes down, and only then
 * sees whether the page is meant: so that waits until the thumb goes along the slider, or up again.
 * @param {Input} input  @param {() => void} set  @param {() => void} undo  @param {AbortSignal} signal
 */
function whenSet(input, set, undo, signal) {
  /** @type {number | null} */ let from = null;
  /** @param {boolean} done  @param {() => void} act */
  const end = (done, act) => {
    if (from === null || !done) return;
    from = null;
    act();
  };
  const hears = {
    input: () => from === null && set(),
    pointerdown: (/** @type {PointerEvent} */ { pointerType, clientX }) => {
      from = pointerType === "touch" && input.type === "range" ? clientX : null;
    },
    pointermove: (/** @type {PointerEvent} */ { clientX }) =>
      end(Math.abs(clientX - (from ?? 0)) > SURE, set),
    pointerup: () => end(true, set),
    pointercancel: () => end(true, undo),
  };
  for (const [name, hear] of Object.entries(hears)) {
    input.addEventListener(name, /** @type {EventListener} */ (hear), { signal });
  }
}

/** @param {Param} param  @param {Input[]} inputs  @param {Page} page  @param {AbortSignal} signal */
function bind(param, inputs, page, signal) {
  const output = inputs[0]?.closest(".nn-control")?.querySelector("output");
  // The input says its own value; an announcement of the number beside it would say it again.
  output?.setAttribute("aria-live", "off");
  const refresh = () => {
    const value = page.get(param.name) ?? null;
    for (const input of inputs) show(input, value);
    if (output) write(output, printed(param, value));
  };
  for (const input of inputs) {
    name(input);
    input.disabled = resting(input);
    whenSet(input, () => page.set({ [param.name]: valueOf(input) }), refresh, signal);
  }
  const folded = inputs[0]?.closest("details");
  // Whoever comes by a link that sets it sees what it sets.
  const unfold = () => {
    if (folded && page.get(param.name) !== param.value) folded.open = true;
  };
  page.subscribe((changes) => changes.has(param.name) && (refresh(), unfold()), signal);
  refresh();
  unfold();
}

/**
 * Wakes the controls below `root` for `params`, until `signal` aborts.
 * @param {Element} root  @param {Param[]} params  @param {Page} page  @param {AbortSignal} signal
 */
export function wakeControls(root, params, page, signal) {
  const all =
    /** @type {Input[]} */ ([...root.querySelectorAll(":is(.nn-controls, .nn-player) :is(input, select)")]);
  for (const param of params) {
    const inputs = all.filter((input) => (input.dataset.param ?? input.name) === param.name);
    for (const input of inputs.filter(({ type }) => type === "radio")) {
      // Radio buttons of one name are one group in the whole document, also across two figures.
      input.dataset.param = param.name;
      input.name = `${root.getAttribute("data-name")}.${param.name}`;
    }
    for (const set of root.querySelectorAll("fieldset")) set.disabled = false;
    if (inputs.length) bind(param, inputs, page, signal);
  }
  const reset = root.querySelector("button.nn-reset");
  if (!(reset instanceof HTMLButtonElement)) return;
  reset.disabled = false;
  reset.addEventListener("click", () => page.reset(params.map((param) => param.name)), { signal });
}

/** The control that an input belongs to. @param {Input} input */
const controlOf = (input) => /** @type {HTMLElement | null} */ (input.closest(".nn-control"));

/** Whether it has been told to rest. @param {Input} input */
const resting = (input) => controlOf(input)?.dataset.idle !== undefined;

/**
 * A word of a control that its picture has no room for: made when it is first needed.
 * @param {HTMLElement} control  @param {string} kind  @param {string} words
 */
function put(control, kind, words) {
  let place = control.querySelector(`.${kind}`);
  if (!place && !words) return;
  if (!place) {
    place = document.createElement("span");
    place.className = kind;
    const before = kind === "nn-control__why" ? control.querySelector(".nn-control__name") : null;
    before ? before.after(place) : control.append(place);
  }
  write(place, words);
}

/** @param {Input} input  @param {Guide} guide */
function guideOne(input, { says = "", idle = "" }) {
  const control = controlOf(input);
  if (!control) return;
  control.toggleAttribute("data-says", Boolean(says));
  if (idle) control.dataset.idle = "";
  else delete control.dataset.idle;
  put(control, "nn-control__says", says);
  put(control, "nn-control__why", idle);
  input.disabled = Boolean(idle);
  for (const [attribute, words] of [["aria-valuetext", says], ["aria-description", idle]]) {
    words ? input.setAttribute(String(attribute), words) : input.removeAttribute(String(attribute));
  }
}

/**
 * Lets a figure guide its controls: call what this returns with what is to be said of each, by the name of
 * its parameter.
 * @param {Element} root
 * @returns {(guides: Readonly<Record<string, Guide>>) => void}
 */
export function guiding(root) {
  const all = /** @type {Input[]} */ ([...root.querySelectorAll(".nn-control :is(input, select)")]);
  let last = "{}";
  return (guides) => {
    const now = JSON.stringify(guides);
    if (now === last) return;
    last = now;
    for (const input of all) guideOne(input, guides[input.dataset.param ?? input.name] ?? {});
  };
}

/** Puts the controls to sleep: nothing listens to them any more. @param {Element} root */
export function sleepControls(root) {
  const all = root.querySelectorAll(":is(.nn-controls, .nn-player, .nn-tools) :is(input, select, button)");
  for (const input of /** @type {NodeListOf<Input | HTMLButtonElement>} */ (all)) input.disabled = true;
}
