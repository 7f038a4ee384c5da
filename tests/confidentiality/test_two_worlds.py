"""Whole histories lived twice: the observer gets the same bytes, in order, at the same moments.

The two worlds differ in (a) reasons, (b) other people's restrictions, (c) the observer's own
silent restriction, with no live clearance, up to the officer's decision.
"""

from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.confidentiality.worlds import histories
from tests.confidentiality.worlds.company import OFFICERS, ORDINARY
from tests.confidentiality.worlds.pairs import alike, both

FEW, ON_POSTGRESQL, MANY = 9, 4, 600


def reasons(draw, observer, seed, urls=None):
    """Hold (a): nobody learns of a reason, not even by what the database weighs."""
    history = draw(histories.around(observer, histories.of_others(observer)))
    texts = st.lists(st.text(min_size=1, max_size=1000), min_size=2, max_size=2, unique=True)
    told = [histories.with_reason(history, one) for one in draw(texts)]
    everybody = (*ORDINARY, *OFFICERS)
    lived = both(told, everybody, seed, urls)
    assume(not lived[1].skipped)
    for one in everybody:
        alike(lived, one)
    assert lived[0].log == lived[1].log
    assert lived[0].shape == lived[1].shape


def others(draw, observer, seed, urls=None):
    """Hold (b): a colleague learns nothing of others' restrictions, whatever is decided."""
    history = draw(histories.around(observer, histories.of_others(observer)))
    lived = both([histories.without(history), history], (observer,), seed, urls)
    assume(not lived[1].skipped)
    alike(lived, observer)


def oneself(draw, observer, seed, urls=None):
    """Hold (c): somebody restricted silently learns nothing until an officer decides."""
    history = draw(histories.around(observer, histories.of_oneself(observer)))
    worlds = [histories.without(history), history]
    lived = both(worlds, (observer,), seed, urls, protects=observer)
    assume(not lived[1].skipped)
    alike(lived, observer)


PROMISES = [reasons, others, oneself]


def try_out(promise, examples, databases=None):
    """Hold a promise on so many histories."""

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(st.data(), st.sampled_from(ORDINARY), st.integers(0, 1 << 16))
    def held(data, observer, seed):
        with ExitStack() as stack:
            urls = databases and [stack.enter_context(databases()) for _ in range(2)]
            promise(data.draw, observer, seed, urls)

    held()


@pytest.mark.parametrize("promise", PROMISES)
def test_nobody_sees_a_difference(promise):
    try_out(promise, FEW)


@pytest.mark.parametrize("promise", PROMISES)
def test_nobody_sees_a_difference_on_postgresql(promise, postgres):
    try_out(promise, ON_POSTGRESQL, postgres.database)


@pytest.mark.slow
@pytest.mark.parametrize("promise", PROMISES)
def test_nobody_sees_a_difference_in_many_histories(promise):
    try_out(promise, MANY)
