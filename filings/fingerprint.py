"""By what a form is known again, whether it came as XML alone or in its submission."""

import hashlib
import json
from dataclasses import asdict

from filings.ownership import Ownership

OF_THE_FILE = ("line", "path")


def fingerprint(form: Ownership) -> str:
    """Give the SHA-256, in hex, of what a form says, wherever in a file it said it."""
    said = asdict(form)
    for table in ("transactions", "holdings"):
        for line in said[table]:
            for name in OF_THE_FILE:
                del line[name]
    text = json.dumps(said, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
