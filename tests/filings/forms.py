"""Drafts and forms for the tests, of people and companies that there are not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from filings.draft import (
    Address,
    Draft,
    DraftDerivative,
    DraftIssuer,
    DraftLine,
    DraftOwner,
    Note,
)
from filings.draft_xml import as_xml
from filings.ownership_file import read_filed

ISSUER = DraftIssuer("1234567", "Example Biotech, Inc.", "EXBT")
ADDRESS = Address("1 Main Street", "Madison", "WI", "53716", "Suite 2")
OWNER = DraftOwner(
    "7654321", "Eng Carla", ADDRESS, director=True, officer=True, title="President and CEO"
)
DAY = date(2026, 11, 20)


def line(**changed):
    """Give a sale on the market, held directly."""
    sale = DraftLine(
        title="Common Stock",
        on=DAY,
        code="S",
        acquired=False,
        shares=Decimal(1000),
        price=Decimal("4.1"),
        owned_after=Decimal(9000),
    )
    return replace(sale, **changed)


def option(**changed):
    """Give an option given up by its exercise, in Table II."""
    right = DraftDerivative(
        "Common Stock", Decimal(500), Decimal("1.25"), date(2024, 1, 2), date(2034, 1, 2)
    )
    made = line(
        title="Stock Option (right to buy)",
        code="M",
        shares=Decimal(500),
        price=Decimal(0),
        owned_after=Decimal(1500),
        derivative=right,
    )
    return replace(made, **changed)


def draft(*lines, **changed):
    """Give a draft with these lines, or the one sale."""
    made = Draft(ISSUER, (OWNER,), lines or (line(),), drawn_up_on=date(2026, 11, 23))
    return replace(made, **changed)


EXERCISED = (
    line(code="M", acquired=True, shares=Decimal(500), price=Decimal("1.25")),
    line(
        code="S",
        shares=Decimal(500),
        under_plan=True,
        notes=(Note("price", "A weighted average of prices from $4.05 to $4.15."),),
    ),
    line(code="F", shares=Decimal("12.5"), price=Decimal("4.1234")),
    line(code="G", shares=Decimal(10), price=Decimal(0), nature="By the Eng Family Trust"),
    option(),
)


def written(*lines, **changed):
    """Give the XML of a draft, as text."""
    return as_xml(draft(*lines, **changed)).decode()


def filed(text):
    """Read a form from its text."""
    return read_filed(text.encode())


def submission(xml, form="4", accession="0001234567-26-000001", accepted="20261123170000"):
    """Put XML into a submission as EDGAR stores it; with None, a picture's words."""
    body = xml if not xml.startswith("<?xml") else f"<XML>\n{xml}\n</XML>"
    day = accepted[:8]
    return (
        f"<SEC-DOCUMENT>{accession}.txt : {day}\n<SEC-HEADER>{accession}.hdr.sgml : {day}\n"
        f"<ACCEPTANCE-DATETIME>{accepted}\nACCESSION NUMBER:\t\t{accession}\n"
        f"CONFORMED SUBMISSION TYPE:\t{form}\nPUBLIC DOCUMENT COUNT:\t\t1\n"
        f"CONFORMED PERIOD OF REPORT:\t20261120\nFILED AS OF DATE:\t\t{day}\n\n"
        "REPORTING-OWNER:\n\n\tOWNER DATA:\t\n\t\tCOMPANY CONFORMED NAME:\t\t\tEng Carla\n"
        "\t\tCENTRAL INDEX KEY:\t\t\t0007654321\n\n"
        "ISSUER:\n\n\tCOMPANY DATA:\t\n\t\tCOMPANY CONFORMED NAME:\t\t\tExample Biotech, Inc.\n"
        "\t\tCENTRAL INDEX KEY:\t\t\t0001234567\n\t\tFISCAL YEAR END:\t\t\t1231\n"
        "</SEC-HEADER>\n"
        f"<DOCUMENT>\n<TYPE>{form}\n<SEQUENCE>1\n<FILENAME>form4.xml\n<TEXT>\n{body}\n</TEXT>\n"
        "</DOCUMENT>\n</SEC-DOCUMENT>\n"
    )
