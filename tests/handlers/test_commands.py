"""The commands: help for each person, slips, other words for them, and words about trades."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clearance.authority_matrix import OUTSIDERS
from clearance.shown import No
from clearance.shown_drafts import DraftShown
from handlers import near, phrase
from handlers.command import SUBCOMMANDS
from handlers.phrase.lexicon import LONGEST
from handlers.views import report_form, request_sheet, traded_list, unasked_form, unsent
from handlers.words import command as command_words
from handlers.words import phrase as phrase_words
from policy.facts import Trade
from sandbox.blockkit import view_problems
from tests.handlers import samples
from tests.handlers.payloads import taken_by_slacks_models
from tests.handlers.test_kept_forms import stands_in
from tests.handlers.test_phrase import shown

SALE = replace(
    samples.APPROVED,
    id="SA2E2222",
    trade=Trade("sell", 500),
    earliest_trade_at=datetime(2026, 11, 20, 14, 30, tzinfo=UTC),
)


@pytest.mark.parametrize("typed", ["help", "HELP", "hi", "?", "hello!"])
async def test_help_says_what_one_can_do(conversation, typed):
    status, answer = await conversation.command(typed)
    assert (status, answer["text"]) == (200, command_words.HELP)


@pytest.mark.parametrize("typed", ["frobnicate", "<!channel>", "500 shares", "x" * 40_000, "🙂"])
async def test_anything_unknown_says_what_one_can_do(conversation, typed):
    _, answer = await conversation.command(typed)
    assert answer["text"] == command_words.UNKNOWN


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("staus", "status"),
        ("STAUTS", "status"),
        ("sing", "sign"),
        ("windwo", "window"),
        ("withdaw K7M4QWXA", "withdraw"),
        ("byu 500", "buy"),
        ("sel 500 tomorrow", "sell"),
        ("hlep", "help"),
        ("help staus", "help status"),
    ],
)
async def test_a_slip_is_asked_about(conversation, slack, typed, meant):
    _, answer = await conversation.command(typed)
    assert answer["text"] == command_words.DID_YOU_MEAN.format(word=meant)
    assert slack.calls == []


@pytest.mark.parametrize(
    ("typed", "act"),
    [
        ("restict", "list_restrictions"),
        ("notcie", "tell_of_issuer"),
        ("papre", "ask_paper"),
        ("overdeu", "list_overdue"),
        ("casse", "list_cases"),
        ("audti", "pull"),
        ("help cases", "list_cases"),
        ("help casse", "list_cases"),
    ],
)
async def test_a_slip_in_an_officers_command_is_known_to_an_officer_only(
    conversation, desk, typed, act
):
    unknown = await conversation.command("frobnicate")
    assert await conversation.command(typed) == unknown
    desk.answers["offices"] = frozenset({act})
    _, answer = await conversation.command(typed)
    assert answer["text"] != command_words.UNKNOWN


@pytest.mark.parametrize("name", SUBCOMMANDS)
async def test_help_explains_every_command_with_an_example_that_is_one(conversation, desk, name):
    command = SUBCOMMANDS[name]
    desk.answers["offices"] = frozenset({command.act})
    _, answer = await conversation.command(f"help {name}")
    assert answer["text"] == command_words.explained(name)
    example = command_words.COMMANDS[name].example.split()[0]
    assert example in SUBCOMMANDS or phrase.speaks_of_a_trade(example)
    _, whole = await conversation.command("help")
    assert command_words.COMMANDS[name].line in whole["text"]


def test_every_command_is_declared_once_and_told_of():
    assert set(SUBCOMMANDS) == set(command_words.COMMANDS)
    aliases = [alias for one in SUBCOMMANDS.values() for alias in one.aliases]
    assert len(aliases) == len(set(aliases))
    assert not set(aliases) & set(SUBCOMMANDS)
    for name, one in SUBCOMMANDS.items():
        everybody = command_words.COMMANDS[name].group in command_words.FOR_EVERYBODY
        assert everybody is (one.act is None)
    assert len(command_words.HELP) < 1000


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("requests", "status"),
        ("my requests", "status"),
        ("cancel", "withdraw"),
        ("cancel my request", "withdraw"),
        ("releases", "calendar"),
        ("blackout", "window"),
        ("report", "traded"),
        ("sign", "acknowledge"),
        ("Status?", "status"),
        ("`status`", "status"),
    ],
)
async def test_what_people_type_for_a_command_is_that_command(
    conversation, slack, desk, alias, name
):
    desk.answers |= {"unanswered": (samples.PENDING,), "acknowledgement": No("no_policy_document")}
    expected = await conversation.command(name)
    opened = slack.opened()
    assert await conversation.command(alias) == expected
    assert slack.opened() == opened * 2


@pytest.mark.parametrize("typed", ["status of K7M4QWXA", "cancel my sale k7m4qwxa, please"])
async def test_an_id_is_found_wherever_it_stands(conversation, desk, typed):
    await conversation.command(typed)
    assert desk.asked[0][2] == "K7M4QWXA"


@pytest.mark.parametrize("reason", OUTSIDERS)
async def test_whoever_is_nobody_is_told_what_everybody_can_do(conversation, desk, reason):
    desk.answers = dict.fromkeys(desk.answers, No(reason))
    for typed in ("help", "help status", "help cases", "?"):
        assert (await conversation.command(typed))[1]["text"] == command_words.HELP
    for typed in ("staus", "casse", "buy five hundred", "sold 5", "500 shares"):
        assert (await conversation.command(typed))[1]["text"] == command_words.UNKNOWN


def test_slips_are_counted():
    for first, second, slips in [
        ("status", "status", 0),
        ("staus", "status", 1),
        ("sttaus", "status", 1),
        ("tsatsu", "status", 2),
        ("", "buy", 3),
    ]:
        assert near.slips(first, second) == near.slips(second, first) == slips
    assert near.nearest("statusses", ["status"]) is None
    assert near.nearest("bui", ["buy"]) == "buy"
    assert near.nearest("bxx", ["buy"]) is None


# --- trades that were made ------------------------------------------------------------


async def told(conversation, slack, desk, typed, *requests):
    """Type of a trade that was made, and give the form that opens."""
    desk.answers["unanswered"] = requests
    assert await conversation.command(typed) == (200, "")
    return slack.opened()[-1]


async def test_the_one_clearance_that_fits_opens_its_report_filled_in(conversation, slack, desk):
    bought = replace(SALE, id="BUY22222", trade=Trade("buy", 500))
    view = await told(conversation, slack, desk, "sold 300 at 4.12 on 20 Nov", SALE, bought)
    assert (view["callback_id"], view["private_metadata"]) == (report_form.CALLBACK, "SA2E2222")
    fields = shown(view)
    assert (fields["traded"], fields["traded_quantity"], fields["price"]) == ("yes", "300", "4.12")
    assert fields["traded_on"] == "2026-11-20"


#: What was typed into a report before and never sent.
BEFORE = {
    "traded": "no", "traded_quantity": "100", "price": "9.99", "traded_on": "2026-11-20",
    "traded_at": "10:00", "stated": "none",
}  # fmt: skip
AFTER = {"traded": "yes", "traded_quantity": "300", "price": "4.12", "traded_on": "2026-11-22"}


def standing(view):
    """Give what of BEFORE's fields stands in a form."""
    fields = stands_in(view)
    return {name: fields[name] for name in BEFORE if name in fields}


