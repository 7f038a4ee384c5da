"""What EDGAR needs of a reporting person: entered whole or not at all, sealed, corrected."""

import json
from datetime import date

import pytest

from clearance import section16_owners
from clearance.people import by_slack_id
from clearance.section16_history import import_filings
from clearance.section16_owners import OwnersTaken, import_owners
from tests.clearance.company import OPERATOR, ny
from tests.clearance.test_section16_history import named
from tests.filings.forms import line, written

HEAD = ",".join(section16_owners.COLUMNS) + "\n"
DIRECTOR = {
    "slack_id": "U0DIRECTOR",
    "cik": "7654321",
    "name": "QUIST DORA",
    "street": "1 Main Street",
    "city": "Madison",
    "state": "WI",
    "zip": "53716",
    "is_director": "yes",
    "is_officer": "no",
    "ten_percent": "no",
    "issuer_cik": "1279704",
}
CEO = DIRECTOR | {
    "slack_id": "U0CEO",
    "cik": "",
    "name": "ENG CARLA",
    "title": "President and CEO",
    "is_officer": "yes",
    "issuer_cik": "",
}


def listed(*owners):
    """Write the list of these."""
    lines = [",".join(one.get(name, "") for name in section16_owners.COLUMNS) for one in owners]
    return HEAD + "".join(f"{one}\n" for one in lines)


async def take_in(company, *owners):
    return await company.database.run(lambda tx: import_owners(tx, listed(*owners), OPERATOR))


async def entered(company, slack_id="U0DIRECTOR"):
    def act(tx):
        return section16_owners.entered(tx, by_slack_id(tx, slack_id).person)

    return await company.database.run(act)


async def test_a_list_is_recorded_once_and_a_later_line_corrects(company):
    assert await take_in(company, DIRECTOR, CEO) == OwnersTaken(2, 0)
    assert await take_in(company, DIRECTOR, CEO) == OwnersTaken(0, 2)
    moved = DIRECTOR | {"street": "2 Main Street"}
    assert await take_in(company, moved, CEO) == OwnersTaken(1, 1)
    found = await entered(company)
    assert (found.street, found.cik, found.is_director) == ("2 Main Street", "0007654321", True)
    assert await company.database.run(section16_owners.issuer_cik) == "0001279704"
    assert await company.database.run(section16_owners.names) == [
        ("Carla Eng", "ENG CARLA", False),
        ("Dora Quist", "QUIST DORA", True),
    ]
    rows = await company.rows("select id, replaces from section16_owners")
    assert len(rows) == 3
    assert sum(row["replaces"] is not None for row in rows) == 1


async def test_an_address_is_nowhere_in_the_open(company):
    await take_in(company, DIRECTOR)
    bodies = await company.rows("select record from log_bodies")
    assert sum('"owner:recorded"' in row["record"] for row in bodies) == 1
    assert not any("Main Street" in row["record"] for row in bodies)
    said = [str(json.loads(row["record"])["body"]["open"]) for row in bodies]
    assert not any("7654321" in one for one in said)  # a digest may hold seven digits
    (row,) = await company.rows("select * from section16_owners")
    assert b"Main" not in bytes(row["sealed"])
    await take_in(company, DIRECTOR | {"name": "Q" * 150, "street2": "S" * 40})
    rows = await company.rows("select sealed from section16_owners")
    assert len({len(row["sealed"]) for row in rows}) == 1


LONG = {"title": "President and Chief Executive", "is_officer": "yes"}
WRONG = [
    ("slack_id", {"slack_id": "U0NOBODY"}, {}),
    ("cik", {"cik": "12a"}, {"cik": "12"}),
    ("cik", {"cik": "12345678901"}, {"cik": "1234567890"}),
    ("cik", {"cik": "0"}, {"cik": ""}),
    ("name", {"name": ""}, {}),
    ("name", {"name": "QUÍST DORA"}, {}),
    ("street", {"street": ""}, {}),
    ("street", {"street": "S" * 41}, {"street": "S" * 40}),
    ("street2", {"street2": "S" * 41}, {"street2": "S" * 40}),
    ("city", {"city": ""}, {}),
    ("state", {"state": "Wisconsin"}, {"state": "A1"}),
    ("zip", {"zip": ""}, {}),
    ("title", {"is_officer": "yes"}, LONG),
    ("title", {"title": "Chair"}, {}),
    ("title", {**LONG, "title": "T" * 31}, {**LONG, "title": "T" * 30}),
    ("is_director", {"is_director": "no"}, {"is_director": "no", "ten_percent": "yes"}),
    ("is_officer", {"is_officer": "maybe"}, {"is_officer": "False"}),
    ("issuer_cik", {"issuer_cik": "none"}, {"issuer_cik": ""}),
]


@pytest.mark.parametrize(("column", "bad", "good"), WRONG)
async def test_what_is_wrong_is_said_at_its_column_and_nothing_is_recorded(
    company, column, bad, good
):
    found = await take_in(company, CEO, DIRECTOR | bad)
    assert [(one.line, one.field) for one in found] == [(3, column)]
    assert await company.rows("select id from section16_owners") == []
    assert await take_in(company, CEO, DIRECTOR | good) == OwnersTaken(2, 0)


async def test_one_person_and_one_company_have_one_cik(company):
    same = CEO | {"cik": DIRECTOR["cik"]}
    for other, column in (
        (same, "cik"),
        (CEO | {"issuer_cik": "5"}, "issuer_cik"),
        (DIRECTOR, "slack_id"),
    ):
        found = await take_in(company, DIRECTOR, other)
        assert [(one.line, one.field) for one in found] == [(3, column)]
    await take_in(company, DIRECTOR)
    (found,) = await take_in(company, same)
    assert "somebody else's" in found.sentence
    # Alone, a line may say another CIK of the company than before: the last one counts.
    company.clock.move(ny("2026-11-23 11:00"))
    assert await take_in(company, CEO | {"issuer_cik": "5"}) == OwnersTaken(1, 0)
    assert await company.database.run(section16_owners.issuer_cik) == "0000000005"


async def test_access_codes_have_no_column(company):
    text = HEAD.replace("issuer_cik", "ccc") + listed(DIRECTOR).split("\n", 1)[1]
    (found,) = await company.database.run(lambda tx: import_owners(tx, text, OPERATOR))
    assert (found.line, found.field) == (1, "ccc")


async def test_a_cik_is_learned_of_a_filing_and_none_may_speak_against_it(company):
    await take_in(company, CEO)
    assert (await entered(company, "U0CEO")).cik == ""
    form = named(written(line(on=date(2026, 10, 6))))
    await company.database.run(lambda tx: import_filings(tx, [form], None, OPERATOR))
    assert (await entered(company, "U0CEO")).cik == "0007654321"
    (found,) = await take_in(company, CEO | {"cik": "5"})
    assert (found.field, "0007654321" in found.sentence) == ("cik", True)
    (found,) = await take_in(company, DIRECTOR)  # whose line names the same CIK
    assert found.field == "cik"
    assert await take_in(company, CEO | {"cik": "7654321"}) == OwnersTaken(1, 0)
