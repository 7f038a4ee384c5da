/** Draws rich_text blocks. */

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { dateNode, link, mention } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "del", code: "code" };

function styled(node, style = {}) {
  return Object.entries(STYLES).reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

const PIECES = {
  text: (piece) => styled(lines(piece.text), piece.style),
  link: (piece) => styled(link(piece.url ?? "", piece.text ?? piece.url) ?? piece.text ?? piece.url ?? "", piece.style),
  emoji: (piece) => emoji(piece.name) ?? `:${piece.name}:`,
  user: (piece, reader) => mention(`@${reader.name(piece.user_id) ?? piece.user_id}`),
  channel: (piece) => mention(`#${piece.channel_id}`),
  broadcast: (piece) => mention(`@${piece.range}`),
  date: (piece, reader) => dateNode(piece.timestamp, piece.format ?? "", piece.fallback, piece.url, reader),
};

function lines(text = "") {
  const fragment = document.createDocumentFragment();
  text.split("\n").forEach((line, place) => fragment.append(...(place ? [h("br"), line] : [line])));
  return fragment;
}

const pieces = (part, reader) =>
  (part.elements ?? []).map((piece) => PIECES[piece.type]?.(piece, reader) ?? `[${piece.type}]`);

const PARTS = {
  rich_text_section: (part, reader) => h("p", {}, pieces(part, reader)),
  rich_text_preformatted: (part, reader) => h("pre", {}, h("code", {}, pieces(part, reader))),
  rich_text_quote: (part, reader) => h("blockquote", {}, pieces(part, reader)),
  rich_text_list: (part, reader) =>
    h(
      part.style === "ordered" ? "ol" : "ul",
      { class: `indent-${Math.min(part.indent ?? 0, 5)}`, start: part.offset ? part.offset + 1 : null },
      (part.elements ?? []).map((item) => h("li", {}, pieces(item, reader))),
    ),
};

/** Draw a rich_text block; an unknown part says its type instead of vanishing. */
export function richText(block, reader) {
  const parts = (block.elements ?? []).map((part) => PARTS[part.type]?.(part, reader) ?? h("p", {}, `[${part.type}]`));
  return h("div", { class: "block rich" }, parts);
}
