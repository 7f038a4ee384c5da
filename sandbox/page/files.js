/** A file in a message: its name, its size, and a way to have it. */

import { h, icon } from "./dom.js";

const STEP = 1024;
const UNITS = ["bytes", "KB", "MB", "GB"];

/** Say a size as people do: 512 bytes, 1.5 MB. */
export function sizeSaid(bytes) {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(STEP)));
  const amount = bytes / STEP ** power;
  return `${power && amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${UNITS[power]}`;
}

/** Draw one file that was shared with `member`. */
export function fileCard(file, member) {
  const address = `/page/file/${encodeURIComponent(file.id)}?user=${encodeURIComponent(member)}`;
  return h(
    "div",
    { class: "file" },
    icon("file"),
    h("p", { class: "file-name" }, h("strong", {}, file.title), h("span", {}, sizeSaid(file.size))),
    h("a", { class: "button", href: address, download: file.name, "aria-label": `Download ${file.name}` }, "Download"),
  );
}
