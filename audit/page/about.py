"""What a bundle is: what was asked for, who pulled it and when, and what it was signed with."""

from dataclasses import dataclass
from datetime import date, datetime

from audit.moments import day
from audit.page.html import Html, el, join, person
from audit.page.said import count, wall


@dataclass(frozen=True, slots=True)
class About:
    """What stands in the report's head.

    ``first_day`` and ``last_day``, ``person`` (a name) and ``kind`` say what was asked for;
    None is no limit. ``size`` counts the log's entries; ``shown``, ``withheld`` (not asked
    for) and ``removed`` (after their time) part it. ``root`` is that of the newest checkpoint
    in base64, ``key`` the log's key as a verifier takes it. ``redacted`` bundles show no
    confidential part; a ``production`` was made for an authority.
    """

    company: str
    ticker: str
    pull: str
    pulled_by: str
    pulled_at: datetime
    size: int
    shown: int
    withheld: int = 0
    removed: int = 0
    first_day: date | None = None
    last_day: date | None = None
    person: str | None = None
    kind: str | None = None
    checkpoint_at: datetime | None = None
    root: str | None = None
    key: str | None = None
    redacted: bool = False
    production: bool = False

    @property
    def period(self) -> str:
        """Say for which days the bundle was asked."""
        if self.first_day and self.last_day:
            return f"{day(self.first_day)} to {day(self.last_day)}"
        if self.first_day:
            return f"from {day(self.first_day)} on"
        return f"up to {day(self.last_day)}" if self.last_day else "the whole log"

    @property
    def title(self) -> str:
        """Name the report."""
        kind = "Production for an authority" if self.production else "Audit report"
        return f"{kind}: {self.company} ({self.ticker})"


def facts(about: About) -> Html:
    """Write what the bundle is, as a list of terms."""
    newest = None if about.checkpoint_at is None else wall(about.checkpoint_at)
    entries = join(
        f"{about.shown:,} of {about.size:,} are shown",
        f"; {about.withheld:,} were not asked for" if about.withheld else "",
        f"; {about.removed:,} were removed after their time" if about.removed else "",
        ". What is not shown is there as hashes, so that the whole can be verified.",
    )
    listed: list[tuple[str, object]] = [
        ("Days", about.period),
        ("Person", person(about.person) if about.person else "everybody"),
        ("Kind of entry", about.kind or "all kinds"),
        ("Pulled by", join(person(about.pulled_by), f", {wall(about.pulled_at)}")),
        ("Pull", el("code", about.pull)),
        ("Shown", _shown(about)),
        ("Entries of the log", entries),
        ("Newest checkpoint", newest or "none yet"),
        ("Its root", el("code", about.root) if about.root else None),
        ("Key of the log", el("code", about.key) if about.key else None),
    ]
    return el(
        "dl",
        [el("div", el("dt", term), el("dd", said)) for term, said in listed if said is not None],
        class_="facts",
    )


def removed(about: About) -> str | None:
    """Say what is not among the entries, None where all are."""
    parts = [
        f"{count(about.withheld, 'entry', 'entries')} not asked for" if about.withheld else "",
        f"{count(about.removed, 'entry', 'entries')} removed after their time"
        if about.removed
        else "",
    ]
    return " and ".join(filter(None, parts)) or None


def _shown(about: About) -> str:
    if about.redacted:
        return "redacted: the confidential part of no entry is shown"
    if about.production:
        return "as produced for an authority"
    return "with the confidential parts that compliance may read"
