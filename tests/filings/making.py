"""Makes stored submissions for the tests, in EDGAR's form, from a few facts."""

from collections.abc import Sequence

COMPANY = ("FILER", "Cellectar Biosciences, Inc.", "0001279704", "1231")
STATEMENTS = (
    "Net loss was $3,214,000, or $0.18 per share. Cash and cash equivalents were $7,900,000."
)
EARNINGS = "Results of Operations and Financial Condition"
DISCLOSURE = "Regulation FD Disclosure"
EXHIBITS = "Financial Statements and Exhibits"


def document(kind: str, text: str, sequence: int = 1) -> str:
    return (
        f"<DOCUMENT>\n<TYPE>{kind}\n<SEQUENCE>{sequence}\n<FILENAME>d{sequence}.htm\n"
        f"<DESCRIPTION>{kind}\n<TEXT>\n<HTML>\n<P>{text}</P>\n</HTML>\n</TEXT>\n</DOCUMENT>\n"
    )


def party(role: str, name: str, cik: str, year_end: str | None, form: str) -> str:
    end = "" if year_end is None else f"\t\tFISCAL YEAR END:\t\t\t{year_end}\n"
    return (
        f"{role}:\n\n\tCOMPANY DATA:\t\n\t\tCOMPANY CONFORMED NAME:\t\t\t{name}\n"
        f"\t\tCENTRAL INDEX KEY:\t\t\t{cik}\n{end}\n\tFILING VALUES:\n\t\tFORM TYPE:\t\t{form}\n\n"
        "\tFORMER COMPANY:\t\n\t\tFORMER CONFORMED NAME:\tNOVELOS THERAPEUTICS, INC.\n\n"
    )


def filing(
    form: str = "8-K",
    *,
    items: Sequence[str] = (),
    period: str | None = "20180514",
    accepted: str | None = "20180514160502",
    filed: str | None = None,
    texts: Sequence[tuple[str, str]] = (),
    count: int | None = None,
    parties: Sequence[tuple[str, str, str, str | None]] = (COMPANY,),
    accession: str = "0001144204-18-000001",
) -> bytes:
    """Give the bytes of a submission; what is not said is that of a plain 8-K."""
    filed = filed or (accepted or "20180514")[:8]
    texts = texts or ((form, "See the exhibit."),)
    header = [
        f"<SEC-DOCUMENT>{accession}.txt : {filed}",
        f"<SEC-HEADER>{accession}.hdr.sgml : {filed}",
        *([] if accepted is None else [f"<ACCEPTANCE-DATETIME>{accepted}"]),
        f"ACCESSION NUMBER:\t\t{accession}",
        f"CONFORMED SUBMISSION TYPE:\t{form}",
        f"PUBLIC DOCUMENT COUNT:\t\t{len(texts) if count is None else count}",
        *([] if period is None else [f"CONFORMED PERIOD OF REPORT:\t{period}"]),
        *(f"ITEM INFORMATION:\t\t{item}" for item in items),
        f"FILED AS OF DATE:\t\t{filed}",
        f"DATE AS OF CHANGE:\t\t{filed}",
        "",
    ]
    parties_text = "".join(party(*who, form) for who in parties)
    body = "".join(document(kind, text, at + 1) for at, (kind, text) in enumerate(texts))
    return ("\n".join(header) + f"\n{parties_text}</SEC-HEADER>\n{body}</SEC-DOCUMENT>\n").encode()


def earnings(text: str, **facts: object) -> bytes:
    """Give an 8-K that furnishes results, with a press release that says ``text``."""
    release = (("8-K", "The company furnishes a press release on its results."), ("EX-99.1", text))
    return filing(items=(EARNINGS, EXHIBITS), texts=release, **facts)  # type: ignore[arg-type]
