"""Bundles of a company that lived through the desk, verified by the program that is in them."""

import asyncio
import csv
import json
import stat

import pytest

from audit.bundle import FolderRefused, steps, write_folder, zipped
from audit.desk import AuditDesk
from audit.pulls import Wanted
from audit.sinks import Folder
from clearance.shown import No
from clearance.shown_paper import PaperSaid
from storage import log
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


@pytest.fixture
async def lived(database_url, keys, clock, exchange, cellectar):
    database = opened(database_url, keys, clock)
    company = await company_of(database, clock, cellectar, exchange)
    company.requests = await live(company)
    yield company
    await database.close()


async def made(company, folder, wanted=None, **more):
    """Pull and write a folder; gives its lines."""
    found = await pull(company, wanted or Wanted(), **more)
    assert not isinstance(found, No), found
    done = await asyncio.to_thread(write_folder, source_of(company), found, folder)
    return found, done


def lines(folder, name="audit.jsonl"):
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def records(folder):
    return [json.loads(one["record"]) for one in lines(folder) if "record" in one]


async def test_a_whole_pull_verifies_and_shows_everything(lived, tmp_path):
    folder = tmp_path / "bundle"
    found, done = await made(lived, folder)
    code, said = verified(folder)
    assert code == 0, said
    assert done.shown == done.size == len(lines(folder))
    assert records(folder)[-1]["body"]["open"]["id"] == found.id, "the pull's own entry is its last"
    assert all("sealed" in one for one in lines(folder))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(one.stat().st_mode) for one in folder.rglob("*") if one.is_file()}
    assert modes == {0o600}
    assert {one.name for one in folder.iterdir()} == {
        "audit.jsonl", "audit.csv", "report.html", "checkpoints", "keys.txt", "proofs.jsonl",
        "restrictions.jsonl", "policies", "calendars", "verify.py", "README.txt", "bundle.txt",
    }  # fmt: skip
    assert list(tmp_path.glob(".*")) == [], "no draft is left"


async def test_the_zip_is_the_same_folder(lived, tmp_path):
    found = await pull(lived, Wanted(), "download")
    file = tmp_path / "bundle.zip"
    pieces = await asyncio.to_thread(lambda: list(zipped(source_of(lived), found)))
    assert all(pieces)
    file.write_bytes(b"".join(pieces))
    code, said = verified(file)
    assert code == 0, said
    folder = tmp_path / "bundle"
    await asyncio.to_thread(write_folder, source_of(lived), found, folder)
    assert verified(folder)[0] == 0


async def test_one_more_byte_is_found(lived, tmp_path):
    folder = tmp_path / "bundle"
    await made(lived, folder)
    table = folder / "audit.csv"
    table.write_bytes(table.read_bytes().replace(b'"buy"', b'"sell"', 1))
    assert verified(folder)[0] == 1


async def test_a_redacted_bundle_opens_nothing_and_verifies(lived, tmp_path):
    folder = tmp_path / "bundle"
    await made(lived, folder, Wanted(redacted=True))
    assert verified(folder)[0] == 0
    assert not any({"sealed", "restricted"} & one.keys() for one in lines(folder))
    assert not (folder / "restrictions.jsonl").exists()
    whole = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
    assert b"declined" not in (folder / "audit.csv").read_bytes()
    assert b"HERON" not in whole


async def test_a_pull_about_a_person_shows_what_concerns_them(lived, tmp_path):
    erin = await person_of(lived, "U0EMPLOYEE")
    folder = tmp_path / "bundle"
    _, done = await made(lived, folder, Wanted(person=erin))
    assert verified(folder)[0] == 0
    assert done.shown < done.size
    shown = records(folder)
    about = [one for one in shown if erin in (one["subject"], one["actor"])]
    rest = [one["tag"] for one in shown if one not in about]
    assert {one["request"] for one in about} == {None, lived.requests["approved"]}
    assert set(rest) <= {"person:recorded", "register:committed", "audit:pulled"}
    named = {one["subject"] for one in shown if one["tag"] == "person:recorded"}
    people = {one["actor"] for one in about} | {one["subject"] for one in about}
    officers = {one for one in people if one and one != "preclear" and ":" not in one}
    assert officers <= named, "whoever is concerned is named"


async def test_what_names_its_person_in_the_closed_part_alone_is_about_them_too(lived, tmp_path):
    for name in ("EMPLOYEE", "SECOND"):
        said = PaperSaid(f"U0{name}", "buy", 300, ny("2026-11-20 10:00"), "U0CFO")
        assert not isinstance(await lived.desk.ask_paper(COMPLY, said), No)
    folder = tmp_path / "bundle"
    await made(lived, folder, Wanted(person=await person_of(lived, "U0EMPLOYEE")))
    assert [one["tag"] for one in records(folder)].count("paper:asked") == 1


