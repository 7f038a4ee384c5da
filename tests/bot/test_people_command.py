"""What the import of people says line by line where something waits for an officer."""

import pytest

HEAD = "slack_id,name,roles,acknowledged_on,active,guest\n"
FIRST = (
    "U0CEO,Carla Eng,ceo,2026-01-05,yes,\n"
    "U0CFO,Felix Ott,cfo,2026-01-05,yes,\n"
    "U0EMPLOYEE,Erin Boyd,employee,2026-01-05,yes,\n"
)


@pytest.fixture
def imported(call, write):
    def take_in(*lines):
        return call("people", "import", write("people.csv", HEAD + "".join(lines)))

    assert take_in(FIRST) == (0, "3 added, 0 changed, 0 as before.\n")
    return take_in


def roles_of(call, name):
    (line,) = [one for one in call("people", "list")[1].splitlines() if name in one]
    return line


def test_an_office_waits_and_what_else_is_listed_does_not(imported, call):
    status, said = imported(
        "U0EMPLOYEE,Erin Boyd,employee;cfo,2026-01-05,yes,\n",
        "U0NEW,Nils Newman,employee,,yes,\n",
    )
    assert (status, said.splitlines()[0]) == (0, "1 added, 0 changed, 1 as before.")
    (waits,) = said.splitlines()[1:]
    assert "Erin Boyd" in waits
    assert "cfo" not in roles_of(call, "Erin Boyd")
    assert "employee" in roles_of(call, "Nils Newman")


def test_a_guest_is_named_and_let_in_by_two(imported, call):
    status, said = imported("U0GUEST,Gus Guest,director,2026-01-05,yes,yes\n")
    (waits,) = said.splitlines()[1:]
    assert (status, "Gus Guest" in waits, "two" in waits) == (0, True, True)
    assert "(guest, not confirmed)" in roles_of(call, "Gus Guest")


def test_what_is_taken_back_before_it_was_confirmed_is_said(imported, call):
    imported("U0CFO,Felix Ott,employee,2026-01-05,yes,\n")
    assert "cfo" in roles_of(call, "Felix Ott")
    status, said = imported("U0CFO,Felix Ott,cfo,2026-01-05,yes,\n")
    assert (status, "Felix Ott" in said.splitlines()[-1]) == (0, True)
    assert imported("U0CFO,Felix Ott,cfo,2026-01-05,yes,\n")[1].splitlines()[1:] == []


def test_where_nothing_waits_only_the_counts_are_said(imported):
    assert imported(FIRST) == (0, "0 added, 0 changed, 3 as before.\n")
