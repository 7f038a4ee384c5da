/** Takes somebody through a tour: says the step, points at what it is about, sees when it is done. */

import { h, icon } from "./dom.js";
import { WORDS } from "./guide-words.js";
import { keep, kept } from "./keep.js";
import { snapshot } from "./signs.js";
import { TOURS } from "./tours.js";

const PLACE = "tour";

/** Where somebody stopped: `{tour, step}`, or null. */
export function whereLeft() {
  return read(kept("session", PLACE));
}

function read(words) {
  const [name, step] = (words ?? "").split(".");
  const tour = TOURS.find((one) => one.name === name);
  const place = Number(step);
  return tour && Number.isInteger(place) && place >= 0 && place <= tour.steps.length ? { tour, step: place } : null;
}

/**
 * Make the tour's panel. `seen(person)` is what that person's screen shows, null where they
 * have none here; `become(person)` gives them one, `aside(one, other)` both; `host()` is where the
 * panel belongs now; `who(id)` says `{name, title}`; `offer()` shows all tours; `begin(tour)` starts one.
 */
export function createTour({ root, seen, become, aside = null, host, who, offer, begin }) {
  let at = null;
  let start = null;
  let held = false;
  let drawn = "";
  let marked = null;
  let soonLooks = false;

  const count = h("p", { class: "tour-count" });
  const words = h("div", { class: "tour-words", role: "status" });
  const tools = h("div", { class: "tour-tools" });
  const away = h("button", { type: "button", class: "quiet", "aria-label": WORDS.leave, title: WORDS.leave, onclick: leave }, icon("close"));
  const panel = h("section", { class: "tour", id: "tour", "aria-label": "Tour" }, h("div", { class: "tour-head" }, count, away), words, tools);

  /** Begin a tour, or go on with one. */
  function run(tour, step = 0) {
    at = { tour, step };
    settle(false);
  }

  function settle(back) {
    keep("session", PLACE, `${at.tour.name}.${at.step}`);
    start = null;
    held = back;
    drawn = "";
    look();
  }

  function go(step, back = false) {
    at = { ...at, step: Math.max(0, Math.min(at.tour.steps.length, step)) };
    settle(back);
  }

  function leave() {
    stop();
    offer.focus();
  }

  function stop() {
    at = null;
    mark(null);
    panel.remove();
    root.hidden = true;
  }

  /** Look at the page: draw the step anew where that is needed, and go on when it is done. */
  function look() {
    if (!at) return;
    put();
    const step = at.tour.steps[at.step];
    if (!step) return drawEnd();
    const screen = seen(step.as);
    if (!screen) {
      mark(null);
      return draw("other", () => other(step));
    }
    if (!start || start.turn !== (screen.state.stage?.turn ?? 0)) start = snapshot(screen);
    const done = Boolean(step.done?.(screen, start));
    if (!done) held = false;
    if (done && !held) return go(at.step + 1);
    draw(done ? "done" : "here", () => here(step, screen, done));
    return mark(find(step, screen.doc));
  }

  function draw(mode, build) {
    const content = `${at.tour.name}.${at.step}.${mode}`;
    if (content === drawn) return;
    drawn = content;
    const [said, ...buttons] = build();
    const focused = panel.contains(document.activeElement);
    count.textContent = `${at.tour.title}: step ${at.step + 1} of ${at.tour.steps.length}`;
    words.replaceChildren(...said);
    tools.replaceChildren(...buttons.filter(Boolean));
    if (focused && !panel.contains(document.activeElement)) tools.querySelector("button")?.focus();
  }

  function here(step, screen, done) {
    const said = [h("p", { class: "tour-say" }, ...code(step)), h("p", { class: "tour-why" }, step.why)];
    return [
      said,
      step.done && !done ? null : button(WORDS.next, () => go(at.step + 1), "primary"),
      step.types ? button(WORDS.type, () => type(step)) : null,
      step.point ? button(WORDS.show, () => show(step)) : null,
      at.step ? button(WORDS.back, () => go(at.step - 1, true)) : null,
      step.done && !done ? button(WORDS.skip, () => go(at.step + 1)) : null,
    ];
  }

  function other(step) {
    const { name, title } = who(step.as);
    const said = [
      h("p", { class: "tour-say" }, `Now it is ${name}'s turn.`),
      h("p", { class: "tour-why" }, `${title}. Be them here, or keep both of you in view.`),
    ];
    return [
      said,
      button(`Be ${name}`, () => become(step.as), "primary"),
      aside ? button(WORDS.beside, () => aside(partner(), step.as, `${at.tour.name}.${at.step}`)) : null,
      at.step ? button(WORDS.back, () => go(at.step - 1, true)) : null,
      button(WORDS.skip, () => go(at.step + 1)),
    ];
  }

  /** The one who acts before this step, or next to them. */
  function partner() {
    const person = at.tour.steps[at.step].as;
    const before = at.tour.steps.slice(0, at.step).reverse().find(({ as }) => as !== person);
    return before?.as ?? at.tour.person;
  }

  function drawEnd() {
    mark(null);
    draw("end", () => {
      const following = TOURS.find(({ name }) => name === at.tour.next);
      const said = [
        h("p", { class: "tour-say" }, WORDS.over),
        h("ul", { class: "tour-shown" }, at.tour.shown.map((line) => h("li", {}, line))),
      ];
      return [
        said,
        button(`${WORDS.more}: ${following.title}`, () => begin(following), "primary"),
        button(WORDS.tours, () => offer.click()),
        button(WORDS.back, () => go(at.step - 1, true)),
      ];
    });
    count.textContent = at.tour.title;
  }

  function button(label, onclick, style = "") {
    return h("button", { type: "button", class: `button small ${style}`, onclick }, label);
  }

  /** The command in a step's words stands out. */
  function code({ say, types }) {
    if (!types) return [say];
    const [before, after] = say.split(types);
    return [before, h("code", {}, types), after];
  }

  function type(step) {
    const line = seen(step.as)?.doc.getElementById("command");
    if (!line) return;
    line.value = step.types;
    line.focus();
  }

  function find(step, doc) {
    const found = step.point ? [...doc.querySelectorAll(step.point)].filter((node) => node.checkVisibility()) : [];
    return (step.first ? found[0] : found.at(-1)) ?? null;
  }

  function show(step) {
    const screen = seen(step.as);
    const node = screen && find(step, screen.doc);
    if (!node) return;
    node.scrollIntoView({ block: "nearest" });
    if (!node.matches("a, button, input, select, textarea, [tabindex]")) node.tabIndex = -1;
    node.focus();
  }

  function mark(node) {
    if (marked === node) return;
    marked?.classList.remove("tour-here");
    node?.classList.add("tour-here");
    marked = node;
  }

  /** Stand where the step can be read: in the open form, which covers the page, or in the strip. */
  function put() {
    const wanted = host();
    root.hidden = wanted !== root;
    if (panel.parentElement === wanted) return;
    const focused = panel.contains(document.activeElement) ? document.activeElement : null;
    wanted.prepend(panel);
    focused?.focus();
  }

  /** Look once after whatever is being drawn. */
  function soon() {
    if (soonLooks) return;
    soonLooks = true;
    queueMicrotask(() => {
      soonLooks = false;
      look();
    });
  }

  return { run, stop, look: soon, running: () => at, resume };

  function resume(words) {
    const left = read(words);
    if (left) run(left.tour, left.step);
  }
}
