/** Dates in words: Slack's date markup, New York's wall clock, the reader's own zone. */

const DAY_MS = 86_400_000;

/** Write a moment (ms) with Intl options in a zone; the reader's own where none is given. */
export function format(ms, options, timeZone) {
  return new Intl.DateTimeFormat("en-US", { ...options, timeZone }).format(ms);
}

/** The reader's zone, as the browser says it. */
export function readerZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function ordinal(day) {
  const teen = day % 100 > 10 && day % 100 < 14;
  return day + ((!teen && ["th", "st", "nd", "rd"][day % 10]) || "th");
}

function longDate(ms, withWeekday) {
  const part = (options) => format(ms, options);
  const day = ordinal(Number(part({ day: "numeric" })));
  const date = `${part({ month: "long" })} ${day}, ${part({ year: "numeric" })}`;
  return withWeekday ? `${part({ weekday: "long" })}, ${date}` : date;
}

const dayNumber = (ms) => {
  const at = new Date(ms);
  return Math.round(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / DAY_MS);
};

function pretty(ms, now, otherwise) {
  const near = { "-1": "yesterday", 0: "today", 1: "tomorrow" };
  return near[dayNumber(ms) - dayNumber(now)] ?? otherwise;
}

function ago(ms, now) {
  const seconds = (ms - now) / 1000;
  const steps = [[86_400, "day"], [3_600, "hour"], [60, "minute"], [1, "second"]];
  const [size, unit] = steps.find(([step]) => Math.abs(seconds) >= step) ?? [1, "second"];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}

const short = (ms) => format(ms, { month: "short", day: "numeric", year: "numeric" });

const TOKENS = {
  date_num: (ms) => new Intl.DateTimeFormat("en-CA").format(ms),
  date: (ms) => longDate(ms, false),
  date_slash: (ms) => format(ms, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date_short: short,
  date_long: (ms) => longDate(ms, true),
  date_long_full: (ms) => longDate(ms, true),
  date_pretty: (ms, now) => pretty(ms, now, longDate(ms, false)),
  date_short_pretty: (ms, now) => pretty(ms, now, short(ms)),
  date_long_pretty: (ms, now) => pretty(ms, now, longDate(ms, true)),
  day_divider_pretty: (ms, now) => pretty(ms, now, longDate(ms, true)),
  time: (ms) => format(ms, { hour: "numeric", minute: "2-digit" }),
  time_secs: (ms) => format(ms, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

/**
 * Write `{date_short} {time}` for an epoch in seconds, in the reader's zone.
 * Answers null where Slack would show the fallback: no such moment, no known token.
 */
export function slackDate(epoch, pattern, now) {
  const ms = Number(epoch) * 1000;
  if (!/^\d+$/.test(String(epoch)) || Number.isNaN(new Date(ms).getTime())) return null;
  let known = false;
  const written = pattern.replace(/\{(\w+)\}/g, (whole, token) => {
    if (!Object.hasOwn(TOKENS, token)) return whole;
    known = true;
    return TOKENS[token](ms, now);
  });
  return known ? written : null;
}

const WALL = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };

/** The wall clock of a zone at a moment, as ms since 1970 as if it were UTC. */
export function wallClock(ms, timeZone) {
  const parts = new Intl.DateTimeFormat("en-US", { ...WALL, timeZone }).formatToParts(ms);
  const at = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);
}

/** The moment (ms) at which a zone's wall clock shows `wall`; twice, because of summer time. */
export function momentOf(wall, timeZone) {
  const first = wall - (wallClock(wall, timeZone) - wall);
  return wall - (wallClock(first, timeZone) - first);
}

/** The next 09:30 of a weekday in the zone, after `ms`. Knows no holidays. */
export function nextWeekdayOpen(ms, timeZone) {
  const wall = wallClock(ms, timeZone);
  let open = Math.floor(wall / DAY_MS) * DAY_MS + 9.5 * 3_600_000;
  while (open <= wall || [0, 6].includes(new Date(open).getUTCDay())) open += DAY_MS;
  return momentOf(open, timeZone);
}

/** `days` later at the same wall clock, also across a change to summer time. */
export function daysLater(ms, days, timeZone) {
  return momentOf(wallClock(ms, timeZone) + days * DAY_MS, timeZone);
}
