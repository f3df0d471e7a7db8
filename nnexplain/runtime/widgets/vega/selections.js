// What a reader has selected in a chart (a brush, points, entries of a legend, a zoom) as a parameter of the
// page, so that it is in the address. Vega keeps it in a data set of its own, "<name>_store": that is written
// down, and put back where an address or a link says so.

/** @import { Page, Value } from "../../core/page.js" */
/** @import { Spec } from "./vega.js" */

/** @typedef {{field: string, channel?: string, type: string}} Field */
/** @typedef {{unit: string, fields: Field[], values: unknown[]}} Tuple */
/** @typedef {{name: string, value?: unknown, init?: string, on?: {update?: string}[]}} Signal */
/** @typedef {{name?: string, signals?: Signal[], marks?: Group[]}} Group */

const STORE = "_store";
/** No more tuples are read from an address. */
const MOST = 200;

/** The selections of `spec` that the page knows. @param {Spec} spec  @param {Page} page */
export function selections(spec, page) {
  const stores = spec.data?.filter(({ name }) => name.endsWith(STORE)) ?? [];
  return stores.map(({ name }) => name.slice(0, -STORE.length)).filter((name) => page.knows(name));
}

/**
 * A number as an address spells it: what a pixel can tell apart.
 * @param {unknown} value  @returns {unknown}
 */
function short(value) {
  if (Array.isArray(value)) return value.map(short);
  if (value instanceof Date) return Number(value);
  if (typeof value !== "number") return value;
  return Math.abs(value) > 1e6 ? Math.round(value) : Number(value.toPrecision(6));
}

/** What is selected, in words for an address. @param {Tuple[]} tuples */
export function written(tuples) {
  return JSON.stringify(tuples.map(({ unit, values }) => [unit ?? "", ...values.map(short)]));
}

/** @param {unknown} value */
const plain = (value) => ["number", "string", "boolean"].includes(typeof value) || value === null;

/**
 * What an address says, null where it is no selection: a view's name and the values of each field.
 * @param {Value | undefined} text
 * @returns {[string, ...unknown[]][] | null}
 */
function read(text) {
  try {
    const found = JSON.parse(String(text));
    const good = Array.isArray(found) && found.length <= MOST &&
      found.every((each) =>
        Array.isArray(each) &&
        each.every((value) => plain(value) || (Array.isArray(value) && value.every(plain)))
      );
    return good ? found : null;
  } catch {
    return null;
  }
}

/** Every group of a spec, itself the first. @param {Group} group  @returns {Group[]} */
const groups = (group) => [group, ...(group.marks ?? []).flatMap(groups)];

/**
 * Puts a brush where its values are: from its scale, which the spec names where it asks back.
 * @param {Signal[]} signals  @param {string} name  @param {Field} field  @param {unknown} value
 */
function placed(signals, name, { field, channel }, value) {
  if (!Array.isArray(value) || !value.every((end) => typeof end === "number")) return;
  const asked = signals.find((signal) =>
    signal.on?.some(({ update }) => update?.includes(`, ${name}_${channel})`))
  );
  const update = asked?.on?.map(({ update }) => update ?? "").join() ?? "";
  const scale = /invert\(("[^"]+"), /.exec(update)?.[1];
  const brush = signals.find((signal) => signal.name === `${name}_${channel}`);
  if (!asked || !brush || !scale) return console.info("nnexplain: no brush for", field);
  asked.value = value;
  delete brush.value;
  brush.init = `[${value.map((end) => `scale(${scale}, ${end})`)}]`;
}

/**
 * A copy of `spec` in which the selection `name` is what `text` says; `spec` itself where it says nothing.
 * @param {Spec} spec  @param {string} name  @param {Value | undefined} text
 * @returns {Spec}
 */
function selected(spec, name, text) {
  const given = text === null || text === undefined ? null : read(text);
  if (!given) return spec;
  const copy = structuredClone(spec);
  const store = copy.data?.find((entry) => entry.name === `${name}${STORE}`);
  /** @type {Tuple[]} */ const tuples = [];
  for (const { signals = [] } of groups(/** @type {Group} */ (copy))) {
    const own = signals.find((signal) => signal.name === `${name}_tuple_fields`);
    const fields = /** @type {Field[] | undefined} */ (own?.value);
    const text = JSON.stringify(signals);
    for (const [unit, ...values] of fields && !tuples.length ? given : []) {
      if (
        !fields || values.length !== fields.length ||
        (unit && !text.includes(JSON.stringify(unit).slice(1, -1)))
      ) {
        continue;
      }
      tuples.push({ unit, fields, values });
      fields.forEach((field, index) => field.channel && placed(signals, name, field, values[index]));
    }
  }
  if (store) /** @type {{values?: unknown}} */ (store).values = tuples;
  return copy;
}

/** `spec` with all that the page says is selected. @param {Spec} spec  @param {Page} page */
export function withSelections(spec, page) {
  return selections(spec, page).reduce((made, name) => selected(made, name, page.get(name)), spec);
}

/** What is selected at the start, before any reader. @param {Spec} spec  @param {string} name */
export function atStart(spec, name) {
  const store = /** @type {{values?: Tuple[]} | undefined} */ (
    spec.data?.find((entry) => entry.name === `${name}${STORE}`)
  );
  return written(store?.values ?? []);
}
