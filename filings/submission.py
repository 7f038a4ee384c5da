"""What a filing holds, once it has been read: plain, frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

FILES_ITSELF = frozenset({"FILER", "FILED BY"})


class FilingError(ValueError):
    """A file that cannot be read as a filing; its text says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Company:
    """One party named in the header; ``role`` is the header's word for it (``FILER``…).

    ``fiscal_year_end`` is MMDD as the header gives it, or None where it gives none.
    """

    role: str
    name: str
    cik: str
    fiscal_year_end: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a submission, its text as stored (often HTML)."""

    type: str
    sequence: str
    filename: str
    description: str
    text: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission as EDGAR stores it.

    ``accepted`` is aware, in New York's zone. ``items`` are numbers such as ``7.01``;
    an item whose title is not known stands there by its title, so that none is lost.
    """

    accession: str
    form: str
    items: tuple[str, ...]
    period: date | None
    filed: date
    accepted: datetime
    companies: tuple[Company, ...]
    documents: tuple[Document, ...]

    @property
    def filer(self) -> Company:
        """Say who filed, or whom the filing is about where nobody is named as its filer."""
        for company in self.companies:
            if company.role in FILES_ITSELF:
                return company
        return self.companies[0]

    def is_by(self, cik: str) -> bool:
        """Say whether the company with this CIK filed it itself."""
        wanted = cik.zfill(10)
        return any(c.cik == wanted and c.role in FILES_ITSELF for c in self.companies)
