/** What this page shows right now, for a tour that watches it, also from a page around it. */

const DRAWN = "sandbox:drawn";

/** Say what is on the screen: `{me, state, whispers}`. Whoever watches looks again. */
export function publish(shown) {
  window.sandboxSeen = { ...shown, doc: document };
  document.dispatchEvent(new CustomEvent(DRAWN));
}

/** What a window shows, or null while it shows nothing yet. */
export function seenIn(view) {
  try {
    return view.sandboxSeen ?? null;
  } catch {
    return null; // it is on its way to another page
  }
}

/** Call `look` whenever a document was drawn anew. */
export function watch(doc, look) {
  doc.addEventListener(DRAWN, look);
}
