/** The form on top: the last view of the stack, with its errors, its answers, its way out. */

import { blocks, firstControl, showError } from "./blocks.js";
import { byId, h, icon } from "./dom.js";
import { keepFocusInside, reachable, rememberFocus } from "./focus.js";
import { complaint, Form } from "./form.js";
import { plain } from "./mrkdwn.js";

const NOT_TAKEN = "The app did not answer within three seconds. What you wrote is still here: try again.";

/**
 * Make the modal. `send(path, body)` speaks to the sandbox for the current person,
 * `reader` says names and time, `refresh()` fetches what is now.
 */
export function createModal({ send, reader, refresh }) {
  const dialog = byId("modal");
  const forms = new Map();
  let shown = null;
  let busy = false;
  let giveBack = null;

  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  dialog.addEventListener("close", () => shown && leave());
  dialog.addEventListener("keydown", (event) => keepFocusInside(dialog, event));

  /** Show the top of the stack, or nothing. */
  function sync(views) {
    const view = views.at(-1) ?? null;
    for (const id of forms.keys()) if (!views.some((each) => each.id === id)) forms.delete(id);
    if (!view) return hide();
    const content = JSON.stringify([view.id, view.title, view.blocks, view.submit, view.close, views.length]);
    if (shown?.content === content && dialog.open) return undefined;
    const again = shown?.id === view.id;
    shown = { id: view.id, content, view };
    return draw(view, views.length, again);
  }

  function hide() {
    if (!shown && !dialog.open) return;
    shown = null;
    busy = false;
    if (dialog.open) dialog.close();
    dialog.replaceChildren();
    giveBack?.();
    giveBack = null;
  }

  function draw(view, depth, again) {
    const held = again ? whereFocusIs() : null;
    const scroll = again ? dialog.querySelector(".modal-body")?.scrollTop : 0;
    const form = new Form(forms.get(view.id), view.state?.values);
    forms.set(view.id, form);
    busy = false;
    dialog.replaceChildren(frame(view, depth, form));
    if (!dialog.open) {
      giveBack = rememberFocus(byId("command"));
      dialog.showModal();
    }
    const body = dialog.querySelector(".modal-body");
    if (!reachable(body).length) body.tabIndex = 0; // the keyboard scrolls it where nothing in it can be reached
    body.scrollTop = scroll ?? 0;
    (focusOf(held) ?? firstStop()).focus();
  }

  /** The control that has the keyboard, said so that it is found in a view drawn anew. */
  function whereFocusIs() {
    const block = document.activeElement?.closest("#modal [data-block]");
    if (!block) return null;
    return { block: block.dataset.block, place: reachable(block).indexOf(document.activeElement) };
  }

  function focusOf(held) {
    const block = held && dialog.querySelector(`[data-block="${CSS.escape(held.block)}"]`);
    return (block && reachable(block)[held.place]) ?? null;
  }

  /** The first field, unless what stands above it would have to scroll away unread. */
  function firstStop() {
    const field = dialog.querySelector("[autofocus]") ?? firstControl(dialog.querySelector(".block.input") ?? dialog);
    const end = dialog.querySelector(".modal-body").getBoundingClientRect().bottom;
    return field && field.getBoundingClientRect().bottom <= end ? field : byId("modal-title");
  }

  function frame(view, depth, form) {
    const surface = {
      reader,
      form,
      act: (action) => send("action", { view_id: view.id, action, state: form.state() }),
    };
    const closeWords = view.close ? plain(view.close) : depth > 1 ? "Back" : view.submit ? "Cancel" : "Close";
    return h(
      "form",
      {
        novalidate: true,
        autocomplete: "off",
        onsubmit: (event) => {
          event.preventDefault();
          submit(view, form);
        },
      },
      h(
        "div",
        { class: "modal-head" },
        h("h2", { id: "modal-title", tabindex: "-1" }, plain(view.title ?? { text: "" })),
        h("button", { type: "button", class: "quiet", "aria-label": "Close this form", onclick: () => leave(true) }, icon("close")),
      ),
      h("div", { class: "modal-body" }, blocks(view.blocks, surface)),
      h("div", { class: "modal-trouble", role: "alert" }),
      h(
        "div",
        { class: "modal-foot" },
        h("button", { type: "button", class: "button", onclick: () => leave() }, closeWords),
        view.submit ? h("button", { type: "submit", class: "button primary" }, plain(view.submit)) : null,
      ),
    );
  }

  async function submit(view, form) {
    if (busy || !view.submit) return;
    say("");
    if (showErrors(ownComplaints(view, form))) return;
    setBusy(true);
    const answer = await send("submit", { view_id: view.id, state: form.state() });
    if (shown?.id === view.id) setBusy(false);
    if (answer.ok === false && shown?.id === view.id) refused(answer);
    await refresh();
  }

  function refused(answer) {
    const errors = answer.errors ?? {};
    const placed = showErrors(errors);
    const homeless = Object.entries(errors).filter(([block]) => !fieldNode(block)).map(([, text]) => text);
    if (!placed || homeless.length) say(homeless.join(" ") || answer.error || NOT_TAKEN);
  }

  function ownComplaints(view, form) {
    const inputs = view.blocks.map((block, place) => ({ ...block, block_id: block.block_id ?? `block-${place}` })).filter(({ type }) => type === "input");
    const found = inputs.map((block) => [block.block_id, complaint(block.element, block.optional, form.get(block.block_id, block.element))]);
    return Object.fromEntries(found.filter(([, text]) => text));
  }

  const fieldNode = (block) => dialog.querySelector(`.input[data-block="${CSS.escape(block)}"]`);

  /** Put errors at their fields and the keyboard at the first; answers whether there was one. */
  function showErrors(errors) {
    const fields = [...dialog.querySelectorAll(".block.input")];
    for (const field of fields) showError(field, errors[field.dataset.block] ?? null);
    const first = fields.find((field) => errors[field.dataset.block]);
    if (first) firstControl(first).focus();
    return Boolean(first);
  }

  function say(text) {
    dialog.querySelector(".modal-trouble").textContent = text;
  }

  function setBusy(yes) {
    busy = yes;
    const button = dialog.querySelector("[type=submit]");
    button?.setAttribute("aria-disabled", String(yes));
    dialog.querySelector("form")?.setAttribute("aria-busy", String(yes));
  }

  /** Close the form on top, or `all` of the stack. */
  async function leave(all = false) {
    if (!shown || busy) return;
    const { id } = shown;
    const answer = await send("close", { view_id: id, all });
    if (answer.ok === false) hide();
    await refresh();
  }

  return { sync };
}