@pytest.mark.parametrize("requests", [(SALE,), ()], ids=["on its clearance", "on none"])
async def test_the_words_lie_over_what_was_typed_before(conversation, slack, desk, requests):
    desk.answers["draft"] = DraftShown(samples.NOW, BEFORE)
    view = await told(conversation, slack, desk, "sold 300 at 4.12 yesterday", *requests)
    wanted = BEFORE | AFTER
    if not requests:  # the form for a trade without a clearance asks for what it was instead
        assert shown(view)["unasked_action"] == "sell"
        del wanted["traded"]
    assert standing(view) == wanted
    assert view["blocks"][0]["block_id"] == unsent.HEAD


async def test_without_words_what_was_typed_before_is_as_it_was(conversation, slack, desk):
    """Twin: **Report** of the same clearance, with and without a part of it said."""
    desk.answers |= {"draft": DraftShown(samples.NOW, BEFORE | {"traded": "yes"}), "request": SALE}
    await conversation.press(request_sheet.REPORT, SALE.id)
    assert standing(slack.opened()[-1]) == BEFORE | {"traded": "yes"}
    view = await told(conversation, slack, desk, "sold 300", SALE)
    assert standing(view) == BEFORE | {"traded": "yes", "traded_quantity": "300"}


@pytest.mark.parametrize(
    "typed",
    ["bought 300", "sold 501", "sold 300 warrants", "sold 300 on 19 Nov", "sold 300 and gave 200"],
)
async def test_where_no_clearance_fits_the_person_says_which_it_was(
    conversation, slack, desk, typed
):
    view = await told(conversation, slack, desk, typed, SALE)
    assert view["blocks"][0]["text"]["text"] == phrase_words.WHICH
    assert traded_list.UNASKED in str(view)
    assert "SA2E2222" in str(view)


async def test_where_several_fit_the_person_says_which_it_was(conversation, slack, desk):
    other = replace(SALE, id="SA2E3333")
    view = await told(conversation, slack, desk, "sold 300 at 4.12 to my wife", SALE, other)
    assert phrase_words.TYPED.format(said="300, $4.12") in str(view)
    assert "“wife”" in str(view)
    assert traded_list.build((SALE, other)) == await told(
        conversation, slack, desk, "traded", SALE, other
    )


async def test_without_any_clearance_the_form_for_none_opens(conversation, slack, desk):
    view = await told(conversation, slack, desk, "gifted 50 notes yesterday at 10:30")
    assert view["callback_id"] == unasked_form.CALLBACK
    fields = shown(view)
    assert (fields["unasked_action"], fields["unasked_security"]) == ("gift", "note")
    assert (fields["traded_quantity"], fields["traded_on"]) == ("50", "2026-11-22")
    assert "“at 10:30”" in view["blocks"][0]["text"]["text"]


@pytest.mark.parametrize("verb", ["sell", "sold", "sold and gave"])
@pytest.mark.parametrize("requests", [(), (SALE,), (SALE, replace(SALE, id="SA2E3333"))])
async def test_slack_takes_every_form_whatever_was_typed(conversation, slack, desk, verb, requests):
    odd = " ".join(f"{chr(0x4E00 + number)}<!x{'&' * 12}" for number in range(18))
    days = "today tomorrow friday 2026-12-02 5 on 30 feb by monday 1.5 for $7 -5 at 3 10:30 est"
    view = await told(conversation, slack, desk, f"{verb} {days} {odd}"[:LONGEST], *requests)
    assert phrase_words.LEFT in str(view)
    assert view_problems(view) == []
    taken_by_slacks_models(view)


async def test_a_request_that_was_not_cleared_is_no_clearance_of_it(conversation, slack, desk):
    declined = replace(SALE, state="declined", owes_answer=True)
    view = await told(conversation, slack, desk, "sold 300", declined)
    assert view["blocks"][0]["text"]["text"] == phrase_words.WHICH
