/** The shortcuts that the app declares: a menu beside the command line. */

import { byId, h, icon } from "./dom.js";

/** Make the menu. `use(callbackId)` answers `{ok, error?}`; `failed(words)` says what went wrong. */
export function createShortcuts({ use, failed }) {
  const toggle = byId("shortcuts-toggle");
  const menu = byId("shortcuts");
  let declared = "";

  toggle.append(icon("bolt"));

  const items = () => [...menu.querySelectorAll("[role=menuitem]")];
  const isOpen = () => !menu.hidden;

  function open(yes) {
    menu.hidden = !yes;
    toggle.setAttribute("aria-expanded", String(yes));
  }

  function close() {
    open(false);
    toggle.focus();
  }

  function focus(place) {
    const all = items();
    all[(place + all.length) % all.length]?.focus();
  }

  async function run(callbackId) {
    if (menu.getAttribute("aria-busy") === "true") return;
    close(); // the form gives the keyboard back to what had it
    menu.setAttribute("aria-busy", "true");
    const answer = await use(callbackId);
    menu.removeAttribute("aria-busy");
    if (answer.ok === false) failed(answer.error ?? "The app did not take the shortcut.");
  }

  toggle.addEventListener("click", () => {
    open(!isOpen());
    if (isOpen()) focus(0);
  });
  toggle.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open(true);
    focus(event.key === "ArrowDown" ? 0 : -1);
  });
  menu.addEventListener("keydown", (event) => {
    const at = items().indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (event.key === "Tab") return open(false);
    if (event.key !== "Escape" && !Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    if (event.key === "Escape") close();
    else focus(moves[event.key]);
  });
  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !menu.contains(event.target) && !toggle.contains(event.target)) open(false);
  });

  function itemOf({ name, callback_id: callbackId, description }) {
    return h(
      "li",
      { role: "none" },
      h(
        "button",
        {
          type: "button",
          role: "menuitem",
          tabindex: "-1",
          "aria-describedby": description ? `shortcut-${callbackId}` : null,
          "aria-label": name,
          onclick: () => run(callbackId),
        },
        h("span", { class: "shortcut-name" }, name),
        description ? h("span", { class: "option-about", id: `shortcut-${callbackId}` }, description) : null,
      ),
    );
  }

  return {
    /** Take the shortcuts that the app declares. */
    sync(shortcuts = []) {
      const content = JSON.stringify(shortcuts);
      if (content === declared) return;
      declared = content;
      menu.replaceChildren(...shortcuts.map(itemOf));
      toggle.hidden = !shortcuts.length;
      open(false);
    },
  };
}
