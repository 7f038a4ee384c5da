/** The line above the conversation that says which scenario is there and what to look at. */

import { byId, h, icon } from "./dom.js";
import { keep, kept } from "./keep.js";

const HIDDEN = "scene-hidden";

/** Make the line. */
export function createScene() {
  const line = byId("scene");
  let drawn = "";

  /** Take what the sandbox says of scenarios. */
  function sync(stage) {
    const loaded = stage?.offered.find(({ name }) => name === stage.loaded);
    const hidden = !loaded || !stage.turn || kept("session", HIDDEN) === String(stage.turn);
    const content = hidden ? "" : `${loaded.name} ${stage.turn}`;
    if (content === drawn) return;
    drawn = content;
    line.hidden = hidden;
    line.replaceChildren(...(hidden ? [] : words(loaded, stage.turn)));
  }

  function words({ title, about }, turn) {
    const away = h(
      "button",
      {
        type: "button",
        class: "quiet",
        "aria-label": "Hide the scenario's line",
        onclick: () => {
          keep("session", HIDDEN, String(turn));
          drawn = "";
          line.hidden = true;
          byId("command").focus();
        },
      },
      icon("close"),
    );
    return [h("p", {}, h("strong", {}, title), ` ${about}`), away];
  }

  return { sync };
}
