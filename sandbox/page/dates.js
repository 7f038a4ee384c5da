/** Dates in words: Slack's date markup and wall clocks, in a zone that is always named. */

/** Where the exchange is, and the clock by which the policy counts. */
export const NEW_YORK = "America/New_York";

const DAY_MS = 86_400_000;

/** Write a moment (ms) with Intl options in a zone. */
export function format(ms, options, timeZone) {
  return new Intl.DateTimeFormat("en-US", { ...options, timeZone }).format(ms);
}

function ordinal(day) {
  const teen = day % 100 > 10 && day % 100 < 14;
  return day + ((!teen && ["th", "st", "nd", "rd"][day % 10]) || "th");
}

function longDate(ms, zone, withWeekday) {
  const part = (options) => format(ms, options, zone);
  const day = ordinal(Number(part({ day: "numeric" })));
  const date = `${part({ month: "long" })} ${day}, ${part({ year: "numeric" })}`;
  return withWeekday ? `${part({ weekday: "long" })}, ${date}` : date;
}

const dayNumber = (ms, zone) => Math.floor(wallClock(ms, zone) / DAY_MS);

function pretty({ ms, now, zone }, otherwise) {
  const near = { "-1": "yesterday", 0: "today", 1: "tomorrow" };
  return near[dayNumber(ms, zone) - dayNumber(now, zone)] ?? otherwise;
}

function ago({ ms, now }) {
  const seconds = (ms - now) / 1000;
  const steps = [[86_400, "day"], [3_600, "hour"], [60, "minute"], [1, "second"]];
  const [size, unit] = steps.find(([step]) => Math.abs(seconds) >= step) ?? [1, "second"];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}

const short = ({ ms, zone }) => format(ms, { month: "short", day: "numeric", year: "numeric" }, zone);
const medium = ({ ms, zone }) => longDate(ms, zone, false);
const long = ({ ms, zone }) => longDate(ms, zone, true);
const clockTime = ({ ms, zone }, more) => format(ms, { hour: "numeric", minute: "2-digit", ...more }, zone);

const TOKENS = {
  date_num: ({ ms, zone }) => new Date(wallClock(ms, zone)).toISOString().slice(0, 10),
  date: medium,
  date_slash: ({ ms, zone }) => format(ms, { year: "numeric", month: "2-digit", day: "2-digit" }, zone),
  date_short: short,
  date_long: long,
  date_long_full: long,
  date_pretty: (moment) => pretty(moment, medium(moment)),
  date_short_pretty: (moment) => pretty(moment, short(moment)),
  date_long_pretty: (moment) => pretty(moment, long(moment)),
  day_divider_pretty: (moment) => pretty(moment, long(moment)),
  time: (moment) => clockTime(moment),
  time_secs: (moment) => clockTime(moment, { second: "2-digit" }),
  ago,
};

/**
 * Write `{date_short} {time}` for an epoch in seconds, in a zone, seen from `now` (ms).
 * Answers null where Slack would show the fallback: no such moment, no known token.
 */
export function slackDate(epoch, pattern, now, zone) {
  const ms = Number(epoch) * 1000;
  if (!/^\d+$/.test(String(epoch)) || Number.isNaN(new Date(ms).getTime())) return null;
  let known = false;
  const written = pattern.replace(/\{(\w+)\}/g, (whole, token) => {
    if (!Object.hasOwn(TOKENS, token)) return whole;
    known = true;
    return TOKENS[token]({ ms, now, zone });
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
