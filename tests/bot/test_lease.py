"""A lease outlives the calls that one message can take: nobody else posts it meanwhile."""

from bot.app import DELIVERY_TIMEOUT_SECONDS
from bot.carrier import Retries
from bot.delivery import Pace

#: A conversation opened and posted to, found closed, opened and posted to again, and Slack
#: asked whose account is gone.
CALLS = 5


def test_the_lease_is_longer_than_every_call_that_ends_by_its_timeout():
    longest = CALLS * DELIVERY_TIMEOUT_SECONDS + Retries().longest_turn
    assert Pace().lease > longest
