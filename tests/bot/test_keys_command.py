"""`preclear keys`: a recovery copy that is proven, a key that changes, and nothing overwritten."""

import hashlib
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.starting import CannotStartError, load_key, newest_version, open_database
from storage.key_lines import read_keys
from storage.live_keys import LiveKeyFile
from storage.register import Register
from storage.sealed import KeyFile
from tests.keying import signing_of

WORDS = "correct horse battery staple"
TWICE = f"{WORDS}\n{WORDS}\n"
PERSON = "slack_id,name,roles\nU0CEO,Carla Eng,ceo\n"


@pytest.fixture
def key_file(tmp_path):
    return tmp_path / "preclear.key"


@pytest.fixture
def recorded(call, write):
    """Have something on the record, so that the log has an entry."""
    assert call("people", "import", write("people.csv", PERSON))[0] == 0
    return call


def text_of(key_file):
    """Give a key file's keys as PRECLEAR_KEY takes them."""
    lines = key_file.read_text().splitlines()
    return " ".join(line.split()[1] for line in lines if not line.startswith("#"))


@pytest.fixture
def from_environment(recorded, key_file, monkeypatch):
    """Hand over the same keys by the environment instead of by the file."""

    def switch(text=None):
        monkeypatch.setenv("PRECLEAR_KEY", text or text_of(key_file))
        monkeypatch.setenv("PRECLEAR_NEWEST_FILE", str(key_file.parent / "newest"))
        monkeypatch.setenv("PRECLEAR_SIGNING_KEY_FILE", str(signing_of(key_file)))
        monkeypatch.delenv("PRECLEAR_KEY_FILE")
        return recorded

    return switch


# --- escrow, drill, restore ------------------------------------------------------------


def test_a_copy_is_made_proven_and_restored(recorded, key_file, tmp_path, monkeypatch):
    copy, again = tmp_path / "copy", tmp_path / "again.key"
    status, said = recorded("keys", "escrow", copy, given=TWICE)
    assert (status, copy.stat().st_mode & 0o777) == (0, 0o600), said
    assert f"preclear keys drill {copy}" in said
    monkeypatch.delenv("PRECLEAR_KEY_FILE")
    lost = key_file.read_bytes()
    key_file.unlink()  # the drill has nothing but the copy
    status, said = recorded("keys", "drill", copy, given=f"{WORDS}\n")
    assert status == 0, said
    assert dict(line.split(None, 1) for line in said.splitlines() if "  " in line) == {
        "asked": "nothing yet", "case_notes": "nothing yet", "cases": "nothing yet",
        "holds": "nothing yet", "plan_texts": "nothing yet", "pulls": "nothing yet",
        "answers": "nothing yet", "questions": "nothing yet",
        "filings_made": "nothing yet", "section16_owners": "nothing yet",
        "drafts": "nothing yet",
        "register": "nothing yet", "decisions": "nothing yet", "deliveries": "nothing yet",
        "facts": "nothing yet", "log_bodies": "opens", "plan_steps": "nothing yet",
        "plans": "nothing yet", "related_persons": "nothing yet", "transactions": "nothing yet",
    }  # fmt: skip
    status, said = recorded("keys", "restore", copy, again, given=f"{WORDS}\n")
    assert (status, again.stat().st_mode & 0o777) == (0, 0o600), said
    assert again.read_bytes() == lost
    monkeypatch.setenv("PRECLEAR_KEY_FILE", str(again))
    assert "Carla Eng" in recorded("people", "list")[1]
    assert WORDS not in said


def test_a_copy_of_another_database_or_from_before_a_rotation_fails_the_drill(
    recorded, key_file, tmp_path, write, monkeypatch
):
    old, other, new = (tmp_path / name for name in ("old", "other", "new"))
    recorded("keys", "escrow", old, given=TWICE)
    recorded("keys", "rotate")
    recorded("people", "import", write("people.csv", PERSON.replace("Eng", "Engel")))
    recorded("keys", "escrow", new, given=TWICE)
    KeyFile.make(tmp_path / "other.key")
    monkeypatch.setenv("PRECLEAR_KEY_FILE", str(tmp_path / "other.key"))
    recorded("keys", "escrow", other, given=TWICE)
    monkeypatch.setenv("PRECLEAR_KEY_FILE", str(key_file))
    for copy in (old, other):
        status, said = recorded("keys", "drill", copy, given=f"{WORDS}\n")
        assert status == 1
        assert "log_bodies        does not open" in said
        assert "older than the last rotation" in said
    assert recorded("keys", "drill", new, given=f"{WORDS}\n")[0] == 0


