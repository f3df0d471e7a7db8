// What a reader has done to a network, as text of the page's parameters, so that a link can hold it:
// silent  "a3.b2"           units that say nothing
// turned  "a3_1.5~a3_17_-0.8~b2_b_0.1"    a unit's gain; the weight of a unit for its input 17; a bias

/** @typedef {{id: string, layer: number, index: number}} Unit */
/**
 * One turned thing; `from` is the number of an input, "bias", or null where it is the gain.
 * @typedef {{id: string, from: number | "bias" | null, value: number}} Turn
 */

/** As numbers are written: finer than a hand can aim. @param {number} value */
export const short = (value) => Number(value.toFixed(3));

/**
 * The ids that `text` names, once each; those that are no unit's are ignored.
 * @param {unknown} text
 * @param {ReadonlyMap<string, Unit>} units
 */
export function idsOf(text, units) {
  const given = String(text ?? "").split(".").filter(Boolean);
  const known = new Set(given.filter((id) => units.has(id)));
  if (known.size < given.length) {
    console.info("nnexplain: silent names units that are not there or come twice:", text);
  }
  return known;
}

/**
 * @param {string} item
 * @param {ReadonlyMap<string, Unit>} units
 * @param {readonly number[]} sizes
 * @returns {Turn | null}
 */
function turnOf(item, units, sizes) {
  const [, id = "", place, number] =
    /^([a-z]\d{1,4})(?:_(b|\d{1,4}))?_(-?\d{1,3}(?:\.\d{1,3})?)$/.exec(item) ?? [];
  const unit = units.get(id);
  if (!unit || (place && place !== "b" && Number(place) >= (sizes[unit.layer] ?? 0))) return null;
  return { id, from: place === "b" ? "bias" : place ? Number(place) : null, value: Number(number) };
}

/**
 * What `text` turns; items that fit no unit are ignored.
 * @param {unknown} text
 * @param {ReadonlyMap<string, Unit>} units
 * @param {readonly number[]} sizes  units from the input on
 */
export function turnsOf(text, units, sizes) {
  const given = String(text ?? "").split("~").filter(Boolean);
  const turns = given.flatMap((item) => turnOf(item, units, sizes) ?? []);
  if (turns.length < given.length) console.info("nnexplain: turned holds what fits no unit:", text);
  return turns;
}

/** @param {readonly Turn[]} turns */
export function turnedText(turns) {
  return turns
    .map(({ id, from, value }) =>
      [id, ...(from === null ? [] : [from === "bias" ? "b" : from]), short(value)].join("_")
    )
    .join("~");
}
