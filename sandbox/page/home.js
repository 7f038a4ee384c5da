/** App Home, as the app last published it for this person. */

import { blocks } from "./blocks.js";
import { byId, h } from "./dom.js";
import { Form } from "./form.js";

/** Make App Home. `act(view, action, state)` sends a press. */
export function createHome({ act, reader }) {
  const panel = byId("panel-home");
  let content = null;
  let form = null;

  /** Show a person's Home, or that there is none yet. */
  function sync(person, view) {
    const now = JSON.stringify([person, view?.id, view?.blocks]);
    if (now === content) return;
    content = now;
    const held = panel.contains(document.activeElement);
    form = new Form(form, view?.state?.values);
    const surface = { reader, form, act: (action) => act(view, action, form.state()) };
    panel.replaceChildren(view ? h("div", { class: "home" }, blocks(view.blocks, surface)) : empty());
    if (held) panel.focus();
  }

  return { sync };
}

function empty() {
  return h(
    "div",
    { class: "empty" },
    h("p", { class: "empty-title" }, "Home is still empty"),
    h("p", {}, "The app fills it when it is opened and the bot is running."),
  );
}
