// The widget of four pictures of one network: weight images, heat maps, lines by thickness, and a
// force-directed layout. What is chosen in one of them is chosen in all, and on the whole page.

import { arraysOf } from "../../core/arrays.js";
import { once } from "../../draw/tree.js";
import { labOf } from "../../net/lab/lab.js";
import { gripsOf, Look } from "./hand.js";
import { IMAGES, imagesView } from "./images.js";
import { mapsView } from "./maps.js";
import { CLOUD, LINES, netView, pixelsView } from "./nets.js";
import { placesOf, ROOM, scaleOf, WIDTH } from "./places.js";
import { Cloud, springsOf } from "./springs.js";
import { heardBy, hearing, nameOf, sentence, wiresOf } from "./wires.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Panel, Widget } from "../../core/widget.js" */
/** @import { Lab } from "../../net/lab/lab.js" */
/** @import { Unit } from "../../net/lab/turns.js" */
/** @import { Cell } from "./maps.js" */
/** @import { Places, Point, Scale } from "./places.js" */
/** @import { End, Net, Wires } from "./wires.js" */

/** Of the chosen unit's lines, those are drawn that are at least this part of a full colour: a quarter. */
const LEAST = 4;

/**
 * @typedef {object} Session
 * @property {Lab} lab
 * @property {Page} page
 * @property {Places} places
 * @property {Scale & {thick: number}} scale
 * @property {typeof wiresOf} wires  remembers the latest
 * @property {Look} look
 * @property {Cloud} cloud
 * @property {() => void} changed
 */
/**
 * @typedef {object} Shown
 * @property {number} height
 * @property {number} full  at which weight a colour is full
 * @property {Unit} unit  that is chosen
 * @property {string | null} pointed  the id of a unit
 * @property {ReadonlySet<string>} silent  ids
 * @property {Wires} wires
 * @property {number} count  how many of the strongest wires are drawn
 * @property {Cell} cell  of the heat maps, that is marked
 * @property {Cell} kept  that the keys stand at
 * @property {readonly Point[]} cloud  where its units are
 */
/** @typedef {Net & Shown} Model */

/** @param {Lab} lab  @returns {Net} */
const netOf = ({ network, facts: { sizes, side }, units }) => ({ network, sizes, side, units });

/** @param {Session} session */
const chosenIn = ({ lab, page }) => lab.unit(String(page.get("unit"))) ?? /** @type {Unit} */ (lab.units[0]);

/** @param {Session} session  @returns {Model} */
function modelOf(session) {
  const { lab, page, places, scale, wires, look, cloud } = session;
  const [net, unit] = [netOf(lab), chosenIn(session)];
  return {
    ...net,
    height: places.height,
    full: scale.full,
    unit,
    pointed: look.pointed,
    silent: lab.silent,
    wires: wires(net.network),
    count: Number(page.get("lines")),
    cell: look.cell(net, unit.id),
    kept: look.kept(net, unit.id),
    cloud: cloud.places,
  };
}

/** @param {Session} session  @returns {Panel<Model>[]} */
function panels({ lab: { units, facts: { side, sizes } }, places, scale }) {
  const { columns, cloud } = places;
  const gauge = { thick: scale.thick, least: scale.full / LEAST };
  const lines = netView(
    {
      title: "Lines by thickness: the strongest",
      label: "units in columns",
      grip: LINES,
      words: columns.words,
      pixels: columns.pixels,
      below: pixelsView(columns.grid, side, scale),
      key: [],
    },
    units,
    gauge,
    () => columns.units,
  );
  const springs = netView(
    {
      title: "Force-directed layout: connections as springs",
      label: "units pulled by springs",
      grip: CLOUD,
      words: cloud.words,
      pixels: [],
      key: cloud.key,
    },
    units,
    gauge,
    (model) => model.cloud,
  );
  const all = [
    { label: "weight images", draw: imagesView(places.images, units, side, scale) },
    { label: "heat maps of the later layers", draw: mapsView(places, sizes, scale) },
    { label: "units and lines by thickness", draw: lines },
    { label: "force-directed layout", draw: springs },
  ];
  return all.map((panel) => ({ ...panel, size: ({ height }) => [WIDTH, height], room: ROOM }));
}

