"""The doctor says of each way that a pull may go whether it works, and of the others nothing."""

import os

import pytest

from bot.doctor_audit import audit_said
from bot.settings import Settings

WHAT = "PRECLEAR_AUDIT_FOLDER"


def said(**given):
    return {line.what: line for line in audit_said(Settings.read(**given))}


def test_of_what_is_off_nothing():
    assert said() == {}


def test_where_downloads_are_to_lead():
    line = said(audit_url="https://preclear.example.com/", audit_port=9000)["downloads"]
    assert line.ok
    assert "127.0.0.1 port 9000" in line.said


@pytest.mark.parametrize(("mode", "well"), [(0o700, True), (0o710, False), (0o704, False)])
def test_a_folder_is_its_owners_alone(tmp_path, mode, well):
    folder = tmp_path / "pulls"
    folder.mkdir()
    folder.chmod(mode)
    line = said(audit_folder=folder)[WHAT]
    assert line.ok is well
    assert ("chmod 700" in line.said) is not well


def test_a_folder_that_is_not_there(tmp_path):
    line = said(audit_folder=tmp_path / "pulls")[WHAT]
    assert not line.ok
    assert "Make it" in line.said


def test_a_folder_that_may_not_be_written_to(tmp_path, monkeypatch):
    """Asked of the system, as root may write anywhere."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    line = said(audit_folder=tmp_path)[WHAT]
    assert not line.ok
    assert "may not be written to" in line.said
