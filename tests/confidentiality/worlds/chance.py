"""Chance that is the same in two worlds: one stream for each act and each length.

What one world draws more in one act moves nothing in the next. All that was drawn is
remembered, so that an id that did not come from chance is found out.
"""

import random
import re

from storage.randomness import ALPHABET, REQUEST_ID_LENGTH

_TOKEN_BYTES, _LETTER_BYTES = 16, 8
_FAIR = 256 - 256 % len(ALPHABET)
TOKENS = re.compile(r"\b[0-9a-f]{32}\b")
REQUEST_IDS = re.compile(rf"\b[{ALPHABET}]{{{REQUEST_ID_LENGTH}}}\b")


class Chance:
    """A source of bytes for ``Randomness``; ``act`` says which streams are drawn from."""

    def __init__(self, seed, known=()):
        self.act = 0
        self.tokens = set(known)
        self._seed = seed
        self._streams = {}
        self._letters = []

    def __call__(self, count):
        stream = self._streams.get((self.act, count))
        if stream is None:
            name = f"{self._seed}:{self.act}:{count}"
            stream = self._streams[self.act, count] = random.Random(name)  # noqa: S311
        drawn = stream.randbytes(count)
        self._remember(drawn)
        return drawn

    def _remember(self, drawn):
        if len(drawn) == _TOKEN_BYTES:
            self.tokens.add(drawn.hex())
        if len(drawn) == _LETTER_BYTES:
            self._letters += [ALPHABET[byte % len(ALPHABET)] for byte in drawn if byte < _FAIR]
            if len(self._letters) >= REQUEST_ID_LENGTH:
                self.tokens.add("".join(self._letters[:REQUEST_ID_LENGTH]))
                self._letters = []


def tokens_in(text):
    """Give every id in a text that should have come from chance, in its order."""
    found = [*TOKENS.finditer(text), *REQUEST_IDS.finditer(text)]
    return [one[0] for one in sorted(found, key=lambda one: one.start())]
