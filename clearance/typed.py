"""What people type on one line: a name, a code word, an issuer."""


def squeezed(typed: str) -> str:
    """Return it without spaces at its ends, and with one between words."""
    return " ".join(typed.split())


def is_one_line(text: str, longest: int) -> bool:
    """Say whether squeezed text is there, fits, and holds nothing that is not shown."""
    return bool(text) and len(text) <= longest and text.isprintable()
