// Where one figure is drawn for a file: a world in which a picture can depend on nothing but the figure, its
// files and the widget's modules. What would make it depend on more throws, and says why.

/**
 * @typedef {object} Asked
 * @property {string} runtime  the folder of the modules, as a file: address
 * @property {string} widget
 * @property {string} source  where the figure's JSON would be found
 * @property {{params: object[]}} figure
 * @property {Record<string, string>} files  in base64, by their paths seen from the figure's JSON
 */

/** @typedef {{heading: string, columns: Record<string, ArrayLike<unknown>>}} Table */

/**
 * What `still` of the runtime's core/still.js gives.
 * @typedef {object} Still
 * @property {{svg: string, size: number[], place: number[]}[]} panels
 * @property {string} now
 * @property {string} description
 * @property {Table[]} tables
 * @property {Record<string, unknown>} quotes
 */

/** The world's own ways out, before they are taken away. */
const [answer, soon] = [postMessage.bind(globalThis), setImmediate];

const DIGITS = 12;
const MOST_TIMERS = 10_000;

const SEEDED = "a picture is drawn the same every time; take random numbers from a seed (net/random.js)";
const TIMELESS = "a picture does not depend on when it is drawn, nor on how long that takes";
const PAGELESS = "a figure is drawn for a file without a page; still() gives the picture as text";
const ALONE = "a figure is drawn from its own files alone";

/** What a page has and a file has not. */
const REFUSED = Object.freeze({
  document: PAGELESS,
  window: PAGELESS,
  customElements: PAGELESS,
  HTMLElement: PAGELESS,
  matchMedia: PAGELESS,
  getComputedStyle: PAGELESS,
  requestAnimationFrame: PAGELESS,
  requestIdleCallback: PAGELESS,
  IntersectionObserver: PAGELESS,
  ResizeObserver: PAGELESS,
  OffscreenCanvas: PAGELESS,
  Image: PAGELESS,
  navigator: PAGELESS,
  location: PAGELESS,
  localStorage: PAGELESS,
  setInterval: "it never comes to rest",
  WebSocket: ALONE,
  EventSource: ALONE,
  XMLHttpRequest: ALONE,
  BroadcastChannel: ALONE,
  Worker: ALONE,
  caches: ALONE,
  performance: TIMELESS,
  Temporal: TIMELESS,
  crypto: SEEDED,
});

/** What this engine has and a page has not, so that a widget must not find it here. */
const OWN = Object.freeze([
  "Deno",
  "process",
  "Buffer",
  "global",
  "setImmediate",
  "clearImmediate",
  "postMessage",
  "close",
]);

/** @param {string} name  @param {string} why  @returns {() => never} */
const refusing = (name, why) => () => {
  throw new Error(`${name} is not to be had here: ${why}`);
};

/** A `Date` that knows the days it is given, but not today. @param {DateConstructor} Real */
function timeless(Real) {
  const today = refusing("the time of day", TIMELESS);
  const Given = new Proxy(Real, {
    apply: today,
    construct: (_, given) => (given.length ? Reflect.construct(Real, given) : today()),
  });
  Real.now = today;
  Real.prototype.constructor = Given;
  return Given;
}

/**
 * Timers on a clock that jumps to the next of them: waiting takes no time.
 * @param {(act: () => void) => void} soon
 */
function jumping(soon) {
  /** @type {Map<number, {due: number, act: () => void}>} */ const waiting = new Map();
  let [now, count] = [0, 0];
  const next = () => {
    const [first] = [...waiting].sort(([a, one], [b, other]) => one.due - other.due || a - b);
    if (!first) return;
    const [id, { due, act }] = first;
    waiting.delete(id);
    now = due;
    act();
  };
  const start = (/** @type {Function} */ act, milliseconds = 0, /** @type {unknown[]} */ ...given) => {
    if (++count > MOST_TIMERS) throw new Error(`it never comes to rest: it has set ${MOST_TIMERS} timers`);
    waiting.set(count, { due: now + Math.max(0, Number(milliseconds) || 0), act: () => act(...given) });
    soon(next);
    return count;
  };
  return { start, clear: (/** @type {number} */ id) => void waiting.delete(id) };
}

/** `fetch` from memory. @param {URL} source  @param {Record<string, string>} files */
function remembering(source, files) {
  const known = new Map(Object.entries(files).map(([name, text]) => [new URL(name, source).href, text]));
  return async (/** @type {URL | string | Request} */ address) => {
    const { href } = new URL(address instanceof Request ? address.url : address, source);
    const found = known.get(href);
    if (found !== undefined) return new Response(Uint8Array.fromBase64(found));
    const names = Object.keys(files).join(", ") || "none";
    throw new Error(`fetch of ${href}: ${ALONE}, and these are: ${names}`);
  };
}

