"""The searcher finds a secret in every writing that it says it knows, and nothing elsewhere."""

import base64
import gzip
import json
import random
import zlib
from urllib.parse import quote, quote_plus

import pytest

from tests.confidentiality.searching import look

SECRET = "reiher-Ñ7q/köder+0x"
NOISE = random.Random(4).randbytes(70_001)  # noqa: S311 - the same in every run
PLAIN = SECRET.encode()
WRITTEN = {
    "plain": PLAIN,
    "hex": PLAIN.hex().encode(),
    "hex in capitals": PLAIN.hex().upper().encode(),
    "UTF-16, little end first": SECRET.encode("utf-16-le"),
    "UTF-16, big end first": SECRET.encode("utf-16-be"),
    "UTF-16 with a mark": SECRET.encode("utf-16"),
    "JSON": json.dumps({"reason": SECRET}).encode(),
    "JSON with its own letters": json.dumps([SECRET], ensure_ascii=False).encode(),
    "repr": ascii({"reason": SECRET}).encode(),
    "percent": quote(SECRET).encode(),
    "percent, as a form": quote_plus(SECRET).encode(),
    "percent, every byte": "".join(f"%{one:02X}" for one in PLAIN).encode(),
    "PostgreSQL's bytea": b"\\x" + (b"ab" + PLAIN + b"z").hex().encode(),
    "zlib": zlib.compress(b"a form: " + PLAIN),
    "zlib, stored": zlib.compress(b"a form: " + PLAIN, 0),
    "zlib, best": zlib.compress(PLAIN * 3, 9),
    "zlib, broken off": zlib.compress(PLAIN + NOISE)[:9_000],
    "gzip": gzip.compress(PLAIN, mtime=0),
    "zlib in zlib": zlib.compress(zlib.compress(PLAIN)),
    "base64 in zlib": zlib.compress(base64.b64encode(b"x" + PLAIN)),
}
WRITTEN |= {
    f"base64 behind {shift} bytes": base64.b64encode(b"r" * shift + PLAIN + b"tail")
    for shift in range(6)
}
WRITTEN |= {
    f"base64url behind {shift} bytes": base64.urlsafe_b64encode(b"r" * shift + PLAIN)
    for shift in range(3)
}


@pytest.mark.parametrize("writing", WRITTEN)
@pytest.mark.parametrize("place", [0, 1, 4_095, 70_001])
def test_every_writing_is_found_wherever_it_stands(writing, place):
    hay = NOISE[:place] + WRITTEN[writing] + NOISE[place:]
    assert look([SECRET], hay)
    assert not look(["reiher-Ñ7q/küder+0x"], hay)


def test_it_says_which_secret_and_in_which_writing():
    hay = NOISE + PLAIN.hex().encode() + zlib.compress(b"other-secret")
    assert look([SECRET, "other-secret"], hay) == [
        (SECRET, "hex"),
        ("other-secret", "zlib, plain"),
        ("other-secret", "zlib, JSON"),
        ("other-secret", "zlib, percent"),
        ("other-secret", "zlib, percent, but slashes"),
        ("other-secret", "zlib, repr"),
    ]


def test_noise_holds_no_secret():
    assert look([SECRET, "0" * 32], NOISE) == []
