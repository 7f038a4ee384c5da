"""`preclear audit retain` and `audit hold`, as they are typed."""

import re

import pytest

from bot.commands import audit_retention
from clearance import holds
from clearance.removing import Removed
from storage.errors import DatabaseUnavailable

PEOPLE = """\
slack_id,name,roles,acknowledged_on
U0ERIN,Erin Boyd,employee,2018-01-05
U0CFO,Felix Ott,cfo,2018-01-05
U0COMPLY,Cora Lyle,compliance,2018-01-05
"""


@pytest.fixture
def company(call, write):
    assert call("people", "import", write("people.csv", PEOPLE))[0] == 0
    return call


def test_without_anything_it_shows_what_would_go_and_changes_nothing(company):
    status, said = company("audit", "retain")
    assert status == 0
    assert "may be removed: 0 requests." in said
    assert "Nothing was changed." in said
    status, said = company("audit", "retain", "--by", "U0COMPLY")
    assert (status, "nothing was asked for" in said) == (0, True)


def test_a_day_that_is_too_young_is_refused_with_the_youngest_one(company):
    status, said = company("audit", "retain", "--before", "2125-01-01")
    assert status == 2
    day = re.search(r"name (\d{4}-\d\d-\d\d) or an earlier day", said)[1]
    assert company("audit", "retain", "--before", day)[0] == 0


def test_only_what_was_asked_for_and_confirmed_is_carried_out(company):
    status, said = company("audit", "retain", "--carry-out", "N0SUCH22")
    assert (status, "Nothing was asked for under N0SUCH22" in said) == (2, True)
    status, said = company("audit", "retain", "--carry-out", "X", "--by", "U0COMPLY")
    assert (status, "--carry-out needs nothing else" in said) == (2, True)


def test_a_removal_that_the_database_breaks_off_says_what_was_removed(company, monkeypatch):
    def carried_out(*_):
        yield Removed(requests=3, entries=9)
        raise DatabaseUnavailable("the database is away")

    monkeypatch.setattr(audit_retention.removing, "carry_out", carried_out)
    monkeypatch.setattr(audit_retention, "_confirmed", lambda *_: None)
    status, said = company("audit", "retain", "--carry-out", "ACDEFHJK")
    assert (status, "3 requests were removed" in said) == (2, True)
    assert "--carry-out ACDEFHJK` again" in said
    assert "Nothing was recorded" not in said


def test_a_hold_is_set_listed_and_its_end_asked_for(company):
    assert company("audit", "hold", "list") == (0, "No hold is in force.\n")
    status, said = company(
        "audit", "hold", "set", "--person", "U0ERIN", "--reference", "Matter 1", "--by", "U0COMPLY"
    )
    assert status == 0
    hold = re.search(r"Held as (\w+)", said)[1]
    status, said = company("audit", "hold", "list")
    assert said.startswith(f"{hold}  ")
    assert said.endswith("person: Erin Boyd  Matter 1  (set by Cora Lyle)\n")
    assert company("audit", "hold", "lift", hold.lower(), "--by", "U0COMPLY")[0] == 0
    status, said = company("audit", "hold", "lift", hold, "--by", "U0COMPLY")
    assert (status, "asked for already" in said) == (2, True)
    assert hold in company("audit", "hold", "list")[1]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--all", "--reference", "M", "--by", "U0ERIN"), "nobody of compliance"),
        (("--all", "--reference", "M", "--by", "U0CFO"), "nobody of compliance"),
        (("--all", "--reference", " ", "--by", "U0COMPLY"), "Say with --reference"),
        (("--all", "--reference", "M" * 201, "--by", "U0COMPLY"), "Say with --reference"),
        (("--reference", "M", "--by", "U0COMPLY"), "Name one of"),
        (
            ("--all", "--request", "X", "--reference", "M", "--by", "U0COMPLY"),
            "Name one of",
        ),
        (("--request", "N0SUCH22", "--reference", "M", "--by", "U0COMPLY"), "no request N0SUCH22"),
        (("--person", "U0X", "--reference", "M", "--by", "U0COMPLY"), "nobody on the list"),
    ],
)
def test_a_hold_that_does_not_fit_is_refused_and_nothing_recorded(company, options, sentence):
    status, said = company("audit", "hold", "set", *options)
    assert (status, sentence in said, "Nothing was recorded." in said) == (2, True, True)
    assert company("audit", "hold", "list") == (0, "No hold is in force.\n")


def test_the_longest_reference_fits(company):
    reference = "".join(chr(0x4E00 + n * 97 % 20000) for n in range(holds.LONGEST))
    options = ("--all", "--reference", reference, "--by", "U0COMPLY")
    assert company("audit", "hold", "set", *options)[0] == 0
