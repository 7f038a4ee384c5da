/** Speaks to the sandbox: what there is, what changed, and what a person did. */

const NO_ANSWER = "The sandbox does not answer. Is `make sandbox` still running?";

/**
 * What `user` sees; null asks for the sandbox's own choice of person. Answers null
 * where nobody has that id, and throws where the sandbox does not answer.
 */
export async function fetchState(user) {
  const query = user ? `?user=${encodeURIComponent(user)}` : "";
  const response = await fetch(`/page/state${query}`, { cache: "no-store" });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}.`);
  return response.json();
}

/** Moments ahead that `user` may know of: `{label, about, to}` each; none where nobody says. */
export async function fetchJumps(user) {
  try {
    const response = await fetch(`/page/jumps?user=${encodeURIComponent(user)}`, { cache: "no-store" });
    return response.ok ? (await response.json()).jumps : [];
  } catch {
    return [];
  }
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

const KINDS = ["message", "view", "home", "clock", "bot", "ephemeral", "stage"];

/**
 * Listen to what changes for `user`. `changed(kind, data)` is called for each event,
 * `connected(yes)` when the stream opens or breaks. Returns a function that stops it.
 */
export function listen(user, changed, connected) {
  const stream = new EventSource(`/page/events?user=${encodeURIComponent(user)}`);
  for (const kind of KINDS) stream.addEventListener(kind, (event) => changed(kind, JSON.parse(event.data)));
  stream.addEventListener("open", () => connected(true));
  stream.addEventListener("error", () => connected(false));
  return () => stream.close();
}
