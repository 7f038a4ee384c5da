/** The page: one person at a time, drawn from what the sandbox says. */

import { fetchJumps, fetchState, listen, post } from "./api.js";
import { createClock } from "./clock.js";
import { createCommandLine } from "./command.js";
import { byId, icon } from "./dom.js";
import { createFeed } from "./feed.js";
import { createGuide } from "./guide.js";
import { createHome } from "./home.js";
import { createLock } from "./lock.js";
import { createModal } from "./modal.js";
import { createPeople, nameOf } from "./people.js";
import { createScene } from "./scene.js";
import { publish, seenIn, watch } from "./seen.js";
import { createShortcuts } from "./shortcuts.js";
import { createTabs } from "./tabs.js";
import { startTheme } from "./theme-switch.js";
import { createTour } from "./tour.js";

const REFRESH_MS = 2_500;

const asked = new URLSearchParams(location.search);
/** One of two people in a page around this one, which has the clock and the tour. */
const pane = asked.has("pane");
const address = (id) => `?user=${encodeURIComponent(id)}${pane ? "&pane=1" : ""}`;

let me = asked.get("user");
let state = null;
let whispers = [];
let connected = true;
let stop = () => {};
let running = null;
let again = false;

/** Names and time, for everything that is drawn. */
const reader = {
  me: () => me,
  app: () => state?.bot?.name ?? "Preclear",
  name: (id) => {
    if (id === state?.bot?.id) return reader.app();
    const found = state?.users.find((user) => user.id === id);
    return found ? nameOf(found) : null;
  },
  people: () => (state?.users ?? []).map((user) => ({ id: user.id, name: nameOf(user) })),
  initials: () => state?.users.find(({ id }) => id === me)?.initials ?? "",
  now: () => clock.now(),
  zone: () => clock.zone(),
};

const send = (path, body) => post(path, { user: me, ...body });

async function thenRefresh(answer) {
  const given = await answer;
  await refresh();
  return given;
}

const clock = createClock({
  move: (body) => thenRefresh(post("clock", body)),
  ticked: () => state && drawLock(),
  jumps: () => fetchJumps(me),
});
const people = createPeople({ become });
const feed = createFeed({
  reader,
  act: (channel, ts, action, values) => thenRefresh(send("action", { channel, ts, action, state: values })),
  dismiss: (ts) => {
    whispers = whispers.filter((each) => each.ts !== ts);
    draw();
    byId("command").focus();
  },
});
const home = createHome({
  reader,
  act: (view, action, values) => thenRefresh(send("action", { view_id: view.id, home: true, action, state: values })),
});
const modal = createModal({ reader, send, refresh });
const command = createCommandLine({ send: (text) => thenRefresh(send("command", { text })) });
const shortcuts = createShortcuts({
  use: (callbackId) => thenRefresh(send("shortcut", { callback_id: callbackId })),
  failed: (words) => command.say(words),
});
const lock = createLock();
const tabs = createTabs({ opened: (name) => opened(name) });
const scene = createScene();
const tour = createTour({
  root: byId("tour-strip"),
  seen: (person) => (person === me && state ? seenIn(window) : null),
  become,
  aside: (left, right, step) => location.assign(pairAddress(left, right, step)),
  host: () => (byId("modal").open ? byId("modal") : byId("tour-strip")),
  who: (id) => ({ name: reader.name(id) ?? id, title: state.users.find((user) => user.id === id)?.title ?? "" }),
  offer: byId("guide-open"),
  begin: (one) => guide.begin(one),
});
const guide = createGuide({
  stage: () => state?.stage,
  users: () => state.users,
  refresh,
  loaded: ({ person }) => become(person),
  run: (one, step) => tour.run(one, step),
  stop: () => tour.stop(),
  pair: () => location.assign(pairAddress(me, partnerOf(me), "")),
});

/** Fetch and draw; asked for again while it runs, it runs once more. */
function refresh() {
  again = Boolean(running);
  running ??= fetchAndDraw().finally(() => {
    running = null;
    if (again) refresh();
  });
  return running;
}

async function fetchAndDraw() {
  const whose = me;
  try {
    const fetched = await fetchState(whose);
    if (whose !== me || !fetched) return;
    if (state && state.stage?.turn !== fetched.stage?.turn) beginAnew();
    state = fetched;
    connected = true;
  } catch {
    connected = false;
  }
  if (state) draw();
  drawConnection();
  markRead();
}

/** Another scenario is there: nothing of what was before stays on the page. */
function beginAnew() {
  whispers = [];
  command.clear();
  tabs.open("messages");
}

/** What is on the screen in front of somebody counts as read. */
function markRead() {
  const unread = state?.conversations.some((conversation) => conversation.unread);
  if (connected && unread && tabs.current() === "messages" && !document.hidden) send("read", {});
}

