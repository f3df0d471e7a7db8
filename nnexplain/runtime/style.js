// The style sheet of the widgets: asked for by the first of them, so pages without one do not load it.

/** Resolves when the widgets' style is there. @param {Element} element @returns {Promise<void>} */
export function styled({ ownerDocument: { head } }) {
  const { href } = new URL("./widgets.css", import.meta.url);
  const found = head.querySelector(`link[rel="stylesheet"][href="${href}"]`);
  if (found instanceof HTMLLinkElement && found.sheet) return Promise.resolve();
  const link = found ?? Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const arrived = new Promise((resolve) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", resolve, { once: true });
  });
  if (!found) head.append(link);
  return arrived.then(() => {});
}
