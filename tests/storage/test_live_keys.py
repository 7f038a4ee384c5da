"""A rotated key: what one process seals under it, every other opens, and none is ever lost."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import log
from storage.database import Database
from storage.key_lines import KeyFileError, read_keys
from storage.live_keys import LiveKeyFile, rotate
from storage.register import Register
from storage.sealed import KeyFile, NotSealedHere, UnknownKey
from storage.tables import LogBodyRow, RegisterRow

ROOT = Path(__file__).parents[2]
NONCE = b"n" * 12
SMALL = {"outcome": "declined"}


@pytest.fixture
def file(tmp_path):
    KeyFile.make(tmp_path / "preclear.key")
    return tmp_path / "preclear.key"


@pytest.fixture
def opened(file, clock, database_url):
    """Give a way to open the database as another process would, each with keys of its own."""
    databases = []

    def make(keys=None):
        keys = keys or LiveKeyFile(file)
        databases.append(Database.open(database_url, keys=keys, now=clock.now, steady=clock.steady))
        return databases[-1]

    yield make
    for database in databases:
        database.close_now()


def tick(database):
    """Write the register anew, as a bot does once a minute."""

    def write(tx):
        found = Register().read(tx)
        return Register().write(tx, {"n": found.version}, above=found.version)

    return database.run_now(write)


def key_ids(database):
    """Say under which keys the register and the log's last entry were sealed."""
    body = LogBodyRow.__table__

    def look(tx):
        wrapped = tx.execute(sa.select(RegisterRow.__table__.c.wrapped)).scalar_one()
        last = tx.execute(sa.select(body.c.sealed).order_by(body.c.index.desc())).scalars().first()
        return bytes(wrapped[1:5]), bytes(last[1:5]) if last else None

    return database.run_now(look)


def record(database, word):
    database.run_now(lambda tx: tx.log("request:pending", actor="U1", sealed={"word": word}))


def words(database):
    found = database.run_now(log.entries)
    return [
        database.run_now(lambda tx, one=one: log.confidential(tx, one))["value"]["word"]
        for one in found
    ]


# --- the file --------------------------------------------------------------------------


def test_a_fresh_key_stands_in_front_and_everything_else_as_it_was(file):
    file.write_text("# ours, of 2026\n\n" + file.read_text().rstrip("\n"))  # no line's end at last
    before = file.read_text().splitlines()
    assert rotate(file) == 2
    after = file.read_text().splitlines()
    new = [line for line in after if line not in before]
    assert len(new) == 1
    assert [line for line in after if line != new[0]] == before
    assert after.index(new[0]) == len(after) - 2
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir() if "key" in one.name] == [file.name]


def test_what_was_sealed_before_opens_and_names_stay(file):
    old = KeyFile.load(file)
    blob = old.seal("facts", "r", SMALL, NONCE)
    rotate(file)
    new = KeyFile.load(file)
    assert new.unseal("facts", "r", blob) == SMALL
    assert new.name("card:X") == old.name("card:X")
    with pytest.raises(UnknownKey):
        old.unseal("facts", "r", new.seal("facts", "r", SMALL, NONCE))