/** @param {Model} model */
function tables(model) {
  const { unit, wires: { from, to, weight, strongest }, count } = model;
  const column = (/** @type {End[]} */ ends, /** @type {string} */ name) => ({
    [name]: ends.map(({ node }) => nameOf(model, node)),
    weight: ends.map((end) => end.weight),
  });
  const [heard, fed, shown] = [heardBy(model, unit), hearing(model, unit), strongest.slice(0, count)];
  const lines = {
    from: shown.map((wire) => nameOf(model, Number(from[wire]))),
    to: shown.map((wire) => nameOf(model, Number(to[wire]))),
    weight: shown.map((wire) => weight[wire]),
  };
  return [
    { heading: `What ${unit.id} hears`, columns: column(heard, "from") },
    ...(fed.length ? [{ heading: `What ${unit.id} feeds`, columns: column(fed, "to") }] : []),
    { heading: "The strongest connections", columns: lines },
  ];
}

/**
 * The cloud moves on from drawing to drawing, as long as it is restless, and is reset with everything else.
 * @param {Session} session
 * @param {Element} element
 * @param {AbortSignal} signal
 */
function wake({ lab: { facts: { sizes }, units }, cloud, changed }, element, signal) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const tight = once((/** @type {Wires} */ wires) => springsOf(wires, Number(sizes[0]), units.length));
  const back = () => {
    cloud.back();
    changed();
  };
  element.querySelector("button.nn-reset")?.addEventListener("click", back, { signal });
  let asked = false;
  return (/** @type {Model} */ { wires }) => {
    if (asked || !cloud.restless) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      if (signal.aborted || !cloud.restless) return;
      cloud.step(tight(wires), calm.matches);
      changed();
    });
  };
}

/** @type {Widget<Session, Model>} */
export default {
  follows: ["unit", "lines", "silent", "turned", "noise", "shake"],
  async open({ page, figure, source, signal, changed }) {
    const [lab, { arrays }] = await Promise.all([
      labOf(page, figure, source, signal),
      arraysOf(figure, source, signal),
    ]);
    const { facts: { sizes, side }, units, original } = lab;
    const scale = scaleOf(original);
    const name = (/** @type {number} */ layer, /** @type {number} */ index) =>
      units.find((/** @type {Unit} */ unit) => unit.layer === layer && unit.index === index)?.id ?? "";
    const layout = Array.from(arrays.get("layout")?.data ?? [], Number);
    const places = placesOf({ sizes, side, full: scale.full, layout, name });
    const cloud = new Cloud(places.cloud.units, places.cloud.length, { width: WIDTH, height: places.height });
    return { lab, page, places, scale, wires: once(wiresOf), look: new Look(changed), cloud, changed };
  },
  model: modelOf,
  panels,
  says: (model) => sentence(model, model.unit),
  describes: () =>
    "A small picture for each unit of the first layer, with a cell for every pixel; the matrices of the " +
    "later layers as cells; the units in columns, joined by lines as thick as their weights; and as a " +
    "cloud, pulled by springs.",
  tables,
  quotes: ({ full }) => ({ full }),
  grips: (session, { focus }) => {
    const { lab, page, places, look, cloud, changed } = session;
    const { boxes } = places.images;
    const middles = boxes.map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }));
    return gripsOf({
      page,
      look,
      cloud,
      changed,
      heat: places.maps,
      net: () => netOf(lab),
      chosen: () => chosenIn(session).id,
      places: { [IMAGES]: () => middles, [LINES]: () => places.columns.units, [CLOUD]: () => cloud.places },
    }, focus);
  },
  wake: (session, { element }, signal) => wake(session, element, signal),
};
