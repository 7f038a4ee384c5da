/** Speaks to the sandbox: what there is, what changed, and what a person did. */

const NO_ANSWER = "The sandbox does not answer. Is `make sandbox` still running?";

/** What `user` sees; null asks for the sandbox's own choice of person. */
export async function fetchState(user) {
  const query = user ? `?user=${encodeURIComponent(user)}` : "";
  const response = await fetch(`/page/state${query}`, { cache: "no-store" });
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}.`);
  return response.json();
}

/**
 * Send what a person did. Answers the sandbox's JSON, and `{ok: false, error}` with a
 * sentence where there was none; it never throws.
 */
export async function post(path, body) {
  try {
    const response = await fetch(`/page/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => null);
    if (answer && typeof answer === "object") return { ok: response.ok, ...answer };
    return { ok: response.ok, error: response.ok ? undefined : `The sandbox answered ${response.status}.` };
  } catch {
    return { ok: false, error: NO_ANSWER };
  }
}

const NAMES = ["message", "view", "home", "clock", "bot", "ephemeral"];

/**
 * Listen to what changes for `user`. `changed(name, data)` is called for each event,
 * `connected(yes)` when the stream opens or breaks. Returns a function that stops it.
 */
export function listen(user, changed, connected) {
  const stream = new EventSource(`/page/events?user=${encodeURIComponent(user)}`);
  const take = (name) => (event) => {
    const data = read(event.data);
    changed(name === "message" ? (data.type ?? data.what ?? data.changed ?? name) : name, data);
  };
  for (const name of NAMES) stream.addEventListener(name, take(name));
  stream.addEventListener("open", () => connected(true));
  stream.addEventListener("error", () => connected(false));
  return () => stream.close();
}

function read(text) {
  try {
    const data = JSON.parse(text);
    return data && typeof data === "object" ? data : { type: data };
  } catch {
    return { type: text };
  }
}
