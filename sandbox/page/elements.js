/**
 * Draws the elements a person can press or fill in.
 *
 * Each takes (spec, place). `place` says where it stands: `value`, `set(value)`,
 * `press(extra)` (sends a block action), `dispatch` (a change is itself an action),
 * `name` (its accessible name where no label is beside it), `id`, `reader`.
 */

import { momentOf, wallClock } from "./dates.js";
import { h } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";

let count = 0;

/** An id for a control, a label or a description. */
export function freshId(kind) {
  count += 1;
  return `${kind}-${count}`;
}

const words = (text) => plain(text ?? { text: "" }).map((part) => part.textContent ?? part).join("");

function change(place, value, extra) {
  place.set(value);
  if (place.dispatch) place.press(extra);
}

function button(spec, place) {
  const node = h(
    "button",
    {
      type: "button",
      class: `button ${spec.style ?? ""}`,
      id: place.id,
      "data-action": spec.action_id,
      "aria-label": spec.accessibility_label,
      onclick: () => {
        if (node.getAttribute("aria-disabled") === "true") return;
        if (spec.url) window.open(spec.url, "_blank", "noopener,noreferrer");
        place.press({ value: spec.value });
      },
    },
    plain(spec.text ?? { text: spec.action_id }),
  );
  return node;
}

function attributesOf(spec, place) {
  return {
    id: place.id,
    "aria-label": place.name,
    "data-control": true,
    "aria-required": place.required ? "true" : null,
    autofocus: spec.focus_on_load === true,
  };
}

function textInput(spec, place) {
  const numeric = { inputmode: spec.is_decimal_allowed ? "decimal" : "numeric", class: "number" };
  const node = h(spec.multiline ? "textarea" : "input", {
    ...attributesOf(spec, place),
    ...(spec.multiline ? { rows: 4 } : { type: "text" }),
    ...(spec.type === "number_input" ? numeric : {}),
    autocomplete: "off",
    placeholder: spec.placeholder ? words(spec.placeholder) : null,
    value: place.value ?? "",
    oninput: () => {
      place.set(node.value.trim() === "" ? null : node.value);
      if (place.dispatch && triggers(spec).includes("on_character_entered")) place.press({ value: node.value });
    },
    onkeydown: (event) => {
      const entered = event.key === "Enter" && place.dispatch && triggers(spec).includes("on_enter_pressed");
      if (!entered || event.shiftKey) return;
      event.preventDefault();
      place.press({ value: node.value });
    },
  });
  return spec.max_length ? counted(node, spec.max_length) : node;
}

const triggers = (spec) => spec.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];

/** Says how many characters are left once most are used. */
function counted(node, limit) {
  const counter = h("span", { class: "counter", "aria-hidden": "true" });
  const count = () => {
    const length = node.value.length;
    counter.hidden = length < limit * 0.8;
    counter.textContent = `${length} of ${limit}`;
    counter.classList.toggle("over", length > limit);
  };
  node.addEventListener("input", count);
  count();
  return h("div", { class: "counted" }, node, counter);
}

const allOptions = (spec) => spec.options ?? (spec.option_groups ?? []).flatMap((group) => group.options);

const same = (one, other) => one?.value === other?.value;

function select(spec, place) {
  const options = allOptions(spec);
  const draw = (option) => {
    const place_ = options.indexOf(option);
    return h("option", { value: String(place_), selected: same(option, place.value) }, words(option.text));
  };
  const node = h(
    "select",
    {
      ...attributesOf(spec, place),
      onchange: () => {
        const chosen = options[Number(node.value)] ?? null;
        change(place, node.value === "" ? null : chosen, { selected_option: node.value === "" ? null : chosen });
      },
    },
    h("option", { value: "", selected: !place.value }, spec.placeholder ? words(spec.placeholder) : "Choose one"),
    spec.option_groups
      ? spec.option_groups.map((group) => h("optgroup", { label: words(group.label) }, group.options.map(draw)))
      : options.map(draw),
  );
  return h("span", { class: "select" }, node);
}

function usersSelect(spec, place) {
  const options = place.reader.people().map(({ id, name }) => ({ value: id, text: { type: "plain_text", text: name } }));
  return select(
    { ...spec, options },
    {
      ...place,
      value: options.find((option) => option.value === place.value) ?? null,
      set: (option) => place.set(option?.value ?? null),
      press: ({ selected_option: option }) => place.press({ selected_user: option?.value ?? null }),
    },
  );
}

