/* Runs before the page is drawn, so that a remembered theme does not flash. */
(function () {
  "use strict";
  var kept = null;
  try {
    kept = localStorage.getItem("theme");
  } catch {
    kept = null; // storage may be switched off; the system's theme is used then
  }
  if (/[?&]pane=/.test(location.search)) document.documentElement.classList.add("pane");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
})();
