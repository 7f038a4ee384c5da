"""A policy whose numbers hold only from a later day is not worked with before it."""

from datetime import timedelta

import pytest

from bot import doctor
from bot.clock import SystemClock
from bot.starting import CannotStartError, Rules, in_force
from policy.company import parse_policy
from policy.instants import market_day
from tests.policy.making import at, day

FROM = day("2026-12-01")
TEXT = f"""extends = "cellectar_2018"
[clearance]
valid_sessions = {{ value = 5, from = {FROM}, source = "board resolution" }}
"""


def rules(calendar):
    return Rules(parse_policy(TEXT, "next.toml"), calendar)


def test_it_is_refused_to_the_last_second_and_taken_from_midnight_in_new_york(exchange):
    later = rules(exchange)
    begins = at("2026-12-01T00:00:00-05:00")
    assert in_force(later, begins) is later
    with pytest.raises(CannotStartError) as refused:
        in_force(later, begins - timedelta(seconds=1))
    said = str(refused.value)
    assert "clearance.valid_sessions holds from 2026-12-01" in said
    assert "Run with the policy that is in force until then." in said


@pytest.mark.parametrize(("ahead", "fine"), [(0, True), (1, False)])
async def test_the_doctor_says_so(ahead, fine, settings, tmp_path):
    tomorrow = market_day(SystemClock().now()) + timedelta(days=ahead)
    file = tmp_path / "next.toml"
    file.write_text(TEXT.replace(str(FROM), str(tomorrow)))
    changed = settings.model_copy(update={"policy": str(file)})
    lines = [line async for line in doctor.examine(changed, SystemClock())]
    found = next(line for line in lines if line.what == "policy file")
    assert found.ok is fine
    assert ("holds from" in found.said) is not fine
