// The row below the losses: which run the cursor follows, again from the start, away with it.

import { html, set, svg, write } from "../../draw/svg.js";
import { DASHES } from "./losses.js";

/** @import { Bench } from "../../net/one/bench.js" */
/** @import { Run } from "./losses.js" */

/**
 * Puts the row over a panel until `signal` aborts; what it gives shows the runs there are.
 * @param {HTMLElement} host
 * @param {Bench} bench
 * @param {AbortSignal} signal
 * @returns {(runs: readonly Run[]) => void}
 */
export function runsRow(host, bench, signal) {
  const line = svg("line", { class: "nn-neuron-loss nn-neuron-loss--followed", x1: 1, x2: 33, y1: 6, y2: 6 });
  const looks = { class: "nn-widget nn-neuron-runs__sample", "aria-hidden": "true" };
  const sample = svg("svg", { viewBox: "0 0 34 12", ...looks }, line);
  const select = html("select", { "aria-label": "follow the run" });
  const title = "Train again from pass 0 at this rate";
  const again = html("button", { type: "button", title }, "again from 0");
  const drop = html("button", { type: "button", title: "Take this run away" }, "delete");
  const row = html("div", { class: "nn-neuron-runs", role: "group", "aria-label": "runs" });
  row.append(sample, select, again, drop);
  host.append(row);
  select.addEventListener("change", () => bench.follow(select.value), { signal });
  again.addEventListener("click", () => bench.again(), { signal });
  drop.addEventListener("click", () => bench.drop(), { signal });
  return (runs) => {
    while (select.options.length > runs.length) select.remove(select.options.length - 1);
    for (const [index, { key, label, followed, style }] of runs.entries()) {
      const option = select.options[index] ?? select.appendChild(html("option"));
      option.value = key;
      write(option, label);
      if (!followed) continue;
      select.selectedIndex = index;
      set(line, { "stroke-dasharray": DASHES[style] });
      drop.disabled = key === "";
    }
  };
}
