/** What can be completed on the command line, from the commands the app declares. */

/** A word that stands for what a person fills in: `ID`, `<id>`. */
const PLACEHOLDER = /^(<.*>|[A-Z]{2,})$/;

/** The ways to go on that a usage hint shows: `[status | withdraw ID]` → two. */
export function waysOn(hint = "") {
  return hint
    .replace(/^\s*\[|\]\s*$/g, "")
    .split(/\s*(?:\||·|;|,|\bor\b)\s*/)
    .map((way) => way.replace(/^[[(]|[\])]$/g, "").trim())
    .filter(Boolean);
}

function insertOf(command, way) {
  const words = way.split(/\s+/);
  const fixed = words.filter((word) => !PLACEHOLDER.test(word));
  return `${command} ${fixed.join(" ")}${fixed.length < words.length ? " " : ""}`;
}

function linesOf({ command, usage_hint: hint, description }) {
  const bare = { insert: command, label: command, description: description ?? "" };
  const ways = waysOn(hint).map((way) => ({ insert: insertOf(command, way), label: `${command} ${way}`, description: "" }));
  return [bare, ...ways];
}

/**
 * What `text` may become: `{insert, label, description}` each. Nothing before a slash
 * is typed, and nothing that is already there.
 */
export function completions(text, commands) {
  if (!text.startsWith("/")) return [];
  const typed = text.toLowerCase();
  return commands
    .flatMap(linesOf)
    .filter(({ insert, label }) => {
      const reachable = label.toLowerCase().startsWith(typed) || insert.toLowerCase().startsWith(typed);
      return reachable && insert.toLowerCase() !== typed;
    });
}

/** Whether the line begins with a command that the app declares. */
export function isCommand(text, commands) {
  return commands.some(({ command }) => text === command || text.startsWith(`${command} `));
}
