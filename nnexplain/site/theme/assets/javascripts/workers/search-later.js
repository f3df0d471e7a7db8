// Stands in for Material's search engine until a reader searches. Material starts the engine on every
// page, which costs each reader 12 kB and a phone a good part of a second; few ever search. The name of the engine,
// a file beside this one, comes as this file's fragment.
//
// Material says: 0 here is the index, 2 here is a query. The engine answers: 1 ready, 3 results.

(() => {
  const [SETUP, READY, QUERY] = [0, 1, 2];
  const scope = /** @type {any} */ (self);
  const engine = location.hash.slice(1);
  /** @type {unknown} */
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

  /** Brings the engine, which then listens itself, and tells it what it has missed. @param {unknown} query */
  function start(query) {
    const answer = scope.postMessage;
    // Its word that it is ready has been given for it; now it means that it can take the query.
    scope.postMessage = () => {
      scope.postMessage = answer;
      say(query);
    };
    scope.importScripts(engine);
    say(index);
  }

  scope.addEventListener("message", standIn);
})();
