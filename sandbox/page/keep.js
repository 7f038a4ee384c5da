/** Keeps a few words for this page, where the browser lets it; else for as long as the page lasts. */

const here = new Map();

/** What was kept in `place` (`session` for this tab, `local` for this browser) under `name`. */
export function kept(place, name) {
  try {
    return storage(place).getItem(name) ?? here.get(name) ?? null;
  } catch {
    return here.get(name) ?? null; // storage may be switched off
  }
}

/** Keep `value`, or forget what was kept (null). */
export function keep(place, name, value) {
  if (value === null) here.delete(name);
  else here.set(name, value);
  try {
    if (value === null) storage(place).removeItem(name);
    else storage(place).setItem(name, value);
  } catch {
    return; // it then lasts as long as the page
  }
}

const storage = (place) => (place === "session" ? sessionStorage : localStorage);
