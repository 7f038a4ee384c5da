/** The command line: a combobox with completion and a memory of what was sent. */

import { completions, isCommand } from "./completion.js";
import { byId, h } from "./dom.js";

const NOTE = "Commands go to Preclear alone. Tab completes, ↑ brings back what you sent.";

/** Make the command line. `send(text)` answers `{ok, error?}`. */
export function createCommandLine({ send }) {
  const input = byId("command");
  const list = byId("completions");
  const note = byId("command-note");
  const sent = [];
  let commands = [];
  let offered = [];
  let active = -1;
  let back = 0;
  let closed = true;

  note.textContent = NOTE;

  function draw() {
    offered = closed ? [] : completions(input.value, commands);
    if (active >= offered.length) active = -1;
    list.replaceChildren(...offered.map(drawOption));
    list.hidden = !offered.length;
    input.setAttribute("aria-expanded", String(Boolean(offered.length)));
    if (active >= 0) input.setAttribute("aria-activedescendant", `completion-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function drawOption({ label, description }, place) {
    return h(
      "li",
      {
        id: `completion-${place}`,
        role: "option",
        "aria-selected": String(place === active),
        onmousedown: (event) => {
          event.preventDefault(); // keeps the keyboard in the line
          take(place);
        },
      },
      h("span", { class: "option-label" }, label),
      description ? h("span", { class: "option-about" }, description) : null,
    );
  }

  function take(place) {
    input.value = offered[place].insert;
    active = -1;
    closed = completions(input.value, commands).length === 0;
    draw();
  }

  function move(step) {
    const stops = offered.length + 1; // one stop is the line itself
    active = ((active + 1 + step + stops) % stops) - 1;
    draw();
  }

  function recall(step) {
    back = Math.max(0, Math.min(sent.length, back + step));
    input.value = back ? sent[sent.length - back] : "";
  }

  function close() {
    closed = true;
    active = -1;
    draw();
  }

  const KEYS = {
    ArrowDown: () => (offered.length ? move(1) : recall(-1)),
    ArrowUp: () => (offered.length ? move(-1) : recall(1)),
    Escape: () => close(),
    Tab: () => take(Math.max(active, 0)),
    Enter: () => take(active),
  };

  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (!Object.hasOwn(KEYS, key) || event.isComposing || event.shiftKey) return;
    const wanted = { Tab: offered.length > 0, Enter: active >= 0, Escape: offered.length > 0 };
    if (wanted[key] === false) return;
    event.preventDefault();
    KEYS[key]();
  });
  input.addEventListener("input", () => {
    closed = false;
    back = 0;
    say("");
    draw();
  });
  input.addEventListener("focus", () => {
    closed = input.value === "";
    draw();
  });
  input.addEventListener("blur", close);

  byId("composer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text || input.getAttribute("aria-busy") === "true") return;
    if (!isCommand(text, commands)) return say(refusal());
    close();
    input.setAttribute("aria-busy", "true");
    const answer = await send(text);
    input.removeAttribute("aria-busy");
    if (answer.ok === false) return say(answer.error ?? "The app did not take the command.");
    remember(text);
  });

  function refusal() {
    const known = commands.map(({ command }) => command).join(", ");
    return `Preclear reads no messages. Begin with ${known || "a command"}.`;
  }

  function remember(text) {
    if (sent.at(-1) !== text) sent.push(text);
    back = 0;
    input.value = "";
    say("");
    draw();
  }

  function say(text) {
    note.textContent = text || NOTE;
    note.classList.toggle("trouble", Boolean(text));
    if (text) note.setAttribute("role", "alert");
    else note.removeAttribute("role");
  }

  return {
    /** Say what went wrong, under the line. */
    say,
    /** Take the commands that the app declares. */
    sync(declared) {
      commands = declared ?? [];
    },
    /** Another person sits down: nothing of the last one's stays. */
    clear() {
      input.value = "";
      sent.length = 0;
      say("");
      close();
    },
  };
}
