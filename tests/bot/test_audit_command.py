"""`preclear audit export`, `prove`, `verify` and `checkpoint`, as they are typed."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

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


def verified(folder, *more):
    """Run the bundle's own program as a stranger does."""
    done = subprocess.run(
        [sys.executable, str(folder / "verify.py"), str(folder), *more],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def records(folder):
    lines = map(json.loads, (folder / "audit.jsonl").read_text("utf-8").splitlines())
    return [json.loads(line["record"]) for line in lines if "record" in line]


def test_what_is_exported_verifies_with_the_key_and_a_checkpoint(company, tmp_path):
    status, note = company("audit", "checkpoint")
    assert status == 0
    (tmp_path / "mine.txt").write_text(note, "utf-8")
    folder = tmp_path / "all"
    status, said = company("audit", "export", str(folder), "--by", "U0COMPLY")
    assert status == 0, said
    key = (folder / "keys.txt").read_text("utf-8").strip()
    assert key in company("keys", "public")[1]
    more = ("--key", key, "--checkpoint", str(tmp_path / "mine.txt"))
    status, said = verified(folder, *more)
    assert (status, said.splitlines()[-1]) == (0, "VERIFIED")
    assert [one["tag"] for one in records(folder)][-1] == "audit:pulled"
    table = folder / "audit.csv"
    table.write_bytes(table.read_bytes().replace(b"Erin Boyd", b"Erin Body", 1))
    assert verified(folder, *more)[1].splitlines()[-1] == "NOT VERIFIED"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--by", "U0ERIN"), "--by"),
        (("--by", "U0NOBODY"), "nobody on the list of people"),
        (("--person", "U0NOBODY"), "nobody on the list of people"),
        (("--from", "2026-03-02", "--to", "2026-03-01"), "--from is after --to"),
        (("--kind", "restrictions"), "--kind restrictions"),
        (("--case", "C0SUCH22"), "--case"),
        (("--case", "C0SUCH22", "--by", "U0COMPLY"), "--case"),
    ],
)
def test_what_may_not_be_pulled_leaves_no_folder(company, tmp_path, options, sentence):
    folder = tmp_path / "pulled"
    status, said = company("audit", "export", str(folder), *options)
    assert status == 2
    assert sentence in said
    assert not folder.exists()


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (("--person", "U0ERIN"), {"U0ERIN"}),
        (("--kind", "people"), {"U0ERIN", "U0CFO", "U0COMPLY"}),
        (("--from", "2000-01-01", "--to", "2000-01-02"), set()),
    ],
)
def test_it_shows_what_was_asked_for(company, tmp_path, options, shown):
    folder = tmp_path / "some"
    status, said = company("audit", "export", str(folder), *options)
    assert status == 0, said
    people = [one["body"]["open"] for one in records(folder) if one["tag"] == "person:recorded"]
    assert {one["slack_id"] for one in people} == shown
    assert verified(folder)[0] == 0


BROKEN = [
    ("UPDATE log_bodies SET record = '{}' WHERE \"index\" = 1", "entry 1 is not what was hashed"),
    ("UPDATE log_bodies SET record = 'x' WHERE \"index\" = 1", "entry 1 is not what was hashed"),
    ('DELETE FROM log_bodies WHERE "index" = 1', "an entry is missing"),
    ("UPDATE log_bodies SET sealed = X'00' WHERE \"index\" = 1", "beside entry 1 does not open"),
]


@pytest.mark.parametrize("options", [(), ("--kind", "people")])
def test_of_a_record_that_was_changed_by_hand_nothing_is_written(company, tmp_path, options):
    """It is said by its place, and never what it says; `audit verify` finds each of them too."""
    file = os.environ["DATABASE_URL"].partition("///")[2]
    whole = Path(file).read_bytes()
    for number, (change, sentence) in enumerate(BROKEN):
        Path(file).write_bytes(whole)
        with closing(sqlite3.connect(file)) as base:
            for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                base.execute(f'DROP TRIGGER "{name}"')
            base.execute(change)
            base.commit()
        folder = tmp_path / f"bundle{number}"
        status, said = company("audit", "export", str(folder), *options)
        assert (status, sentence in said, "nothing was written" in said) == (2, True, True), said
        assert list(tmp_path.glob("*bundle*")) == []
        assert company("audit", "verify")[0] == 1


def test_a_database_that_goes_away_meanwhile_is_said_with_what_is_on_record(
    company, tmp_path, monkeypatch
):
    def gone(*_, **__):
        raise DatabaseUnavailable("the database is away")

    monkeypatch.setattr("audit.covering.log.records", gone)
    status, said = company("audit", "export", str(tmp_path / "all"))
    assert (status, "The pull is on the record as" in said) == (2, True)
    assert "Nothing was recorded" not in said
    assert list(tmp_path.glob("*all*")) == []


def test_a_folder_that_is_there_is_never_written_over(company, tmp_path):
    (tmp_path / "mine").mkdir()
    status, said = company("audit", "export", str(tmp_path / "mine"))
    assert (status, "Nothing was" in said or "nothing was" in said) == (2, True)
    assert list((tmp_path / "mine").iterdir()) == []


def test_only_a_request_that_is_there_is_proven(company, tmp_path):
    status, said = company("audit", "prove", "PC-23456789", str(tmp_path / "one"))
    assert (status, "no request with this id" in said) == (2, True)


def test_a_sound_record_is_said_to_be_and_checkpoints_are_listed(company):
    status, said = company("audit", "verify")
    assert (status, "0 problems" in said) == (0, True)
    assert "None was made yet" in company("audit", "checkpoints")[1]
    note = company("audit", "checkpoint")[1]
    size = note.splitlines()[1]
    assert company("audit", "checkpoints", size) == (0, note)
    assert company("audit", "checkpoints")[1].startswith(f"{size:>12}  ")
    assert company("audit", "verify")[0] == 0
