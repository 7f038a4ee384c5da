"""What may follow ``/preclear``: what is understood of it, and what is named as not taken over."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import phrase
from handlers.phrase.lexicon import AT, FILLERS, LONGEST, MADE, NOT_THE_DAY, SECURITIES, VERBS
from handlers.phrase.numbers import as_price
from handlers.views import request_form, unasked_form
from handlers.views.request_form import Filled
from handlers.views.typed import typed
from tests.handlers import samples

TODAY = date(2026, 11, 23)  # a Monday
COMPANY = ("Cellectar Biosciences, Inc.", "CLRB")


def read(text, today=TODAY):
    return phrase.read(text, today, COMPANY)


def on(text, today=TODAY):
    """Read the day of a phrase."""
    said = read(text, today).values.get("on")
    return said and date.fromisoformat(said)


def left(text):
    """Give what is not taken over of a phrase: why, and which words."""
    return [(one.problem, one.word) for one in read(text).left]


# --- what is understood ---------------------------------------------------------------

BUY_500 = {"action": "buy", "quantity": "500"}
SELL_500 = {"action": "sell", "quantity": "500", "security": "common"}
UNDERSTOOD = {
    "buy": {"action": "buy"},
    "buy 500": BUY_500,
    "BUY 500!": BUY_500,
    "buy 500.": BUY_500,
    "“buy” \u2018500\u2019 …": BUY_500,
    "I\u2019d like to buy 500, please?": BUY_500,
    "buy 500 of CLRB": BUY_500,
    "buy 500 Cellectar Biosciences shares": BUY_500 | {"security": "common"},
    "buy 500 @ market": BUY_500 | {"order": "market"},
    "buy 500 at the market": BUY_500 | {"order": "market"},
    "purchase 500 at market price": BUY_500 | {"order": "market"},
    "500 shares buy": BUY_500 | {"security": "common"},
    "buy five hundred": BUY_500,
    "can I sell 500 shares": SELL_500,
    "may I sell 500 shares": SELL_500,
    "i want to get clearance for a sale of 500 shares": SELL_500,
    "sell 500sh": SELL_500,
    "sell 500 of my own shares": SELL_500,
    "please give me permission to sell 500 shares asap": SELL_500,
    "sell 1,000 shares tomorrow": SELL_500 | {"quantity": "1,000", "on": "2026-11-24"},
    "I'd like to sell 500 shares on Tuesday": SELL_500 | {"on": "2026-11-24"},
    "on Tuesday sell 500 shares": SELL_500 | {"on": "2026-11-24"},
    "sell on 2 Dec 500 shares": SELL_500 | {"on": "2026-12-02"},
    "sell 500 shares the day after tomorrow": SELL_500 | {"on": "2026-11-25"},
    "sell 500 shares 2 Dec": SELL_500 | {"on": "2026-12-02"},
    "sell 500 shares Wed Dec 2nd 2026": SELL_500 | {"on": "2026-12-02"},
    "sell 500 shares on Wednesday, 2 Dec": SELL_500 | {"on": "2026-12-02"},
    "sell 500 shares good till cancelled": SELL_500 | {"time_in_force": "gtc"},
    "sell 500 shares day order": SELL_500 | {"time_in_force": "day"},
    "SELL 1,500 shares limit gtc on 2 Dec": {
        "action": "sell",
        "quantity": "1,500",
        "security": "common",
        "order": "limit",
        "time_in_force": "gtc",
        "on": "2026-12-02",
    },
    "buy 1000000000": {"action": "buy", "quantity": "1,000,000,000"},
    "gift 200": {"action": "gift", "quantity": "200"},
    "give 200 notes": {"action": "gift", "quantity": "200", "security": "note"},
    "donate 200 preferred shares": {"action": "gift", "quantity": "200", "security": "preferred"},
    "exercise 300": {"action": "option_exercise", "quantity": "300"},
    "exercise 300 stock options": {"action": "option_exercise", "quantity": "300"},
    "exercise 300 warrants": {"action": "warrant_exercise", "quantity": "300"},
    "convert 10 notes": {"action": "conversion", "quantity": "10", "converted": "note"},
    "pledge 1000": {"action": "pledge", "quantity": "1,000"},
    "short 10 shares": {"action": "short_sale", "quantity": "10"},
    "sell short 10 shares": {"action": "short_sale", "quantity": "10"},
    "sell 5 warrants": {"action": "sell", "quantity": "5", "security": "warrant"},
}
NUMBERS = {
    "1k": "1,000",
    "1K": "1,000",
    "1.5k": "1,500",
    "1.5 thousand": "1,500",
    "1,000": "1,000",
    "1'000": "1,000",
    "1\u00a0000": "1,000",
    "a hundred": "100",
    "a thousand": "1,000",
    "twelve": "12",
    "twenty-five": "25",
    "twenty five": "25",
    "fifteen hundred": "1,500",
    "two thousand five hundred": "2,500",
    "two hundred thousand": "200,000",
}
SOLD = {"action": "sell", "quantity": "300"}
MADE_TRADES = {
    "sold": {"action": "sell"},
    "sold 300 at 4.12 yesterday": SOLD | {"price": "4.12", "on": "2026-11-22"},
    "I've sold 300 @4.12": SOLD | {"price": "4.12"},
    "sold 300 @ 10": SOLD | {"price": "10"},
    "sold 300 for $4.12 each": SOLD | {"price": "4.12"},
    "sold 300 at $4.12/share": SOLD | {"price": "4.12"},
    "sold 300 at 4.12 dollars a share": SOLD | {"price": "4.12"},
    "sold 300@$1,234.50": SOLD | {"price": "1,234.50"},
    "sold 300 the day before yesterday": SOLD | {"on": "2026-11-21"},
    "sold 300 on Tuesday": SOLD | {"on": "2026-11-17"},
    "bought 200 shares on 3 Mar at $4.12": {
        "action": "buy",
        "quantity": "200",
        "security": "common",
        "price": "4.12",
        "on": "2026-03-03",
    },
    "exercised 10 warrants": {"action": "warrant_exercise", "quantity": "10"},
    "gave 50 shares as a gift": {"action": "gift", "quantity": "50", "security": "common"},
    "gifted 50 shares": {"action": "gift", "quantity": "50", "security": "common"},
    "converted 10 notes": {"action": "conversion", "quantity": "10", "security": "note"},
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_a_trade_to_come_is_understood(text):
    found = read(text)
    assert (found.made, dict(found.values), found.left, found.doubts) == (
        False,
        UNDERSTOOD[text],
        (),
        {},
    )


@pytest.mark.parametrize("text", NUMBERS)
def test_how_many_is_understood(text):
    assert read(f"sell {text}").values == {"action": "sell", "quantity": NUMBERS[text]}
    assert read(f"sell {text} shares").values["quantity"] == NUMBERS[text]


@pytest.mark.parametrize("text", MADE_TRADES)
def test_a_trade_that_was_made_is_understood(text):
    found = read(text)
    assert (found.made, dict(found.values), found.left) == (True, MADE_TRADES[text], ())


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2 Dec", date(2026, 12, 2)),
        ("Dec 2nd", date(2026, 12, 2)),
        ("2dec", date(2026, 12, 2)),
        ("the 2nd of December, 2026", date(2026, 12, 2)),
        ("2026-12-02", date(2026, 12, 2)),
        ("12/2", date(2026, 12, 2)),
        ("12/2/26", date(2026, 12, 2)),
        ("Wed 2 Dec", date(2026, 12, 2)),
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 24)),
        ("Monday", TODAY),
        ("Tuesday", date(2026, 11, 24)),
        ("Sunday", date(2026, 11, 29)),
        ("23 Nov", TODAY),
        ("22 Nov", date(2027, 11, 22)),
        ("23", TODAY),
        ("22", date(2026, 12, 22)),
        ("31", date(2026, 12, 31)),
        ("29 Feb", date(2028, 2, 29)),
        ("23 Nov 2026", TODAY),
    ],
)
def test_a_day_is_read_and_a_past_one_rolls_forward(typed, day):
    assert on(f"buy 500 on {typed}") == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2 Dec", date(2025, 12, 2)),
        ("23 Nov", TODAY),
        ("24 Nov", date(2025, 11, 24)),
        ("22", date(2026, 11, 22)),
        ("24", date(2026, 10, 24)),
        ("31", date(2026, 10, 31)),
        ("29 Feb", date(2024, 2, 29)),
        ("Sunday", date(2026, 11, 22)),
        ("2026-11-20", date(2026, 11, 20)),
    ],
)
def test_of_a_trade_that_was_made_it_is_the_last_such_day(typed, day):
    assert on(f"bought 500 on {typed}") == day


def test_the_day_is_that_of_the_clock_handed_in():
    assert on("buy 5 on 2 Dec", date(2031, 12, 3)) == date(2032, 12, 2)
    assert on("buy 5 on 2 Dec 31", date(2031, 1, 1)) == date(2031, 12, 2)


# --- what is left, and why ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("buy 500 on 2 Dec EST", [("zone", "est")]),
        ("buy 500 on 2 Dec UTC+2", [("zone", "utc+2")]),
        ("buy 500 on 2 Dec +05:00", [("zone", "+05:00")]),
        ("buy 500 on 2 Dec America/Chicago", [("zone", "america/chicago")]),
        ("buy 500 on 2 Dec 10:30", [("time", "10:30")]),
        ("buy 500 on 2 Dec at 10am", [("time", "at 10am")]),
        ("buy 500 tomorrow morning", [("time", "morning")]),
        ("buy 500 on", [("date_missing", "on")]),
        ("buy 500 on next Monday", [("not_the_day", "next monday")]),
        ("buy 500 next Monday", [("not_the_day", "next monday")]),
        ("buy 500 by 2 Dec", [("not_the_day", "by 2 dec")]),
        ("sold 500 last Tuesday", [("not_the_day", "last tuesday")]),
        ("sold 500 on Monday", [("weekday_today", "on monday")]),
        ("buy 500 on 30 Feb", [("date", "on 30 feb")]),
        ("buy 500 on Dec", [("date", "on dec")]),
        ("buy 500 in May", [("word", "may")]),
        ("buy 500 on 2026", [("date", "on 2026")]),
        ("buy 500 on Thu 2 Dec", [("weekday", "on thu 2 dec")]),
        (
            "buy 500 today or tomorrow",
            [("two_on", "today"), ("word", "or"), ("two_on", "tomorrow")],
        ),
        ("sell 12 Dec", [("day_or_number", "12 dec")]),
        ("sell on 2 Dec 50", [("day_or_number", "on 2 dec 50")]),
        ("sell 20 Dec 2", [("day_or_number", "20 dec 2")]),
        ("buy 500 AAPL", [("word", "aapl")]),
        ("don't buy 500", [("word", "don't")]),
        ("buy 500 for my wife", [("word", "wife")]),
        ("buy 500 or 600", [("two_quantity", "500"), ("word", "or"), ("two_quantity", "600")]),
        ("buy 500 shares 600", [("number", "600")]),
        ("buy 1 000", [("two_quantity", "1"), ("two_quantity", "000")]),
        ("buy 500 in 3 days", [("unit", "3 days")]),
        ("sold 500 3 days ago", [("unit", "3 days ago")]),
        ("buy -5", [("word", "-5")]),
        ("buy 10%", [("word", "10%")]),
        ("buy all", [("word", "all")]),
        ("buy 1.5", [("quantity", "1.5")]),
        ("buy 1.0005k", [("quantity", "1.0005 k")]),
        ("buy 1.000 shares", [("quantity", "1.000")]),
        ("buy 12.000", [("quantity", "12.000")]),
        ("buy 9999999999999999", [("quantity", "9999999999999999")]),
        ("buy 500 and sell 300", None),
        ("gift 5 limit", [("not_asked", "limit")]),
        ("short 5 on 2 Dec", [("not_asked", "on 2 dec")]),
        ("exercise 5 notes", [("word", "notes")]),
        ("convert 5 shares", [("word", "shares")]),
        ("buy 5 options", [("word", "options")]),
        ("buy 5 at 4.12", [("price_unasked", "at 4.12")]),
        ("sold 5 at market", [("not_asked", "at market")]),
        ("sold 300 for $1,236", [("price_total", "for $1,236")]),
        ("sold 300 $4.12", [("price_total", "$4.12")]),
        ("sold 300 at 10", [("price_or_hour", "at 10")]),
        ("sold 300 at 4.12 at 4.13", [("two_price", "at 4.12"), ("two_price", "at 4.13")]),
        ("sold 300 at 4.12345", [("word", "at"), ("quantity", "4.12345")]),
        ("buy 5\u200b00", [("word", "5\u200b00")]),
        ("buy 5 <!channel>", [("word", "channel")]),
        ("buy 5 &lt;@U1&gt;", [("word", "@"), ("word", "u1")]),
    ],
)
def test_what_is_not_understood_is_named_and_not_taken(text, why):
    found = read(text)
    assert why is None or left(text) == why
    assert found.left
    named = " ".join(one.word for one in found.left)
    for name, value in found.values.items():
        assert name == "action" or value not in named.split(), (name, value)


def test_of_two_things_to_do_none_is_taken():
    assert dict(read("buy 500 and sell 500").values) == {}
    assert left("buy 500 and sell 500") == [
        ("verbs", "buy"),
        ("unplaced", "500"),
        ("verbs", "sell"),
    ]
    assert not read("sold 300, sell 200").made
    assert read("sold 300 and gave 200").made


@pytest.mark.parametrize(
    ("text", "field", "doubt"),
    [
        ("buy 0", "quantity", "zero"),
        ("buy 1000000001", "quantity", "huge"),
        ("sell 500 yesterday", "on", "over"),
        ("sell 500 on 22 Nov 2026", "on", "over"),
        ("sell 500 on 23 Nov 2028", "on", "far"),
        ("sold 500 tomorrow", "on", "to_come"),
    ],
)
def test_what_will_not_do_is_taken_and_doubted(text, field, doubt):
    found = read(text)
    assert field in found.values
    assert found.doubts == {field: doubt}
    assert found.left == ()


def test_a_phrase_that_is_too_long_is_not_read():
    assert read(f"buy 500 {'please ' * 60}").left == (phrase.Left("long"),)
    at_most = "buy 500 ".ljust(LONGEST, "!")
    assert read(at_most).values == BUY_500
    assert read(f"{at_most}!").values == {}


@pytest.mark.parametrize("text", ["500 shares", "hello", "<!channel>", "status", "market", ""])
def test_what_names_nothing_to_do_speaks_of_no_trade(text):
    assert not phrase.speaks_of_a_trade(text)
    assert phrase.speaks_of_a_trade(f"{text} buy")


# --- whatever is typed ----------------------------------------------------------------

PIECES = st.sampled_from(
    sorted(
        {*FILLERS, *VERBS, *MADE, *SECURITIES, *AT, *NOT_THE_DAY}
        | {"500", "1,000", "2", "31", "4.12", "$4.12", "1.5k", "dec", "tuesday", "today", "limit"}
        | {"yesterday", "2026-12-02", "12/2", "ten", "thousand", "each", "gtc", "day", "order"}
    )
)
ANYTHING = st.one_of(
    st.text(max_size=80),
    st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=14).map(" ".join),
    st.text(min_size=1, max_size=8).map(lambda text: text * 5_000),
)


def shown(view):
    """Give what a form's fields start from, by their block ids."""
    values = {}
    for block in view["blocks"]:
        element = block.get("element") or {}
        first = (element.get("initial_option") or {}).get("value")
        first = first or element.get("initial_value") or element.get("initial_date")
        values[block.get("block_id")] = first
    return values


