/** Tours, scenarios and starting over: what the page offers somebody who has just come. */

import { post } from "./api.js";
import { askFirst } from "./confirm.js";
import { byId, h, icon } from "./dom.js";
import { keepFocusInside } from "./focus.js";
import { WORDS } from "./guide-words.js";
import { keep, kept } from "./keep.js";
import { face } from "./people.js";
import { whereLeft } from "./tour.js";
import { TOURS } from "./tours.js";

const SEEN = "guide-seen";

/**
 * Make the guide. `stage()` is what the sandbox says of scenarios, `users()` who there is;
 * `loaded(scenario)` is called here once one is there, `refresh()` fetches what is now;
 * `run(tour, step)` begins a tour, `stop()` ends one, `pair()` shows two people.
 */
export function createGuide({ stage, users, refresh, loaded, run, stop, pair }) {
  const dialog = byId("guide");
  const wait = byId("wait");
  const button = byId("guide-open");
  let mine = false;
  let trouble = "";

  button.addEventListener("click", () => open());
  dialog.addEventListener("keydown", (event) => keepFocusInside(dialog, event));
  wait.addEventListener("cancel", (event) => trouble || event.preventDefault());

  /** Take what the sandbox says; on a first visit, open. */
  function sync() {
    const offered = stage()?.offered ?? [];
    button.hidden = !offered.length;
    const busy = dialog.open || document.getElementById("modal")?.open || stage()?.loading;
    if (offered.length && kept("local", SEEN) === null && !busy) open();
    if (stage()?.loading) show(stage().loading);
    else if (!mine && !trouble && wait.open) wait.close();
  }

  function open() {
    keep("local", SEEN, "yes");
    dialog.replaceChildren(...content());
    if (!dialog.open) dialog.showModal();
    byId("guide-title").focus();
    dialog.scrollTop = 0;
  }

  function content() {
    const left = whereLeft();
    return [
      h(
        "div",
        { class: "guide-head" },
        h("h2", { id: "guide-title", tabindex: "-1" }, WORDS.title),
        h("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: () => dialog.close() }, icon("close")),
        h("p", {}, WORDS.what),
      ),
      h("div", { class: "guide-body" }, part(WORDS.tours, WORDS.toursAbout, TOURS.map((tour) => tourRow(tour, left)), WORDS.administrator), part(WORDS.scenarios, WORDS.scenariosAbout, stage().offered.map(scenarioRow))),
      h(
        "div",
        { class: "guide-foot" },
        plainButton(WORDS.reset, () => load(stage().offered[0], { title: WORDS.reset, ask: WORDS.resetAsk, always: true })),
        plainButton(WORDS.pair, () => pair()),
        h("button", { type: "button", class: "button primary", onclick: () => dialog.close() }, WORDS.around),
      ),
    ];
  }

  function part(title, about, rows, below = null) {
    const note = (words) => h("p", { class: "aside-note" }, words);
    return h("section", {}, h("h3", {}, title), note(about), h("ul", { class: "guide-list" }, rows), below ? note(below) : null);
  }

  function tourRow(tour, left) {
    const goesOn = left?.tour === tour && left.step > 0 && left.step < tour.steps.length ? left.step : null;
    const main = row(tour.person, tour.title, tour.about, goesOn === null ? null : `Step ${goesOn + 1} of ${tour.steps.length}`, () => begin(tour));
    if (goesOn === null) return h("li", {}, main);
    const on = plainButton(WORDS.goOn, () => {
      dialog.close();
      run(tour, goesOn);
    });
    on.setAttribute("aria-label", `${WORDS.goOn}: ${tour.title}`);
    return h("li", { class: "guide-left" }, main, on);
  }

  function scenarioRow(scenario) {
    const here = stage().loaded === scenario.name && !stage().touched;
    return h("li", {}, row(scenario.person, scenario.title, scenario.about, here ? "Loaded" : null, () => load(scenario, {})));
  }

  function row(person, title, about, tag, onclick) {
    const user = users().find(({ id }) => id === person);
    return h(
      "button",
      { type: "button", class: "guide-row", onclick },
      user ? face(user) : null,
      h("span", { class: "guide-words" }, h("span", { class: "guide-title" }, title, tag ? h("span", { class: "tag" }, tag) : null), h("span", { class: "guide-about" }, about)),
    );
  }

  function plainButton(label, onclick) {
    return h("button", { type: "button", class: "button", onclick }, label);
  }

  /** Begin a tour, in the scenario that it begins with. */
  async function begin(tour) {
    const scenario = stage().offered.find(({ name }) => name === tour.scenario);
    const there = await load(scenario, { title: tour.title, person: tour.person, touring: true });
    if (there) run(tour, 0);
  }

  /** Load a scenario; asks first where something would be lost. Says whether it is there. */
  async function load(scenario, { title = scenario.title, ask = WORDS.loadAsk, always = false, person = scenario.person, touring = false }) {
    await refresh(); // somebody may have done something in another tab
    const same = stage().loaded === scenario.name && !stage().touched && !always;
    if (!same) {
      if ((always || stage().touched) && !(await agreed(title, ask))) return false;
      mine = true;
      show(scenario.title);
      const answer = await post("scenario", { name: scenario.name });
      mine = false;
      if (answer.ok === false) return refused(answer.error);
      await refresh();
      wait.close();
    }
    dialog.close();
    if (!touring) stop();
    await loaded({ ...scenario, person });
    return true;
  }

  function agreed(title, ask) {
    const text = (words) => ({ type: "plain_text", text: words });
    return askFirst({ title: text(title), text: text(ask), confirm: text(WORDS.loadYes), deny: text(WORDS.loadNo) }, null);
  }

  function refused(error) {
    trouble = error ?? "It could not be loaded. Try again.";
    const away = plainButton("Close", () => {
      trouble = "";
      wait.close();
    });
    wait.replaceChildren(h("p", { class: "wait-title", id: "wait-title" }, "Not loaded"), h("p", { role: "alert" }, trouble), away);
    if (!wait.open) wait.showModal();
    away.focus();
    return false;
  }

  /** Show that one is being loaded, in whichever tab. */
  function show(title) {
    if (wait.open) return;
    wait.replaceChildren(
      h("p", { class: "wait-title", id: "wait-title" }, title),
      h("p", { role: "status" }, WORDS.loading),
      h("div", { class: "wait-bar", "aria-hidden": "true" }),
    );
    wait.showModal();
  }

  return { sync, begin };
}
