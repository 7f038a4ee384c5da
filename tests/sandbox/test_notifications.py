"""What a locked screen shows."""

from zoneinfo import ZoneInfo

import pytest

from sandbox.notifications import NOTHING_TO_SHOW, desktop, mobile
from tests.sandbox.conftest import button, section

NEW_YORK = ZoneInfo("America/New_York")


def test_a_desk_takes_the_blocks_first_and_a_phone_the_text():
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Head"}},
        section("body"),
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*field*"}]},
        {"type": "context", "elements": [{"type": "plain_text", "text": "foot"}]},
        {"type": "actions", "elements": [button()]},
    ]
    assert desktop("text", blocks, NEW_YORK) == "Head body field foot"
    assert mobile("text", NEW_YORK) == "text"


def test_a_desk_falls_back_on_the_text():
    row = {"type": "actions", "elements": [button()]}
    assert desktop("text", [row], NEW_YORK) == "text"
    assert desktop("", [], NEW_YORK) == NOTHING_TO_SHOW
    assert mobile("", NEW_YORK) == NOTHING_TO_SHOW


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold* _slant_ ~gone~ `code`", "bold slant gone code"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
        ("<https://a.com|here> <https://b.com>", "here https://b.com"),
        ("<!channel>", "@channel"),
        ("<!date^1543874400^{date_short} at {time}|later>", "Dec 3, 2018 at 5:00 PM"),
        ("<!date^1543874400^{date_num}|later>", "2018-12-03"),
        ("<!date^soon^{date}|later>", "later"),
        ("<!date^99999999999999999^{date}|later>", "later"),
    ],
)
def test_markup_is_taken_off(written, shown):
    assert mobile(written, NEW_YORK) == shown


def test_a_date_is_in_the_readers_own_zone():
    text = "<!date^1543874400^{time}|later>"
    assert mobile(text, ZoneInfo("America/Los_Angeles")) == "2:00 PM"


def test_plain_text_is_left_as_it_is():
    assert desktop("", [section("*not bold* &amp;")], NEW_YORK) == "*not bold* &amp;"
