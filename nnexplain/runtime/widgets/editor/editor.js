// The widget `editor`: a reader's own way, from a picture to another, through pictures of the reader's own.

import { percent } from "../../draw/numbers.js";
import { stepped } from "../../draw/hand.js";
import { guidesOf } from "../../instruments/guides.js";
import { slideGrip } from "../../instruments/way-hand.js";
import { turns } from "../../instruments/way-words.js";
import { WAY, wayOf } from "../../net/way/way.js";
import { Cards } from "./cards.js";
import { MODES, PaperHand } from "./hand.js";
import { paperView } from "./paper.js";
import { SLIDE, stripView } from "./strip.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Tool, Widget } from "../../core/widget.js" */
/** @import { Grip } from "../../draw/hand.js" */
/** @import { Card } from "./cards.js" */

/** @typedef {{cards: Cards, hand: PaperHand, page: Page, changed: () => void}} Session */
/** @typedef {ReturnType<typeof modelOf>} Model */

/** All that is shown. @param {Session} session */
function modelOf({ cards, hand }) {
  const { way, lab, all, chosen, kept, full } = cards;
  const { side, levels } = lab.facts;
  const { mode, spot, down, pixel } = hand;
  return {
    all,
    chosen,
    kept,
    full,
    side,
    levels,
    mode,
    spot,
    down,
    pixel,
    what: whatOf(cards, chosen),
    ink: mode !== "pixels" && cards.inky(chosen) ? cards.bits(chosen) : null,
    ends: way.ends,
    verdict: way.verdict("own"),
    now: way.now("own"),
    problem: way.problem("own"),
  };
}

/** What an end is; "" of a way-point. @param {Cards} cards  @param {Card} card */
function whatOf({ lab }, { slot }) {
  if (slot === null) return "";
  return lab.bits(slot) ?? lab.grey(slot) ? "a drawing" : `test digit no. ${lab.index(slot)}`;
}

/** What the picture shows now. @param {Model} model */
function sentence({ all, verdict, problem, kept, full }) {
  const points = all.length - 2;
  const through = points ? `through ${points} way-point${points === 1 ? "" : "s"}` : "straight";
  const read = (/** @type {Card | undefined} */ card) =>
    `read as ${card?.said} (${percent(card?.sure ?? 0)})`;
  return [
    `Your way goes ${through}, from a picture ${read(all[0])} to one ${read(all.at(-1))}.`,
    turns(verdict),
    problem,
    kept ? "Its way-points do not fit into a link: they stay in this page." : "",
    full ? "It has all the way-points that it can have." : "",
  ].filter(Boolean).join(" ");
}

/**
 * What hands do to the cards.
 * @param {Session} session
 * @param {(id: string) => void} focus
 * @returns {Grip}
 */
function cardGrip({ cards }, focus) {
  const choose = (/** @type {string} */ id) => {
    cards.choose(id);
    focus(id);
  };
  return {
    click: ({ id }) => choose(id),
    key(key, { id }) {
      const ids = cards.all.map((card) => card.id);
      const step = (/** @type {"across" | "down"} */ way) => stepped(key, ids.indexOf(id), ids.length, way);
      const next = step("across") ?? step("down");
      if (next !== null) choose(String(ids[next]));
      else if (key === "PageUp" || key === "PageDown") cards.pick(key === "PageUp" ? 1 : -1);
      else if (key === "Delete" || key === "Backspace") (cards.remove(), focus(cards.chosen.id));
      else return false;
      return true;
    },
  };
}

/** @param {Session} session  @returns {Record<string, Tool>} */
function toolsOf({ cards, hand, changed }) {
  const modes = MODES.map((mode) => {
    const turn = () => (hand.turnTo(mode), changed());
    return /** @type {const} */ ([mode, { act: turn, state: () => ({ pressed: hand.mode === mode }) }]);
  });
  /** A button that is not always of use. @type {(act: () => void, use: () => boolean) => Tool} */
  const useful = (act, use) => ({ act: () => (act(), changed()), state: () => ({ disabled: !use() }) });
  return {
    ...Object.fromEntries(modes),
    undo: useful(() => cards.goBack(false), () => cards.undoable),
    redo: useful(() => cards.goBack(true), () => cards.redoable),
    clear: useful(() => cards.clear(), () => cards.chosen.picture.some(Boolean)),
    "draw-on-it": useful(() => cards.drawOn(), () => cards.fresh),
    "copy-to-the-other-end": useful(() => cards.copy(), () => cards.chosen.slot !== null),
    "surprise-me": { act: () => cards.pick() },
    "next-test-digit": { act: () => cards.pick(1) },
    "drop-a-way-point-here": useful(() => cards.drop(), () => !cards.full),
    "remove-the-way-point": useful(() => cards.remove(), () => cards.chosen.point >= 0),
  };
}

/** @type {Widget<Session, Model>} */
export default {
  follows: [...WAY, "card", "tool"],
  async open({ page, figure, source, signal, changed }) {
    const cards = new Cards(page, await wayOf(page, figure, source, signal, { early: true }));
    return { cards, hand: new PaperHand(cards, page), page, changed };
  },
  model: modelOf,
  panels: () => [
    { label: "the pictures of the way", size: () => [440, 440], draw: stripView() },
    { label: "the picture that is worked on", size: () => [440, 440], draw: paperView() },
  ],
  says: sentence,
  describes: ({ chosen: { name } }) =>
    "The start and the end of a way as cards, with what the network says along it; beside them " +
    `the ${name}, large, to be changed.`,
  guides: ({ ends: { start, end } }) => guidesOf(start, end),
  quotes: ({ verdict }) => ({ thirds: verdict.third.length }),
  tables: ({ all }) => [{
    heading: "The pictures of your own way",
    columns: {
      picture: all.map(({ name }) => name),
      says: all.map(({ said }) => said),
      probability: all.map(({ sure }) => sure),
    },
  }],
  grips: (session, { focus }) => ({
    card: cardGrip(session, focus),
    band: slideGrip(SLIDE, (t) => session.page.set({ way: "own", t })),
    paper: session.hand.grip(session.changed),
  }),
  tools: toolsOf,
};
