"""Ids that look like Slack's: a letter for the kind, then capitals and digits."""

import secrets
import string

_ALPHABET = string.ascii_uppercase + string.digits


def new_id(prefix: str, length: int = 10) -> str:
    """Draw an id such as ``V07ABCDEFG``."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))
