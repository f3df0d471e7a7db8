// Keeps the page in step with what its author saves, while `nnexplain serve` runs. No part of the site.

/** Shows `problems` over the page, or takes the notice away. @param {string[]} problems */
function show(problems) {
  const id = "nnexplain-problems";
  document.getElementById(id)?.remove();
  if (!problems.length) return;
  const box = document.createElement("div");
  box.id = id;
  box.setAttribute("role", "alert");
  Object.assign(box.style, {
    position: "fixed",
    inset: "auto 0 0 0",
    zIndex: "1000",
    maxHeight: "60vh",
    overflow: "auto",
    padding: "1rem 1.5rem",
    background: "#fffdf8",
    color: "#1f2328",
    borderTop: "4px solid #c8452f",
    font: "14px/1.5 ui-monospace, monospace",
  });
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "dismiss";
  Object.assign(close.style, {
    float: "right",
    minHeight: "44px",
    minWidth: "44px",
    font: "inherit",
    textDecoration: "underline",
    cursor: "pointer",
  });
  close.addEventListener("click", () => box.remove());
  const title = document.createElement("strong");
  const count = problems.length === 1 ? "One problem" : `${problems.length} problems`;
  title.textContent = `${count}; the last good page is shown`;
  const list = document.createElement("pre");
  list.textContent = problems.join("\n\n");
  list.style.whiteSpace = "pre-wrap";
  list.style.margin = "0.5rem 0 0";
  box.append(close, title, list);
  document.body.append(box);
}

/**
 * Reloads the page when it has another version, and shows what is wrong meanwhile. Of a page that was reached
 * without loading it, nobody knows the version it had: it is reloaded when anything of the site has changed.
 */
function follow() {
  const path = location.pathname;
  /** @type {{version: string, page: string} | undefined} */
  let before;
  const events = new EventSource(`/__nnexplain__/events?page=${encodeURIComponent(path)}`);
  events.addEventListener("state", (event) => {
    const state = JSON.parse(event.data);
    const kind = location.pathname === path ? "page" : "version";
    if (before && before[kind] !== state[kind]) {
      events.close();
      location.reload();
      return;
    }
    before = state;
    show(state.problems);
  });
  addEventListener("pagehide", () => events.close());
}

follow();
