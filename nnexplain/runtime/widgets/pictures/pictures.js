// The widget of four pictures of one network: weight images, heat maps, lines by thickness, and a
// force-directed layout. What is chosen in one of them is chosen in all, and on the whole page.

import { arraysOf } from "../../core/arrays.js";
import { saying } from "../../core/now.js";
import { pageOf } from "../../core/page.js";
import { eachFrame, place } from "../../core/panel.js";
import { whenSeen } from "../../core/seen.js";
import { offerTables, styled } from "../../core/widget.js";
import { LAB, labOf } from "../../net/lab/lab.js";
import { ImagesView } from "./images.js";
import { MapsView } from "./maps.js";
import { NetView } from "./net.js";
import { takeSprings } from "./springs.js";
import { heardBy, hearing, nameOf, sentence, wiresOf } from "./wires.js";

/** @import { Figure } from "../../core/figure.js" */
/** @import { Page } from "../../core/page.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Tensor } from "../../net/safetensors.js" */
/** @import { Word } from "./images.js" */
/** @import { Spot } from "./maps.js" */
/** @import { Wires } from "./wires.js" */

/**
 * @typedef {object} PicturesFacts
 * @property {number} full  at which weight a colour is full  @property {number} shades  @property {number} thick  pixels of a line of weight 1
 * @property {Spot[]} maps  @property {number} unit_length  of the layout, in pixels
 * @property {Word[][]} words  panel by panel  @property {[number, number]} key  @property {[number, number]} readout
 * @property {[number, number][]} layer_key  where the layers' shapes are explained
 */

/** What a change of makes this figure look different. */
const WATCHED = Object.freeze(["unit", "lines", ...LAB.filter((name) => ["silent", "turned", "noise", "shake"].includes(name))]);

/** The rows of an array, each as an object of the names. @param {Tensor | undefined} tensor  @param {string[]} names */
function rowsOf(tensor, names) {
  const numbers = Array.from(/** @type {ArrayLike<any>} */ (tensor?.data ?? []), Number);
  return Array.from({ length: numbers.length / names.length }, (_, row) =>
    Object.fromEntries(names.map((name, k) => [name, Number(numbers[row * names.length + k])])));
}

/** @param {Figure} figure  @param {URL} source  @param {HTMLElement} element  @param {AbortSignal} signal */
export default async function draw(figure, source, element, signal) {
  const page = pageOf(element);
  const [lab, { arrays, facts }] = await Promise.all([labOf(page, figure, source, signal), arraysOf(figure, source, signal), styled(element)]);
  if (signal.aborted) return;
  const its = /** @type {PicturesFacts} */ (facts);
  const views = viewsOf(figure, element, lab, arrays, its, signal);
  const say = saying(element, signal);
  /** @type {string | null} */ let pointed = null;
  let kept = { network: lab.network, wires: wiresOf(lab.network) };
  const chosen = () => lab.unit(String(page.get("unit"))) ?? /** @type {NonNullable<ReturnType<Lab["unit"]>>} */ (lab.units[0]);
  const wires = () => {
    const { network } = lab;
    if (kept.network !== network) kept = { network, wires: wiresOf(network) };
    return kept.wires;
  };
  const show = () => {
    const unit = chosen();
    const count = Number(page.get("lines"));
    views.images.draw(unit.id, pointed);
    views.maps.draw(unit.id, pointed);
    views.lines.draw(unit.id, pointed, wires(), count);
    views.springs.draw(unit.id, pointed, wires(), count);
    say(sentence(lab, unit));
  };
  const later = whenSeen(element, eachFrame(show, signal), signal);
  const hand = {
    choose: (/** @type {string} */ unit) => {
      page.set({ unit });
      later();
    },
    point: (/** @type {string | null} */ id) => {
      pointed = id;
      later();
    },
  };
  const back = takeSprings(views.springs, lab, { length: its.unit_length, wires, draw: later }, signal);
  for (const view of [views.images, views.lines, views.springs]) view.take(hand, signal);
  views.maps.take(hand, () => chosen().id, signal);
  element.querySelector("button.nn-reset")?.addEventListener("click", back, { signal });
  offerTables(element, () => tables(lab, page, wires(), chosen()));
  page.subscribe((changes) => WATCHED.some((name) => changes.has(name)) && later(), signal);
  show();
}

/** @param {Figure} figure  @param {HTMLElement} element  @param {Lab} lab  @param {Map<string, Tensor>} arrays  @param {PicturesFacts} facts  @param {AbortSignal} signal */
function viewsOf(figure, element, lab, arrays, facts, signal) {
  const { full, shades, thick, maps, words } = facts;
  const panel = (/** @type {number} */ index, /** @type {string} */ label) => place(figure, element, index, label, signal);
  const boxes = /** @type {import("./images.js").Box[]} */ (rowsOf(arrays.get("images"), ["x", "y", "width", "height"]));
  const points = (/** @type {string} */ name) => /** @type {import("./hand.js").Point[]} */ (rowsOf(arrays.get(name), ["x", "y"]));
  const look = { thick, least: full / shades / 2 };
  const [scale, [own = [], mapped = [], columns = [], cloud = []]] = [{ full, shades }, words];
  return {
    images: new ImagesView(panel(0, "weight images"), lab, boxes, scale, own),
    maps: new MapsView(panel(1, "heat maps of the matrices"), lab, maps, scale, mapped, facts),
    lines: new NetView(panel(2, "units and lines by thickness"), lab, points("columns"), look, {
      title: "Lines by thickness: the strongest", label: "units in columns", words: columns, pixels: true, key: [],
    }),
    springs: new NetView(panel(3, "force-directed layout"), lab, points("layout"), look, {
      title: "Force-directed layout: connections as springs", label: "units pulled by springs", words: cloud, pixels: false, key: facts.layer_key,
    }),
  };
}

/** @param {Lab} lab  @param {Page} page  @param {Wires} wires  @param {NonNullable<ReturnType<Lab["unit"]>>} unit */
function tables(lab, page, { from, to, weight, strongest }, unit) {
  const column = (/** @type {{node: number, weight: number}[]} */ ends, /** @type {string} */ name) => ({
    [name]: ends.map(({ node }) => nameOf(lab, node)),
    weight: ends.map((end) => end.weight),
  });
  const [heard, fed] = [heardBy(lab, unit), hearing(lab, unit)];
  const shown = strongest.slice(0, Number(page.get("lines")));
  const lines = { from: shown.map((wire) => nameOf(lab, Number(from[wire]))), to: shown.map((wire) => nameOf(lab, Number(to[wire]))), weight: shown.map((wire) => weight[wire]) };
  return [
    { heading: `What ${unit.id} hears`, columns: column(heard, "from") },
    ...(fed.length ? [{ heading: `What ${unit.id} feeds`, columns: column(fed, "to") }] : []),
    { heading: "The strongest connections", columns: lines },
  ];
}
