// A picture that a script has made by other means: it is there as it is, and nothing in it comes alive.

/** @import { Draw } from "../../core/figure.js" */

/** @type {Draw} */
export default () => Promise.resolve();
