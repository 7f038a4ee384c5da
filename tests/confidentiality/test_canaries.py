"""No trace of a reason, a code word or an id of the register where it does not belong.

Random words go in as secrets; then all that left the bot or lies on the disk is searched for
them, in every writing that ``searching`` knows.
"""

import asyncio
import json
import os
import pickle
import secrets
import shutil
import subprocess
import tempfile
import traceback
from copy import deepcopy
from pathlib import Path

import psycopg
import pytest

from clearance.reason import Reason
from clearance.shown_restrictions import RestrictSaid
from storage.backup import backup
from tests.confidentiality.searching import look
from tests.confidentiality.test_written_histories import everything
from tests.confidentiality.worlds.acts import (
    Agrees,
    Answers,
    Asks,
    Decides,
    Later,
    Lifts,
    LooksHome,
    OpensEnvelope,
    ReadsReasons,
    Restricts,
    RestrictsInForm,
    Tells,
)
from tests.confidentiality.worlds.commands import output_of_commands
from tests.confidentiality.worlds.company import copy_of_template, settle
from tests.confidentiality.worlds.world import Place, World
from tests.postgres import quick_folder

CEO, CFO, ERIN, SAM, DORA = "U0CEO", "U0CFO", "U0EMPLOYEE", "U0SECOND", "U0DIRECTOR"
#: What the one who set a restriction is shown, on demand and nowhere else.
SETTERS = (CEO, CFO)


def word():
    """Draw a word that nobody else says, with a letter that JSON writes in another way."""
    return f"reiher-ü-{secrets.token_hex(10)}"


def told_of(who, people, reason, matter):
    return Restricts(who, people, notify=True, reason=reason, matter=matter)


class Searched:
    """A world that was lived with secrets in it, and all that it left behind."""

    def __init__(self):
        self.reasons = [word() for _ in range(3)]
        self.matters = [f"M{secrets.token_hex(8)}" for _ in range(3)]
        self.ids = []
        self.notices = []
        self.noted = []
        self.log = ""
        self.files = {}

    @property
    def secrets(self):
        return [*self.reasons, *self.matters, *self.ids, *self.notices]

    def history(self):
        first, second, third = zip(self.reasons, self.matters, strict=True)
        return (
            Asks(SAM, "buy 500"),
            Decides(CEO),
            told_of(CFO, (SAM, DORA), *first),
            RestrictsInForm(CEO, (ERIN,), *second),
            Tells(CFO, (SAM, ERIN)),
            Later(),
            OpensEnvelope(CFO),
            OpensEnvelope(SAM),
            OpensEnvelope(SAM, 1),
            Answers(SAM),
            ReadsReasons(CFO),
            Later(),
            OpensEnvelope(CFO),
            *everything(ERIN),
            told_of(CFO, (ERIN,), *third),
            Later(),
            Lifts(CFO),
            Later(),
            OpensEnvelope(CEO),
            Agrees(CEO),
            Later(),
            LooksHome(CFO),
        )

    async def live(self, url, known, folder):
        async with World(Place(url, known, 7)) as world:
            await world.live(self.history())
            self._learn_ids(json.loads(await world.inside()))
            self.files = {file.name: file.read_bytes() for file in folder.iterdir()}
            if url.startswith("sqlite") or shutil.which("pg_dump"):
                backup(url, folder / "backup", world.clock.now())
                self.files["backup"] = (folder / "backup").read_bytes()
            self.noted, self.log = world.slack.noted, world.log.getvalue()
        self.files |= {f"{file.name}, closed": file.read_bytes() for file in folder.iterdir()}
        return self

    def _learn_ids(self, document):
        assert len(document["restrictions"]) == len(self.reasons)
        for part in ("restrictions", "asked"):
            self.ids += [one["id"] for one in document[part]]
        self.ids += document["acts"]
        self.notices = [one["id"] for one in document["notices"]]


