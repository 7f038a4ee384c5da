"""Settings: one frozen object, read from the environment and ``.env`` once.

All that is wrong is said at once, each variable with what to set. Nothing else in
the project reads the environment, and no secret is shown when settings are printed.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings_audit import AuditSettings

SLACK_API = "https://slack.com/api/"
#: What is reached without leaving the machine.
THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


class Need(StrEnum):
    """What a command is about to use, and therefore must be set."""

    SLACK = "slack"
    RECORD = "record"


class SettingsError(Exception):
    """What is wrong with the settings: one sentence a variable, all at once."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _slashed(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("it must begin with https:// (or http:// on this machine)")
    return url if url.endswith("/") else f"{url}/"


def _known_database(url: SecretStr) -> SecretStr:
    scheme = url.get_secret_value().partition("://")[0].partition("+")[0]
    if scheme not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError("it must begin with sqlite:/// or postgresql://")
    return url


def _places(said: SecretStr) -> SecretStr:
    for word in said.get_secret_value().split():
        if "://" not in word:
            if not Path(word).expanduser().is_absolute():
                raise ValueError("a folder is named by its whole path, from / on")
        elif not _encrypted_or_here(word):
            raise ValueError("an address begins with https:// (or http:// on this machine)")
    return said


def _encrypted_or_here(url: str) -> bool:
    parts = urlsplit(url)
    if parts.query or parts.fragment or not parts.hostname:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)


def _web_address(said: SecretStr) -> SecretStr:
    if not said.get_secret_value().startswith(("https://", "http://")):
        raise ValueError("it must begin with https:// or http://")
    return said


def _token(prefix: str) -> AfterValidator:
    def check(token: SecretStr) -> SecretStr:
        if not token.get_secret_value().startswith(prefix):
            raise ValueError(f"it must begin with {prefix}")
        return token

    return AfterValidator(check)


