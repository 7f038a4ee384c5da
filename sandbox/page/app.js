/** The page: one person at a time, drawn from what the sandbox says. */

import { fetchState, listen, post } from "./api.js";
import { createClock } from "./clock.js";
import { createCommandLine } from "./command.js";
import { byId, icon } from "./dom.js";
import { createFeed } from "./feed.js";
import { createHome } from "./home.js";
import { createLock } from "./lock.js";
import { createModal } from "./modal.js";
import { createPeople, nameOf } from "./people.js";
import { createShortcuts } from "./shortcuts.js";
import { createTabs } from "./tabs.js";
import { startTheme } from "./theme-switch.js";

const REFRESH_MS = 2_500;

let me = new URLSearchParams(location.search).get("user");
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

const clock = createClock({ move: (body) => thenRefresh(post("clock", body)), ticked: () => state && drawLock() });
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
  const asked = me;
  try {
    const fetched = await fetchState(asked);
    if (asked !== me || !fetched) return;
    state = fetched;
    connected = true;
  } catch {
    connected = false;
  }
  if (state) draw();
  drawConnection();
  markRead();
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
  history.pushState(null, "", `?user=${encodeURIComponent(id)}${location.hash}`);
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
  if (found.me !== me) history.replaceState(null, "", `?user=${encodeURIComponent(found.me)}${location.hash}`);
  await sitDown(found.me);
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
startTheme(byId("theme"));
keepBeginning();
