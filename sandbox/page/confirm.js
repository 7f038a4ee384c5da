/** The question before a button that asks "are you sure". */

import { byId, h } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";
import { keepFocusInside } from "./focus.js";

/** Ask; answers true once the person confirms, false if they let it be. */
export function askFirst(question, reader) {
  const dialog = byId("confirm");
  return new Promise((resolve) => {
    const leave = (yes) => {
      dialog.close();
      resolve(yes);
    };
    const no = h("button", { type: "button", class: "button", onclick: () => leave(false) }, plain(question.deny ?? { text: "Cancel" }));
    const yes = h(
      "button",
      { type: "button", class: `button ${question.style ?? "primary"}`, onclick: () => leave(true) },
      plain(question.confirm ?? { text: "Yes" }),
    );
    dialog.replaceChildren(
      h("div", { class: "modal-head" }, h("h2", { id: "confirm-title" }, plain(question.title ?? { text: "Are you sure?" }))),
      h("div", { class: "modal-body", id: "confirm-text" }, textObject(question.text, reader)),
      h("div", { class: "modal-foot" }, no, yes),
    );
    dialog.oncancel = () => resolve(false);
    dialog.onkeydown = (event) => keepFocusInside(dialog, event);
    dialog.showModal();
    no.focus();
  });
}