/** What is said to the console goes to who asked for the picture. @param {string[]} said */
function listen(said) {
  const say = (/** @type {unknown[]} */ ...words) => void said.push(words.map(String).join(" "));
  for (const word of ["debug", "log", "info", "warn", "error"]) Reflect.set(console, word, say);
}

/** Takes away what a drawing must not use. @param {URL} source  @param {Record<string, string>} files */
function confine(source, files) {
  const { start, clear } = jumping(soon);
  for (const [name, why] of Object.entries(REFUSED)) {
    Object.defineProperty(globalThis, name, { get: refusing(name, why), configurable: true });
  }
  for (const name of OWN) Reflect.deleteProperty(globalThis, name);
  Math.random = refusing("Math.random()", SEEDED);
  Object.assign(globalThis, { Date: timeless(Date), fetch: remembering(source, files) });
  Object.assign(globalThis, { setTimeout: start, clearTimeout: clear });
}

/**
 * `value` as JSON has it, in twelve digits: beyond them engines differ.
 * @param {unknown} value
 * @param {string} where
 */
function plain(value, where) {
  if (typeof value === "number" && Number.isFinite(value)) return Number(value.toPrecision(DIGITS));
  if (typeof value === "string" || typeof value === "boolean") return value;
  const shown = typeof value === "object" && value !== null ? "an object" : String(value);
  throw new TypeError(`${where} is ${shown}; allowed: finite numbers, words, true, false`);
}

/** @param {Table} table  @returns {Table} */
function plainTable({ heading, columns }) {
  const cells = Object.entries(columns).map(([name, column]) => {
    const at = (/** @type {number} */ row) => `column ${name} of the table "${heading}" in row ${row}`;
    return [name, Array.from(column, (value, row) => (value === null ? null : plain(value, at(row))))];
  });
  return { heading, columns: Object.fromEntries(cells) };
}

/** @param {Still} still  @returns {Still} */
function plainly({ panels, now, description, tables, quotes }) {
  const told = Object.entries(quotes).map(([name, value]) => [name, plain(value, `quote ${name}`)]);
  return { panels, now, description, tables: tables.map(plainTable), quotes: Object.fromEntries(told) };
}

/**
 * What went wrong, and the innermost place in the runtime that knows of it.
 * @param {unknown} error
 * @param {string} runtime
 */
function told(error, runtime) {
  const { name = "", message = String(error), stack = "" } = error instanceof Error ? error : {};
  const places = [...`${message}\n${stack}`.matchAll(/(file:\/\/[^\s()]+?):(\d+):\d+/g)];
  // What the widget called may have thrown; its author wants to know where it called.
  const within = (/** @type {string} */ folder) =>
    places.find(([, place]) => place?.startsWith(`${runtime}/${folder}`));
  const [, address = "", line = 0] = within("widgets/") ?? within("") ?? [];
  const file = decodeURIComponent(address.slice(runtime.length + 1));
  const [words = ""] = message.split("\n");
  const kind = name === "Error" || /^\w*Error: /.test(words) ? "" : name;
  return { message: kind ? `${kind}: ${words}` : words, file, line: Number(line) };
}

/** The module of the runtime at `path`. @param {string} runtime  @param {string} path */
const module = (runtime, path) => import(`${runtime}/${path}`);

/** @param {Asked} asked  @returns {Promise<Still>} */
async function draw({ runtime, widget, source, figure, files }) {
  const home = new URL(source, "memory:///");
  confine(home, files);
  const { still } = await module(runtime, "core/still.js");
  const { Page } = await module(runtime, "core/page.js");
  const { default: made } = await module(runtime, `widgets/${widget}/${widget}.js`);
  if (typeof made !== "object" || made === null) {
    const found = `the default export of widgets/${widget}/${widget}.js is of kind ${typeof made}`;
    throw new TypeError(`${found}; allowed: a widget, as core/widget.js describes it`);
  }
  const page = new Page();
  page.declare(figure.params);
  const given = { page, figure, source: home, signal: new AbortController().signal };
  const drawn = plainly(await still(made, given));
  await new Promise((go) => soon(go)); // by then it is known what has failed that nobody waits for
  return drawn;
}

addEventListener("message", ({ data }) => {
  /** @type {string[]} */ const said = [];
  listen(said);
  const fail = (/** @type {unknown} */ error) => answer({ error: told(error, data.runtime), said });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    fail(event.reason);
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.error);
  });
  draw(data).then((still) => answer({ still, said }), fail);
});
