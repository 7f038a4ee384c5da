"""Ids, salts and nonces: from the system's generator, or from one that a test hands in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

#: No two of these are taken for each other when read aloud or from a photograph:
#: 0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B and U V have at most one of them here.
ALPHABET: Final = "23456789ACDEFHJKMNPQRTVWXY"
REQUEST_ID_LENGTH: Final = 8
_TOKEN_BYTES: Final = 16
# Bytes above the last whole multiple would favour the first letters.
_FAIR: Final = 256 - 256 % len(ALPHABET)


@dataclass(frozen=True, slots=True)
class Randomness:
    """Random values of the kinds that a transaction needs; ``source(n)`` gives n bytes."""

    source: Callable[[int], bytes] = secrets.token_bytes

    def bytes(self, count: int) -> bytes:
        """Give that many random bytes."""
        return self.source(count)

    def token(self) -> str:
        """Give a long id: 32 hexadecimal digits, never guessed and never met twice."""
        return self.source(_TOKEN_BYTES).hex()

    def request_id(self) -> str:
        """Give eight letters and digits; the caller draws again where they are taken."""
        letters: list[str] = []
        while len(letters) < REQUEST_ID_LENGTH:
            letters += [ALPHABET[byte % len(ALPHABET)] for byte in self.source(8) if byte < _FAIR]
        return "".join(letters[:REQUEST_ID_LENGTH])
