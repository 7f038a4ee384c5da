/** The rail: whom to be. */

import { byId, h, reconcile } from "./dom.js";

const HUES = 6;

/** Which of the stylesheet's portrait colours a person has. */
export function hueOf(id) {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 997, 7) % HUES;
}

export function face(user) {
  return h("span", { class: `face hue-${hueOf(user.id)}`, "aria-hidden": "true" }, user.initials ?? user.name?.slice(0, 2) ?? "?");
}

/** The name a person goes by. */
export function nameOf(user) {
  return user.real_name || user.name || user.id;
}

/** Make the rail. `become(id)` is called when somebody is chosen. */
export function createPeople({ become }) {
  const rail = byId("people");
  const list = byId("people-list");
  const toggle = byId("people-toggle");

  const open = (yes) => {
    rail.classList.toggle("open", yes);
    toggle.setAttribute("aria-expanded", String(yes));
  };
  toggle.addEventListener("click", () => {
    open(toggle.getAttribute("aria-expanded") !== "true");
    if (rail.classList.contains("open")) list.querySelector("[aria-current]")?.focus();
  });
  rail.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !rail.classList.contains("open")) return;
    open(false);
    toggle.focus();
  });

  function sync(users, me, unreadOf) {
    reconcile(list, users.map((user) => rowOf(user, me, unreadOf(user))));
    const mine = users.find(({ id }) => id === me);
    const label = mine ? [face(mine), h("span", { class: "people-toggle-name" }, nameOf(mine))] : [];
    byId("people-toggle-face").replaceChildren(...label);
  }

  function rowOf(user, me, unread) {
    const content = JSON.stringify([user, user.id === me, unread]);
    return [`person-${user.id}`, content, () => row(user, user.id === me, unread)];
  }

  function row(user, current, unread) {
    const follow = (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return; // a tab of its own
      event.preventDefault();
      open(false);
      become(user.id);
    };
    const link = h(
      "a",
      { href: `?user=${encodeURIComponent(user.id)}`, "aria-current": current ? "true" : null, onclick: follow },
      face(user),
      h("span", { class: "person" }, h("span", { class: "person-name" }, nameOf(user)), h("span", { class: "person-title" }, user.title ?? "")),
      unread ? h("span", { class: "unread" }, String(unread), h("span", { class: "visually-hidden" }, " unread")) : null,
    );
    return h("li", {}, link);
  }

  return { sync };
}
