"""A draft Form 4 as text: Slack takes it, its lines are said, what lacks has words."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clearance import section16_draft
from clearance.shown_filings import DraftLine, DraftMaterial, DraftShown, FilingLine, Lack
from handlers.views import filing_views
from handlers.words import draft as draft_words
from policy.facts import Trade
from sandbox.blockkit import view_problems
from tests.handlers import samples
from tests.handlers.payloads import taken_by_slacks_models

DAY = date(2026, 11, 24)
BOUGHT = DraftLine(
    "P", "A", "buy", "common", DAY, 400, "4.10", direct=True, nature=None, exempt=None
)
EXERCISED = replace(BOUGHT, code="M", action="option_exercise", price=None)
GIVEN = replace(BOUGHT, code="G", disposition="D", action="gift", direct=False, nature="Rob Quist")
MATERIAL = DraftMaterial(
    filing="K7M4QWXA-20261124",
    form="4",
    due_on=date(2026, 11, 27),
    period=DAY,
    person="Dora Quist",
    roles=frozenset({"director"}),
    director=True,
    officer=False,
    lines=(BOUGHT,),
    under_plan=False,
    plan_adopted_on=None,
)
SHOWN = DraftShown(MATERIAL, (), ())
NO_CIK = Lack("issuer.cik", "no_issuer_cik")
LONG = replace(GIVEN, nature=samples.LONG[:60])
PLAN = replace(MATERIAL, under_plan=True, plan_adopted_on=date(2026, 3, 2))
VIEWS = {
    "plain": SHOWN,
    "exercise": replace(SHOWN, material=replace(MATERIAL, lines=(EXERCISED, BOUGHT))),
    "plan": DraftShown(PLAN, ("Made under a plan.",), (NO_CIK,)),
    "correction": replace(
        SHOWN, material=replace(MATERIAL, state="amend", amends=DAY, subject=False)
    ),
    "largest": DraftShown(
        replace(MATERIAL, person=samples.LONG[:150], lines=(LONG,) * 30),
        ("N" * 1000,) * 2,
        tuple(Lack(f"lines[{at}].code", "no_code", {"code": "X"}) for at in range(1, 31)),
    ),
    "filed": replace(SHOWN, lacks=(Lack("FORM_ID", "filed"),)),
}


def text_of(view):
    return str(view["blocks"])


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_draft(name):
    view = filing_views.draft(VIEWS[name])
    assert view_problems(view) == []
    taken_by_slacks_models(view)


def test_a_line_says_what_the_form_has():
    said = text_of(filing_views.draft(SHOWN))
    for part in ("2026-11-24, code P, 400 shares, $4.10 a share, acquired (A), held directly",
                 "box: not ticked", draft_words.AFTERWARDS, draft_words.NOTHING_MISSING,
                 "preclear section16 draft K7M4QWXA-20261124 --out FOLDER --holding"):  # fmt: skip
        assert part in said
    assert "--option" not in said
    given = text_of(filing_views.draft(replace(SHOWN, material=replace(MATERIAL, lines=(GIVEN,)))))
    assert "no price, disposed of (D), held indirectly: by Rob Quist" in given


def test_an_exercise_names_both_tables_and_what_the_command_wants():
    said = text_of(filing_views.draft(VIEWS["exercise"]))
    assert draft_words.BOTH_TABLES in said
    assert draft_words.PRICE_OPEN in said
    assert "--option-left" in said


def test_the_box_and_its_footnote_are_said():
    said = text_of(filing_views.draft(VIEWS["plan"]))
    assert "box: ticked. The plan was adopted on Monday 2 March 2026." in said
    assert "Footnote 1: Made under a plan." in said
    assert f"The company: {draft_words.lack(NO_CIK)}" in said


def test_what_was_filed_has_no_command():
    assert "--out" not in text_of(filing_views.draft(VIEWS["filed"]))


@pytest.mark.parametrize(
    ("form", "state", "offered"),
    [
        ("4", "open", True),
        ("4", "late", True),
        ("4", "amend", True),
        ("4", "filed", False),
        ("4", "filed_late", False),
        ("3", "open", False),
        ("5", "open", False),
    ],
)
def test_a_draft_is_offered_of_a_form_4_that_is_still_to_be_filed(form, state, offered):
    line = FilingLine(
        "X-20261124", "Dora Quist", own=True, form=form, on=DAY, due_on=DAY, state=state,
        trade=Trade("buy", 1), filed_form=form, accession="0001234567-26-000123", filed_on=DAY,
    )  # fmt: skip
    assert (filing_views.DRAFT in text_of(filing_views.entering(line))) is offered


def test_every_lack_has_words():
    source = Path(section16_draft.__file__).read_text()
    reasons = set(re.findall(r'Lack\(\s*(?:f?"[^"]*"|option), "([a-z_]+)"', source))
    assert reasons == set(draft_words.LACKS)