/** One line of radio buttons or tick boxes. */
function choice(kind, group, option, place, { checked, onchange }) {
  const id = freshId("choice");
  const about = option.description ? freshId("about") : null;
  return h(
    "div",
    { class: "choice" },
    h("input", { type: kind, id, name: group, checked, onchange, "data-control": true, "aria-describedby": about }),
    h("label", { for: id }, textObject(option.text, place.reader)),
    option.description ? h("p", { class: "about", id: about }, textObject(option.description, place.reader)) : null,
  );
}

function group(spec, place, children) {
  const role = spec.type === "radio_buttons" ? "radiogroup" : "group";
  return h("div", { class: `choices ${spec.type}`, id: place.id, role, "aria-label": place.name, "aria-labelledby": place.labelledBy }, children);
}

function radios(spec, place) {
  const name = freshId("radio");
  const draw = (option) =>
    choice("radio", name, option, place, {
      checked: same(option, place.value),
      onchange: () => change(place, option, { selected_option: option }),
    });
  return group(spec, place, allOptions(spec).map(draw));
}

function ticks(spec, place) {
  const name = freshId("tick");
  let chosen = [...(place.value ?? [])];
  const toggle = (option) => {
    const without = chosen.filter((other) => !same(other, option));
    const wanted = without.length === chosen.length ? [...chosen, option] : without;
    chosen = allOptions(spec).filter((each) => wanted.some((other) => same(other, each)));
    change(place, chosen, { selected_options: chosen });
  };
  const draw = (option) =>
    choice("checkbox", name, option, place, {
      checked: chosen.some((other) => same(other, option)),
      onchange: () => toggle(option),
    });
  return group(spec, place, allOptions(spec).map(draw));
}

/** Several people: Slack's value is their ids. */
function usersTicks(spec, place) {
  const options = place.reader.people().map(({ id, name }) => ({ value: id, text: { type: "plain_text", text: name } }));
  const ids = (chosen) => chosen.map((option) => option.value);
  return ticks(
    { ...spec, options },
    {
      ...place,
      value: options.filter((option) => (place.value ?? []).includes(option.value)),
      set: (chosen) => place.set(ids(chosen)),
      press: ({ selected_options: chosen }) => place.press({ selected_users: ids(chosen) }),
    },
  );
}

/** A date, a time: the browser's own picker, Slack's value. */
function picker(kind, field) {
  return (spec, place) => {
    const node = h("input", {
      ...attributesOf(spec, place),
      type: kind,
      value: place.value ?? "",
      onchange: () => change(place, node.value || null, { [field]: node.value || null }),
    });
    return node;
  };
}

/** Date and time in the reader's zone; Slack's value is seconds since 1970. */
function momentPicker(spec, place) {
  const zone = place.reader.zone();
  const node = h("input", {
    ...attributesOf(spec, place),
    type: "datetime-local",
    value: place.value ? new Date(wallClock(place.value * 1000, zone)).toISOString().slice(0, 16) : "",
    onchange: () => {
      const wall = Date.parse(`${node.value}Z`);
      const seconds = Number.isNaN(wall) ? null : Math.floor(momentOf(wall, zone) / 1000);
      change(place, seconds, { selected_date_time: seconds });
    },
  });
  return node;
}

const ELEMENTS = {
  button,
  plain_text_input: textInput,
  number_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  static_select: select,
  users_select: usersSelect,
  multi_static_select: ticks,
  multi_users_select: usersTicks,
  radio_buttons: radios,
  checkboxes: ticks,
  datepicker: picker("date", "selected_date"),
  timepicker: picker("time", "selected_time"),
  datetimepicker: momentPicker,
};

/** Whether the element is a group with a legend and not one control with a label. */
export function isGroup(spec) {
  return ["radio_buttons", "checkboxes", "multi_static_select", "multi_users_select"].includes(spec.type);
}

/** Draw an element; one that the page does not know says so. */
export function element(spec, place) {
  const draw = ELEMENTS[spec.type];
  return draw ? draw(spec, place) : h("span", { class: "unknown" }, `[${spec.type} is not drawn here]`);
}
