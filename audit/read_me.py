"""The few lines beside a bundle that say what it is and how to verify it."""

from typing import Final

_TEXT: Final = """\
{title}

report.html     what the entries add up to, for reading and for paper
audit.csv       one row an entry, for a spreadsheet
audit.jsonl     the entries as they were hashed; what is withheld is there as hashes
checkpoints/    what the log was, signed, at fixed times; with time stamps where there are any
policies/, calendars/   what was in force, each named by its SHA-256
verify.py       checks all of it: that nothing was added, changed, dropped or cut off

To verify it you need Python 3.9 or newer and openssl, and nobody's leave:

    python3 verify.py --key KEY

KEY is the log's public key. Ask the company for it, on its letterhead or by telephone, or take
it from whoever has been sent checkpoints; the one below came with this bundle, and a forger
would have put theirs here:

    {key}

Take verify.py from somebody else too, or read it, if you do not trust this copy: it is one
file. The checks are those of RFC 6962 and of signed notes, which other programs do as well.
"""


def read_me(key: str, *, production: bool) -> str:
    """Write the lines, with the key that signs."""
    title = "A production for an authority" if production else "An audit bundle of Preclear"
    return _TEXT.format(title=title, key=key)
