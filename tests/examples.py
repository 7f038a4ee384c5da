"""How many random examples a property is tried on: `make slow` tries ten times as many."""

import os

from hypothesis import settings

#: How many times as many as in `make test`.
TIMES = int(os.environ.get("PRECLEAR_EXAMPLES", "1"))


def tried_on(many: int) -> settings:
    """Try a property on so many examples, and on more where more time is given."""
    return settings(max_examples=many * TIMES, deadline=None)
