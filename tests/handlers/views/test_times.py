"""Every moment with an hour names New York, with the reader's own time beside it in Slack's words.

A rule that counts in New York's time cannot be read off a time of somewhere else alone; and an
hour without a zone is read as one's own.
"""

import re

import pytest

from handlers.moments import both, in_new_york, short, yours
from tests.handlers import (
    test_audit_production,
    test_cases,
    test_plan_asking,
    test_plans,
    test_traded,
)
from tests.handlers.payloads import moments_without_a_zone, texts
from tests.handlers.samples import NOW
from tests.handlers.views import test_audit, test_payloads, test_restriction_payloads

MODULES = (
    test_audit,
    test_audit_production,
    test_cases,
    test_payloads,
    test_plan_asking,
    test_plans,
    test_restriction_payloads,
    test_traded,
)


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.__name__.rpartition(".")[2])
def test_every_moment_of_every_form_names_its_zone(module):
    found = {
        name: wrong
        for name, view in module.VIEWS.items()
        for one in texts(view)
        if (wrong := moments_without_a_zone(one["text"]))
    }
    assert found == {}


def test_the_forms_have_moments_of_both_kinds():
    said = [
        one["text"] for module in MODULES for view in module.VIEWS.values() for one in texts(view)
    ]
    assert sum("<!date^" in text for text in said) > 50
    assert sum("New York" in text for text in said) > 100


def test_every_field_for_a_time_says_whose_clock_it_is():
    fields = [
        (name, block)
        for module in MODULES
        for name, view in module.VIEWS.items()
        for block in view["blocks"]
        if block.get("element", {}).get("type") in {"timepicker", "datetimepicker"}
    ]
    assert len(fields) > 3
    for name, block in fields:
        assert "New York" in block["label"]["text"], name


@pytest.mark.parametrize("said", [in_new_york, short, both, yours])
def test_what_says_a_moment_names_its_zone(said):
    assert moments_without_a_zone(f"It ends at {said(NOW)}.") == []


@pytest.mark.parametrize(
    "text",
    [
        "It ends at 4:00 p.m.",
        "It ends on <!date^1795625940^{date_short} {time}|Monday, 4:00 p.m. New York time>.",
        "It ends at 4:00 p.m. New York time, and begins at 9:30 a.m. there.",
        "Good until 23:15.",
    ],
)
def test_one_without_is_found(text):
    assert len(moments_without_a_zone(text)) == 1


def test_the_reader_s_own_time_says_new_york_s_again_where_slack_cannot_show_it():
    (fallback,) = re.findall(r"\|(.*?)>", both(NOW))
    assert fallback == in_new_york(NOW)
