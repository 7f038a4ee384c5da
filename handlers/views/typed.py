"""A form that is opened with words: what was understood, and, in its head, what was not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.moments import day
from handlers.phrase import Left, Understood
from handlers.views.blocks import Block, said
from handlers.views.request_fields import as_day
from handlers.words import phrase as phrase_words
from handlers.words import request as request_words

#: So much of a word is said again.
LONGEST_ECHO = 30
#: The block of a form's head.
HEAD = "typed"
_NOTES = {
    **phrase_words.DOUBTS,
    "zero": request_words.ERROR_QUANTITY_ZERO,
    "huge": request_words.ERROR_QUANTITY_HUGE,
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: values by the form's fields, and sentences on what is not in them.

    ``notes`` stand at their fields.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


def typed(read: Understood) -> Typed:
    """Put into words what of a phrase is not taken over, or is and will not do."""
    notes = {name: _NOTES[doubt] for name, doubt in read.doubts.items()}
    return Typed(read.values, tuple(_sentences(read)), notes)


def _sentences(read: Understood) -> Iterator[str]:
    unknown = [_cut(one.word) for one in read.left if one.problem == "word"]
    if unknown:
        yield phrase_words.not_understood(unknown)
    told = [one for one in read.left if one.problem != "word"]
    yield from map(_sentence, told[: phrase_words.SENTENCES])
    if len(told) > phrase_words.SENTENCES:
        yield phrase_words.not_understood(
            [_cut(one.word) for one in told[phrase_words.SENTENCES :]]
        )


def _sentence(left: Left) -> str:
    on = "" if left.day is None else day(left.day)
    return phrase_words.PHRASES[left.problem].format(word=_cut(left.word), day=on)


def _cut(word: str) -> str:
    """Keep a word short, and without signs that are not seen."""
    seen = "".join(letter for letter in word if letter.isprintable())
    return seen if len(seen) <= LONGEST_ECHO else f"{seen[:LONGEST_ECHO]}…"


def head(unread: tuple[str, ...]) -> list[Block]:
    """Say in a form's head what was not taken over, as plain text."""
    if not unread:
        return []
    return [said("\n".join([phrase_words.LEFT, *unread])) | {"block_id": HEAD}]


def still_unread(view: dict[str, Any]) -> tuple[str, ...]:
    """Give what an open form says of it, so that the form drawn anew goes on saying it."""
    told = [one for one in view.get("blocks") or () if one.get("block_id") == HEAD]
    return tuple(told[0]["text"]["text"].split("\n")[1:]) if told else ()


def summary(values: Mapping[str, str]) -> str:
    """Say what was understood of a trade that was made."""
    on = as_day(values.get("on"))
    parts = [values.get("quantity", ""), "" if on is None else day(on)]
    parts.insert(1, f"${values['price']}" if "price" in values else "")
    return ", ".join(filter(None, parts))
