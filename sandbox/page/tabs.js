/** Messages and Home: two tabs of the conversation with the app. */

import { byId, h } from "./dom.js";

const NAMES = ["messages", "home"];
const WORDS = { messages: "Messages", home: "Home" };

/** Make the tabs. `opened(name)` is called when a person opens one. */
export function createTabs({ opened }) {
  const list = byId("tabs");
  const buttons = Object.fromEntries(NAMES.map((name) => [name, draw(name)]));
  let current = location.hash === "#home" ? "home" : "messages";

  list.append(...Object.values(buttons));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = NAMES[(NAMES.indexOf(current) + step + NAMES.length) % NAMES.length];
    open(next);
    buttons[next].focus();
  });
  show();

  function draw(name) {
    return h(
      "button",
      { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => open(name) },
      WORDS[name],
      h("span", { class: "unread", hidden: true }),
    );
  }

  function open(name) {
    current = name;
    history.replaceState(null, "", location.pathname + location.search + (name === "home" ? "#home" : ""));
    show();
    opened(name);
  }

  function show() {
    for (const name of NAMES) {
      buttons[name].setAttribute("aria-selected", String(name === current));
      buttons[name].tabIndex = name === current ? 0 : -1;
      byId(`panel-${name}`).hidden = name !== current;
    }
  }

  /** Show how much is unread in Messages. */
  function sync(unread) {
    const mark = buttons.messages.querySelector(".unread");
    mark.hidden = !unread;
    mark.textContent = unread ? `${unread} new` : "";
  }

  return { sync, open, current: () => current };
}
