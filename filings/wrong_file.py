"""Files that people save in place of the one that is wanted, each told by its own sentence."""

import re

from filings.submission import FilingError

LARGEST = 200 * 1024 * 1024  # bytes; EDGAR itself takes no larger submission
SAVE_INSTEAD = (
    "On the filing's page on EDGAR choose 'Complete submission text file' and save that"
    " .txt file unchanged."
)
HEAD = 4096

BYTES: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"%PDF",), "This is a PDF."),
    ((b"PK\x03\x04", b"PK\x05\x06"), "This is a zip archive or an Office document."),
    ((b"\x1f\x8b", b"BZh", b"\xfd7zXZ"), "This file is compressed."),
    ((b"{\\rtf",), "This is a word processor's document."),
    ((b"\xff\xfe", b"\xfe\xff"), "This text was saved in another encoding (UTF-16)."),
)
# In this order, because an index page and a refusal are HTML pages too.
PAGES: tuple[tuple[str, str], ...] = (
    (
        r"undeclared automated tool|request rate threshold",
        "This is the page by which EDGAR refuses a download, not the filing.",
    ),
    (
        r"edgar filing documents|filing detail|-index\.html?\b|edgar search results",
        "This is EDGAR's index page of the filing, not the filing itself.",
    ),
    (
        r"\A\s*<(?:!doctype\s+html|html|head|body|!--)",
        "This is an HTML page, perhaps one document of the filing without its header.",
    ),
    (r"\A\s*<(?:\?xml|ownershipDocument)", "This is one XML document of a filing."),
    (
        r"\A\s*<SUBMISSION>",
        "This is the form in which EDGAR's feed carries a filing, not the stored one.",
    ),
)


def refuse_wrong_file(data: bytes) -> None:
    """Raise ``FilingError`` for what is no text at all, or more than a filing can be."""
    if not data.strip():
        raise FilingError(f"The file is empty. {SAVE_INSTEAD}")
    if len(data) > LARGEST:
        raise FilingError(
            f"The file has {len(data) // 1024 // 1024} megabytes, more than EDGAR takes for one"
            f" filing. {SAVE_INSTEAD}"
        )
    for marks, what in BYTES:
        if data.startswith(marks):
            raise FilingError(f"{what} {SAVE_INSTEAD}")
    if b"\0" in data:
        raise FilingError(f"This is a binary file, or a damaged one. {SAVE_INSTEAD}")


def not_a_filing(text: str) -> FilingError:
    """Say what a text is that does not begin as a stored filing does."""
    for pattern, what in PAGES:
        if re.search(pattern, text[:HEAD], re.IGNORECASE):
            return FilingError(f"{what} {SAVE_INSTEAD}")
    return FilingError(
        f"The file does not begin with <SEC-DOCUMENT>, as a filing kept by EDGAR does."
        f" {SAVE_INSTEAD}"
    )
