"""Loaded by ``make mutants`` alone: what a run of changed code must not inherit.

A changed function hides behind an answer that a cache kept from before the change, and a
test counts as one that runs a function only where it really ran it. So every test begins
with empty caches. The exchange's sessions are read once, before the processes part, and a
property is tried on few examples, always the same: thousands of changes are tried.
"""

import functools
import sys

import exchange_calendars
import pytest
from hypothesis import Phase, settings

from policy.calendars.exchange import FIRST_DAY, LAST_DAY

exchange_calendars.get_calendar("XNAS", start=FIRST_DAY.isoformat(), end=LAST_DAY.isoformat())

EXAMPLES = 60


def pytest_collection_modifyitems(items):
    for item in items:
        test = getattr(item, "obj", None)
        asked = getattr(test, "_hypothesis_internal_use_settings", None)
        if asked is not None:
            test._hypothesis_internal_use_settings = settings(
                asked,
                max_examples=min(asked.max_examples, EXAMPLES),
                derandomize=True,
                database=None,
                # That an example fails is enough; looking for the smallest takes long.
                phases=(Phase.explicit, Phase.generate),
            )


@pytest.fixture(autouse=True)
def _nothing_remembered():
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "policy":
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()
