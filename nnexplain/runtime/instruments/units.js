// Units as they stand in a picture, row by row: which one is meant by a spot or a key.

/** @typedef {{x: number, y: number}} Spot */
/** @typedef {{id: string, layer: number, index: number, x: number, y: number, row: number}} Unit */

/**
 * The unit that a key leads to from `unit`; null for another key.
 * @param {readonly Unit[]} units
 * @param {Unit} unit
 * @param {string} key
 * @returns {Unit | null}
 */
export function neighbour(units, unit, key) {
  const row = units.filter((other) => other.row === unit.row);
  const at = row.indexOf(unit);
  const inRow = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: row.length - 1 }[key];
  if (inRow !== undefined) return row[Math.max(0, Math.min(row.length - 1, inRow))] ?? null;
  const way = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!way) return null;
  const there = units.filter((other) => other.row === unit.row + way);
  return there.length ? nearest(there, { x: unit.x, y: there[0]?.y ?? 0 }) : unit;
}

/**
 * The unit nearest to a spot; null where none is near.
 * @param {readonly Unit[]} units
 * @param {Spot} spot
 * @param {number} [reach]  no further than this
 * @returns {Unit | null}
 */
export function nearest(units, { x, y }, reach = Infinity) {
  let [best, least] = [/** @type {Unit | null} */ (null), reach];
  for (const unit of units) {
    const far = Math.hypot(unit.x - x, unit.y - y);
    if (far < least) [best, least] = [unit, far];
  }
  return best;
}
