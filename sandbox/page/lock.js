/** What a locked phone and a desktop notification show of the newest messages. */

import { format } from "./dates.js";
import { byId, h } from "./dom.js";

const NEWEST = 3;

/** Make the strip and its switch for narrow windows. */
export function createLock() {
  const strip = byId("lock");
  const toggle = byId("lock-toggle");
  let content = null;

  const open = (yes) => {
    strip.classList.toggle("open", yes);
    toggle.setAttribute("aria-expanded", String(yes));
    letScroll();
  };
  /** Let the keyboard scroll the strip where there is more of it than can be seen. */
  const letScroll = () => {
    if (strip.scrollHeight > strip.clientHeight) strip.tabIndex = 0;
    else strip.removeAttribute("tabindex");
  };
  addEventListener("resize", letScroll);
  toggle.addEventListener("click", () => open(!strip.classList.contains("open")));
  strip.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open(false);
    toggle.focus();
  });

  /** Show what came, at a moment (ms) of the sandbox's clock. */
  function sync(lines, now, zone) {
    const time = format(now, { hour: "numeric", minute: "2-digit", hourCycle: "h23" }, zone);
    const day = format(now, { weekday: "long", month: "long", day: "numeric" }, zone);
    const newest = [...(lines ?? [])].sort((one, other) => Number(other.ts) - Number(one.ts)).slice(0, NEWEST);
    const wanted = JSON.stringify([newest, time, day]);
    if (wanted === content) return;
    content = wanted;
    byId("lock-body").replaceChildren(phone(newest, time, day), desktop(newest[0]));
    letScroll();
  }

  return { sync };
}

function phone(lines, time, day) {
  return h(
    "section",
    { class: "phone", "aria-label": "Phone" },
    h("p", { class: "phone-time", "aria-hidden": "true" }, time),
    h("p", { class: "phone-day", "aria-hidden": "true" }, day),
    lines.length
      ? h("ul", {}, lines.map((line) => h("li", { class: "notification" }, bubble(line.app, line.mobile))))
      : h("p", { class: "phone-none" }, "No notification yet"),
  );
}

function desktop(line) {
  return h(
    "section",
    { class: "desktop", "aria-label": "Desktop notification" },
    h("h3", {}, "Desktop"),
    line ? h("div", { class: "notification" }, bubble(line.app, line.desktop)) : h("p", { class: "phone-none" }, "No notification yet"),
  );
}

function bubble(app, text) {
  return [h("strong", {}, app ?? "Preclear"), h("span", {}, text ?? "")];
}