def test_a_wrong_passphrase_and_what_is_no_copy_are_sentences(recorded, key_file, tmp_path):
    copy, target = tmp_path / "copy", tmp_path / "target"
    recorded("keys", "escrow", copy, given=TWICE)
    for command in (("drill", copy), ("restore", copy, target)):
        status, said = recorded("keys", *command, given="another passphrase\n")
        assert (status, "the passphrase is another" in said) == (2, True)
    for command in (("drill", key_file), ("restore", key_file, target)):
        status, said = recorded("keys", *command)
        assert (status, "no recovery copy" in said) == (2, True)
        assert "Passphrase" not in said
    assert not target.exists()


def test_nothing_is_overwritten_and_no_passphrase_asked_for(recorded, key_file, tmp_path):
    copy = tmp_path / "copy"
    recorded("keys", "escrow", copy, given=TWICE)
    before = key_file.read_bytes(), copy.read_bytes()
    for command in (("escrow", copy), ("escrow", key_file), ("restore", copy, key_file)):
        status, said = recorded("keys", *command)
        assert (status, "never overwritten" in said) == (2, True)
        assert "Passphrase" not in said
    assert (key_file.read_bytes(), copy.read_bytes()) == before


@pytest.mark.parametrize(
    ("given", "status"),
    [("fifteen letters\n" * 2, 2), ("sixteen letters!\n" * 2, 0), (f"{WORDS}\nother\n", 1)],
)
def test_a_passphrase_is_long_enough_and_typed_twice_alike(recorded, tmp_path, given, status):
    copy = tmp_path / "copy"
    assert recorded("keys", "escrow", copy, given=given)[0] == status
    assert copy.exists() is (status == 0)


def test_a_drill_says_where_the_database_is_not(recorded, tmp_path, monkeypatch):
    copy = tmp_path / "copy"
    recorded("keys", "escrow", copy, given=TWICE)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    status, said = recorded("keys", "drill", copy, given=f"{WORDS}\n")
    assert (status, "preclear db upgrade" in said) == (2, True)


# --- rotate ----------------------------------------------------------------------------


def test_rotating_says_that_the_old_lines_stay_and_a_new_copy_is_due(recorded, key_file):
    status, said = recorded("keys", "rotate")
    assert (status, len(read_keys(key_file))) == (0, 2)
    assert "Leave the old lines" in said
    assert "preclear keys escrow" in said
    assert text_of(key_file).split()[0] not in said
    assert "Carla Eng" in recorded("people", "list")[1]


def test_a_key_of_the_environment_is_rotated_by_hand(from_environment, key_file, monkeypatch):
    """And the way that is told works: the fresh key in front, the rest as it was."""
    before = text_of(key_file)
    call = from_environment()
    status, said = call("keys", "rotate")
    assert (status, "By hand" in said) == (2, True)
    fresh = key_file.parent / "NEW.key"
    call("keys", "make", fresh)
    monkeypatch.setenv("PRECLEAR_KEY", f"{text_of(fresh)} {before}")
    assert "Carla Eng" in call("people", "list")[1]
    assert len(read_keys(key_file)) == 1


# --- where the keys come from ----------------------------------------------------------


def test_the_environments_keys_open_what_the_file_sealed(from_environment, tmp_path):
    call = from_environment()
    assert "Carla Eng" in call("people", "list")[1]
    assert call("keys", "escrow", tmp_path / "copy", given=TWICE)[0] == 0
    assert call("keys", "drill", tmp_path / "copy", given=f"{WORDS}\n")[0] == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("AAAA", "word 1 of it is no key"),
        ("preclear-key-1 {}", "word 1 of it is no key"),
        ("{} {}x", "word 2 of it is no key"),
        ("{}", None),
        (" {}\n{} ", None),
    ],
)
def test_what_is_no_key_is_said_and_not_shown(from_environment, key_file, text, sentence):
    secret = text_of(key_file)
    call = from_environment(text.format(secret, secret))
    status, said = call("people", "list")
    assert status == (2 if sentence else 0), said
    if sentence:
        assert said.startswith(f"PRECLEAR_KEY: {sentence}")
        assert secret not in said


