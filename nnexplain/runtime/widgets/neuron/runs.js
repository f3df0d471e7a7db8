// The row below the losses: which run the cursor follows, again from the start, away with it.

import { html, svg, write } from "../../draw/svg.js";
import { DASHES } from "./losses.js";

/** @import { Run } from "./losses.js" */

export class RunsRow {
  #sample = svg("line", { class: "nn-loss nn-loss--followed", x1: 1, x2: 33, y1: 6, y2: 6 });
  #select = html("select", { "aria-label": "follow the run" });
  #again = html("button", { type: "button", title: "Train again from pass 0 at this rate" }, "again from 0");
  #drop = html("button", { type: "button", title: "Take this run away" }, "delete");

  /** @param {HTMLElement} host */
  constructor(host) {
    const sample = svg("svg", { viewBox: "0 0 34 12", class: "nn-runs__sample", "aria-hidden": "true" }, this.#sample);
    host.append(html("div", { class: "nn-runs", role: "group", "aria-label": "runs" }, sample, this.#select, this.#again, this.#drop));
  }

  /** @param {Run[]} runs */
  draw(runs) {
    while (this.#select.options.length > runs.length) this.#select.remove(this.#select.options.length - 1);
    for (const [index, { key, timeline: { label }, followed, style }] of runs.entries()) {
      const option = this.#select.options[index] ?? this.#select.appendChild(html("option"));
      option.value = key;
      write(option, label);
      if (!followed) continue;
      this.#select.selectedIndex = index;
      if (DASHES[style]) this.#sample.setAttribute("stroke-dasharray", DASHES[style]);
      else this.#sample.removeAttribute("stroke-dasharray");
      this.#drop.disabled = key === "";
    }
  }

  /** @param {{follow: (key: string) => void, again: () => void, drop: () => void}} hand  @param {AbortSignal} signal */
  take({ follow, again, drop }, signal) {
    this.#select.addEventListener("change", () => follow(this.#select.value), { signal });
    this.#again.addEventListener("click", again, { signal });
    this.#drop.addEventListener("click", drop, { signal });
  }
}
