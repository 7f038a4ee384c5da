/** Keeps the keyboard where the person is. */

const REACHABLE =
  'a[href], button, input, select, textarea, [tabindex]:not([tabindex="-1"])';

/** What Tab reaches inside `root`, in order. */
export function reachable(root) {
  return [...root.querySelectorAll(REACHABLE)].filter((node) => !node.disabled && node.checkVisibility());
}

/** On Tab, go from the last control of `root` to its first, and back. */
export function keepFocusInside(root, event) {
  if (event.key !== "Tab") return;
  const stops = reachable(root);
  if (!stops.length) return;
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  const onEdge = document.activeElement === edge || !root.contains(document.activeElement);
  const onTitle = event.shiftKey && !stops.includes(document.activeElement);
  if (!onEdge && !onTitle) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0]).focus();
}

/**
 * Remember who has the keyboard; the function returned gives it back to them, to the
 * message or list item they were in if they are gone, or else to `fallback`.
 */
export function rememberFocus(fallback) {
  const control = document.activeElement;
  const key = control?.closest("[data-key]")?.dataset.key;
  return () => {
    if (control?.isConnected && control !== document.body) return control.focus();
    const item = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    return (item ?? fallback).focus();
  };
}
