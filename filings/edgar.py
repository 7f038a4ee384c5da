"""Reads a submission as EDGAR stores it: an SGML header, then the documents.

The form is that of the "Complete submission text file" on EDGAR's pages, described in
the SEC's Public Dissemination Service specification. Older files carry a block of
privacy-enhanced mail before it and ``IMS`` in place of ``SEC``; both are read.

What stands in a file twice has to agree, and the end has to be there: a file that was
cut off or damaged is refused, and never read as a smaller filing.
"""

import re
from datetime import date

from filings.header import Header, header_of
from filings.items import item_number
from filings.moment import accepted_at, day_of
from filings.submission import Document, FilingError, Submission
from filings.wrong_file import SAVE_INSTEAD, not_a_filing, refuse_wrong_file

OPENING = re.compile(
    r"\A\s*(?:-----BEGIN PRIVACY-ENHANCED MESSAGE-----\n.{1,4000}?\n\n)?"
    r"<(SEC|IMS)-DOCUMENT>([\w-]+)\.txt : (\d{8})[ \t]*\n",
    re.DOTALL,
)
ANOTHER = re.compile(r"^<(?:SEC|IMS)-DOCUMENT>", re.MULTILINE)
CLOSING = re.compile(r"\n</(SEC|IMS)-DOCUMENT>\s*(?:-----END PRIVACY-ENHANCED MESSAGE-----\s*)?\Z")
HEADER = re.compile(
    r"<(?:SEC|IMS)-HEADER>([\w-]+)\.hdr\.sgml : \d{8}[ \t]*\n(.*?)\n</(?:SEC|IMS)-HEADER>[ \t]*\n",
    re.DOTALL,
)
MARK = re.compile(r"^<(/?)(DOCUMENT|TEXT)>[ \t]*$", re.MULTILINE)
TAG = re.compile(r"^<(TYPE|SEQUENCE|FILENAME|DESCRIPTION)>(.*)$", re.MULTILINE)
DOCUMENT_MARKS = ["DOCUMENT", "TEXT", "/TEXT", "/DOCUMENT"]
MOST_DAYS_APART = 10  # between acceptance and filing date: a weekend, holidays, an adjusted date
CUT_OFF = f"It was cut off when it was saved, or damaged since. {SAVE_INSTEAD}"


class NoAcceptanceError(FilingError):
    """A filing of the nineties, whose header does not say when it was accepted."""


def read_submission(data: bytes, *, cik: str | None = None) -> Submission:
    """Read a stored submission; with ``cik``, only one that names that company.

    Raises ``FilingError``, whose text is a sentence for the person who chose the file.
    """
    refuse_wrong_file(data)
    text = decoded(data)
    opening = OPENING.match(text)
    if opening is None:
        raise not_a_filing(text)
    if ANOTHER.search(text, opening.end()):
        raise FilingError("The file holds more than one filing. Save each in a file of its own.")
    closing = CLOSING.search(text)
    if closing is None:
        raise FilingError(f"The filing has no end (</SEC-DOCUMENT> is missing). {CUT_OFF}")
    header_text = HEADER.match(text, opening.end())
    if header_text is None:
        raise FilingError(f"The filing's header is incomplete. {CUT_OFF}")
    header = header_of(header_text.group(2))
    documents = documents_of(text[header_text.end() : closing.start() + 1])
    submission = assemble(header, documents)
    check(submission, header, {opening.group(2), header_text.group(1)}, opening.group(3))
    if cik is not None:
        check_company(submission, cik)
    return submission


def decoded(data: bytes) -> str:
    """Give the text; bytes that are no UTF-8 are read as Windows text, as old filings are."""
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def documents_of(text: str) -> tuple[Document, ...]:
    """Read the documents that follow the header."""
    marks = list(MARK.finditer(text))
    if len(marks) % len(DOCUMENT_MARKS):
        raise FilingError(f"A document of the filing is not closed. {CUT_OFF}")
    between = 0
    documents = []
    for at in range(0, len(marks), len(DOCUMENT_MARKS)):
        group = marks[at : at + len(DOCUMENT_MARKS)]
        if [mark.group(1) + mark.group(2) for mark in group] != DOCUMENT_MARKS:
            raise FilingError(f"A document of the filing is not closed. {CUT_OFF}")
        if (
            text[between : group[0].start()].strip()
            or text[group[2].end() : group[3].start()].strip()
        ):
            raise FilingError(f"There is text between the filing's documents. {CUT_OFF}")
        between = group[3].end()
        documents.append(document_of(text, group))
    if text[between:].strip():
        raise FilingError(f"There is text after the filing's last document. {CUT_OFF}")
    return tuple(documents)


