/**
 * Draws Block Kit blocks.
 *
 * `surface` says where: `reader` (names and time), `form` (what is filled in) and
 * `act(action)`, which sends a block action and answers `{ok, error}`.
 */

import { askFirst } from "./confirm.js";
import { h } from "./dom.js";
import { element, freshId, isGroup } from "./elements.js";
import { fieldOf } from "./form.js";
import { plain, textObject } from "./mrkdwn.js";
import { richText } from "./rich.js";

/** Draw all blocks of a message, a view or App Home. */
export function blocks(list, surface) {
  return (list ?? []).map((block, place) => {
    const draw = DRAW[block.type];
    const known = { ...block, block_id: block.block_id ?? `block-${place}` };
    return draw ? draw(known, surface) : h("p", { class: "block unknown" }, `[${block.type} is not drawn here]`);
  });
}

function section(block, surface) {
  const fields = (block.fields ?? []).map((field) => h("div", { class: "field" }, textObject(field, surface.reader)));
  const body = h(
    "div",
    { class: "section-body" },
    block.text ? h("div", { class: "text" }, textObject(block.text, surface.reader)) : null,
    fields.length ? h("div", { class: "fields" }, fields) : null,
  );
  const accessory = block.accessory ? acting(block, block.accessory, surface) : null;
  return h("div", { class: "block section", "data-block": block.block_id }, body, accessory && h("div", { class: "accessory" }, accessory));
}

function actions(block, surface) {
  const drawn = block.elements.map((spec) => acting(block, spec, surface));
  return h("div", { class: "block actions", "data-block": block.block_id }, drawn);
}

function context(block, surface) {
  const drawn = block.elements.map((text) => h("span", {}, textObject(text, surface.reader)));
  return h("div", { class: "block context" }, drawn);
}

/** An element of a section or an actions block: every change is an action. */
function acting(block, spec, surface) {
  const place = {
    id: freshId("control"),
    name: spec.type === "button" ? null : nameOf(spec),
    dispatch: true,
    reader: surface.reader,
    value: spec.type === "button" ? null : surface.form.open(block.block_id, spec),
    set: (value) => surface.form.set(block.block_id, spec, value),
    press: (extra) => press(block, spec, extra, surface, place.id),
  };
  return element(spec, place);
}

const NAMES = { datepicker: "Date", timepicker: "Time", datetimepicker: "Date and time" };

function nameOf(spec) {
  return spec.accessibility_label ?? spec.placeholder?.text ?? NAMES[spec.type] ?? "Choose";
}

async function press(block, spec, extra, surface, id) {
  if (spec.confirm && !(await askFirst(spec.confirm, surface.reader))) return;
  const control = document.getElementById(id);
  clearTrouble(control);
  control?.setAttribute("aria-disabled", "true");
  const { type, action_id, text } = spec;
  const answer = await surface.act({ type, action_id, block_id: block.block_id, text, ...extra });
  control?.removeAttribute("aria-disabled");
  if (answer.ok === false) showTrouble(control, answer.error);
}

function clearTrouble(control) {
  control?.closest(".block")?.querySelector(":scope > .trouble")?.remove();
}

/** Say beside the button that the app did not take the press. */
function showTrouble(control, error) {
  const words = error ?? "The app did not take this. Try again.";
  control?.closest(".block")?.append(h("p", { class: "trouble", role: "alert" }, words));
}

function input(block, surface) {
  const spec = block.element;
  const ids = { control: freshId("control"), label: freshId("label"), hint: freshId("hint"), error: freshId("error") };
  const label = [plain(block.label), block.optional ? h("span", { class: "optional" }, " (optional)") : null].flat();
  const control = element(spec, {
    id: ids.control,
    labelledBy: isGroup(spec) ? ids.label : null,
    required: !block.optional,
    dispatch: block.dispatch_action === true,
    reader: surface.reader,
    value: surface.form.open(block.block_id, spec),
    set: (value) => {
      surface.form.set(block.block_id, spec, value);
      showError(node, null);
    },
    press: (extra) => press(block, spec, extra ?? { [fieldOf(spec)]: surface.form.get(block.block_id, spec) }, surface, ids.control),
  });
  const node = h(
    "div",
    { class: "block input", "data-block": block.block_id },
    isGroup(spec) ? h("div", { class: "label", id: ids.label }, label) : h("label", { class: "label", for: ids.control, id: ids.label }, label),
    control,
    h("p", { class: "error", id: ids.error, hidden: true }),
    block.hint ? h("p", { class: "hint", id: ids.hint }, plain(block.hint)) : null,
  );
  node.sandboxField = { ids, block, hasHint: Boolean(block.hint) };
  showError(node, null);
  return node;
}

/** Put an error (or null: none) at an input block: seen, and tied to its control. */
export function showError(node, text) {
  const { ids, hasHint } = node.sandboxField;
  const line = node.querySelector(`#${ids.error}`);
  line.hidden = !text;
  line.textContent = text ?? "";
  const target = node.querySelector(`#${ids.control}`);
  const about = [text && ids.error, hasHint && ids.hint].filter(Boolean).join(" ");
  if (about) target.setAttribute("aria-describedby", about);
  else target.removeAttribute("aria-describedby");
  for (const control of [target, ...target.querySelectorAll("[data-control]")]) {
    if (text) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

/** The first control of an input block, to be focused. */
export function firstControl(node) {
  return node.matches("[data-control]") ? node : node.querySelector("[data-control]:checked, [data-control]");
}

const DRAW = {
  section,
  actions,
  context,
  input,
  header: (block) => h("h3", { class: "block header" }, plain(block.text)),
  divider: () => h("hr", { class: "block divider" }),
  rich_text: (block, surface) => richText(block, surface.reader),
};