def test_a_link_goes_on_pointing_at_the_file(file, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(file)
    rotate(link)
    assert link.is_symlink()
    assert len(read_keys(file)) == 2


def test_what_a_killed_rotation_left_is_no_hindrance(file):
    (file.parent / f".{file.name}.new").write_text("half of")
    assert rotate(file) == 2
    assert not (file.parent / f".{file.name}.new").exists()


def test_many_at_once_lose_no_key(file):
    threads = [threading.Thread(target=rotate, args=(file,)) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(read_keys(file))) == 9


def test_a_file_that_others_may_read_is_not_rotated(file):
    file.chmod(0o644)
    before = file.read_bytes()
    with pytest.raises(KeyFileError, match="chmod 600"):
        rotate(file)
    assert file.read_bytes() == before


# --- the processes ---------------------------------------------------------------------


def test_the_register_is_wrapped_anew_at_the_next_tick_and_opens_in_the_other(file, opened):
    one, two = opened(), opened()
    assert tick(one) == 1
    record(one, "before")
    old = key_ids(one)[0]
    rotate(file)
    record(one, "between")  # sealed under the old key still: nothing has looked yet
    assert key_ids(one) == (old, old)
    assert tick(one) == 2
    record(one, "after")
    new, last = key_ids(two)
    assert new == last != old
    assert two.run_now(Register().read).version == 2
    assert words(two) == words(one) == ["before", "between", "after"]
    assert tick(two) == 3
    record(two, "of two")
    assert words(one)[-1] == "of two"


def test_without_looking_again_the_other_could_not_open_it(file, opened):
    """The twin: keys that were read once, as they stood."""
    one, two = opened(), opened(KeyFile.load(file))
    rotate(file)
    tick(one)
    with pytest.raises(UnknownKey):
        two.run_now(Register().read)


def test_a_row_under_a_key_that_is_nowhere_is_read_for_once_and_refused(file, monkeypatch):
    keys = LiveKeyFile(file)
    blob = KeyFile(b"x" * 32).seal("facts", "r", SMALL, NONCE)
    asked = []
    monkeypatch.setattr("storage.live_keys.read_keys", lambda path: asked.append(path) or [])
    for _ in range(3):
        with pytest.raises(NotSealedHere, match="not in the key file"):
            keys.unseal("facts", "r", blob)
    assert asked == []  # the file has not changed since: nothing new can be in it


def test_a_process_of_its_own_follows_within_a_tick(file, opened, database_url):
    """Both ways: ours seals first and theirs opens, then theirs seals and ours opens."""
    ours = opened()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.storage.key_actor", database_url, str(file)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as theirs:  # fmt: skip

        def tell(what):
            theirs.stdin.write(f"{what}\n")
            theirs.stdin.flush()
            return theirs.stdout.readline().strip()

        assert tell("tick") == "1"
        rotate(file)
        assert tick(ours) == 2
        record(ours, "ours")
        assert tell("read") == "2 ours"
        rotate(file)
        assert tell("tick") == "3"
        assert tell("record") == "recorded"
        assert words(ours) == ["ours", "theirs"]
        assert ours.run_now(Register().read).version == 3
        theirs.stdin.close()
    assert len({*read_keys(file)}) == 3


def test_many_threads_seal_while_the_key_changes_and_all_of_it_opens(file):
    keys, blobs, over = LiveKeyFile(file), [], threading.Event()

    def seal():
        while not over.is_set():
            keys.wrap("register 1", bytes(32), NONCE)
            blobs.append(keys.seal("deliveries", "row", SMALL, NONCE))

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for one in threads:
        one.start()
    for _ in range(6):
        rotate(file)
    over.set()
    for one in threads:
        one.join()
    fresh = KeyFile.load(file)
    assert len({blob[1:5] for blob in blobs}) > 1
    assert all(fresh.unseal("deliveries", "row", blob) == SMALL for blob in set(blobs))


# --- a file that went wrong meanwhile --------------------------------------------------


def _gone(file):
    file.unlink()


def _open_to_all(file):
    file.chmod(0o644)


def _another(file):
    file.unlink()
    KeyFile.make(file)


def _old_lines_taken_out(file):
    rotate(file)
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))


def _middle_line_taken_out(file):
    rotate(file)
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join([*lines[:-2], lines[-1]]))


def _new_key_below(file):
    KeyFile.make(file.parent / "other")
    file.write_text(file.read_text() + (file.parent / "other").read_text())


@pytest.mark.parametrize(
    "spoil",
    [
        _gone, _open_to_all, _another, _old_lines_taken_out, _middle_line_taken_out, _new_key_below,
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_changes_nothing_and_is_told_once(file, spoil):
    told = []
    rotate(file)
    before = file.read_bytes()
    keys = LiveKeyFile(file, lambda: told.append("refused"))
    first = keys.seal("facts", "r", SMALL, NONCE)
    spoil(file)
    for _ in range(3):
        keys.wrap("register 1", bytes(32), NONCE)
    assert told == ["refused"]
    assert keys.seal("facts", "r", SMALL, NONCE) == first
    file.write_bytes(before)
    file.chmod(0o600)
    rotate(file)
    keys.wrap("register 1", bytes(32), NONCE)
    assert told == ["refused"]
    assert keys.seal("facts", "r", SMALL, NONCE)[1:5] != first[1:5]
    assert keys.unseal("facts", "r", first) == SMALL


def test_a_file_from_before_the_rotation_takes_no_key_away(file):
    """Somebody puts an older copy back: what was sealed meanwhile has to open."""
    told = []
    keys = LiveKeyFile(file, lambda: told.append("refused"))
    older = file.read_bytes()
    rotate(file)
    keys.wrap("register 1", bytes(32), NONCE)
    blob = keys.seal("facts", "r", SMALL, NONCE)
    file.write_bytes(older)
    keys.wrap("register 2", bytes(32), NONCE)
    assert told == ["refused"]
    assert keys.unseal("facts", "r", blob) == SMALL
