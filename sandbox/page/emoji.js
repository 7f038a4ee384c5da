/** The emoji that a bot's messages use, by Slack's names; an unknown name stays as written. */

import { h } from "./dom.js";

const KNOWN = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", no_entry: "⛔",
  no_entry_sign: "🚫", lock: "🔒", unlock: "🔓", key: "🔑", envelope: "✉️", incoming_envelope: "📨",
  email: "📧", mailbox: "📫", bell: "🔔", no_bell: "🔕", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  alarm_clock: "⏰", calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", memo: "📝", pencil: "📝",
  page_facing_up: "📄", clipboard: "📋", file_folder: "📁", mag: "🔍", scales: "⚖️", shield: "🛡️",
  briefcase: "💼", chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", moneybag: "💰",
  information_source: "ℹ️", question: "❓", exclamation: "❗", bulb: "💡", eyes: "👀", wave: "👋",
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", pray: "🙏", tada: "🎉", smile: "😄",
  large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴", white_circle: "⚪",
  black_circle: "⚫", arrow_right: "➡️", arrow_left: "⬅️", leftwards_arrow_with_hook: "↩️",
  arrows_counterclockwise: "🔄", heavy_minus_sign: "➖", small_blue_diamond: "🔹", star: "⭐",
};

/** Coloured squares, drawn: not every machine's fonts have them. */
const SQUARES = {
  large_blue_square: "blue", large_orange_square: "orange", white_large_square: "white",
  white_small_square: "small",
};

/** The emoji of this name with the name for a screen reader, or null. */
export function emoji(name) {
  if (Object.hasOwn(SQUARES, name)) {
    return h("span", { role: "img", class: `square ${SQUARES[name]}`, "aria-label": name.replaceAll("_", " ") });
  }
  if (!Object.hasOwn(KNOWN, name)) return null;
  return h("span", { role: "img", "aria-label": name.replaceAll("_", " ") }, KNOWN[name]);
}
