/** What has been filled in, in the shape of Slack's `view.state.values`. */

const FIELD = {
  static_select: "selected_option",
  radio_buttons: "selected_option",
  checkboxes: "selected_options",
  multi_static_select: "selected_options",
  users_select: "selected_user",
  multi_users_select: "selected_users",
  datepicker: "selected_date",
  timepicker: "selected_time",
  datetimepicker: "selected_date_time",
};

const INITIAL = {
  selected_option: "initial_option",
  selected_options: "initial_options",
  selected_user: "initial_user",
  selected_users: "initial_users",
  selected_date: "initial_date",
  selected_time: "initial_time",
  selected_date_time: "initial_date_time",
  value: "initial_value",
};

/** The name under which Slack keeps this element's value. */
export function fieldOf(spec) {
  return FIELD[spec.type] ?? "value";
}

/** The value that an element starts with. */
function initialOf(spec) {
  const field = fieldOf(spec);
  return spec[INITIAL[field]] ?? (["selected_options", "selected_users"].includes(field) ? [] : null);
}

/**
 * The values of one view or message. A view that is sent again keeps what was filled
 * in under the same block and action: `before` is the form of the view it replaces,
 * `served` the values the sandbox keeps (they are all there is after a reload).
 */
export class Form {
  #values = new Map();
  #before;
  #served;

  constructor(before = null, served = {}) {
    this.#before = before;
    this.#served = served;
  }

  /** The value of an element as it is drawn: kept from before, else its initial one. */
  open(blockId, spec) {
    const key = JSON.stringify([blockId, spec.action_id]);
    const kept = this.#values.get(key) ?? this.#before?.peek(key) ?? this.#servedFor(blockId, spec);
    const value = kept && kept.type === spec.type ? kept.value : initialOf(spec);
    this.#values.set(key, { type: spec.type, field: fieldOf(spec), value });
    return value;
  }

  /** Take a new value. */
  set(blockId, spec, value) {
    const key = JSON.stringify([blockId, spec.action_id]);
    this.#values.set(key, { type: spec.type, field: fieldOf(spec), value });
  }

  /** The value of an element that has been drawn. */
  get(blockId, spec) {
    return this.peek(JSON.stringify([blockId, spec.action_id]))?.value;
  }

  peek(key) {
    return this.#values.get(key);
  }

  #servedFor(blockId, spec) {
    const entry = this.#served[blockId]?.[spec.action_id];
    return entry && { type: entry.type, value: entry[fieldOf(spec)] };
  }

  /** All values as `{block_id: {action_id: {type, value | selected_…}}}`. */
  state() {
    const values = {};
    for (const [key, { type, field, value }] of this.#values) {
      const [blockId, actionId] = JSON.parse(key);
      values[blockId] = { ...values[blockId], [actionId]: { type, [field]: value } };
    }
    return values;
  }
}

const empty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

/** Why Slack would not send this value, in a sentence, or null. */
export function complaint(spec, optional, value) {
  if (empty(value)) return optional ? null : missing(spec);
  if (spec.type === "number_input") return numberComplaint(spec, value);
  if (fieldOf(spec) === "value") return lengthComplaint(spec, value);
  if (spec.max_selected_items && value.length > spec.max_selected_items) {
    return `Choose at most ${spec.max_selected_items}.`;
  }
  return null;
}

function missing(spec) {
  if (spec.type === "checkboxes") return "Tick what applies to go on.";
  if (fieldOf(spec) === "value") return "Fill this in to go on.";
  return "Choose one to go on.";
}

function numberComplaint(spec, value) {
  const shape = spec.is_decimal_allowed ? /^-?\d*\.?\d+$/ : /^-?\d+$/;
  if (!shape.test(value)) return spec.is_decimal_allowed ? "Write a number, such as 12.50." : "Write a whole number.";
  if (spec.min_value !== undefined && Number(value) < Number(spec.min_value)) return `Write ${spec.min_value} or more.`;
  if (spec.max_value !== undefined && Number(value) > Number(spec.max_value)) return `Write ${spec.max_value} or less.`;
  return null;
}

function lengthComplaint(spec, value) {
  if (spec.max_length && value.length > spec.max_length) {
    return `Shorten this to ${spec.max_length} characters; it has ${value.length}.`;
  }
  if (spec.min_length && value.length < spec.min_length) return `Write at least ${spec.min_length} characters.`;
  return null;
}
