"""Where a pull may go is turned on by settings; each that is wrong says what to do."""

import pytest

from bot.app import ways
from bot.settings import Settings, SettingsError
from bot.settings_audit import PORT


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://preclear.example.com", "https://preclear.example.com/"),
        ("https://preclear.example.com/audit/", "https://preclear.example.com/audit/"),
        ("https://preclear.example.com:8443/audit", "https://preclear.example.com:8443/audit/"),
        ("http://127.0.0.1:8090", "http://127.0.0.1:8090/"),
        ("http://localhost:8090/", "http://localhost:8090/"),
        ("http://[::1]:8090/", "http://[::1]:8090/"),
    ],
)
def test_https_or_this_machine(monkeypatch, url, kept):
    monkeypatch.setenv("PRECLEAR_AUDIT_URL", url)
    settings = Settings.read()
    assert (settings.audit_url, ways(settings).url) == (kept, kept)
    assert settings.audit_listens_on == PORT


@pytest.mark.parametrize(
    "url",
    [
        "http://preclear.example.com",
        "http://127.0.0.1.example.com/",
        "ftp://preclear.example.com",
        "preclear.example.com",
        "https://",
        "https://preclear.example.com/?a=b",
        "https://preclear.example.com/#a",
        "https://me:secret@preclear.example.com/",
        "https://preclear.example.com/a b",
        "https://preclear.example.com/>|x",
        "https://[::1/",
        "https://preclear.example.com:port/",
    ],
)
def test_any_other_address_is_refused_and_not_repeated(monkeypatch, url):
    monkeypatch.setenv("PRECLEAR_AUDIT_URL", url)
    with pytest.raises(SettingsError) as refused:
        Settings.read()
    (sentence,) = refused.value.sentences
    assert sentence.startswith("PRECLEAR_AUDIT_URL: it ")
    assert "secret" not in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRECLEAR_AUDIT_PORT", "0"),
        ("PRECLEAR_AUDIT_PORT", "65536"),
        ("PRECLEAR_AUDIT_INTO_SLACK", "perhaps"),
        ("PRECLEAR_AUDIT_FOLDER", "/"),
    ],
)
def test_what_cannot_be_used_is_said(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("PRECLEAR_AUDIT_URL", "https://preclear.example.com/")
    with pytest.raises(SettingsError) as refused:
        Settings.read()
    assert [one.partition(":")[0] for one in refused.value.sentences] == [name]


def test_a_port_without_an_address_does_nothing_and_says_so(monkeypatch):
    """Twin: with the address it is the port."""
    monkeypatch.setenv("PRECLEAR_AUDIT_PORT", "9000")
    with pytest.raises(SettingsError) as refused:
        Settings.read()
    assert refused.value.sentences[0].startswith("PRECLEAR_AUDIT_PORT: set without")
    monkeypatch.setenv("PRECLEAR_AUDIT_URL", "https://preclear.example.com/")
    assert Settings.read().audit_listens_on == 9000


@pytest.mark.parametrize(("said", "on"), [("yes", True), ("no", False), ("", False)])
def test_slack_only_where_it_is_turned_on(monkeypatch, said, on):
    monkeypatch.setenv("PRECLEAR_AUDIT_INTO_SLACK", said)
    assert ("slack" in ways(Settings.read()).open) is on


def test_nothing_is_on_unless_it_is_set():
    assert ways(Settings.read()).open == ()


def test_a_folder_is_one_place_from_wherever_the_bot_is_started(monkeypatch, tmp_path):
    monkeypatch.setenv("PRECLEAR_AUDIT_FOLDER", "pulls")
    assert ways(Settings.read()).folder == tmp_path / "pulls"
