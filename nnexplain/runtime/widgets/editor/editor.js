// The widget `editor`: a reader's own way, from a picture to another, through pictures of the reader's own.

import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { percent } from "../../draw/numbers.js";
import { set } from "../../draw/svg.js";
import { turns } from "../../instruments/way-words.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { Cards } from "./cards.js";
import { PaperHand } from "./hand.js";
import { CardsView, PaperView } from "./view.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Mode } from "./view.js" */

const MODES = /** @type {Mode[]} */ (["pixels", "pen", "eraser", "push"]);
/** @type {Record<Mode, string>} */
const HELP = {
  pixels: "drag a pixel up or down; or arrow keys, + and −",
  pen: "draw; or arrow keys, space for down and up",
  eraser: "rub out; or arrow keys, space for down and up",
  push: "drag ink about; or arrow keys, space to take hold",
};

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [way] = await Promise.all([wayOf(page, figure, source, signal, { early: true }), styled(element)]);
  if (signal.aborted) return;
  const cards = new Cards(page, way);
  const hand = new PaperHand(cards);
  const strip = new CardsView(place(figure, element, 0, "the pictures of the way", signal));
  const paper = new PaperView(place(figure, element, 1, "the picture that is worked on", signal));
  const say = saying(element, signal);
  const show = () => {
    const { row, column, level } = hand.pixel;
    strip.draw(cards);
    paper.draw(cards, hand.mode, hand, [`row ${row + 1}, column ${column + 1}: ${level} of ${way.lab.facts.levels}`, HELP[hand.mode]]);
    refresh(element, cards, hand);
    say(sentence(cards));
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  const own = (/** @type {number} */ t) => page.set({ way: "own", t });
  strip.take({ choose: (id) => cards.choose(id), go: own, pick: (further) => cards.pick(further), remove: () => cards.remove() }, signal);
  hand.take(paper, later, signal);
  wake(element, cards, hand, later, signal);
  offerTables(element, () => tablesOf(cards));
  page.subscribe((changes) => [...WAY, "card"].some((name) => changes.has(name)) && later(), signal);
  show();
}

/** @param {Element} element  @param {string} name  @returns {HTMLButtonElement | null} */
const tool = (element, name) => element.querySelector(`.nn-tools [data-tool="${name}"]`);

/** @param {Element} element  @param {Cards} cards  @param {PaperHand} hand  @param {() => void} later  @param {AbortSignal} signal */
function wake(element, cards, hand, later, signal) {
  /** @type {Record<string, () => void>} */
  const does = {
    ...Object.fromEntries(MODES.map((mode) => [mode, () => hand.turnTo(mode)])),
    undo: () => cards.goBack(false),
    redo: () => cards.goBack(true),
    clear: () => cards.clear(),
    "surprise-me": () => cards.pick(),
    "next-test-digit": () => cards.pick(1),
    "drop-a-way-point-here": () => cards.drop(),
    "remove-the-way-point": () => cards.remove(),
  };
  for (const [name, act] of Object.entries(does)) tool(element, name)?.addEventListener("click", () => (act(), later()), { signal });
}

/** The buttons as they can be pressed now. @param {Element} element  @param {Cards} cards  @param {PaperHand} hand */
function refresh(element, cards, hand) {
  /** @type {Record<string, boolean>} */
  const can = {
    pixels: true, pen: true, eraser: true, push: true, undo: cards.undoable, redo: cards.redoable, clear: cards.chosen.picture.some(Boolean),
    "surprise-me": true, "next-test-digit": true, "drop-a-way-point-here": !cards.full, "remove-the-way-point": cards.chosen.point >= 0,
  };
  for (const [name, possible] of Object.entries(can)) {
    const button = tool(element, name);
    if (button && button.disabled === possible) button.disabled = !possible;
  }
  for (const mode of MODES) {
    const button = tool(element, mode);
    if (button) set(button, { "aria-pressed": String(hand.mode === mode) });
  }
}

/** @param {Cards} cards */
function sentence(cards) {
  const { way, all, full } = cards;
  const points = all.length - 2;
  const through = points ? `through ${points} way-point${points === 1 ? "" : "s"}` : "straight";
  const [start, end] = [all[0], all.at(-1)];
  const ends = `Your way goes ${through}, from a picture read as ${start?.said} (${percent(start?.sure ?? 0)}) to one read as ${end?.said} (${percent(end?.sure ?? 0)}).`;
  const kept = cards.kept ? "Its way-points do not fit into a link: they stay in this page." : "";
  return [ends, turns(way.verdict("own")), way.problem("own"), kept, full ? "It has all the way-points that it can have." : ""].filter(Boolean).join(" ");
}

/** @param {Cards} cards */
function tablesOf({ all }) {
  const columns = { picture: all.map(({ name }) => name), says: all.map(({ said }) => said), probability: all.map(({ sure }) => sure) };
  return [{ heading: "The pictures of your own way", columns }];
}
