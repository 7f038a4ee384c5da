/** Draws Slack's mrkdwn. Whatever is not markup stays the text that it is. */

import { slackDate } from "./dates.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    "(?<![\\w*])\\*(?<bold>(?=\\S)[^*\\n]*[^*\\s])\\*(?![\\w*])",
    "(?<!\\w)_(?<italic>(?=\\S)[^_\\n]*[^_\\s])_(?!\\w)",
    "(?<![\\w~])~(?<strike>(?=\\S)[^~\\n]*[^~\\s])~(?![\\w~])",
    ":(?<emoji>[a-z0-9_+-]+):",
    "(?<url>https?:\\/\\/[^\\s<>`|]*[^\\s<>`|.,;:!?)'\"])",
  ].join("|"),
  "gu",
);

/** Slack escapes three characters, and only these. */
export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Draw one line of mrkdwn. `reader` says names (`name(id)`), the time (`now()`, ms), its `zone()`. */
export function inline(text, reader) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) nodes.push(unescape(text.slice(from, match.index)));
    nodes.push(draw(match, reader));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(unescape(text.slice(from)));
  return nodes;
}

function draw(match, reader) {
  const { code, angle, bold, italic, strike, emoji: name, url } = match.groups;
  if (code !== undefined) return h("code", {}, unescape(code));
  if (angle !== undefined) return bracketed(angle, match[0], reader);
  if (bold !== undefined) return h("strong", {}, inline(bold, reader));
  if (italic !== undefined) return h("em", {}, inline(italic, reader));
  if (strike !== undefined) return h("del", {}, inline(strike, reader));
  if (url !== undefined) return link(unescape(url), unescape(url));
  return emoji(name) ?? match[0];
}

function bracketed(inside, whole, reader) {
  const [target, label] = split(inside);
  if (target.startsWith("@")) return mention(`@${reader.name(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${label ?? target.slice(1)}`);
  if (target.startsWith("!date^")) return date(target, label, reader);
  if (/^!(channel|here|everyone)$/.test(target)) return mention(`@${target.slice(1)}`);
  if (target.startsWith("!")) return label ? unescape(label) : whole;
  return link(unescape(target), unescape(label ?? target)) ?? whole;
}

function split(inside) {
  const bar = inside.indexOf("|");
  return bar < 0 ? [inside, undefined] : [inside.slice(0, bar), inside.slice(bar + 1)];
}

/** A link where the address is one that a person can follow safely, else null. */
export function link(address, label) {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return null;
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

export function mention(text) {
  return h("span", { class: "mention" }, text);
}

function date(target, label, reader) {
  const [, epoch, pattern = "", address] = target.split("^");
  return dateNode(epoch, unescape(pattern), label && unescape(label), address, reader);
}

/** A moment in the reader's zone, or its fallback. */
export function dateNode(epoch, pattern, fallback, address, reader) {
  const written = slackDate(epoch, pattern, reader.now(), reader.zone());
  if (written === null) return document.createTextNode(fallback ?? "");
  const machine = new Date(Number(epoch) * 1000).toISOString();
  const node = h("time", { datetime: machine, title: fallback ?? machine }, written);
  const linked = address && link(address, "");
  if (!linked) return node;
  linked.append(node);
  return linked;
}

/** Draw a whole mrkdwn text: fenced code, quotes, lists, lines. */
export function mrkdwn(text, reader) {
  return text.split(/```/).flatMap((part, place, all) => {
    const fenced = place % 2 === 1 && place < all.length - 1;
    if (fenced) return [h("pre", {}, h("code", {}, unescape(part.replace(/^\n|\n$/g, ""))))];
    if (place % 2 === 1) return paragraphs("```" + part, reader);
    return paragraphs(part, reader);
  });
}

const KINDS = [
  ["quote", /^(?:&gt;|>) ?/],
  ["list", /^\s*[•◦▪-] +/u],
];

function paragraphs(text, reader) {
  const groups = [];
  for (const line of text.replace(/^\n|\n$/g, "").split("\n")) {
    const [kind, mark] = KINDS.find(([, pattern]) => pattern.test(line)) ?? ["text", /^/];
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(line.replace(mark, ""));
    else groups.push({ kind, lines: [line.replace(mark, "")] });
  }
  return groups.flatMap((group) => drawGroup(group, reader));
}

function drawGroup({ kind, lines }, reader) {
  if (kind === "list") return [h("ul", {}, lines.map((line) => h("li", {}, inline(line, reader))))];
  const joined = lines.flatMap((line, place) => (place ? [h("br"), ...inline(line, reader)] : inline(line, reader)));
  if (kind === "quote") return [h("blockquote", {}, joined)];
  return joined;
}

/** Draw a Block Kit text object: mrkdwn as markup, plain_text as itself. */
export function textObject(text, reader) {
  if (!text) return [];
  if (text.type === "mrkdwn") return mrkdwn(text.text ?? "", reader);
  return [h("span", { class: "plain" }, plain(text))]; // its line breaks are kept
}

/** Draw plain text with its emoji. */
export function plain(text) {
  const parts = unescape(text.text ?? "").split(/(:[a-z0-9_+-]+:)/);
  return parts.map((part) => (text.emoji !== false && /^:.+:$/.test(part) && emoji(part.slice(1, -1))) || part);
}