class Settings(AuditSettings):
    """Everything that the environment decides. Secrets are masked when it is printed."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: Annotated[SecretStr, _token("xoxb-")] | None = None
    slack_app_token: Annotated[SecretStr, _token("xapp-")] | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(_slashed)] = SLACK_API
    database_url: Annotated[SecretStr, AfterValidator(_known_database)] = SecretStr(
        "sqlite:///preclear.db"
    )
    key_file: Path | None = Field(None, validation_alias="PRECLEAR_KEY_FILE")
    key: SecretStr | None = Field(None, validation_alias="PRECLEAR_KEY")
    newest_file: Path | None = Field(None, validation_alias="PRECLEAR_NEWEST_FILE")
    signing_key_file: Path | None = Field(None, validation_alias="PRECLEAR_SIGNING_KEY_FILE")
    signing_key: SecretStr | None = Field(None, validation_alias="PRECLEAR_SIGNING_KEY")
    checkpoint_file: Path | None = Field(None, validation_alias="PRECLEAR_CHECKPOINT_FILE")
    checkpoints: Annotated[SecretStr, AfterValidator(_places)] | None = Field(
        None, validation_alias="PRECLEAR_CHECKPOINTS"
    )
    checkpoints_authorization: SecretStr | None = Field(
        None, validation_alias="PRECLEAR_CHECKPOINTS_AUTHORIZATION"
    )
    timestamp_url: Annotated[SecretStr, AfterValidator(_web_address)] | None = Field(
        None, validation_alias="PRECLEAR_TIMESTAMP_URL"
    )
    policy: str = Field("cellectar_2018", validation_alias="PRECLEAR_POLICY")
    #: Whether everybody is told before the window closes and when it has opened.
    tell_window: bool = Field(default=False, validation_alias="PRECLEAR_TELL_WINDOW")
    transport: Annotated[Literal["socket", "http"], BeforeValidator(_lower)] = Field(
        "socket", validation_alias="PRECLEAR_TRANSPORT"
    )
    http_host: str = Field("127.0.0.1", validation_alias="PRECLEAR_HTTP_HOST")
    http_port: int | None = Field(None, ge=1, le=65535, validation_alias="PRECLEAR_HTTP_PORT")
    sockets: int = Field(1, ge=1, le=10, validation_alias="PRECLEAR_SOCKETS")
    health_host: str = Field("127.0.0.1", validation_alias="PRECLEAR_HEALTH_HOST")
    health_port: int | None = Field(None, ge=1, le=65535, validation_alias="PRECLEAR_HEALTH_PORT")
    #: How long HTTP mode goes on serving after SIGTERM, in seconds.
    drain_seconds: float = Field(5.0, ge=0, le=600, validation_alias="PRECLEAR_DRAIN_SECONDS")
    log_format: Annotated[Literal["json", "console"], BeforeValidator(_lower)] = Field(
        "json", validation_alias="PRECLEAR_LOG_FORMAT"
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = (
        Field("info", validation_alias="PRECLEAR_LOG_LEVEL")
    )
    environment: Annotated[Literal["production", "sandbox"], BeforeValidator(_lower)] = Field(
        "production", validation_alias="PRECLEAR_ENV"
    )
    clock_file: Path | None = Field(None, validation_alias="PRECLEAR_CLOCK_FILE")
    #: Bolt takes an OAuth installation for granted where it finds these two.
    slack_client_id: SecretStr | None = None
    slack_client_secret: SecretStr | None = None

    @field_validator("key_file", "newest_file", "signing_key_file", "checkpoint_file")
    @classmethod
    def _expand(cls, path: Path | None) -> Path | None:
        return None if path is None else path.expanduser()

    @property
    def listens_on(self) -> int:
        """The port of HTTP mode."""
        return self.http_port or 8080

    @property
    def signing_file(self) -> Path | None:
        """Where the signing key is, unless the environment has it: beside the key file."""
        if self.signing_key is not None:
            return None
        if self.signing_key_file is not None or self.key_file is None:
            return self.signing_key_file
        return self.key_file.with_name(f"{self.key_file.name}.signing")

    @classmethod
    def read(cls, *needs: Need, **given: Any) -> Self:
        """Read the settings, demanding what ``needs`` names.

        ``given`` takes precedence over the environment; the sandbox hands its own.

        Raises:
            SettingsError: with every variable that is missing or wrong.

        """
        try:
            settings = cls(**given)
        except ValidationError as error:
            wrong = [_sentence(one) for one in error.errors(include_url=False)]
            named = {sentence.partition(":")[0] for sentence in wrong}
            unset = [s for s in _unset(given, needs) if s.partition(":")[0] not in named]
            raise SettingsError((*wrong, *unset)) from None
        missing = tuple(settings.missing(needs))
        if missing:
            raise SettingsError(missing)
        return settings

    def missing(self, needs: Iterable[Need]) -> Iterable[str]:
        """Say what ``needs`` wants and is not set, or is set and in the way."""
        wanted = frozenset(needs)
        if Need.SLACK in wanted:
            yield from self._missing_for_slack()
        yield from self._missing_for_keys(needed=Need.RECORD in wanted)
        yield from self.missing_for_audit()
        if self.clock_file is not None and self.environment != "sandbox":
            yield (
                "PRECLEAR_CLOCK_FILE: the clock can be moved in a sandbox only. Unset it, "
                "or set PRECLEAR_ENV=sandbox beside a running sandbox."
            )

    def _missing_for_keys(self, *, needed: bool) -> Iterable[str]:
        if self.key_file is not None and self.key is not None:
            yield (
                "PRECLEAR_KEY: set beside PRECLEAR_KEY_FILE, and the key can come from one of "
                "them alone. Unset the one that is not this database's."
            )
        if needed and self.key_file is None and self.key is None:
            yield WANTED["key_file"]
        if needed and self.key is not None and self.newest_file is None:
            yield WANTED["newest_file"]
        if self.signing_key_file is not None and self.signing_key is not None:
            yield (
                "PRECLEAR_SIGNING_KEY: set beside PRECLEAR_SIGNING_KEY_FILE, and the signing key "
                "can come from one of them alone. Unset the one that is not this log's."
            )
        places = (self.key_file, self.signing_key_file, self.signing_key)
        if needed and self.key is not None and places == (None, None, None):
            yield WANTED["signing_key"]

    def _missing_for_slack(self) -> Iterable[str]:
        if self.slack_bot_token is None:
            yield WANTED["slack_bot_token"]
        if self.transport == "socket" and self.slack_app_token is None:
            yield WANTED["slack_app_token"]
        if self.transport == "http" and self.slack_signing_secret is None:
            yield WANTED["slack_signing_secret"]
        if self.slack_client_id is not None and self.slack_client_secret is not None:
            yield (
                "SLACK_CLIENT_ID: with SLACK_CLIENT_SECRET it asks for an OAuth installation, "
                "which is not how Preclear is installed. Unset both; SLACK_BOT_TOKEN is enough."
            )


WANTED = {
    "slack_bot_token": (
        "SLACK_BOT_TOKEN: not set. Set it to the token that begins with xoxb- "
        "(the Slack app's page, OAuth & Permissions)."
    ),
    "slack_app_token": (
        "SLACK_APP_TOKEN: not set. Set it to the token that begins with xapp- (the Slack app's "
        "page, Basic Information, App-Level Tokens, scope connections:write), "
        "or set PRECLEAR_TRANSPORT=http."
    ),
    "slack_signing_secret": (
        "SLACK_SIGNING_SECRET: not set. HTTP mode needs it (the Slack app's page, "
        "Basic Information, App Credentials)."
    ),
    "key_file": (
        "PRECLEAR_KEY_FILE: not set. What is confidential is sealed under a key file: "
        "make one with `preclear keys make FILE`, keep a copy of it apart from the database, "
        "and set this to its path; or set PRECLEAR_KEY to the key itself."
    ),
    "newest_file": (
        "PRECLEAR_NEWEST_FILE: not set. Beside PRECLEAR_KEY it is wanted: set it to a path "
        "outside the database and its backups, where the newest register version is kept, so "
        "that a restored database is noticed."
    ),
    "signing_key": (
        "PRECLEAR_SIGNING_KEY_FILE: not set. Beside PRECLEAR_KEY it is wanted: make a signing "
        "key with `preclear keys signing FILE --name cellectar.com/preclear` and set this to its "
        "path; or set PRECLEAR_SIGNING_KEY to the lines of that file."
    ),
}

_VARIABLES = {
    name: str(field.validation_alias or name).upper()
    for name, field in Settings.model_fields.items()
}

_ALLOWED = {
    "PRECLEAR_TRANSPORT": "Set it to socket or http.",
    "PRECLEAR_HTTP_PORT": "Set it to a port number from 1 to 65535.",
    "PRECLEAR_HEALTH_PORT": "Set it to a port number from 1 to 65535.",
    "PRECLEAR_AUDIT_PORT": "Set it to a port number from 1 to 65535.",
    "PRECLEAR_AUDIT_INTO_SLACK": "Set it to yes or no.",
    "PRECLEAR_TELL_WINDOW": "Set it to yes or no.",
    "PRECLEAR_DRAIN_SECONDS": "Set it to a number of seconds from 0 to 600.",
    "PRECLEAR_SOCKETS": "Set it to the number of bots that run, from 1 to 10.",
    "PRECLEAR_LOG_FORMAT": "Set it to json or console.",
    "PRECLEAR_LOG_LEVEL": "Set it to debug, info, warning or error.",
    "PRECLEAR_ENV": "Set it to production or sandbox.",
}


def _sentence(error: Any) -> str:
    """Turn one of pydantic's errors into a sentence; its input is never repeated."""
    place = str(error["loc"][0]) if error["loc"] else "?"
    variable = _VARIABLES.get(place, place.upper())
    if variable in _ALLOWED:
        return f"{variable}: not a value that can be used. {_ALLOWED[variable]}"
    cause = error["msg"].removeprefix("Value error, ")
    return f"{variable}: {cause}."


def _unset(given: dict[str, Any], needs: Iterable[Need]) -> list[str]:
    """Say what is missing besides what is wrong, so that all is said at once."""
    from_file_and_environment = _RawSettings(**given)
    raw = from_file_and_environment.model_dump()
    blank = Settings.model_construct(**{name: value for name, value in raw.items() if value})
    return list(blank.missing(needs))


class _RawSettings(BaseSettings):
    """The same variables as text, unchecked: tells unset from wrong."""

    model_config = Settings.model_config

    slack_bot_token: Any = None
    slack_app_token: Any = None
    slack_signing_secret: Any = None
    slack_client_id: Any = None
    slack_client_secret: Any = None
    key_file: Any = Field(None, validation_alias="PRECLEAR_KEY_FILE")
    key: Any = Field(None, validation_alias="PRECLEAR_KEY")
    newest_file: Any = Field(None, validation_alias="PRECLEAR_NEWEST_FILE")
    signing_key_file: Any = Field(None, validation_alias="PRECLEAR_SIGNING_KEY_FILE")
    signing_key: Any = Field(None, validation_alias="PRECLEAR_SIGNING_KEY")
    transport: Any = Field("socket", validation_alias="PRECLEAR_TRANSPORT")