@pytest.fixture(scope="module")
def searched():
    """Live with secrets, on a record of its own; temporary files of that time lie beside it."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as named:
        folder = Path(named)
        url, known = copy_of_template(folder, "record")
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("SQLITE_TMPDIR", named)
            patched.setattr(tempfile, "tempdir", named)
            found = asyncio.run(Searched().live(url, known, folder))
        yield found, url


def test_no_message_holds_a_secret(searched):
    """What is posted stays for ever, with whomever: not even to the officer who set it."""
    found, _ = searched
    posted = [one.said for one in found.noted if one.what.startswith("chat.")]
    assert len(posted) > len(found.reasons)
    assert look(found.secrets, "\n".join(posted).encode()) == []


def test_nobody_but_who_set_it_is_shown_a_secret(searched):
    """A notice on another issuer is acknowledged by its random id, in its own form."""
    found, _ = searched
    shown = [one.said for one in found.noted if one.to not in SETTERS]
    assert len(shown) > len(found.reasons)
    kept = set(found.secrets) - set(found.notices)
    assert look(kept, "\n".join(shown).encode()) == []


def test_the_other_officer_is_shown_no_reason(searched):
    found, _ = searched
    shown = [one.said for one in found.noted if one.to == CEO]
    assert look([found.reasons[0], found.reasons[2]], "\n".join(shown).encode()) == []


def test_the_log_holds_no_secret(searched):
    found, _ = searched
    assert "delivered" in found.log
    assert look(found.secrets, found.log.encode()) == []


def test_no_file_of_the_record_holds_a_secret(searched):
    """The database, its write-ahead log and shared memory, a backup, and what lies beside."""
    found, _ = searched
    assert {"record.db", "record.db-wal", "record.db-shm", "backup"} <= set(found.files)
    for name, content in found.files.items():
        assert look(found.secrets, content) == [], name


def test_no_command_prints_a_secret(searched, monkeypatch, tmp_path):
    """Neither those that read the record under its key, nor what they say without it."""
    found, url = searched
    monkeypatch.chdir(tmp_path)
    said = output_of_commands(url)
    assert any("decided again" in one for one in said)
    assert look(found.secrets, "\n".join(said).encode()) == []


def test_a_dump_of_postgresql_holds_no_secret(postgres):
    with (
        postgres.database() as url,
        tempfile.TemporaryDirectory(dir=quick_folder()) as folder,
    ):
        known = settle(url)
        found = asyncio.run(Searched().live(url, known, Path(folder)))
        for name, dump in (*found.files.items(), *dumps(url)):
            assert look(found.secrets, dump) == [], name


def dumps(url):
    """Copy every table out as text, and dump the whole by its own program where it is there."""
    with psycopg.connect(url) as connection:
        names = connection.execute("select tablename from pg_tables where schemaname = 'public'")
        for (name,) in names.fetchall():
            with connection.cursor().copy(f'copy "{name}" to stdout') as copied:
                yield name, b"".join(copied)
        (data,) = connection.execute("show data_directory").fetchone()
        connection.execute("select pg_switch_wal()")
    program = shutil.which("pg_dump")
    if program is not None:
        yield "pg_dump", subprocess.run([program, url], check=True, capture_output=True).stdout
    for file in (Path(data) / "pg_wal").glob("0*"):  # where the server is ours to read
        yield file.name, file.read_bytes()


def test_a_failing_tick_and_a_failing_form_tell_nothing(tmp_path):
    """An exception that quotes what it was about leaves its type and its place behind."""
    reason, matter = word(), "M4tter-" + secrets.token_hex(8)

    broken = pytest.MonkeyPatch()

    def quote(book):
        raise ValueError(f"{book!r} {matter} {reason}")

    class Breaks:
        async def do(self, world):
            del world
            broken.setattr("clearance.restrictions.desk.next_tick", quote)

    async def live():
        url, known = copy_of_template(tmp_path, "record")
        try:
            async with World(Place(url, known)) as world:
                broken.setattr("clearance.restrictions.tick.document", quote)
                broken.setattr("clearance.submitting.gather", lambda *_, **__: quote(matter))
                told = (told_of(CFO, (SAM,), reason, matter), Later(), Asks(SAM))
                form = RestrictsInForm(CEO, (ERIN,), reason, matter)
                await world.live((*told, Breaks(), form))
                return world.log.getvalue(), [one.said for one in world.slack.noted]
        finally:
            broken.undo()

    log, noted = asyncio.run(live())
    assert "tick_waits" in log
    assert log.count("handler_failed") > 1
    assert look([reason, matter], log.encode()) == []
    assert look([reason, matter], "\n".join(noted).encode()) == []


def test_a_reason_shows_itself_to_nobody():
    text = word()
    said = RestrictSaid("event", (SAM,), "Heron", Reason(text))
    shown = [repr(said), str(said), f"{said.reason}", f"{said.reason!r:>9}"]
    shown += [format(said.reason, "10"), repr(deepcopy(said)), repr({said.reason: said.reason})]
    for failing in (pickle.dumps, json.dumps, lambda one: json.dumps(vars(one))):
        with pytest.raises(TypeError) as refused:
            failing(said.reason)
        shown.append("".join(traceback.format_exception(refused.value)))
    try:
        os.fspath(said.reason)
    except TypeError as error:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        shown.append("".join(told.format()).replace(repr(text), ""))
    assert look([text], "\n".join(shown).encode()) == []
    assert said.reason.shown_to("somebody") == text
    with pytest.raises(PermissionError):
        said.reason.shown_to("")