def test_both_at_once_are_refused(recorded, key_file, monkeypatch):
    monkeypatch.setenv("PRECLEAR_KEY", text_of(key_file))
    monkeypatch.setenv("PRECLEAR_NEWEST_FILE", str(key_file.parent / "newest"))
    for command in (("people", "list"), ("keys", "drill", "copy"), ("keys", "rotate")):
        status, said = recorded(*command)
        assert (status, "set beside PRECLEAR_KEY_FILE" in said) == (2, True)
        assert text_of(key_file) not in said


def test_a_key_of_the_environment_needs_a_place_for_the_newest_version(
    from_environment, monkeypatch
):
    call = from_environment()
    monkeypatch.delenv("PRECLEAR_NEWEST_FILE")
    status, said = call("people", "list")
    assert (status, "PRECLEAR_NEWEST_FILE: not set" in said) == (2, True)


def test_the_newest_version_is_kept_beside_the_key_file_or_where_it_is_said(tmp_path):
    file = tmp_path / "preclear.key"
    assert newest_version(Settings.read(key_file=file)).path == tmp_path / "preclear.key.newest"
    said = Settings.read(key_file=file, newest_file=Path("~/newest"))
    assert newest_version(said).path == Path.home() / "newest"
    with pytest.raises(CannotStartError, match="PRECLEAR_NEWEST_FILE"):
        newest_version(Settings.read(key="AAAA"))


def test_a_key_file_is_followed_and_the_environment_is_not(tmp_path):
    KeyFile.make(tmp_path / "preclear.key")
    assert isinstance(load_key(Settings.read(key_file=tmp_path / "preclear.key")), LiveKeyFile)
    key = text_of(tmp_path / "preclear.key")
    assert repr(load_key(Settings.read(key=f"{key} {key}"))) == "KeyFile(1 keys)"
    assert key not in repr(Settings.read(key=key))


# --- a wrong key damages nothing -------------------------------------------------------


def _missing(key_file):
    key_file.unlink()


def _another(key_file):
    key_file.unlink()
    KeyFile.make(key_file)


def _broken(key_file):
    key_file.write_text("preclear-key-1 AAAA\n")


def _open_to_all(key_file):
    key_file.chmod(0o644)


def _without_its_old_line(key_file):
    key_file.write_text("".join(key_file.read_text().splitlines(keepends=True)[:-1]))


@pytest.mark.parametrize(
    "spoil", [_missing, _another, _broken, _open_to_all, _without_its_old_line]
)
def test_a_wrong_key_stops_the_start_and_leaves_every_byte(recorded, key_file, clock, spoil):
    """Twin: with the right one back in its place it starts, and nothing is missing."""
    database_file = key_file.parent / "preclear.db"
    settings = Settings.read()
    recorded("keys", "rotate")
    opened = open_database(settings, clock)
    opened.run_now(lambda tx: Register().write(tx, {"restrictions": ["one"]}, above=0))
    opened.close_now()
    right, bytes_before = key_file.read_bytes(), digest(database_file)
    spoil(key_file)
    status, said = recorded("people", "list")
    assert status == 2
    assert said.startswith("PRECLEAR_KEY_FILE: ")
    with pytest.raises(CannotStartError):
        open_database(settings, clock)
    assert digest(database_file) == bytes_before
    key_file.write_bytes(right)
    key_file.chmod(0o600)
    opened = open_database(settings, clock)
    assert opened.run_now(Register().read).document == {"restrictions": ["one"]}
    opened.close_now()


def digest(file):
    """Give a hash of each file of a database that is there."""
    return {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in file.parent.iterdir()
        if one.name.startswith(file.name)
    }
