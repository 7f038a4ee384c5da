"""A scrape of the metrics, and both checks of health, tell nothing of a silent restriction."""

import pytest

from bot.vitals import Vitals
from tests.confidentiality.worlds.acts import Asks, Decides, Later, Restricts
from tests.confidentiality.worlds.pairs import both, same
from tests.confidentiality.worlds.slack import EVERYBODY

CEO, CFO, ERIN, SAM = "U0CEO", "U0CFO", "U0EMPLOYEE", "U0SECOND"


def scrapes(lived):
    return [one for one in lived.of(EVERYBODY) if " /metrics " in one or "z 200" in one]


def histories():
    """Lived with and without a restriction of somebody who is silent, and its end."""
    for hidden in (True, False):
        restrict = Restricts(CFO, (ERIN,), hidden=hidden)
        yield (Asks(SAM, "buy 500"), restrict, Later(), Decides(CEO), Later())


def test_a_silent_restriction_moves_no_sample():
    lived = both(list(histories()), (EVERYBODY,))
    assert lived[0].inside != lived[1].inside
    assert len(scrapes(lived[0])) >= 3 * 5, "each act is followed by all three"
    assert "preclear_ticks_total 2.0" in scrapes(lived[0])[-1]
    same(scrapes(lived[0]), scrapes(lived[1]))


def test_a_count_of_messages_would_be_noticed(monkeypatch):
    """Twin: the officer's own envelope that it is kept would move it."""
    counted = Vitals._process

    def with_a_count(self):
        carry = self.worker._carrier.carry
        self.worker.sent = getattr(self.worker, "sent", 0)

        async def counting(row):
            await carry(row)
            self.worker.sent += 1

        self.worker._carrier.carry = counting
        return {**counted(self), "preclear_ticks_missed_total": lambda: self.worker.sent}

    monkeypatch.setattr(Vitals, "_process", with_a_count)
    lived = both(list(histories()), (EVERYBODY,))
    with pytest.raises(AssertionError, match="preclear_ticks_missed_total"):
        same(scrapes(lived[0]), scrapes(lived[1]))
