"""What can be made out of a Form 4 that is no XML: a few marks, never its transactions.

Text that was read off a picture has letters in the wrong place and tables without their
cells. What is found here helps somebody find the paper; nothing of it goes on the record.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from filings.submission import Submission

FORM = re.compile(
    r"(initial statement of beneficial ownership|statement of changes in beneficial ownership"
    r"|annual statement of (?:changes in )?beneficial ownership)",
    re.IGNORECASE,
)
NUMBER = {"initial": "3", "statement": "4", "annual": "5"}
WRITTEN = r"(\d{1,2})/(\d{1,2})/(\d{4})"
EARLIEST = re.compile(rf"Date of (?:Earliest )?Transaction[^\n]{{0,80}}?\b{WRITTEN}", re.IGNORECASE)
SIGNED = re.compile(rf"^[ \t]*/s/[ \t]*([^\n\t]{{3,120}}?)[ \t]+{WRITTEN}[ \t]*$", re.MULTILINE)
REPORTING = re.compile(
    r"Name and Address of Reporting Person\s*\*?\s*([A-Z][A-Za-z.,' -]{2,60}?)\s*(?:\t|\n|\d)"
)
ISSUER = re.compile(r"Issuer Name and[^\n]{0,40}?Symbol\s+([^\n\t\[]{2,80}?)\s*\[([^\]\n]{1,10})\]")
MARKUP = re.compile(r"<[^<>]{0,2000}>")
LONGEST = 2_000_000  # characters that are looked at


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What could be made out; empty or None where it could not."""

    form: str = ""
    accession: str = ""
    filed_on: date | None = None
    owners: tuple[tuple[str, str], ...] = ()
    issuer: tuple[str, str] = ("", "")
    earliest: date | None = None
    signed: tuple[str, date] | None = None

    @property
    def is_form(self) -> bool:
        """Say whether it is a form of ownership at all."""
        return bool(self.form)

    def said(self) -> Iterator[tuple[str, str]]:
        """Give what was made out, each with its name, in the order of the form."""
        if self.form:
            yield "form", self.form
        if self.accession:
            yield "accession number", self.accession
        if self.filed_on:
            yield "filed", self.filed_on.isoformat()
        for name, cik in self.owners:
            yield "reporting person", _with_cik(name, cik)
        if self.issuer[0]:
            yield "issuer", _with_cik(*self.issuer)
        if self.earliest:
            yield "earliest transaction", self.earliest.isoformat()
        if self.signed:
            yield "signed", f"{self.signed[0]}, {self.signed[1].isoformat()}"


def glimpse_of(text: str, submission: Submission | None = None) -> Glimpse:
    """Make out what can be made out of a form's words, and of its header where there is one."""
    plain = html.unescape(MARKUP.sub("", text[:LONGEST]))
    form, reporting, issuer = FORM.search(plain), REPORTING.search(plain), ISSUER.search(plain)
    owners: tuple[tuple[str, str], ...] = ((reporting.group(1).strip(), ""),) if reporting else ()
    company = (issuer.group(1).strip(), "") if issuer else ("", "")
    if submission is not None:
        parties = [(one.role, one.name, one.cik) for one in submission.companies]
        owners = tuple((name, cik) for role, name, cik in parties if role == "REPORTING-OWNER")
        company = next(((name, cik) for role, name, cik in parties if role == "ISSUER"), company)
    signed, earliest = SIGNED.search(plain), EARLIEST.search(plain)
    signed_on = _day(*signed.groups()[1:]) if signed else None
    began = _day(*earliest.groups()) if earliest else None
    seen = Glimpse(
        form=NUMBER[form.group(1).split()[0].lower()] if form else "",
        owners=owners,
        issuer=company,
        earliest=began,
        signed=(signed.group(1).strip(" ,"), signed_on) if signed and signed_on else None,
    )
    if submission is None:
        return seen
    return replace(
        seen,
        form=submission.form,
        accession=submission.accession,
        filed_on=submission.filed,
        earliest=began or submission.period,
    )


def _day(month: str, day: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _with_cik(name: str, cik: str) -> str:
    return f"{name} (CIK {cik})" if cik else name
