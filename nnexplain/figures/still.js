// Draws figures by their widgets' own modules, for the build: deno runs this file with the folder of the
// runtime's modules. A line of JSON asks, a line of JSON answers, until the input ends.
//
// Each figure is drawn in a worker of its own (stage.js): none sees what another left behind, and one that
// never ends keeps neither the next request nor the end of the input from being heard.

/**
 * @typedef {object} Request
 * @property {string} id
 * @property {string} widget
 * @property {string} source
 * @property {object} figure
 * @property {Record<string, string>} files
 */

const [runtime = ""] = Deno.args;
const output = Deno.stdout.writable.getWriter();
const bytes = new TextEncoder();

/** @param {string} id  @param {object} answer */
function reply(id, answer) {
  output.write(bytes.encode(`${JSON.stringify({ id, engine: Deno.version.deno, ...answer })}\n`));
}

/** Has `request` drawn, and gives the worker that draws it. @param {Request} request */
function begin(request) {
  const worker = new Worker(new URL("./stage.js", import.meta.url), { type: "module" });
  const answer = (/** @type {object} */ given) => {
    worker.terminate();
    reply(request.id, given);
  };
  worker.addEventListener("message", ({ data }) => answer(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    answer({ error: { message: event.message, file: event.filename ?? "", line: event.lineno ?? 0 } });
  });
  worker.postMessage({ runtime, ...request });
  return worker;
}

/**
 * What a line asks for; undefined for half a line, which is all that one who was killed has left.
 * @param {string} line
 * @returns {Request | undefined}
 */
function requestIn(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function serve() {
  let pending = "";
  /** @type {Worker | undefined} */ let drawing;
  for await (const part of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (pending + part).split("\n");
    pending = lines.pop() ?? "";
    for (const request of lines.map(requestIn)) {
      if (!request?.id) continue;
      drawing?.terminate(); // who asked for it is no more
      drawing = begin(request);
    }
  }
  Deno.exit(0);
}

await serve();