def document_of(text: str, marks: list[re.Match[str]]) -> Document:
    """Read one document from its four marks."""
    opened, body, body_end, _closed = marks
    said = {key: value.strip() for key, value in TAG.findall(text[opened.end() : body.start()])}
    if not said.get("TYPE"):
        raise FilingError(f"A document of the filing does not say its type. {CUT_OFF}")
    return Document(
        type=said["TYPE"],
        sequence=said.get("SEQUENCE", ""),
        filename=said.get("FILENAME", ""),
        description=said.get("DESCRIPTION", ""),
        text=text[body.end() : body_end.start()].strip("\n"),
    )


def assemble(header: Header, documents: tuple[Document, ...]) -> Submission:
    """Put the header's values in their types."""
    period = header.get("CONFORMED PERIOD OF REPORT")
    return Submission(
        accession=header.need("ACCESSION NUMBER"),
        form=header.need("CONFORMED SUBMISSION TYPE"),
        items=tuple(item_number(said) for said in header.all("ITEM INFORMATION")),
        period=None if period is None else day_of(period, "CONFORMED PERIOD OF REPORT"),
        filed=day_of(header.need("FILED AS OF DATE"), "FILED AS OF DATE"),
        accepted=accepted_at(acceptance_of(header)),
        companies=header.companies,
        documents=documents,
    )


def acceptance_of(header: Header) -> str:
    """Give the digits of the acceptance time; filings of the nineties carry none."""
    digits = header.get("ACCEPTANCE-DATETIME")
    if digits is None:
        raise NoAcceptanceError(
            "The filing does not say when EDGAR accepted it, so nothing can be counted from it."
            " Enter the release by hand with 'preclear releases add'."
        )
    return digits


def check(submission: Submission, header: Header, accessions: set[str], dated: str) -> None:
    """Refuse a filing whose parts do not agree with each other."""
    if accessions != {submission.accession}:
        raise FilingError(f"The filing gives more than one accession number. {CUT_OFF}")
    if not re.fullmatch(r"\d{10}-\d{2}-\d{6}", submission.accession):
        raise FilingError(f"{submission.accession!r} is no accession number. {CUT_OFF}")
    count = header.need("PUBLIC DOCUMENT COUNT")
    if not re.fullmatch(r"[0-9]{1,6}", count):
        raise FilingError(f"The filing does not say how many documents it has. {CUT_OFF}")
    if len(submission.documents) < max(1, int(count)):
        raise FilingError(
            f"The filing says that it has {int(count)} documents, and {len(submission.documents)}"
            f" are in the file. {CUT_OFF}"
        )
    check_form(submission, header)
    check_days(submission, dated)


def check_form(submission: Submission, header: Header) -> None:
    """Refuse a filing that is one form by its header and another by its parts."""
    said = {submission.form, *header.all("FORM TYPE")}
    if len(said) > 1:
        raise FilingError(f"The filing calls itself {' and '.join(sorted(said))}. {CUT_OFF}")


def check_days(submission: Submission, dated: str) -> None:
    """Refuse days that cannot be those of one filing."""
    if day_of(dated, "SEC-DOCUMENT") != submission.filed:
        raise FilingError(f"The filing gives two filing dates. {CUT_OFF}")
    accepted: date = submission.accepted.date()
    if abs((submission.filed - accepted).days) > MOST_DAYS_APART:
        raise FilingError(
            f"The filing was accepted on {accepted} and filed on {submission.filed}, which"
            f" cannot both be right. {CUT_OFF}"
        )


def check_company(submission: Submission, cik: str) -> None:
    """Refuse a filing that does not name the company with this CIK."""
    wanted = cik.zfill(10)
    if all(company.cik != wanted for company in submission.companies):
        named = ", ".join(f"{c.name} (CIK {c.cik})" for c in submission.companies)
        raise FilingError(
            f"This is a filing of another company: it names {named}, and yours has CIK {wanted}."
            " Choose one of your own company's filings."
        )
