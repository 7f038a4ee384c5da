/** Light or dark: the system's choice until the person makes one, which is remembered. */

import { icon } from "./dom.js";
import { keep } from "./keep.js";

/** Make `button` the switch; `changed(theme)` is called when it was used. */
export function startTheme(button, changed = () => {}) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  const draw = () => {
    button.setAttribute("aria-pressed", String(dark()));
    button.replaceChildren(icon(dark() ? "sun" : "moon"));
  };
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    keep("local", "theme", root.dataset.theme);
    draw();
    changed(root.dataset.theme);
  });
  system.addEventListener("change", draw);
  draw();
}
