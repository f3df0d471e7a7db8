// The widget of the cone: the weights that put every rated song on its own side, as a room in the space of
// the three weights, and the training that walks into it. Beside it, how far each song is on its own side,
// which is the whole of the cone, bias and all.

import { arraysOf } from "../../core/arrays.js";
import { within } from "../../draw/numbers.js";
import { cameraOf, turnGrip } from "../../instruments/turning.js";
import { benchOf } from "../../net/one/bench.js";
import { length, planeOf, plus, scaled } from "../../net/one/plane.js";
import { halvesOf, nearest, nearestWall, opens, sidesOf } from "../../net/one/room.js";
import { agreeing, ratedOf } from "../../net/one/songs.js";
import { SIDES, sidesView } from "./sides.js";
import { SPACE, spaceView } from "./space.js";
import { sentence, tablesOf } from "./words.js";

/** @import { Page } from "../../core/page.js" */
/** @import { Widget } from "../../core/widget.js" */
/** @import { Touch } from "../../draw/hand.js" */
/** @import { Bench, Facts, Now } from "../../net/one/bench.js" */
/** @import { Point } from "../../net/one/plane.js" */
/** @import { Box } from "../../net/one/room.js" */

/**
 * `splits`: all ways to answer, 8 numbers each.
 * @typedef {{page: Page, bench: Bench, splits: ArrayLike<any>}} Session
 */
/** @typedef {ReturnType<typeof modelOf>} Model */
/**
 * Where the weights have been, and whether every rated song was on its own side there.
 * @typedef {{w: Point, all: boolean}} Passed
 */

/** How much room the picture leaves around what it must show, and the least that it shows. */
const MARGIN = 1.35;
const LEAST = 1;
/** How far inside the room the picture shows at least, as a share of all that it shows besides. */
const DEPTH = 0.3;
/** @type {Point} */ const ZERO = [0, 0, 0];

/** @param {readonly {by: number}[]} sides */
const count = (sides) => sides.filter(({ by }) => by > 0).length;

/**
 * Where the weights have been. @param {Now} now  @returns {Passed[]}
 */
function pathOf({ ratings, timeline, step }) {
  return Array.from({ length: step + 1 }, (_, pass) => {
    const [w, b] = planeOf(timeline.frame(pass).theta);
    const sides = sidesOf(ratings, w, b);
    return { w, all: count(sides) === sides.length };
  });
}

/**
 * Where the weights are: whether inside, and the nearest place of a wall, or of the room where they are
 * outside; null where there is none.
 * @param {Now["ratings"]} ratings
 * @param {Point} w
 * @param {number} b
 * @param {boolean} open
 */
function placeOf(ratings, w, b, open) {
  const [halves, sides] = [halvesOf(ratings, b), sidesOf(ratings, w, b)];
  const [right, of] = [count(sides), sides.length];
  const inside = of > 0 && right === of;
  if (inside) return { sides, right, inside, goal: nearestWall(halves, w) };
  const at = open && of > 0 ? nearest(halves, w) : null;
  const goal = at && { song: -1, at, by: Math.hypot(...plus(at, w, -1)) };
  return { sides, right, inside, goal };
}

/**
 * The smallest cube with room around all `points`.
 * @param {readonly Point[]} points
 * @returns {Box}
 */
function boxOf(points) {
  const ends = [0, 1, 2].map((axis) => {
    const along = points.map((point) => Number(point[axis]));
    return /** @type {const} */ ([Math.min(...along), Math.max(...along)]);
  });
  const side = MARGIN * Math.max(LEAST, ...ends.map(([low, high]) => high - low));
  return { corner: /** @type {Point} */ (ends.map(([low, high]) => (low + high - side) / 2)), side };
}

/**
 * Two points of a room, so that enough of it is seen: the one nearest to zero, and one well inside, where
 * there is one.
 * @param {Now["ratings"]} ratings
 * @param {number} b
 * @param {readonly Point[]} points  what else is shown
 */
function inside(ratings, b, points) {
  const halves = halvesOf(`-${ratings.slice(1)}`, b);
  const depth = DEPTH * boxOf(points).side;
  const deep = halves.map(({ normal, offset }) => ({ normal, offset: offset - depth * length(normal) }));
  return [nearest(halves, ZERO), nearest(deep, ZERO)].filter((point) => point !== null);
}

/** All that is shown. @param {Session} session */
function modelOf({ page, bench, splits }) {
  const now = bench.now();
  const { ratings } = now;
  const times = within(0.1, 2, Number(page.get("times") ?? 1));
  const [unscaled, bias] = planeOf(now.frame.theta);
  const [w, b] = [scaled(unscaled, times), bias * times];
  const open = opens(splits, ratings, b);
  const place = placeOf(ratings, w, b, open);
  const path = pathOf(now);
  const walled = opens(splits, `-${ratings.slice(1)}`, b);
  const must = [ZERO, w, ...path.map((passed) => passed.w), place.goal?.at ?? w];
  const points = walled ? [...must, ...inside(ratings, b, must)] : must;
  return {
    ...place,
    now,
    times,
    w,
    b,
    open,
    walled,
    path,
    box: boxOf(points),
    rated: ratedOf(ratings),
    possible: agreeing(splits, ratings) > 0,
    features: bench.facts.features,
    camera: cameraOf(page, SPACE),
    song: within(0, 7, Math.round(Number(page.get("song") ?? 5))),
  };
}

/** @type {Widget<Session, Model>} */
export default {
  follows: ["step", "set", "own", "run", "rate", "turn", "tilt", "song", "times"],
  async open({ page, figure, source, signal }) {
    const { arrays, facts } = await arraysOf(figure, source, signal);
    const bench = benchOf(page, arrays, /** @type {Facts} */ (facts), signal);
    return { page, bench, splits: arrays.get("splits")?.data ?? [] };
  },
  model: modelOf,
  panels: () => [
    {
      label: "the space of the three weights",
      size: () => [SPACE.width, SPACE.height],
      room: { bottom: 56 },
      draw: spaceView,
    },
    {
      label: "how far each song is on its own side",
      size: () => [SIDES.width, SIDES.height],
      room: { left: 120, top: 50, right: 8, bottom: 8 },
      draw: sidesView,
    },
  ],
  says: sentence,
  describes: () =>
    "On the left a space with an axis for each of the three weights, and in it a room with a wall for each " +
    "song; a line leads from where the weights began to where they are. On the right a bar for each song, " +
    "to the right where the song is on its own side.",
  tables: tablesOf,
  quotes: ({ right, inside, goal, b }) => ({ right, inside, bias: b, ...(goal && { by: goal.by }) }),
  grips: ({ page }) => {
    const turn = turnGrip(page);
    const seen = (/** @type {Touch | null} */ touch) => void (touch && page.set({ song: Number(touch.id) }));
    return { turn, wall: { drag: turn.drag, over: seen, click: seen }, song: { over: seen, click: seen } };
  },
};
