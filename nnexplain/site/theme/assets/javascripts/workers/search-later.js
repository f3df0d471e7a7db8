// Stands in for Material's search engine until a reader searches. Material brings engine and texts to every
// page, which costs each reader 12 kB and what all lessons hold; few ever search. The name of the engine, a
// file beside this one, comes as this file's fragment; the texts lie in search/documents.json.
//
// Material says: 0 here is the index, 2 here is a query. The engine answers: 1 ready, 3 results.

(() => {
  const [SETUP, READY, QUERY] = [0, 1, 2];
  const scope = /** @type {any} */ (self);
  const engine = location.hash.slice(1);
  /** What Material said of the index; its documents are left out until they are fetched. @type {any} */
  let index = null;

  /** @param {MessageEvent<{type: number, data: unknown}>} event */
  function standIn(event) {
    if (event.data.type === SETUP) {
      index = event.data;
      scope.postMessage({ type: READY });
    } else if (event.data.type === QUERY && event.data.data && /^search\.[\w.]+\.js$/.test(engine)) {
      scope.removeEventListener("message", standIn);
      start(event.data);
    }
  }

  /** @param {unknown} data */
  const say = (data) => scope.dispatchEvent(new MessageEvent("message", { data }));

  /** Brings the engine, which then listens itself, and tells it what it has missed. @param {any} query */
  async function start(query) {
    /** @type {any} */
    let last = query;
    /** @param {MessageEvent} event */
    const wait = (event) => {
      last = event.data;
    };
    scope.addEventListener("message", wait);
    const response = await fetch(new URL("../../../search/documents.json", location.href));
    const docs = response.ok ? await response.json() : [];
    scope.removeEventListener("message", wait);
    const answer = scope.postMessage;
    // Its word that it is ready has been given for it; now it means that it can take the query.
    scope.postMessage = () => {
      scope.postMessage = answer;
      say(last);
    };
    scope.importScripts(engine);
    say({ ...index, data: { ...index.data, docs } });
  }

  scope.addEventListener("message", standIn);
})();
