"""Where a pull may go: what the company has turned on."""

from dataclasses import dataclass
from pathlib import Path

from audit.pulls import Way


@dataclass(frozen=True, slots=True)
class Ways:
    """The address of downloads, a folder on the server, and whether Slack may keep a pull.

    ``url`` ends with a slash; a link is that and its token.
    """

    url: str | None = None
    folder: Path | None = None
    slack: bool = False

    @property
    def open(self) -> tuple[Way, ...]:
        """Name the ways that are turned on, the best one first."""
        on: dict[Way, bool] = {
            "download": self.url is not None,
            "folder": self.folder is not None,
            "slack": self.slack,
        }
        return tuple(way for way, is_on in on.items() if is_on)
