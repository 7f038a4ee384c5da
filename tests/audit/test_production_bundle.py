"""A production for an authority as a bundle: what it holds, that it verifies, and its twin's."""

import asyncio
import csv
import json
from datetime import date

import pytest

from audit.bundle import write_folder
from audit.desk import AuditDesk
from audit.pulls import Pull, Wanted
from clearance.shown import No
from clearance.shown_productions import ProductionSaid
from tests.audit.lived import (
    COMPLY,
    company_of,
    live,
    opened,
    person_of,
    pull,
    source_of,
    verified,
)
from tests.clearance.company import ny, who
from tests.clearance.restricting import event, ticked
from tests.confidentiality.searching import look

REASON = "kestrel takes over the pension fund"
CODE = "OSPREY-41C0"
DAYS = (date(2026, 11, 23), date(2026, 11, 24))
SAID = ProductionSaid("Example Commission", "HO-14777", DAYS, reasons=True)


@pytest.fixture
async def lived(database_url, keys, clock, exchange, cellectar):
    """Live some days; then compliance itself is restricted, silently, and is declined."""
    database = opened(database_url, keys, clock)
    company = await company_of(database, clock, cellectar, exchange)
    company.requests = await live(company)
    said = event("comply", "director", reason=REASON, matter=CODE, notify=False)
    await company.desk.restrict(who("ceo"), said)
    await ticked(company)
    company.clock.move(ny("2026-11-25 18:00"))
    await company.desk.tick()
    yield company
    await database.close()


async def produced(company, said=SAID, confirmed_by="chair"):
    ask = await company.desk.ask_production(COMPLY, said)
    assert not isinstance(ask, No), ask
    if confirmed_by is not None:
        await company.desk.confirm_production(who(confirmed_by), ask.id)
    return await AuditDesk(company.desk).take_production(COMPLY, ask.id, "folder")


async def written(company, found, folder):
    assert isinstance(found, Pull), found
    await asyncio.to_thread(write_folder, source_of(company), found, folder)
    return folder


def lines(folder, name="audit.jsonl"):
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def held(folder):
    """Give all bytes of a bundle."""
    files = [one for one in sorted(folder.rglob("*")) if one.is_file()]
    return b"\n".join(one.name.encode() + one.read_bytes() for one in files)


async def test_a_production_verifies_and_holds_what_was_asked_for(lived, tmp_path):
    folder = await written(lived, await produced(lived), tmp_path / "production")
    code, said = verified(folder)
    assert code == 0, said
    assert {name for name, _ in look([REASON, CODE], held(folder))} == {REASON, CODE}
    second, mine = await person_of(lived, "U0SECOND"), await person_of(lived, "U0COMPLY")
    one, other = (json.loads((folder / f"restrictions-as-of-{day}.json").read_text())
                  for day in DAYS)  # fmt: skip
    assert [each["matter"] for each in one["restrictions"]] == ["HERON"]
    assert [each["matter"] for each in other["restrictions"]] == ["HERON", CODE]
    assert one["names"][second] == "Sam Okafor"
    assert mine in str(other)
    listed = (folder / "bundle.txt").read_text()
    assert "restrictions-as-of-2026-11-23.json" in listed
    assert all("restricted" in each for each in lines(folder) if "record" in each)


async def test_an_ordinary_bundle_holds_no_byte_of_a_reason(lived, tmp_path):
    await produced(lived)
    folder = await written(lived, await pull(lived, Wanted()), tmp_path / "bundle")
    code, said = verified(folder)
    assert code == 0, said
    secrets = [REASON, CODE, "HERON", "Example Commission", "HO-14777"]
    assert look(secrets, held(folder)) == []
    restricted = [each for each in lines(folder, "restrictions.jsonl") if "record" in each]
    assert len(restricted) == 2  # the twin: that there are two, it tells
    assert all(set(each) == {"index", "record"} for each in restricted)


async def test_compliance_does_not_learn_of_its_own_from_a_pull(lived, tmp_path):
    """The lines are the same to both of compliance; what is about oneself is closed for each."""
    mine, other = await person_of(lived, "U0COMPLY"), await person_of(lived, "U0SECONDCO")
    bundles = {}
    for actor in (COMPLY, who("secondco")):
        found = await pull(lived, Wanted(), actor=actor)
        bundles[actor] = await written(lived, found, tmp_path / actor.user_id)
    first, second = (lines(one, "restrictions.jsonl") for one in bundles.values())
    assert first == second
    assert mine not in json.dumps(first)
    for folder, person in zip(bundles.values(), (mine, other), strict=True):
        for each in (one for one in lines(folder) if "record" in one):
            record = json.loads(each["record"])
            closed = record["subject"] == person or record["tag"] == "audit:asked"
            assert ("restricted" in each) is not closed, record["tag"]


async def test_reasons_are_in_it_only_where_they_were_asked_for(lived, tmp_path):
    said = ProductionSaid("Example Commission", "HO-14777", DAYS)
    folder = await written(lived, await produced(lived, said), tmp_path / "production")
    assert verified(folder)[0] == 0
    assert {name for name, _ in look([REASON, CODE], held(folder))} == {CODE}


async def test_days_of_the_log_bound_it_and_its_own_entries_are_shown(lived, tmp_path):
    said = ProductionSaid("SEC", "1", (DAYS[0],), DAYS[0], DAYS[0], reasons=True)
    folder = await written(lived, await produced(lived, said), tmp_path / "production")
    code, told = verified(folder)
    assert code == 0, told
    shown = [json.loads(one["record"]) for one in lines(folder) if "record" in one]
    after = [one["tag"] for one in shown if one["at"] >= "2026-11-24T05:00"]
    assert {"audit:asked", "audit:confirmed", "audit:produced"} <= set(after)
    assert set(after) <= {"audit:asked", "audit:confirmed", "audit:produced", "register:committed"}
    assert look([REASON, CODE], held(folder)) == []  # it began on the next day
    with (folder / "audit.csv").open(encoding="utf-8-sig", newline="") as table:
        assert len(list(csv.reader(table))) == len(shown) + 1


async def test_another_production_does_not_show_whom_the_first_was_for(lived, tmp_path):
    await produced(lived)
    said = ProductionSaid("Another Authority", "2", (DAYS[1],), reasons=True)
    folder = await written(lived, await produced(lived, said), tmp_path / "production")
    assert verified(folder)[0] == 0
    assert look(["Example Commission", "HO-14777"], held(folder)) == []
    assert look(["Another Authority"], held(folder)) != []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(REASON, "nothing of the kind"),
        lambda text: text.replace(CODE, "OSPREY-41C1"),
        lambda text: "\n".join(text.splitlines()[:-1]) + "\n",
        lambda text: text.replace('\\"what\\":\\"set\\"', '\\"what\\":\\"sat\\"', 1),
    ],
)
async def test_a_production_that_was_altered_is_found_out(lived, tmp_path, change):
    folder = await written(lived, await produced(lived), tmp_path / "production")
    file = folder / "restrictions.jsonl"
    text = file.read_text()
    assert change(text) != text
    file.write_text(change(text))
    assert verified(folder)[0] == 1
    file.write_text(text)
    assert verified(folder)[0] == 0


async def test_nobody_gets_one_alone(lived):
    assert await produced(lived, confirmed_by=None) == No("ask_not_confirmed")
    assert await produced(lived, confirmed_by="comply") == No("ask_not_confirmed")
