// The other end of tests/engine.py: lines with a script and its argument in, lines with what it gives out.

const [folder, ...names] = Deno.args;
const href = `file://${folder}/index.html`;
const plain = (value) => {
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $number: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (ArrayBuffer.isView(value)) return Array.from(value, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map || value instanceof Set) return plain([...value]);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
  }
  return value === undefined || typeof value === "function" ? null : value;
};
const read = (value) => {
  if (Array.isArray(value)) return value.map(read);
  if (!value || typeof value !== "object") return value;
  if ("$number" in value) return Number(value.$number);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, read(each)]));
};

globalThis.location = { href, toString: () => href };
globalThis.fetch = async (address) => {
  asked.push(new URL(address, href).pathname.split("/").at(-1));
  try {
    return new Response(await Deno.readFile(new URL(address, href)));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return new Response("", { status: 404, statusText: "Not Found" });
  }
};
// What modules say to the console is no answer; `said` has the words by which they said it, `asked` what was fetched.
globalThis.said = [];
globalThis.asked = [];
const aloud = console.error;
for (const word of ["debug", "log", "info", "warn", "error"]) {
  console[word] = (...words) => {
    said.push(word);
    aloud(...words);
  };
}
globalThis.nn = Object.assign(
  {},
  ...(await Promise.all(names.map((name) => import(new URL(`runtime/${name}`, href).href)))),
);

const decoder = new TextDecoder();
const encoder = new TextEncoder();
let text = "";
for await (const part of Deno.stdin.readable) {
  text += decoder.decode(part, { stream: true });
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
    const [script, argument] = JSON.parse(text.slice(0, end));
    text = text.slice(end + 1);
    let answer;
    try {
      const made = (0, eval)(`(${script})`);
      answer = ["value", plain(await (typeof made === "function" ? made(read(argument)) : made))];
    } catch (error) {
      answer = ["error", String(error?.stack ?? error)];
    }
    const line = encoder.encode(`${JSON.stringify(answer)}\n`);
    for (let sent = 0; sent < line.length;) sent += await Deno.stdout.write(line.subarray(sent));
  }
}
