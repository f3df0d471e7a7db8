// What the figure of the cone says, in words.

import { printed, signed } from "../../draw/numbers.js";
import { planeOf } from "../../net/one/plane.js";
import { sidesOf } from "../../net/one/room.js";
import { nameOf, ratingOf } from "../../net/one/songs.js";

/** @import { Table } from "../../core/table.js" */
/** @import { Model } from "./cone.js" */

/** So near to zero, a song lies on the sheet. */
const ON_IT = 1e-6;

/**
 * On which side the sum of a rated song is.
 * @param {Model} model
 * @param {number} song
 */
export function sideOf({ sides }, song) {
  const by = sides.find((side) => side.song === song)?.by ?? 0;
  if (Math.abs(by) < ON_IT) return "on the sheet";
  return by > 0 ? "own side" : "wrong side";
}

/** How far a sum is on its side, with more digits where two would show nothing. @param {number} by */
export const amount = (by) => signed(by, Math.abs(by) < 0.01 && Math.abs(by) >= ON_IT ? 4 : 2);

/** Why there is no room at this bias, where there is one at another. @param {Model} model */
function shut({ b, now: { ratings } }) {
  const alone = ratingOf(ratings, 0);
  const wrong = alone === "likes" ? b <= 0 : b >= 0;
  if (!alone || !wrong) return `With a bias of ${signed(b)} no weights do; with another they would.`;
  const asked = alone === "likes" ? "above" : "below";
  return `With a bias of ${
    signed(b)
  } no weights do: the sum of “none of these” is the bias alone, and must be ` +
    `${asked} zero.`;
}

/** Where the weights are, in a sentence. @param {Model} model */
function place(model) {
  const { possible, open, inside, goal, features } = model;
  if (!possible) return "No weights do, whatever the bias: there is no room.";
  if (!open) return shut(model);
  if (!goal) return "Every weight does: there is no wall.";
  if (!inside) return `The weights are ${printed(goal.by)} from the room.`;
  return `The weights are inside the room, ${printed(goal.by)} from its nearest wall, ${
    nameOf(features, goal.song)
  }.`;
}

/** What the figure shows now. @param {Model} model */
export function sentence(model) {
  const { now: { step, timeline }, times, right, sides, features } = model;
  const scale = times === 1 ? "" : `, all four numbers times ${times}`;
  const head = `Pass ${step}, ${timeline.label}${scale}:`;
  if (!sides.length) return `${head} no song is rated, and all weights do.`;
  const off = sides.filter(({ by }) => by <= 0).map(({ song }) =>
    `${nameOf(features, song)} (${sideOf(model, song)})`
  );
  const listed = off.length ? ` Not there: ${off.join(", ")}.` : "";
  return `${head} ${right} of ${sides.length} rated songs on their own side.${listed} ${place(model)}`;
}

/** Below the picture: where the weights are, and the numbers. @param {Model} model */
export function readout({ w, b, features, possible, open, inside, goal, sides }) {
  const title = !sides.length
    ? "No song is rated: there are no walls"
    : !possible
    ? "No room at any bias"
    : !open
    ? `No room at a bias of ${signed(b)}`
    : !goal
    ? "Every weight does: there is no wall"
    : `${inside ? "Inside" : "Outside"}: ${printed(goal.by)} from the ${inside ? "nearest wall" : "room"}`;
  const numbers = features.map((feature, axis) => `${feature} ${signed(w[axis] ?? 0)}`).join(", ");
  return /** @type {const} */ ([title, `${numbers}, bias ${signed(b)}`]);
}

/** The numbers behind the figure. @param {Model} model  @returns {Table[]} */
export function tablesOf(model) {
  const { sides, features, now: { ratings, step, timeline } } = model;
  const songs = {
    song: sides.map(({ song }) => nameOf(features, song)),
    rating: sides.map(({ song }) => ratingOf(ratings, song)),
    "on its own side by": sides.map(({ by }) => by),
  };
  const frames = Array.from({ length: step + 1 }, (_, pass) => planeOf(timeline.frame(pass).theta));
  const inputs = Object.fromEntries(
    features.map((feature, axis) => [feature, frames.map(([w]) => w[axis])]),
  );
  const way = {
    pass: frames.map((_, pass) => pass),
    ...inputs,
    bias: frames.map(([, b]) => b),
    "songs on their own side": frames.map(([w, b]) =>
      sidesOf(ratings, w, b).filter(({ by }) => by > 0).length
    ),
  };
  return [
    { heading: `The rated songs at pass ${step}`, columns: songs },
    { heading: `The way so far: ${timeline.label}`, columns: way },
  ];
}
