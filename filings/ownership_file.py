"""A file with a Form 3, 4 or 5: the XML by itself, or the submission that EDGAR keeps.

A filing whose form is not XML, as those before 30 June 2003 and every scanned one, needs a
person: what could be read of it is said, and never that it reports nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from filings.edgar import CUT_OFF, NoAcceptanceError, decoded, read_submission
from filings.ownership import FORMS, Ownership
from filings.ownership_reading import ROOT, read_ownership
from filings.scanned import Glimpse, glimpse_of
from filings.submission import Document, FilingError, Submission
from filings.wrong_file import refuse_wrong_file

OPENED, CLOSED = "<XML>", "</XML>"
PAGE = re.compile(r"^\s*<(?:!DOCTYPE\s+html|html|head|body)", re.IGNORECASE)
SUBMISSION = re.compile(r"^\s*(?:-----BEGIN PRIVACY|<(?:SEC|IMS)-DOCUMENT>)")
XML = re.compile(rf"^\s*<(?:\?xml|!--|{ROOT}|!DOCTYPE\s+{ROOT})", re.IGNORECASE)


class NeedsPersonError(FilingError):
    """A filing that no program can read: somebody has to, and enters what it reports.

    ``glimpse`` is what could be made out.
    """

    def __init__(self, why: str, glimpse: Glimpse) -> None:
        self.glimpse = glimpse
        said = [why, *(f"  {name}: {value}" for name, value in glimpse.said())]
        super().__init__("\n".join(said))


@dataclass(frozen=True, slots=True)
class Filed:
    """An ownership form as it was filed.

    ``accession`` and ``accepted`` are EDGAR's, and None where the file is the XML alone.
    """

    form: Ownership
    accession: str | None = None
    accepted: datetime | None = None


def read_filed(data: bytes) -> Filed:
    """Read a file that was saved from EDGAR.

    Raises ``FilingError``, and of it ``NeedsPersonError``; the text is for who chose the file.
    """
    refuse_wrong_file(data)
    text = decoded(data)
    if XML.match(text):
        return Filed(read_ownership(text.lstrip(), 1 + _lines_before(text, text.lstrip())))
    if not SUBMISSION.match(text) and not PAGE.match(text):
        glimpse = glimpse_of(text)
        if glimpse.is_form:
            raise NeedsPersonError(_by_hand("It is a picture's text and no XML."), glimpse)
    try:
        submission = read_submission(data)
    except NoAcceptanceError:
        raise NeedsPersonError(
            _by_hand("It is older than EDGAR's ownership forms in XML."), glimpse_of(text)
        ) from None
    return Filed(_form_of(submission, text), submission.accession, submission.accepted)


def _form_of(submission: Submission, text: str) -> Ownership:
    if submission.form.upper() not in FORMS:
        raise FilingError(
            f"It is a Form {submission.form}. Name a Form 3, 4 or 5, or an amendment of one."
        )
    found = [(one, xml) for one in submission.documents for xml in _xml_in(one.text)]
    forms = [(one, xml) for one, xml in found if one.type.upper() in FORMS]
    if not forms and any(f"<{ROOT}" in one.text for one in submission.documents):
        raise FilingError(f"The form's XML is not between <XML> and </XML>. {CUT_OFF}")
    if not forms:
        raise NeedsPersonError(
            _by_hand("Its form is no XML: it was scanned or typed."),
            glimpse_of(_words(submission), submission),
        )
    if len(forms) > 1:
        raise FilingError("The filing holds more than one ownership form, and EDGAR takes one.")
    read = read_ownership(forms[0][1], 1 + _lines_before(text, forms[0][1]))
    _check_agrees(submission, read)
    return read


def _xml_in(text: str) -> Iterator[str]:
    """Give what stands between the marks, in one walk: a pattern would walk it many times."""
    start = text.find(OPENED)
    while start >= 0:
        end = text.find(CLOSED, start)
        if end < 0:
            return
        yield text[start + len(OPENED) : end].strip()
        start = text.find(OPENED, end)


def _check_agrees(submission: Submission, form: Ownership) -> None:
    """Refuse a form that is not the one its header speaks of."""
    if form.form != submission.form.upper():
        raise FilingError(
            f"The header says Form {submission.form} and the XML Form {form.form}. Save the filing "
            "from EDGAR once more."
        )
    named = {company.cik for company in submission.companies}
    strangers = {form.issuer.cik, *(owner.cik for owner in form.owners)} - named
    if strangers:
        raise FilingError(
            f"The XML names the CIK {', '.join(sorted(strangers))}, which the header does not. "
            "Save the filing from EDGAR once more."
        )


def _by_hand(why: str) -> str:
    return (
        f"{why} It needs a person: read it, and enter what it reports with `preclear transactions "
        "import`. What could be made out:"
    )


def _lines_before(text: str, part: str) -> int:
    return text.count("\n", 0, max(0, text.find(part)))


def _words(submission: Submission) -> str:
    return "\n".join(one.text for one in submission.documents if _of_the_form(one))


def _of_the_form(document: Document) -> bool:
    return document.type.upper() in FORMS
