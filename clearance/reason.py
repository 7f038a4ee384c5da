"""A restriction's reason: a value that shows itself to nobody.

It cannot be printed, formatted, logged, compared by its text, copied, pickled or written as
JSON. Whoever has the right to read it asks ``shown_to``, naming the viewer, and only where
the register says that this viewer asked before.
"""

from typing import Any, Final, NoReturn, Self

#: In characters; the sealed value has one size whatever is written, also where nothing is.
LONGEST: Final = 1000


class Reason:
    """What an officer wrote down as the reason, for those who set it and for an authority."""

    __slots__ = ("__text",)

    def __init__(self, text: str = "") -> None:
        """Take the text; ValueError, without it, where it is longer than ``LONGEST``."""
        if len(text) > LONGEST:
            raise ValueError(f"a reason has at most {LONGEST} characters")
        self.__text = text

    @property
    def given(self) -> bool:
        """Say whether anything was written."""
        return bool(self.__text)

    def shown_to(self, viewer: str) -> str:
        """Give the text to a viewer, whose id is asked for so that none is forgotten."""
        if not viewer:
            raise PermissionError("a reason is shown to a named viewer only")
        return self.__text

    def __repr__(self) -> str:
        return "<reason>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "<reason>"

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a reason is not written anywhere but into the register")
