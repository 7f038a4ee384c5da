"""HTML from data: every text is escaped here, and nothing else writes a tag.

A ``Html`` is text that is HTML already. Whatever is no ``Html`` is a person's or a record's
text: it is escaped, and characters that no page should be given are replaced.
"""

import re
from html import escape
from typing import Final

#: What would disturb the page or its reader: controls, and marks that turn text around.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_EMPTY: Final = frozenset({"meta", "input", "br"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(value: object) -> Html:
    """Escape a text, for between tags and for an attribute alike."""
    return Html(escape(_UNSEEN.sub("\ufffd", str(value)), quote=True))


def el(name: str, *children: object, **attributes: object) -> Html:
    """Write an element.

    ``class_`` is class, an underscore within a name a hyphen. An attribute that is None or
    False is left out, one that is True has no value. A child that is None is nothing.
    """
    opened = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _EMPTY:
        return Html(f"<{name}{opened}>")
    return Html(f"<{name}{opened}>{join(*children)}</{name}>")


def join(*children: object) -> Html:
    """Write children one after another."""
    return Html("".join(_child(one) for one in children))


def person(value: str) -> Html:
    """Write a person's name, kept from turning the text around it."""
    return el("bdi", value)


def _child(one: object) -> str:
    if one is None:
        return ""
    if isinstance(one, Html):
        return one
    if isinstance(one, list | tuple):
        return "".join(_child(each) for each in one)
    return text(one)


def _attribute(key: str, value: object) -> str:
    if value is None or value is False:
        return ""
    named = key.rstrip("_").replace("_", "-")
    return f" {named}" if value is True else f' {named}="{text(value)}"'
