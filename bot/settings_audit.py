"""Settings of the audit's pulls: where a copy of the record may go. Each way is off until set."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator
from pydantic_settings import BaseSettings

#: Where downloads are served unless another port is set.
PORT = 8090
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def _reached_at(url: str) -> str:
    """Hold an address of downloads to https, but on this machine, and to nothing behind it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("it is no address; write it like https://preclear.example.com/") from None
    if not host or parts.scheme not in {"http", "https"}:
        raise ValueError("it must begin with https:// and name a host")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise ValueError("it must begin with https://; http:// is for this machine alone")
    if parts.query or parts.fragment or "@" in parts.netloc or re.search(r"[\s<>|\"]", url):
        raise ValueError("it must be a plain address, without a name, ? or # in it")
    return url if url.endswith("/") else f"{url}/"


class AuditSettings(BaseSettings):
    """What the environment says of pulls."""

    audit_host: str = Field("127.0.0.1", validation_alias="PRECLEAR_AUDIT_HOST")
    audit_port: int | None = Field(None, ge=1, le=65535, validation_alias="PRECLEAR_AUDIT_PORT")
    audit_url: Annotated[str, AfterValidator(_reached_at)] | None = Field(
        None, validation_alias="PRECLEAR_AUDIT_URL"
    )
    audit_folder: Path | None = Field(None, validation_alias="PRECLEAR_AUDIT_FOLDER")
    audit_into_slack: bool = Field(default=False, validation_alias="PRECLEAR_AUDIT_INTO_SLACK")

    @field_validator("audit_folder")
    @classmethod
    def _named(cls, path: Path | None) -> Path | None:
        """Take a folder that has a name, which is all that people are told of it."""
        if path is None:
            return None
        found = path.expanduser().absolute()
        if not found.name:
            raise ValueError("it must name a folder of its own, as /var/lib/preclear/audit")
        return found

    @property
    def audit_listens_on(self) -> int:
        """The port of downloads."""
        return self.audit_port or PORT

    def missing_for_audit(self) -> Iterator[str]:
        """Say what is set and does nothing."""
        if self.audit_port is not None and self.audit_url is None:
            yield (
                "PRECLEAR_AUDIT_PORT: set without PRECLEAR_AUDIT_URL, so that nobody could be told "
                "where to download. Set that to the https address under which people reach it."
            )
