/** Builds elements from text and nodes. Text only ever becomes text, never markup. */

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "hidden", "required"]);

/**
 * Make an element. `attributes` are set as attributes, the few of PROPERTIES as
 * properties, `onclick` and the like as listeners; null and false are left out.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) element[name] = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** Find the one element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * Make `parent`'s children those of `wanted` ([key, content, build]), keeping each
 * element whose key and content did not change: focus and reading place survive.
 */
export function reconcile(parent, wanted) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const next = wanted.map(([key, content, build]) => {
    const kept = old.get(key);
    if (kept && kept.sandboxContent === content) return kept;
    const made = build();
    made.dataset.key = key;
    made.sandboxContent = content;
    return made;
  });
  const keep = new Set(next);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  next.forEach((child, place) => {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
  });
}

const PATHS = {
  check: "M4 12.5l5 5L20 6.5",
  close: "M5 5l14 14M19 5L5 19",
  sun: "M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6l1.4 1.4M17 17l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4M12 8a4 4 0 100 8 4 4 0 000-8z",
  moon: "M20 14.5A8 8 0 019.5 4 8 8 0 1020 14.5z",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  clock: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3.5 2",
};

/** Draw one of the page's own line icons; it says nothing to a screen reader. */
export function icon(name) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", PATHS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}
