"""The header of a stored submission: lines of ``KEY: value``, grouped by party."""

import re
from dataclasses import dataclass

from filings.submission import Company, FilingError
from filings.wrong_file import SAVE_INSTEAD

LINE = re.compile(r"^\s*(?:<([A-Z-]+)>|([A-Z][A-Z0-9 ./&()-]*):)\s*(.*?)\s*$")
# A party's heading stands at the margin; what is said of it is indented.
PARTY = re.compile(
    r"^(FILER|FILED BY|FILED FOR|ISSUER|REPORTING-OWNER|SUBJECT COMPANY|SERIAL COMPANY|DEPOSITOR"
    r"|SECURITIZER|UNDERWRITER):\s*$"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header's lines in order, and the parties it names."""

    lines: tuple[tuple[str, str], ...]
    companies: tuple[Company, ...]

    def all(self, key: str) -> list[str]:
        """Give every value that the header gives for a key."""
        return [value for found, value in self.lines if found == key and value]

    def get(self, key: str) -> str | None:
        """Give the one value for a key, or None; two that differ are refused."""
        values = set(self.all(key))
        if len(values) > 1:
            raise FilingError(
                f"The filing's header gives {key} twice, as {' and '.join(sorted(values))}."
                f" {SAVE_INSTEAD}"
            )
        return values.pop() if values else None

    def need(self, key: str) -> str:
        """Give the value for a key that no stored filing lacks."""
        value = self.get(key)
        if value is None:
            raise FilingError(f"The filing's header does not give its {key}. {SAVE_INSTEAD}")
        return value


def header_of(text: str) -> Header:
    """Read the header's text."""
    lines: list[tuple[str, str]] = []
    parties: list[tuple[str, dict[str, str]]] = []
    for line in text.split("\n"):
        party = PARTY.match(line)
        if party:
            parties.append((party.group(1), {}))
            continue
        found = LINE.match(line)
        if not found:
            continue
        key, value = found.group(1) or found.group(2), found.group(3)
        lines.append((key, value))
        if parties and value:
            parties[-1][1].setdefault(key, value)
    companies = tuple(company_of(role, said) for role, said in parties)
    if not companies:
        raise FilingError(f"The filing's header names no company. {SAVE_INSTEAD}")
    return Header(tuple(lines), companies)


def company_of(role: str, said: dict[str, str]) -> Company:
    """Read one party."""
    name, cik = said.get("COMPANY CONFORMED NAME"), said.get("CENTRAL INDEX KEY")
    if not name or not cik or not re.fullmatch(r"[0-9]{10}", cik):
        raise FilingError(
            f"The filing's header does not give the name and CIK of its {role.lower()}."
            f" {SAVE_INSTEAD}"
        )
    year_end = said.get("FISCAL YEAR END")
    if year_end is not None and not re.fullmatch(
        r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", year_end
    ):
        raise FilingError(
            f"The filing's header gives {year_end!r} as the end of the fiscal year. {SAVE_INSTEAD}"
        )
    return Company(role, name, cik, year_end)
