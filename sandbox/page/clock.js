/** The sandbox's clock: what it shows, and the ways to move it. */

import { daysLater, format, momentOf, NEW_YORK, nextWeekdayOpen, wallClock } from "./dates.js";
import { byId, h, icon } from "./dom.js";

const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/**
 * Make the clock. `move(body)` sends `{to}` or `{by_seconds}` and answers `{ok, error?}`;
 * `jumps()` answers moments ahead that matter: `{label, about, to}`.
 */
export function createClock({ move, jumps, ticked = () => {} }) {
  const root = byId("clock");
  const day = h("span", { class: "clock-day" });
  const time = h("span", { class: "clock-time" });
  const shown = h("time", { class: "clock-now" }, time, day);
  const own = h("span", { class: "clock-own" });
  const tools = h("div", { class: "clock-tools", id: "clock-tools" });
  const ahead = h("ul", { class: "clock-ahead", "aria-label": "Where the clock could go" });
  const trouble = h("p", { class: "trouble", role: "alert" });
  const toggle = h(
    "button",
    { type: "button", class: "quiet clock-toggle", "aria-expanded": "false", "aria-controls": "clock-tools", onclick: () => open(!isOpen()) },
    icon("clock"),
    h("span", {}, "Move", h("span", { class: "clock-toggle-more" }, " the clock")),
  );
  let served = null;
  let movable = null;

  root.append(h("div", { class: "clock-face" }, shown, own), toggle, tools);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    open(false);
    toggle.focus();
  });
  document.addEventListener("click", (event) => {
    if (isOpen() && !root.contains(event.target)) open(false);
  });
  setInterval(() => served && draw(), 1000);

  const isOpen = () => root.classList.contains("open");

  function open(yes) {
    root.classList.toggle("open", yes);
    toggle.setAttribute("aria-expanded", String(yes));
    if (!yes) return;
    tools.querySelector("input").value = wallInput(now() + 60_000);
    drawAhead();
  }

  /** Show where the clock could go, once that is known. */
  async function drawAhead() {
    const found = await jumps();
    const jump = ({ label, about, to }) => h("button", { type: "button", class: "button small", title: about, onclick: () => go({ to }) }, label);
    ahead.replaceChildren(...found.map((one) => h("li", {}, jump(one))));
  }

  /** The sandbox's time in ms; it runs on between two answers. */
  function now() {
    return served ? served.ms + (performance.now() - served.at) : Date.now();
  }

  /** The zone of the person who looks. */
  const zone = () => served?.zone ?? NEW_YORK;

  function draw() {
    const at = now();
    const words = format(at, DAY, NEW_YORK);
    const hour = format(at, TIME, NEW_YORK);
    const away = zone() === NEW_YORK ? "" : `${format(at, { ...TIME, weekday: "short" }, zone())} in ${zone().split("/").at(-1).replaceAll("_", " ")}`;
    if (time.textContent === hour && day.textContent === words && own.textContent === away) return;
    time.textContent = hour;
    day.textContent = `${words}, New York`;
    shown.setAttribute("datetime", new Date(at).toISOString());
    own.textContent = away;
    ticked();
  }

  function drawTools() {
    toggle.hidden = !movable;
    tools.replaceChildren(...(movable ? [...steps(), ahead, picker(), trouble] : [h("p", { class: "aside-note" }, "This clock runs with the machine and cannot be moved.")]));
    root.classList.toggle("fixed", !movable);
  }

  function steps() {
    const step = (words, about, to) => h("button", { type: "button", class: "button small", title: about, onclick: () => go({ to: new Date(to()).toISOString() }) }, words);
    return [
      step("+1 hour", "One hour later", () => now() + 3_600_000),
      step("Next weekday 09:30", "When the exchange usually opens, in New York; holidays are not known here", () => nextWeekdayOpen(now(), NEW_YORK)),
      step("+1 day", "The same time tomorrow", () => daysLater(now(), 1, NEW_YORK)),
      step("+1 week", "The same time in a week", () => daysLater(now(), 7, NEW_YORK)),
    ];
  }

  function wallInput(ms) {
    return new Date(wallClock(ms, NEW_YORK)).toISOString().slice(0, 16);
  }

  function picker() {
    const input = h("input", { type: "datetime-local", id: "clock-to", required: true, value: wallInput(now() + 60_000) });
    const take = (event) => {
      event.preventDefault();
      const wall = Date.parse(`${input.value}Z`);
      if (!Number.isNaN(wall)) go({ to: new Date(momentOf(wall, NEW_YORK)).toISOString() });
    };
    return h(
      "form",
      { class: "clock-pick", onsubmit: take },
      h("label", { for: "clock-to" }, "New York date and time"),
      h("div", { class: "row" }, input, h("button", { type: "submit", class: "button small" }, "Set")),
    );
  }

  async function go(body) {
    trouble.textContent = "";
    const answer = await move(body);
    if (answer.ok === false) trouble.textContent = answer.error ?? "The clock did not move.";
    else if (isOpen()) drawAhead();
  }

  /** Take what the sandbox says: `{now, zone, movable}`. */
  function sync(clock) {
    served = { ms: Date.parse(clock.now), at: performance.now(), zone: clock.zone };
    if (movable !== Boolean(clock.movable)) {
      movable = Boolean(clock.movable);
      drawTools();
    }
    draw();
  }

  return { sync, now, zone };
}
