"""The grammar that Block Kit's tables are written in: checks that find problems in JSON.

A check takes a value and where it stands (a JSON pointer) and yields sentences
in the words of Slack's own answers. Pure code.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def say(problem: str, at: str) -> str:
    """Put a problem into the form of Slack's answers."""
    return f"{problem} [json-pointer:{at}]"


def string(most: int, least: int = 1) -> Check:
    """Accept a string of `least` to `most` characters."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield say("must be a string", at)
        elif len(value) > most:
            yield say(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield say(f"must be more than {least - 1} characters", at)

    return check


def matching(pattern: str, words: str) -> Check:
    """Accept a string of the given form."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield say(f"must be {words}", at)

    return check


def choice(*allowed: str) -> Check:
    """Accept one of a few strings."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield say(f"must be one of: {', '.join(allowed)}", at)

    return check


def boolean(value: Any, at: str) -> Iterator[str]:
    """Accept true or false."""
    if not isinstance(value, bool):
        yield say("must be a boolean", at)


def integer(least: int, most: int) -> Check:
    """Accept a whole number within bounds."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield say("must be an integer", at)
        elif not least <= value <= most:
            yield say(f"must be between {least} and {most}", at)

    return check


def items(check_one: Check, most: int, least: int = 1) -> Check:
    """Accept a list of `least` to `most` things, each of one shape."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield say("must be an array", at)
            return
        if len(value) > most:
            yield say(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield say(f"no fewer than {least} items allowed", at)
        for index, one in enumerate(value):
            yield from check_one(one, f"{at}/{index}")

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """Accept an object with these fields and no others."""
    known = {**(optional or {}), **required}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield say("must be an object", at)
            return
        for name in required:
            if value.get(name) is None:
                yield say(f"missing required field: {name}", at)
        for name, given in value.items():
            if name not in known:
                yield say(f"invalid additional property: {name}", at)
            elif given is not None:
                yield from known[name](given, f"{at}/{name}")

    return check


def typed(kinds: Mapping[str, Check]) -> Check:
    """Accept an object whose `type` is among these, and check it as that type."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield say("must be an object", at)
        elif value.get("type") is None:
            yield say("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in kinds:
            yield say(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from kinds[value["type"]](value, at)

    return check


def exactly_one(names: tuple[str, ...], then: Check) -> Check:
    """Accept what `then` accepts if exactly one of the named fields is given."""

    def check(value: Any, at: str) -> Iterator[str]:
        given = [name for name in names if isinstance(value, dict) and value.get(name) is not None]
        if len(given) != 1:
            yield say(f"must provide exactly one of: {', '.join(names)}", at)
        yield from then(value, at)

    return check


def text(most: int, *kinds: str) -> Check:
    """Accept a text object; `kinds` defaults to both plain_text and mrkdwn."""
    own = {
        "plain_text": shape({"type": _any, "text": string(most)}, {"emoji": boolean}),
        "mrkdwn": shape({"type": _any, "text": string(most)}, {"verbatim": boolean}),
    }
    allowed = kinds or tuple(own)
    return typed({kind: own[kind] for kind in allowed})


def plain(most: int) -> Check:
    """Accept a plain_text object."""
    return text(most, "plain_text")


def repeated(values: Iterable[Any]) -> list[Any]:
    """Give those values that occur more than once, in order, each once."""
    seen: set[Any] = set()
    twice: list[Any] = []
    for value in values:
        if value in seen and value not in twice:
            twice.append(value)
        seen.add(value)
    return twice


def _any(_value: Any, _at: str) -> Iterator[str]:
    return iter(())


anything: Check = _any
