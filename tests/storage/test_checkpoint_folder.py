"""A folder with checkpoints: whole or not at all, never another content, the newest valid read."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from storage import checkpoint_folder, checkpoints
from storage.checkpoint_folder import OtherContent, newest_in, put
from storage.notes import Signer
from storage.published import named

SIGNER = Signer("cellectar.example/preclear", bytes(range(32)))
KEYS = (SIGNER.verifier,)
NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)


def note(size, days=0, signer=SIGNER):
    at = NOON + timedelta(days=days)
    text = checkpoints.text(signer.verifier.name, size, bytes(32), at)
    return named(size, at), signer.sign(text).encode()


def files(folder):
    return sorted(one.name for one in folder.iterdir())


def test_a_file_is_there_whole_under_its_name(tmp_path):
    name, content = note(5)
    assert name == "000000000005-20261109T120000Z.txt"
    for _ in range(2):  # twice is once
        put(tmp_path, name, content)
        assert (files(tmp_path), (tmp_path / name).read_bytes()) == ([name], content)


def test_another_content_is_never_overwritten(tmp_path):
    name, content = note(5)
    (tmp_path / name).write_bytes(content[:-1])
    with pytest.raises(OtherContent):
        put(tmp_path, name, content)
    assert (tmp_path / name).read_bytes() == content[:-1]
    assert files(tmp_path) == [name]


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("error", [None, PermissionError])
def test_whoever_was_first_meanwhile_is_not_overwritten(tmp_path, monkeypatch, same, error):
    """On a file system with links, and on one without."""
    name, content = note(5)

    def link(_source, target):
        target.write_bytes(content if same else b"other")
        raise error or FileExistsError

    monkeypatch.setattr(os, "link", link)
    if same:
        put(tmp_path, name, content)
    else:
        with pytest.raises(OtherContent):
            put(tmp_path, name, content)
    assert files(tmp_path) == [name]


def test_without_links_it_is_renamed(tmp_path, monkeypatch):
    def link(_source, _target):
        raise PermissionError

    monkeypatch.setattr(os, "link", link)
    name, content = note(5)
    put(tmp_path, name, content)
    assert (files(tmp_path), (tmp_path / name).read_bytes()) == ([name], content)


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_others_may_read_it_as_the_process_lets_them(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        put(tmp_path, *note(5))
    finally:
        os.umask(before)
    assert (tmp_path / note(5)[0]).stat().st_mode & 0o777 == mode


def test_what_a_killed_process_left_is_cleared_and_nothing_else(tmp_path):
    name, content = note(5)
    (tmp_path / f".{name}.abc.draft").write_bytes(b"half")
    (tmp_path / "notes").write_bytes(b"mine")
    put(tmp_path, name, content)
    assert files(tmp_path) == [name, "notes"]


def test_what_one_left_that_was_killed_once_the_file_had_its_name_is_cleared_too(tmp_path):
    name, content = note(5)
    put(tmp_path, name, content)
    (tmp_path / f".{name}.abc.draft").write_bytes(content)
    others = f".{note(6)[0]}.abc.draft"
    (tmp_path / others).write_bytes(b"half")
    put(tmp_path, name, content)
    assert files(tmp_path) == [others, name]


def test_a_folder_that_is_not_there_is_an_error_and_knows_nothing(tmp_path):
    with pytest.raises(FileNotFoundError):
        put(tmp_path / "none", *note(5))
    assert newest_in(tmp_path / "none", KEYS) is None


def test_the_newest_valid_one_is_read(tmp_path):
    """By its time, not by its size: after a restore a log goes on from a shorter one."""
    assert newest_in(tmp_path, KEYS) is None
    for size, days in ((9, 0), (4, 2), (7, 1)):
        put(tmp_path, *note(size, days))
    assert newest_in(tmp_path, KEYS).size == 4
    put(tmp_path, *note(11, 3, Signer(SIGNER.verifier.name, bytes(32))))
    put(tmp_path, note(12, 4)[0], b"nonsense")
    put(tmp_path, note(13, 5)[0], b"\xff")
    (tmp_path / "000000000099-20991109T120000Z.txt.part").write_bytes(note(99)[1])
    assert newest_in(tmp_path, KEYS).size == 4


def test_the_umask_is_read_and_not_changed():
    before = os.umask(0o027)
    try:
        assert checkpoint_folder._umask() == 0o027
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)


def test_an_old_one_under_a_new_name_is_not_the_newest(tmp_path):
    """Whoever owns the folder cannot make the log look younger than it is."""
    (old, content), (new, newest) = note(5), note(9, days=1)
    put(tmp_path, old, content)
    put(tmp_path, new, newest)
    (tmp_path / named(5, NOON + timedelta(days=2))).write_bytes(content)
    assert newest_in(tmp_path, KEYS).size == 9
