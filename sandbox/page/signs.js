/** The signs by which a tour sees that a step is done: in what the page shows, never in a timer. */

/** What a step's beginning is held against. */
export function snapshot(seen) {
  return {
    messages: messagesOf(seen).length,
    cards: cardsOf(seen),
    whispers: seen.whispers.length,
    now: Date.parse(seen.state.clock.now),
    turn: seen.state.stage?.turn ?? 0,
  };
}

const top = (seen) => seen.state.views?.at(-1) ?? null;
const messagesOf = (seen) =>
  (seen.state.conversations ?? []).flatMap(({ messages }) => messages.filter(({ user }) => user !== seen.me));
const cardsOf = (seen) => messagesOf(seen).filter(({ blocks }) => hasAction(blocks, "card:approve")).length;
const hasAction = (blocks, action) => blocks.some(({ elements }) => elements?.some((one) => one.action_id === action));
const ours = (callback) => callback.split(" ");

/** One of these forms is on top (callback ids, between spaces). */
export const form = (callbacks) => (seen) => ours(callbacks).includes(top(seen)?.callback_id);

/** A form was sent: another one is on top in its place. */
export const answered = (callbacks) => (seen) => Boolean(top(seen)) && !form(callbacks)(seen);

/** Some form is on top. */
export const opened = (seen) => Boolean(top(seen));

/** No form is open. */
export const closed = (seen) => !top(seen);

/** The app answered with what only this person sees. */
export const said = (seen, start) => seen.whispers.length > start.whispers;

/** A message came. */
export const told = (seen, start) => messagesOf(seen).length > start.messages;

/** One card fewer waits for a decision. */
export const decided = (seen, start) => cardsOf(seen) < start.cards;

/** A card waits for a decision. */
export const waits = (seen) => cardsOf(seen) > 0;

/** Home is open, and there is something on it. */
export const atHome = (seen) => seen.doc.getElementById("tab-home")?.ariaSelected === "true" && Boolean(seen.state.home);

/** Messages are open. */
export const atMessages = (seen) => seen.doc.getElementById("tab-messages")?.ariaSelected === "true";

/** The clock was moved. */
export const moved = (seen, start) => Date.parse(seen.state.clock.now) > start.now + 60_000;
