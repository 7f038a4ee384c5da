"""Canonical JSON (RFC 8785): one text for one value, whoever writes it.

Text, whole numbers, yes and no, nothing, lists and objects with plain names: of these, Python's
own encoder with sorted names writes the very bytes, many times as fast. What is anything else
goes to the library that knows all of the RFC, which writes it or refuses it.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

import rfc8785

_LARGEST: Final = 2**53 - 1
_ENCODE: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def canonical(value: Mapping[str, Any]) -> bytes:
    """Give the canonical JSON of a value, or a sentence without its content."""
    found: bytes | None = None
    try:
        content = dict(value)
        found = _ENCODE(content).encode() if _plain(content) else rfc8785.dumps(content)
    except (rfc8785.CanonicalizationError, UnicodeError, TypeError, ValueError):
        found = None
    if found is None:  # raised here, so that nothing of the value is chained to it
        raise ValueError("what is recorded must be JSON: text, whole numbers, lists, objects")
    return found


def text_of(value: Mapping[str, Any] | bytes) -> bytes:
    """Give the canonical JSON of a value, or what is its canonical JSON already."""
    return value if isinstance(value, bytes) else canonical(value)


def _plain(value: Any) -> bool:
    """Say whether both would write the same: names sort alike where they are ASCII."""
    waiting = [value]
    for one in waiting:  # it grows meanwhile
        kind = type(one)
        if kind is str or one is None or kind is bool:
            continue
        if kind is dict:
            if not all(map(str.isascii, one)):  # TypeError where a name is no text
                return False
            waiting.extend(one.values())
        elif kind is list or kind is tuple:
            waiting.extend(one)
        elif kind is int:
            if not -_LARGEST <= one <= _LARGEST:
                return False
        else:
            return False
    return True
