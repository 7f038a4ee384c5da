"""Who acts: a guest from another company is never taken for one of ours."""

import pytest

from clearance.shown import Actor
from handlers.actor import actor_of


@pytest.mark.parametrize(
    ("body", "actor"),
    [
        ({"team_id": "T1", "user_id": "U1"}, Actor("T1", "U1")),
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}}, Actor("T1", "U1")),
        ({"team": {"id": "T1"}, "user": {"id": "W9", "team_id": "T9"}}, Actor("T9", "W9")),
        ({"team": {"id": "T1"}, "user": {"id": "U1"}}, Actor("T1", "U1")),
        ({"team": None, "user": {"id": "U1", "team_id": "T1"}}, Actor("T1", "U1")),
        ({"team_id": "T1", "event": {"user": "U1"}}, Actor("T1", "U1")),
        ({}, Actor("", "")),
    ],
)
def test_who_acts(body, actor):
    assert actor_of(body) == actor
