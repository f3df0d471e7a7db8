// Something to do in a figure: the page notices when it is done, says so, and remembers it.

import { write } from "../draw/svg.js";

/** @import { FigureElement } from "./figure.js" */
/** @import { Page, Value } from "./page.js" */

/** A parameter or a quote, how it is compared, and with what. @typedef {[string, string, Value]} Condition */

/**
 * @typedef {object} Task
 * @property {string} param  the parameter that remembers
 * @property {Condition[]} done
 * @property {string} answer
 */

/** @type {Readonly<Record<string, (one: any, other: any) => boolean>>} */
const COMPARED = Object.freeze({
  "==": (one, other) => one === other,
  "!=": (one, other) => one !== other,
  "<": (one, other) => one < other,
  "<=": (one, other) => one <= other,
  ">": (one, other) => one > other,
  ">=": (one, other) => one >= other,
});

/**
 * Whether all conditions hold; what is not known holds none.
 * @param {readonly Condition[]} conditions
 * @param {(name: string) => unknown} of
 */
export function holds(conditions, of) {
  return conditions.every(([name, how, value]) => {
    const now = of(name);
    return now !== undefined && now !== null && (COMPARED[how]?.(now, value) ?? false);
  });
}

/**
 * Watches over a task until `signal` aborts.
 * @param {FigureElement} element
 * @param {Task} task
 * @param {Page} page
 * @param {AbortSignal} signal
 */
export function wakeTask(element, task, page, signal) {
  const box = element.querySelector(":scope > .nn-task");
  const said = box?.querySelector(".nn-task__said");
  if (!box || !said) return;
  page.declare([{ name: task.param, value: false, input: "checkbox", keeps: true }]);
  const show = () => {
    const done = page.get(task.param) === true;
    box.classList.toggle("nn-task--done", done);
    write(said, done ? task.answer : "");
  };
  const seen = () => {
    const { top, bottom } = element.getBoundingClientRect();
    return (bottom > 0 && top < innerHeight) || element.hasAttribute("data-beside");
  };
  // What another figure has done, or an address says, is not done here: the reader is to see it happen.
  let waits = false;
  const look = () => {
    if (page.get(task.param) === true) return;
    // What the figure quotes is its own; another may have a parameter that is called the same.
    const quotes = element.quotes?.() ?? {};
    const of = (/** @type {string} */ name) => name in quotes ? quotes[name] : page.get(name);
    const now = holds(task.done, of);
    if (now && waits && seen()) page.set({ [task.param]: true });
    waits = !now;
  };
  page.subscribe((changes) => (changes.has(task.param) ? show() : queueMicrotask(look)), signal);
  element.addEventListener("nn-drawn", look, { signal });
  show();
  look();
}
