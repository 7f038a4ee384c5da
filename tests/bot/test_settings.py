"""Settings say all that is wrong at once, and show no secret."""

import pytest
from pydantic import ValidationError

from bot.settings import Need, Settings, SettingsError

GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1-secret",
    "SLACK_APP_TOKEN": "xapp-1-secret",
    "SLACK_SIGNING_SECRET": "signing-secret",
    "DATABASE_URL": "postgresql://me:password-secret@host/db",
    "PRECLEAR_KEY_FILE": "/keys/preclear.key",
}


def given(monkeypatch, **variables):
    for name, value in {**GOOD, **variables}.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)


def refused(*needs):
    with pytest.raises(SettingsError) as caught:
        Settings.read(*needs)
    return caught.value.sentences


def test_all_that_is_missing_and_wrong_is_said_at_once(monkeypatch):
    given(
        monkeypatch,
        SLACK_BOT_TOKEN="xoxp-wrong-secret",
        SLACK_APP_TOKEN=None,
        DATABASE_URL="mysql://me:password-secret@host/db",
        PRECLEAR_KEY_FILE=None,
        PRECLEAR_TRANSPORT="pigeon",
        PRECLEAR_HTTP_PORT="99999",
        PRECLEAR_LOG_LEVEL="loud",
    )
    sentences = refused(*Need)
    assert {one.partition(":")[0] for one in sentences} == {
        "SLACK_BOT_TOKEN",
        "DATABASE_URL",
        "PRECLEAR_KEY_FILE",
        "PRECLEAR_TRANSPORT",
        "PRECLEAR_HTTP_PORT",
        "PRECLEAR_LOG_LEVEL",
    }
    assert "-secret" not in "".join(sentences)


def test_good_settings_are_read(monkeypatch):
    given(monkeypatch)
    settings = Settings.read(*Need)
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1-secret"
    assert settings.transport == "socket"


def test_printed_settings_show_no_secret(monkeypatch):
    given(monkeypatch)
    assert "-secret" not in repr(Settings.read()) + str(Settings.read())


def test_settings_are_frozen(monkeypatch):
    given(monkeypatch)
    with pytest.raises(ValidationError):
        Settings.read().policy = "another"


@pytest.mark.parametrize(
    ("transport", "unset"),
    [("socket", "SLACK_APP_TOKEN"), ("http", "SLACK_SIGNING_SECRET")],
)
def test_each_transport_wants_its_own_secret(monkeypatch, transport, unset):
    given(monkeypatch, PRECLEAR_TRANSPORT=transport, **{unset: None})
    (sentence,) = refused(Need.SLACK)
    assert sentence.startswith(unset)


@pytest.mark.parametrize(
    ("transport", "unset"),
    [("http", "SLACK_APP_TOKEN"), ("socket", "SLACK_SIGNING_SECRET")],
)
def test_neither_transport_wants_the_others(monkeypatch, transport, unset):
    given(monkeypatch, PRECLEAR_TRANSPORT=transport, **{unset: None})
    assert Settings.read(Need.SLACK).transport == transport


def test_the_key_file_is_demanded_by_what_opens_the_record(monkeypatch):
    given(monkeypatch, PRECLEAR_KEY_FILE=None)
    (sentence,) = refused(Need.RECORD)
    assert "preclear keys make" in sentence
    assert Settings.read(Need.SLACK).key_file is None


def test_either_of_two_ways_gives_the_key(monkeypatch):
    """The file alone is enough; the key itself wants a place for the newest version beside."""
    given(monkeypatch, PRECLEAR_KEY_FILE=None, PRECLEAR_KEY="c2VjcmV0-secret")
    newest, signing = refused(Need.RECORD)
    assert newest.startswith("PRECLEAR_NEWEST_FILE")
    assert signing.startswith("PRECLEAR_SIGNING_KEY_FILE")
    monkeypatch.setenv("PRECLEAR_NEWEST_FILE", "/kept/newest")
    monkeypatch.setenv("PRECLEAR_SIGNING_KEY", "c2lnbg-secret")
    assert Settings.read(Need.RECORD).key.get_secret_value() == "c2VjcmV0-secret"
    assert "-secret" not in repr(Settings.read())
    monkeypatch.setenv("PRECLEAR_KEY_FILE", "/keys/preclear.key")
    (sentence,) = refused()
    assert sentence.startswith("PRECLEAR_KEY: set beside")
    assert "-secret" not in sentence


def test_what_is_missing_for_the_key_is_said_beside_what_is_wrong(monkeypatch):
    given(monkeypatch, PRECLEAR_KEY="x", PRECLEAR_TRANSPORT="pigeon")
    assert {one.partition(":")[0] for one in refused(*Need)} == {
        "PRECLEAR_TRANSPORT",
        "PRECLEAR_KEY",
        "PRECLEAR_NEWEST_FILE",
    }


def test_an_empty_variable_counts_as_unset(monkeypatch):
    given(monkeypatch, SLACK_API_URL="", PRECLEAR_HTTP_PORT="")
    settings = Settings.read(*Need)
    assert (settings.slack_api_url, settings.http_port) == ("https://slack.com/api/", None)


def test_the_environment_comes_before_the_file(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("PRECLEAR_POLICY=of_the_file\nPRECLEAR_LOG_LEVEL=error\n")
    given(monkeypatch, PRECLEAR_POLICY="of_the_environment")
    settings = Settings.read()
    assert (settings.policy, settings.log_level) == ("of_the_environment", "error")


def test_an_oauth_installation_is_refused(monkeypatch):
    given(monkeypatch, SLACK_CLIENT_ID="1", SLACK_CLIENT_SECRET="2")
    (sentence,) = refused(Need.SLACK)
    assert "Unset both" in sentence


def test_a_movable_clock_is_refused_in_production(monkeypatch):
    given(monkeypatch, PRECLEAR_CLOCK_FILE="/sandbox/clock")
    (sentence,) = refused()
    assert sentence.startswith("PRECLEAR_CLOCK_FILE")
    monkeypatch.setenv("PRECLEAR_ENV", "sandbox")
    assert Settings.read().clock_file is not None


def test_every_variable_stands_in_the_example(pytestconfig):
    example = (pytestconfig.rootpath / ".env.example").read_text()
    names = {
        str(field.validation_alias or name).upper() for name, field in Settings.model_fields.items()
    }
    unnamed = {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "PRECLEAR_CLOCK_FILE"}
    assert {name for name in names if f"\n{name}=" not in example} == unnamed


@pytest.mark.parametrize(("said", "on"), [("yes", True), ("no", False), ("", False)])
def test_people_are_told_of_the_window_only_where_that_is_turned_on(monkeypatch, said, on):
    given(monkeypatch, PRECLEAR_TELL_WINDOW=said)
    assert Settings.read().tell_window is on


def test_whether_they_are_is_yes_or_no(monkeypatch):
    given(monkeypatch, PRECLEAR_TELL_WINDOW="perhaps")
    (sentence,) = refused()
    assert sentence == "PRECLEAR_TELL_WINDOW: not a value that can be used. Set it to yes or no."
