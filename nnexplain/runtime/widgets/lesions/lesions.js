// The widget of the lesions: silence units one by one, by regions or in an order, and see at once what all test
// digits lose by it. Who is silent, and in which order they fell silent, is the page's state.

import { arraysOf } from "../../core/arrays.js";
import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { percent1 } from "../../draw/numbers.js";
import { fullGlow } from "../../net/lab/glow.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { counting, tracing } from "./count.js";
import { hiddenUnits, LesionUnits, letter, regionsOf } from "./units.js";
import { DigitsView, TraceView } from "./views.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Page } from "../../core/page.js" */
/** @import { Lab } from "../../net/lab/lab.js" */

const WATCHED = Object.freeze([...LAB, "unit"]);

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [lab, { arrays }] = await Promise.all([labOf(page, figure, source, signal), arraysOf(figure, source, signal), styled(element)]);
  if (signal.aborted) return;
  const hidden = hiddenUnits(lab).map(({ id }) => id);
  const order = Array.from(/** @type {ArrayLike<number>} */ (arrays.get("order")?.data ?? []), (index) => hidden[index] ?? "");
  const panel = (/** @type {number} */ index, /** @type {string} */ label) => place(figure, element, index, label, signal);
  const units = new LesionUnits(panel(0, "the hidden units, to silence them"), lab);
  const trace = new TraceView(panel(1, "how many digits are read as units fall silent"), hidden.length, lab.count);
  const digits = new DigitsView(panel(2, "how many of each digit are still read"), lab.facts.side, lab.wholeOriginal());
  const full = fullGlow(lab);
  const right = counting(lab);
  const lines = tracing(right);
  const say = saying(element, signal);
  const silent = () => [...lab.silent].filter((id) => hidden.includes(id));
  const show = () => {
    const thought = lab.now();
    units.draw(lab, thought, String(page.get("unit")), (layer) => Number(full[layer]));
    const { line, former } = lines(silent());
    trace.draw(line, former, lab.whole().right);
    digits.draw(lab.whole(), thought);
    say(sentence(lab, silent(), hidden.length));
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  units.take({ silence: (ids) => lab.silence(ids, !ids.every((id) => lab.silent.has(id))) }, signal);
  wakeTools(element, lab, page, { hidden, order }, signal);
  offerTables(element, () => tablesOf(lab, lines(silent()).line));
  page.subscribe((changes) => WATCHED.some((name) => changes.has(name)) && later(), signal);
  show();
}

/** @param {HTMLElement} element  @param {Lab} lab  @param {Page} page  @param {{hidden: string[], order: string[]}} ids  @param {AbortSignal} signal */
function wakeTools(element, lab, page, { hidden, order }, signal) {
  const awake = (/** @type {string[]} */ ids) => ids.filter((id) => !lab.silent.has(id));
  const silence = (/** @type {string | undefined} */ id) => id && lab.silence([id], true);
  /** @type {Record<string, () => void>} */ const acts = {
    "one-more-at-random": () => silence(awake(hidden)[Math.floor(Math.random() * awake(hidden).length)]),
    "least-important-next": () => silence(awake(order)[0]),
    "most-important-next": () => silence(awake(order).at(-1)),
    "wake-all": () => page.set({ silent: "" }),
  };
  for (const [tool, act] of Object.entries(acts)) {
    const button = element.querySelector(`button[data-tool="${tool}"]`);
    if (!(button instanceof HTMLButtonElement)) continue;
    button.disabled = false;
    button.addEventListener("click", act, { signal });
  }
}

/** Which digit has lost most, in words; "" where none has. @param {Lab} lab */
function mostLost(lab) {
  const [now, before] = [lab.whole().byClass, lab.wholeOriginal().byClass];
  const lost = now.map(({ right }, digit) => Number(before[digit]?.right) - right);
  const most = Math.max(...lost);
  if (most < 1) return "";
  const digit = lost.indexOf(most);
  return ` The ${digit}s lose most: ${now[digit]?.right} of ${now[digit]?.of} are left.`;
}

/** @param {Lab} lab  @param {string[]} silent  @param {number} most */
function sentence(lab, silent, most) {
  const [now, before, thought] = [lab.whole(), lab.wholeOriginal(), lab.now()];
  const names = silent.length > 8 ? `${silent.slice(0, 8).join(", ")} …` : silent.join(", ");
  const who = silent.length ? `${silent.length} of ${most} hidden units silenced: ${names}.` : `None of the ${most} hidden units is silenced.`;
  const whole = `The network reads ${now.right} of ${lab.count} held-out digits, ${percent1(now.share)}; untouched, ${before.right}.`;
  return `${who} ${whole}${mostLost(lab)} For ${thought.words}, it says ${thought.said}, ${percent1(thought.sure)} sure.`;
}

/** @param {Lab} lab  @param {number[]} line  @returns {{heading: string, columns: Record<string, unknown[]>}[]} */
function tablesOf(lab, line) {
  const [now, before] = [lab.whole().byClass, lab.wholeOriginal().byClass];
  const regions = regionsOf(lab);
  const silenced = ["none", ...[...lab.silent].slice(0, line.length - 1)];
  return [
    { heading: "One after another", columns: { silenced, "digits read": line } },
    { heading: "Digit by digit", columns: { digit: now.map((_, digit) => digit), "read now": now.map(({ right }) => right), "read untouched": before.map(({ right }) => right), of: now.map(({ of }) => of) } },
    { heading: "The regions", columns: { region: regions.map((_, region) => letter(region)), units: regions.map((ids) => ids.join(", ")), "on for": lab.facts.regionWords ?? [] } },
  ];
}