@given(ANYTHING)
def test_whatever_is_typed_every_value_that_is_understood_is_shown(text):
    found = read(text)
    said = typed(found)
    if found.made:
        names = {"action": "unasked_action", "security": "unasked_security", "on": "traded_on"}
        names |= {"quantity": "traded_quantity", "price": "price"}
        view = unasked_form.build((), typed=said)
    else:
        names = {name: name for name in found.values}
        filled = Filled(found.values, day_read=True, unread=said.unread, notes=said.notes)
        view = request_form.build(samples.ASKING, filled)
    fields = shown(view)
    assert {name: fields[names[name]] for name in found.values} == dict(found.values)
    assert all(as_price(value) for name, value in found.values.items() if name == "price")
    assert len(said.unread) <= 8
    for sentence in said.unread:
        assert sentence in view["blocks"][0]["text"]["text"]
        assert sentence.endswith(".")
        assert len(sentence) < 600


@given(st.lists(PIECES, max_size=10), st.integers(0, 10), st.sampled_from(["xyzzy", "wife", "-7"]))
def test_a_word_that_means_nothing_is_named_wherever_it_stands(pieces, place, word):
    text = " ".join([*pieces[:place], word, *pieces[place:]])
    named = [part for one in read(text).left for part in one.word.split()]
    assert word in named


@given(st.integers(1, 1_000_000_000))
def test_every_number_comes_through(number):
    assert read(f"sell {number}").values["quantity"] == f"{number:,}"
    assert read(f"sell {number:,} shares").values["quantity"] == f"{number:,}"