function draw() {
  const mine = state.users.find(({ id }) => id === me);
  const conversation = state.conversations[0] ?? null;
  const who = mine ? nameOf(mine) : me;
  const unread = unreadOf(mine);
  byId("team").textContent = state.team.name;
  byId("who").textContent = `Preclear, as ${who} sees it`;
  document.title = `${unread ? `(${unread}) ` : ""}${who} · Preclear sandbox`;
  clock.sync(state.clock);
  people.sync(state.users, me, unreadOf);
  command.sync(state.commands);
  shortcuts.sync(state.shortcuts);
  feed.sync(me, conversation, whispers);
  home.sync(me, state.home);
  tabs.sync(unread);
  drawLock();
  modal.sync(state.views ?? []);
  if (!pane) {
    byId("pair-link").href = pairAddress(me, partnerOf(me), "");
    scene.sync(state.stage);
    guide.sync();
  }
  publish({ me, state, whispers });
}

function drawLock() {
  lock.sync(state.lock_screen, clock.now(), clock.zone());
}

function unreadOf(user) {
  if (user?.id === me) return tabs.current() === "messages" ? 0 : state.conversations.reduce((sum, { unread }) => sum + (unread ?? 0), 0);
  return user?.unread ?? 0;
}

function drawConnection() {
  const bot = byId("bot");
  const on = connected && state?.bot?.connected;
  bot.classList.toggle("on", Boolean(on));
  const words = connected ? (on ? "Bot connected" : "Bot not connected") : "Sandbox not reached";
  if (bot.textContent !== words) bot.textContent = words;
  const notice = connected ? "" : "The sandbox does not answer. Start it with make sandbox; this page goes on by itself.";
  const notices = byId("notices");
  if (notices.textContent !== notice) notices.textContent = notice;
}

function heard(name, data) {
  if (name === "ephemeral") hearWhisper(data);
  if (["clock", "bot"].includes(name) && tabs.current() === "home") send("home", {}); // it is out of date
  refresh();
}

function hearWhisper(data) {
  const ts = data.ts ?? `${Math.floor(clock.now() / 1000)}.${String(whispers.length).padStart(6, "0")}`;
  const rest = whispers.filter((each) => each.ts !== ts);
  whispers = data.deleted ? rest : [...rest, { ts, channel: data.channel, text: data.text, blocks: data.blocks }];
}

/** A tab was opened: Slack tells the app when it is its Home. */
function opened(name) {
  if (!me || !state) return;
  if (name === "home") send("home", {}).then(refresh);
  else refresh();
}

/** Be another person: nothing of the last one's stays on the page. */
async function become(id) {
  if (id === me) return;
  history.pushState(null, "", `${address(id)}${location.hash}`);
  await sitDown(id);
  byId("command").focus();
}

async function sitDown(id) {
  me = id;
  whispers = [];
  command.clear();
  follow();
  await refresh();
  opened(tabs.current());
}

function follow() {
  stop();
  stop = listen(me, heard, (yes) => {
    if (yes !== connected || yes) refresh();
    connected = yes;
    drawConnection();
  });
}

async function begin() {
  const found = (me && (await fetchState(me))) || (await fetchState(null));
  if (found.me !== me) history.replaceState(null, "", `${address(found.me)}${location.hash}`);
  await sitDown(found.me);
  if (asked.has("tour")) tour.resume(asked.get("tour"));
}

/** Whom to sit beside somebody: an officer, or the first of the people. */
function partnerOf(id) {
  const others = state.users.filter((user) => user.id !== id);
  const officer = others.find(({ title }) => title.startsWith("Chief"));
  return (id === state.users[0].id ? officer : null)?.id ?? others[0].id;
}

function pairAddress(left, right, step) {
  return `/pair.html?${new URLSearchParams({ left, right, ...(step ? { tour: step } : {}) })}`;
}

// A browser gives one site six connections: a tab in the background lets its own go.
document.addEventListener("visibilitychange", () => {
  if (!me) return;
  if (document.hidden) stop();
  else follow();
});

// The stream tells what concerns this person; what the others have unread is asked for.
setInterval(() => me && state && refresh(), REFRESH_MS);

window.addEventListener("popstate", () => {
  const id = new URLSearchParams(location.search).get("user");
  if (id && id !== me) sitDown(id);
});

/** Begin, again and again while the sandbox is not there. */
function keepBeginning() {
  begin().catch(() => {
    connected = false;
    drawConnection();
    setTimeout(keepBeginning, REFRESH_MS);
  });
}

byId("mark").append(icon("check"));
watch(document, () => tour.look());
startTheme(byId("theme"));
keepBeginning();
