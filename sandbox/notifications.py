"""What a locked screen shows of a message: on a desk from the blocks first, on a phone `text`.

Slack changed the desktop on 13 July 2026; a phone still takes `text`. Pure code.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any

NOTHING_TO_SHOW = "This content can't be displayed."

_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MARKS = re.compile(r"(?<!\w)([*_~`]{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_DATE_TOKENS: dict[str, str] = {
    "{date_num}": "%Y-%m-%d",
    "{date_slash}": "%d/%m/%Y",
    "{date_long}": "%A, %B {day}, %Y",
    "{date_long_pretty}": "%A, %B {day}, %Y",
    "{date_short}": "%b {day}, %Y",
    "{date_short_pretty}": "%b {day}, %Y",
    "{date_pretty}": "%B {day}, %Y",
    "{date}": "%B {day}, %Y",
    "{day_divider_pretty}": "%A, %B {day}",
    "{time_secs}": "%I:%M:%S %p",
    "{time}": "%I:%M %p",
}


Files = list[dict[str, Any]]


def desktop(
    text: str, blocks: list[dict[str, Any]], zone: tzinfo, files: Files | None = None
) -> str:
    """Give the text of a desktop notification; a file's title is in it."""
    said = " ".join(filter(None, (_plain(one, zone) for one in _texts(blocks))))
    return said or mobile(text, zone, files)


def mobile(text: str, zone: tzinfo, files: Files | None = None) -> str:
    """Give the text of a phone's notification."""
    titles = ", ".join(str(one["title"]) for one in files or ())
    uploaded = f"uploaded a file: {titles}" if titles else NOTHING_TO_SHOW
    return _plain({"type": "mrkdwn", "text": text}, zone) or uploaded


def _texts(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Find the text objects that people read as the message; buttons are not among them."""
    for block in blocks:
        if block["type"] in ("section", "header") and block.get("text"):
            yield block["text"]
        yield from block.get("fields") or []
        if block["type"] == "context":
            yield from (one for one in block["elements"] if "text" in one)
        if block["type"] == "image":
            yield {"type": "plain_text", "text": block["alt_text"]}


def _plain(text: dict[str, Any], zone: tzinfo) -> str:
    """Take the markup off."""
    said = str(text["text"])
    if text["type"] == "mrkdwn":
        said = _LINK.sub(lambda found: _linked(found, zone), said)
        said = _MARKS.sub(lambda found: found[2], said)
        said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(said.split())


def _linked(found: re.Match[str], zone: tzinfo) -> str:
    target, label = found[1], found[2]
    if target.startswith("!date^"):
        return _dated(target, label or "", zone)
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    return label or target


def _dated(target: str, fallback: str, zone: tzinfo) -> str:
    """Write a moment in the reader's own zone, as Slack's date markup asks."""
    pieces = target.split("^")
    if len(pieces) < 3 or not pieces[1].lstrip("-").isdecimal():  # noqa: PLR2004 - !date, when, form
        return fallback
    try:
        moment = datetime.fromtimestamp(int(pieces[1]), UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):  # no such moment in the calendar
        return fallback
    return _filled(pieces[2], lambda form: moment.strftime(form.replace("{day}", str(moment.day))))


def _filled(form: str, write: Callable[[str], str]) -> str:
    for token, pattern in _DATE_TOKENS.items():
        if token in form:
            form = form.replace(token, write(pattern).removeprefix("0"))
    return form