async def test_days_kinds_and_a_twin_a_day_away(lived, tmp_path):
    monday, tuesday = ny("2026-11-23 00:00").date(), ny("2026-11-24 00:00").date()
    for day, tags in ((monday, {"request:decided"}), (tuesday, set())):
        folder = tmp_path / f"{day}"
        await made(lived, folder, Wanted(first=day, last=day, kinds=frozenset({"decisions"})))
        code, said = verified(folder)
        assert code == 0, said
        found = {one["tag"] for one in records(folder)} - {"person:recorded", "audit:pulled"}
        assert found == tags


async def test_a_proof_of_one_decision_shows_it_and_nothing_else(lived, tmp_path):
    folder = tmp_path / "proof"
    await made(lived, folder, Wanted(request=lived.requests["declined"]))
    code, said = verified(folder)
    assert code == 0, said
    shown = records(folder)
    assert {one["request"] for one in shown} == {None, lived.requests["declined"]}
    assert {one["tag"] for one in shown if one["request"] is None} == {"person:recorded"}
    of_it = [one for one in lines(folder) if "record" in one]
    assert all("sealed" in one and "restricted" not in one for one in of_it)
    inclusions = [one for one in lines(folder, "proofs.jsonl") if one["kind"] == "inclusion"]
    assert len(inclusions) == len(of_it)


async def test_what_is_about_whoever_pulls_stays_closed(lived, tmp_path):
    """Else compliance would learn from a pull that they are under a restriction themselves."""
    folder = tmp_path / "bundle"
    found, _ = await made(lived, folder)
    by = [one for one in lines(folder) if json.loads(one["record"])["subject"] == found.by]
    others = [
        one for one in lines(folder) if json.loads(one["record"])["subject"] not in (found.by, None)
    ]
    assert by
    assert not any("restricted" in one for one in by)
    assert all("restricted" in one for one in others)


async def test_the_names_of_the_first_rows_are_those_of_their_time(lived, tmp_path):
    folder = tmp_path / "bundle"
    await made(lived, folder, Wanted(request=lived.requests["approved"]))
    text = (folder / "audit.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    of_it = [row for row in rows if row["request"]]
    assert {row["subject_name"] for row in of_it} == {"Erin Boyd"}
    assert {row["actor_name"] for row in of_it} >= {"Erin Boyd", "Felix Ott"}


async def test_no_cell_is_a_formula(lived, tmp_path):
    from clearance.people import import_people  # noqa: PLC0415 - beside its one use

    head = "slack_id,name,roles,acknowledged_on\n"
    evil = f"{head}U0EVIL,\"=cmd|' /C calc'!A0\",employee,2026-01-05\n"
    await lived.database.run(lambda tx: import_people(tx, evil, "operator:test"))
    folder = tmp_path / "bundle"
    await made(lived, folder)
    assert verified(folder)[0] == 0
    raw = (folder / "audit.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows[1:] for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]
    assert [cell for cell in cells if "cmd|" in cell]


async def test_nothing_is_overwritten(lived, tmp_path):
    folder = tmp_path / "bundle"
    folder.mkdir()
    found = await pull(lived, Wanted())
    with pytest.raises(FolderRefused, match="is never overwritten"):
        await asyncio.to_thread(write_folder, source_of(lived), found, folder)
    assert list(folder.iterdir()) == []


async def test_who_may_pull_and_who_may_not(lived):
    for name in ("ceo", "employee", "chair"):
        refused = await pull(lived, Wanted(), actor=who(name))
        assert refused == No("not_compliance")
    assert not isinstance(await pull(lived, Wanted()), No)
    tags = await lived.database.run(
        lambda tx: [json.loads(one.record)["tag"] for one in log.entries(tx)]
    )
    assert tags.count("audit:pulled") == 1, "a refused pull leaves nothing"
    assert tags[-1] == "audit:pulled"


async def test_a_pull_is_taken_by_its_own_puller_and_recorded(lived):
    desk = AuditDesk(lived.desk)
    found = await pull(lived, Wanted(), "download")
    assert await desk.take(who("secondco"), found.id, "download") == No("no_such_pull")
    again = await desk.take(COMPLY, found.id, "download")
    assert again == found
    last = await lived.database.run(lambda tx: log.entries(tx)[-1])
    record = json.loads(last.record)
    assert record["tag"] == "audit:taken"
    assert record["body"]["open"] == {"id": found.id, "how": "download"}


async def test_what_grows_meanwhile_is_not_in_it(lived, tmp_path):
    found = await pull(lived, Wanted())
    folder = tmp_path / "draft"
    folder.mkdir()
    making = steps(source_of(lived), found, Folder(folder))
    await asyncio.to_thread(next, making)
    await lived.desk.withdraw(who("second"), lived.requests["under"])
    await asyncio.to_thread(lambda: list(making))
    code, said = verified(folder)
    assert code == 0, said
    assert records(folder)[-1]["tag"] == "audit:pulled"


async def test_killed_in_the_middle_there_is_no_bundle(lived, tmp_path):
    found = await pull(lived, Wanted())

    def kill(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await asyncio.to_thread(write_folder, source_of(lived), found, tmp_path / "bundle", kill)
    assert list(tmp_path.glob("bundle")) == []
    await asyncio.to_thread(write_folder, source_of(lived), found, tmp_path / "bundle")
    assert verified(tmp_path / "bundle")[0] == 0
