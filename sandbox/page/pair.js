/** Two people side by side, each in a page of their own within this one; one clock, one tour. */

import { fetchJumps, fetchState, post } from "./api.js";
import { createClock } from "./clock.js";
import { byId, h } from "./dom.js";
import { createGuide } from "./guide.js";
import { nameOf } from "./people.js";
import { seenIn, watch } from "./seen.js";
import { startTheme } from "./theme-switch.js";
import { createTour } from "./tour.js";

const REFRESH_MS = 2_500;
const SIDES = ["left", "right"];
const WORDS = { left: "On the left", right: "On the right" };

const asked = new URLSearchParams(location.search);
let state = null;
let shownOnPhone = "left";
const sides = {};

const clock = createClock({ move, jumps });
const tour = createTour({
  root: byId("tour-strip"),
  seen,
  become: (person) => sit(sideFor(person), person),
  host: () => byId("tour-strip"),
  who: (id) => {
    const user = state.users.find((one) => one.id === id);
    return { name: user ? nameOf(user) : id, title: user?.title ?? "" };
  },
  offer: byId("guide-open"),
  begin: (one) => guide.begin(one),
});
const guide = createGuide({
  stage: () => state?.stage,
  users: () => state.users,
  refresh,
  loaded: async ({ person }) => sit(sideFor(person), person),
  run: (one, step) => tour.run(one, step),
  stop: () => tour.stop(),
  pair: () => byId("guide").close(),
});

async function move(body) {
  const answer = await post("clock", body);
  await refresh();
  return answer;
}

async function jumps() {
  const both = await Promise.all(SIDES.map((side) => fetchJumps(sides[side].person)));
  const own = (one) => one.label.startsWith("Your ");
  const named = (one, side) => ({ ...one, label: one.label.replace("Your", `${nameAt(side)}'s`) });
  const common = both[0].filter((one) => !own(one));
  const theirs = SIDES.flatMap((side, place) => both[place].filter(own).map((one) => named(one, side)));
  return [...theirs, ...common];
}

const nameAt = (side) => nameOf(state.users.find(({ id }) => id === sides[side].person));

/** What somebody's screen shows, where it is one of these two and can be seen. */
function seen(person) {
  const side = SIDES.find((one) => sides[one].person === person);
  if (!side) return null;
  const found = seenIn(sides[side].frame.contentWindow);
  if (found?.me !== person) return null;
  if (onPhone() && side !== shownOnPhone && tour.running()) show(side);
  return found;
}

const onPhone = () => matchMedia("(max-width: 720px)").matches;

/** Where somebody sits, or who may get up for them: whoever a tour does not need next. */
function sideFor(person) {
  return SIDES.find((side) => sides[side].person === person) ?? (onPhone() ? shownOnPhone : "right");
}

async function refresh() {
  try {
    const fetched = await fetchState(sides.left?.person ?? asked.get("left"));
    if (!fetched) return;
    state = fetched;
  } catch {
    return; // each side says that the sandbox does not answer
  }
  byId("team").textContent = state.team.name;
  clock.sync({ ...state.clock, zone: "America/New_York" });
  if (sides.left) guide.sync();
  tour.look();
}

/** Put somebody on a side. */
function sit(side, person) {
  const one = sides[side];
  const other = sides[SIDES.find((each) => each !== side)];
  if (other?.person === person) return sitElsewhere(side, person);
  if (one.person !== person) {
    one.person = person;
    one.frame.src = `/?user=${encodeURIComponent(person)}&pane=1`;
  }
  const name = nameOf(state.users.find(({ id }) => id === person));
  one.frame.title = `${name}'s Slack`;
  one.select.value = person;
  one.pressed.textContent = name;
  const [left, right] = SIDES.map((each) => sides[each].person);
  if (right) history.replaceState(null, "", `?${new URLSearchParams({ left, right })}`);
  byId("one-person").href = `/?user=${encodeURIComponent(left)}`;
  show(side);
  return tour.look();
}

/** Somebody is chosen who sits on the other side: the two change places. */
function sitElsewhere(side, person) {
  const other = SIDES.find((each) => each !== side);
  const before = sides[side].person;
  sides[other].person = null;
  sit(side, person);
  if (before) sit(other, before);
}

/** On a phone, show one of the two. */
function show(side) {
  shownOnPhone = side;
  for (const each of SIDES) {
    sides[each].section.classList.toggle("shown", each === side);
    sides[each].pressed.setAttribute("aria-pressed", String(each === side));
  }
}

function makeSide(side) {
  const options = state.users.map((user) => h("option", { value: user.id }, `${nameOf(user)}, ${user.title}`));
  const select = h("select", { "aria-label": WORDS[side], onchange: () => sit(side, select.value) }, options);
  const frame = h("iframe", {});
  frame.addEventListener("load", () => {
    watch(frame.contentDocument, () => heard(frame));
    frame.contentDocument.documentElement.dataset.theme = document.documentElement.dataset.theme ?? "";
    tour.look();
  });
  const pressed = h("button", { type: "button", "aria-pressed": "false", onclick: () => show(side) });
  const section = h("section", { class: "pair-side", "aria-label": WORDS[side] }, h("div", { class: "pair-head" }, select), frame);
  byId("pair-switch").append(pressed);
  byId("pair-shell").append(section);
  sides[side] = { person: null, select, frame, section, pressed };
}

/** A side was drawn anew: what concerns both is fetched where it changed. */
function heard(frame) {
  const stage = JSON.stringify(seenIn(frame.contentWindow)?.state.stage);
  if (stage !== JSON.stringify(state.stage)) refresh();
  tour.look();
}

async function begin() {
  await refresh();
  if (!state) throw new Error("The sandbox does not answer.");
  SIDES.forEach(makeSide);
  const known = (id, otherwise) => state.users.find((user) => user.id === id)?.id ?? otherwise;
  const left = known(asked.get("left"), state.users[0].id);
  const right = known(asked.get("right"), state.users.find(({ id, title }) => id !== left && /Chief/.test(title))?.id);
  sit("left", left);
  sit("right", right === left ? state.users.find(({ id }) => id !== left).id : right);
  show("left");
  guide.sync();
  if (asked.has("tour")) tour.resume(asked.get("tour"));
}

function keepBeginning() {
  begin().catch(() => setTimeout(keepBeginning, REFRESH_MS));
}

setInterval(() => state && refresh(), REFRESH_MS);
startTheme(byId("theme"), (theme) => {
  for (const side of SIDES) sides[side].frame.contentDocument.documentElement.dataset.theme = theme;
});
keepBeginning();
