"""The list that a reminder opens: every thing has its own button, the most urgent kind is first."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.shown_acknowledgements import AtHome
from clearance.shown_waiting import OwedShown
from handlers.views import acknowledge_form, filing_views, home_ids, owed_list, question_form
from handlers.views.request_sheet import REPORT
from handlers.words import away as words
from tests.handlers import owed_samples, samples

SIGN = AtHome(to_sign=True, due_on=date(2026, 12, 23))


def pressed(view):
    """Name what each button of the list opens, and with which value."""
    beside = (one.get("accessory") for one in view["blocks"])
    return [(one["action_id"], one["value"]) for one in beside if one]


def headings(view):
    return [one["text"]["text"] for one in view["blocks"] if one["type"] == "header"]


@pytest.mark.parametrize(("count", "more"), [(owed_list.SHOWN, 0), (owed_list.SHOWN + 1, 1)])
def test_each_thing_has_a_button_of_its_own_and_what_does_not_fit_its_list(count, more):
    found = owed_samples.owed(count)
    buttons = pressed(owed_list.build(found))
    shown = min(count, owed_list.SHOWN)
    for action, ids in {
        home_ids.REVIEW: [one.request for one in found.waiting.requests],
        question_form.TO_ANSWER: [one.id for one in found.waiting.questions],
        REPORT: [one.id for one in found.answers],
        filing_views.ENTER: [one.id for one in found.forms],
        acknowledge_form.RECEIVE: [one.id for one in found.to_initial],
    }.items():
        assert [value for name, value in buttons if name == action] == ids[:shown]
    lists = {home_ids.TRADED, home_ids.FORMS, home_ids.PLANS, home_ids.QUESTIONS}
    assert sum(name in lists for name, _ in buttons) == len(lists) * more
    # To sign, and, where there are more to initial, the list of those.
    assert sum(name == acknowledge_form.OPEN for name, _ in buttons) == 1 + more
    assert sum(name == home_ids.OVERDUE for name, _ in buttons) == 1


@pytest.mark.parametrize(
    ("due_on", "first"), [(samples.TODAY, "forms"), (date(2026, 11, 22), "sign")]
)
def test_the_kind_that_ends_first_stands_first_and_what_never_ends_last(due_on, first):
    """A form of today's has until ten in the evening, the policy until midnight."""
    form = replace(owed_samples.FORM, due_on=samples.TODAY)
    sign = replace(SIGN, due_on=due_on)
    found = OwedShown(forms=(form,), to_sign=sign, overdue=(owed_samples.SILENT,))
    second = {"forms": "sign", "sign": "forms"}[first]
    assert headings(owed_list.build(found)) == [
        words.LIST[first],
        words.LIST[second],
        words.LIST["overdue"],
    ]


def test_what_is_not_owed_has_no_heading():
    assert headings(owed_list.build(OwedShown(to_sign=SIGN))) == [words.LIST["sign"]]
    assert headings(owed_list.build(OwedShown())) == []
