"""Write down what the installed release of ``exchange_calendars`` says of our exchanges."""

import json
from importlib.metadata import version

from policy.calendars.exchange import ask_package
from policy.calendars.kept import FILE, PACKAGE

EXCHANGES = ("XNAS", "XNYS")
#: What the package does not know of: whoever reads the file takes it from elsewhere.
_NOT_OF_IT = ("edgar_closed", "not_full", "not_settling")


def written():
    """Give the text of the file."""
    found = {name: json.loads(ask_package(name).content) for name in EXCHANGES}
    for one in found.values():
        for name in _NOT_OF_IT:
            del one[name]
    kept = {"release": version(PACKAGE), "exchanges": found}
    return json.dumps(kept, indent=0, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    FILE.write_text(written())
