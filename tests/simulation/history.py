"""What happened, in order: hashed whole, and the last of it kept to be shown."""

import hashlib
from collections import deque

KEPT = 20_000


class History:
    """Takes one line an event; two runs were the same if their digests are."""

    def __init__(self):
        self._hash = hashlib.sha256()
        self.last = deque(maxlen=KEPT)
        self.length = 0

    def note(self, line: str) -> None:
        self._hash.update(line.encode() + b"\n")
        self.last.append(line)
        self.length += 1

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


class Violation(BaseException):
    """Something that must never be; the sentence says what, and of which row.

    No ``Exception``: what carries deliveries takes those for a message that failed.
    """


def must(holds: object, sentence: str) -> None:
    """Stop the world where something does not hold."""
    if not holds:
        raise Violation(sentence)
