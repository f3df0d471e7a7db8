// The entry: pages load this one module. A figure is there as a picture without it; with it, each
// <nn-figure> comes alive as it nears the screen, and links in the prose can set figures.
//
// Everything that is needed at once is imported here by name, so that a browser asks for all of it
// in one go instead of following the imports one after another.

import "./core/address.js";
import "./core/controls.js";
import "./core/page.js";
import "./core/status.js";
import { FigureElement } from "./core/figure.js";
import { followLinks } from "./core/link.js";

if (!customElements.get("nn-figure")) {
  customElements.define("nn-figure", FigureElement);
  // Listeners on the document outlive the pages that instant navigation swaps under them.
  followLinks(document);
}
