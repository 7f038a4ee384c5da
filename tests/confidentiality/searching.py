"""Looks for a secret in bytes, in whatever writing: what a curious person with tools would try.

Plain, in hex, in base64 at its three alignments, in UTF-16 of both kinds, escaped as JSON does,
percent-encoded, and all of these within what zlib or gzip compressed, also twice over.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import quote

#: zlib's window sizes; with the flags' check this is true of one pair of bytes in a thousand.
_DEFLATE, _CHECK = 8, 31
_GZIP = b"\x1f\x8b\x08"
_DEPTH = 2
#: A stream that is nothing else than zeros would fill the memory.
_MOST = 64 * 1024 * 1024


def writings(secret: str) -> dict[str, bytes]:
    """Give the bytes to look for, by the name of the writing."""
    plain = secret.encode()
    found = {
        "plain": plain,
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "UTF-16 little": secret.encode("utf-16-le"),
        "UTF-16 big": secret.encode("utf-16-be"),
        "JSON": json.dumps(secret)[1:-1].encode(),
        "JSON, every letter": "".join(f"\\u{ord(one):04x}" for one in secret).encode(),
        "percent": quote(secret, safe="").encode(),
        "percent, but slashes": quote(secret).encode(),
        "percent, every byte": "".join(f"%{byte:02X}" for byte in plain).encode(),
        "percent, small": "".join(f"%{byte:02x}" for byte in plain).encode(),
        "repr": ascii(secret)[1:-1].encode(),
    }
    for shift in range(3):
        for name, encode in (
            ("base64", base64.b64encode),
            ("base64url", base64.urlsafe_b64encode),
        ):
            found[f"{name}, {shift}"] = _core(encode, plain, shift)
    return found


def _core(encode, plain: bytes, shift: int) -> bytes:
    """Give the letters of base64 that do not depend on what stands before and behind."""
    written = encode(b"\0" * shift + plain)
    first = -(-shift * 8 // 6)
    last = (shift + len(plain)) * 8 // 6
    return written[first:last]


def look(secrets: Iterable[str], hay: bytes) -> list[tuple[str, str]]:
    """Say which secrets stand in the bytes, and in which writing."""
    wanted = [(one, name, needle) for one in secrets for name, needle in writings(one).items()]
    found = []
    for how, part in _layers(hay):
        found += [(one, f"{how}{name}") for one, name, needle in wanted if needle in part]
    return found


def _layers(hay: bytes, depth: int = _DEPTH, how: str = "") -> Iterator[tuple[str, bytes]]:
    yield how, hay
    if depth:
        for inflated in _inflated(hay):
            yield from _layers(inflated, depth - 1, f"{how}zlib, ")


def _inflated(hay: bytes) -> Iterator[bytes]:
    """Give what can be inflated from every place that looks like a stream's beginning."""
    view = memoryview(hay)
    for place in range(len(hay) - 2):
        first = hay[place]
        if first & 15 == _DEFLATE and first >> 4 < _DEFLATE:
            if (first << 8 | hay[place + 1]) % _CHECK == 0:
                yield from _begun(view[place:], zlib.MAX_WBITS)
        elif first == _GZIP[0] and view[place : place + 3] == _GZIP:
            yield from _begun(view[place:], zlib.MAX_WBITS | 16)


def _begun(stream: memoryview, kind: int) -> Iterator[bytes]:
    """Inflate as far as it goes: a stream that breaks off has given its beginning by then."""
    inflating, given = zlib.decompressobj(kind), bytearray()
    try:
        for start in range(0, len(stream), 4096):
            given += inflating.decompress(bytes(stream[start : start + 4096]))
            if inflating.eof or len(given) > _MOST:
                break
    except zlib.error:
        # What came out before the damage counts, except for a few letters of noise.
        pass
    if len(given) >= 8:
        yield bytes(given)
