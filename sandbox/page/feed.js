/** The conversation with the app, as it stands. */

import { blocks } from "./blocks.js";
import { format } from "./dates.js";
import { byId, h, icon, reconcile } from "./dom.js";
import { fileCard } from "./files.js";
import { Form } from "./form.js";
import { mrkdwn } from "./mrkdwn.js";

const DAY = { weekday: "long", month: "long", day: "numeric", year: "numeric" };
const TIME = { hour: "numeric", minute: "2-digit" };

const msOf = (ts) => Number(ts.split(".")[0]) * 1000;

/**
 * Make the feed. `act(channel, ts, action, state)` sends a press; `dismiss(ts)` takes
 * away what only this person sees; `reader` says names and time.
 */
export function createFeed({ act, dismiss, reader }) {
  const feed = byId("feed");
  const panel = byId("panel-messages");
  let whose = null;

  /** Show a conversation (or null: none yet) with what only this person sees. */
  function sync(person, conversation, whispers) {
    const atEnd = panel.scrollHeight - panel.scrollTop - panel.clientHeight < 80;
    const changed = person !== whose;
    const held = feed.contains(document.activeElement) && document.activeElement.closest("[data-key]")?.dataset.key;
    byId("log").setAttribute("aria-live", changed ? "off" : "polite"); // a change of person is no news
    whose = person;
    reconcile(feed, rows(conversation, whispers));
    if (held && !feed.contains(document.activeElement)) feed.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
    if (changed || atEnd) panel.scrollTop = panel.scrollHeight;
  }

  function rows(conversation, whispers) {
    const channel = conversation?.channel;
    const kept = (conversation?.messages ?? []).map((message) => ({ ...message, channel }));
    const all = [...kept, ...whispers.map((message) => ({ ...message, channel: message.channel ?? channel, whisper: true }))];
    all.sort((one, other) => msOf(one.ts) - msOf(other.ts));
    if (!all.length) return [["empty", "", emptyRow]];
    let day = "";
    return all.flatMap((message) => {
      const today = format(msOf(message.ts), DAY, reader.zone());
      const divider = today === day ? [] : [[`day-${today}`, today, () => dayRow(today)]];
      day = today;
      return [...divider, [`message-${message.ts}`, JSON.stringify(message), () => row(message)]];
    });
  }

  function row(message) {
    const mine = message.user === reader.me();
    const author = mine ? reader.name(message.user) : reader.app();
    const form = new Form();
    const surface = { reader, form, act: (action) => act(message.channel, message.ts, action, form.state()) };
    const at = msOf(message.ts);
    const time = format(at, TIME, reader.zone());
    return h(
      "li",
      { class: `message ${message.whisper ? "whisper" : ""}`, tabindex: "-1" },
      h("span", { class: `face ${mine ? "" : "app"}`, "aria-hidden": "true" }, mine ? reader.initials() : icon("check")),
      h(
        "article",
        { "aria-label": `${author}, ${time}` },
        h(
          "p",
          { class: "message-head" },
          h("strong", {}, author),
          mine ? null : h("span", { class: "tag" }, "app"),
          h("time", { datetime: new Date(at).toISOString() }, time),
        ),
        message.whisper ? whisperNote(message) : null,
        message.blocks?.length ? blocks(message.blocks, surface) : null,
        message.text && !message.blocks?.length ? h("div", { class: "block text" }, mrkdwn(message.text, reader)) : null,
        ...(message.files ?? []).map((file) => fileCard(file, reader.me())),
        message.edited ? h("p", { class: "edited" }, "(edited)") : null,
      ),
    );
  }

  function whisperNote(message) {
    const away = h("button", { type: "button", class: "linklike", onclick: () => dismiss(message.ts) }, "Dismiss");
    return h("p", { class: "whisper-note" }, "Only visible to you. ", away);
  }

  return { sync };
}

function dayRow(words) {
  return h("li", { class: "day" }, h("h2", {}, words));
}

function emptyRow() {
  return h(
    "li",
    { class: "empty" },
    h("p", { class: "empty-title" }, "Nothing here yet"),
    h(
      "p",
      {},
      "Type ",
      h("code", {}, "/preclear"),
      " below and press Enter to ask for clearance, or press ",
      icon("bolt"),
      " beside the line: to ask, to report a trade, to see what waits for you.",
    ),
    h("p", {}, "What you asked for and what you hold stands under Home."),
  );
}
