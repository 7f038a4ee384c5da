"""What compliance sees of a pull: offered only where it is turned on, and taken by Slack."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audit.desk import PullSheet
from audit.downloads import Link
from audit.handing_over import Asked, Listed, Ordered
from audit.pulls import KINDS, Pull, Wanted
from audit.ways import Ways
from clearance.shown import No
from clearance.shown_pulls import PullCame
from handlers.views import audit_came, audit_form, audit_list, audit_receipt
from handlers.words import audit as words
from sandbox.blockkit import view_problems
from tests.handlers.payloads import taken_by_slacks_models, texts

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SHEET = PullSheet((("P1", "Erin Wolfe"),), tuple(KINDS), restrictions=True, today=TODAY)
OTHERS = tuple(one for one in KINDS if one != "restrictions")
CLOSED = PullSheet((), OTHERS, restrictions=False, today=TODAY)
UP = Ways("https://preclear.example.com/", Path("/srv/pulls"), slack=True)
LONGEST = "Wolfe " * 100
WIDEST = Wanted(date(2020, 1, 1), date(2026, 12, 31), "P1", frozenset(KINDS), None, redacted=True)


def pull(way="download", number=0):
    return Pull(f"{number:032x}", NOW, "P1", way, WIDEST, "C1")


def link(address="https://preclear.example.com/"):
    made = Link(pull(), "t" * 43, "ACDEFHJK", NOW)
    return audit_receipt.link(made, Ways(address))


TEN = tuple(
    Listed(pull(number=number), LONGEST, LONGEST, own=number % 2 == 0) for number in range(10)
)
VIEWS = {
    "form": audit_form.build(SHEET, UP),
    "form of who may not know of restrictions": audit_form.build(CLOSED, UP),
    "no way": audit_form.build(SHEET, Ways()),
    **{f"receipt {way}": audit_receipt.build(Ordered(pull(way), 10**7), UP) for way in words.WAYS},
    "link": link(),
    "long link": link(f"https://{'a' * 60}.example.com/{'b' * 1500}/"),
    "list": audit_list.build(TEN, UP),
    "list without downloads": audit_list.build(TEN, Ways()),
    "empty list": audit_list.build((), UP),
    "in the folder": audit_came.build(PullCame("0" * 32, "folder", place="pulls/x")),
    "in Slack": audit_came.build(PullCame("0" * 32, "slack", place="x.zip")),
    **{why: audit_came.build(PullCame("0" * 32, "folder", why=why)) for why in words.NOT_MADE_WHY},
}


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_view(name):
    assert view_problems(VIEWS[name]) == []
    taken_by_slacks_models(VIEWS[name])


@pytest.mark.parametrize("name", VIEWS)
def test_no_text_of_ours_is_cut_and_no_name_is_markup(name):
    for one in texts(VIEWS[name]):
        assert not one["text"].endswith("…")
        assert one["type"] == "plain_text" or "Wolfe" not in one["text"]


def block(view, block_id):
    return next((one for one in view["blocks"] if one.get("block_id") == block_id), None)


def offered(view, block_id):
    return [one["value"] for one in block(view, block_id)["element"]["options"]]


@pytest.mark.parametrize(
    ("ways", "named"),
    [
        (UP, ["download", "folder", "slack"]),
        (Ways("https://x.example/"), ["download"]),
        (Ways(folder=Path("/srv/pulls")), ["folder"]),
        (Ways(slack=True), ["slack"]),
    ],
)
def test_only_what_is_turned_on_is_offered(ways, named):
    view = audit_form.build(SHEET, ways)
    assert offered(view, audit_form.WAY) == named
    assert (words.HINT_WAY_SLACK in str(view)) is ("slack" in named)


def test_without_a_way_there_is_nothing_to_send():
    """Twin: with one there is."""
    assert "submit" not in VIEWS["no way"]
    assert "PRECLEAR_AUDIT_URL" in str(VIEWS["no way"])
    assert "submit" in VIEWS["form"]


def test_restrictions_are_offered_to_those_alone_who_may_know():
    assert "restrictions" in offered(VIEWS["form"], audit_form.KINDS)
    others = VIEWS["form of who may not know of restrictions"]
    assert "restrict" not in str(others["blocks"]).lower()


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 3, 31), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
        (date(2027, 1, 1), date(2027, 1, 1)),
    ],
)
def test_it_opens_on_this_quarter_so_far(today, first):
    view = audit_form.build(PullSheet((), tuple(KINDS), restrictions=True, today=today), UP)
    days = [block(view, one)["element"]["initial_date"] for one in ("audit_first", "audit_last")]
    assert days == [first.isoformat(), today.isoformat()]


def sent(view=VIEWS["form"], **values):
    state = {name: {"value": value} for name, value in values.items()}
    return audit_form.read({"blocks": view["blocks"], "state": {"values": state}})


def way(name):
    return {"selected_option": {"value": name}}


def test_what_is_left_empty_is_everything():
    assert sent(audit_way=way("folder")).asked == Asked("folder")


def test_the_opened_form_is_named_so_that_it_counts_once():
    view = {"id": "V0FORM", "blocks": VIEWS["form"]["blocks"]}
    view["state"] = {"values": {"audit_way": {"value": way("folder")}}}
    assert audit_form.read(view).asked == Asked("folder", form="V0FORM")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"audit_way": way("fax")}, "audit_way"),
        ({}, "audit_way"),
        ({"audit_way": way("folder"), "audit_first": {"selected_date": "soon"}}, "audit_first"),
        (
            {
                "audit_way": way("folder"),
                "audit_kinds": {"selected_options": [{"value": "secrets"}]},
            },
            "audit_kinds",
        ),
    ],
)
def test_what_no_form_sends_fails_at_its_field(values, field):
    form = sent(**values)
    assert form.asked is None
    assert list(form.errors) == [field]


def test_a_way_or_kind_that_the_form_did_not_offer_fails_at_its_field():
    """Twin: in the form that offers them they are taken."""
    small = audit_form.build(CLOSED, Ways("https://x.example/"))
    kinds = {"selected_options": [{"value": "restrictions"}]}
    for view, errors in ((small, {"audit_way", "audit_kinds"}), (VIEWS["form"], set())):
        form = sent(view, audit_way=way("slack"), audit_kinds=kinds)
        assert set(form.errors) == errors


def test_each_refusal_of_the_desk_has_its_field():
    for reason in ("days_turned", "no_such_person", "restrictions_not_yours", "way_closed"):
        (field,) = audit_form.errors_of(No(reason))
        assert block(VIEWS["form"], field) is not None
    assert audit_form.errors_of(No("not_compliance")) is None


def test_only_ones_own_can_be_had_again_and_only_where_downloads_are_on():
    assert str(VIEWS["list"]).count(words.AGAIN) == 5
    assert words.AGAIN not in str(VIEWS["list without downloads"])


def test_every_kind_has_its_words():
    assert set(words.KINDS) == set(KINDS)


def test_the_folder_is_told_by_its_name_alone():
    assert "/srv" not in str(VIEWS["receipt folder"])
    assert "pulls" in str(VIEWS["receipt folder"])


def test_neither_token_nor_code_is_in_what_travels_hidden():
    view = VIEWS["link"]
    assert "private_metadata" not in view
    hidden = [one.get("block_id", "") + str(one.get("elements", "")) for one in view["blocks"][:1]]
    assert "ACDEFHJK" not in str(hidden)
    assert repr(Link(pull(), "t" * 43, "ACDEFHJK", NOW)).count("ACDEFHJK") == 0
