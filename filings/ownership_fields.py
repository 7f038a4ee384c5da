"""The single fields of an ownership form, read from their elements; what is wrong is kept."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from filings.ownership import Noted
from filings.xml_tree import Node, Problem

T = TypeVar("T")

FLAGS = {"1": True, "true": True, "0": False, "false": False}
#: A day, with or without the offset that XML's dates may carry.
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?")
#: An amount as EDGAR's schema has it: twelve digits, and four behind the point. Some of its
#: older versions took more decimals.
AMOUNT = re.compile(r"(?:\d{1,12}(?:\.\d{0,10})?|\.\d{1,10})")
CIK = re.compile(r"\d{1,10}")
CIK_DIGITS = 10


class Fields:
    """Reads fields and keeps what is wrong with them, so that all of it is said at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._notes: list[tuple[Node, str]] = []

    def bad(self, node: Node, sentence: str) -> None:
        """Keep what is wrong with an element."""
        self.problems.append(Problem(node.path, node.line, sentence))

    def known(self, node: Node, names: Collection[str]) -> None:
        """Refuse what nobody would read: a line lost is a transaction lost."""
        for child in node.children:
            if child.name not in names:
                self.bad(child, "no such element belongs here, so somebody has to look at it.")

    def one(self, node: Node | None, name: str) -> Node | None:
        """Give the one element of a name, or None; a second one is refused."""
        found = node.all(name) if node else []
        for again in found[1:]:
            self.bad(again, "it stands here a second time.")
        return found[0] if found else None

    def need(self, node: Node, name: str) -> Node:
        """Give the one element of a name; where it is missing, an empty one."""
        found = self.one(node, name)
        if found is None:
            self.bad(node, f"it has no <{name}>.")
            return Node(name, f"{node.path}/{name}", node.line, {})
        return found

    def words(self, node: Node | None, name: str) -> str:
        """Give a text, empty where there is none."""
        found = self.one(node, name)
        return " ".join(found.text.split()) if found else ""

    def needed_words(self, node: Node, name: str) -> str:
        """Give a text that no form lacks."""
        found = self.need(node, name)
        said = " ".join(found.text.split())
        if not said and found in node.children:
            self.bad(found, "it is empty.")
        return said

    def flag(self, node: Node | None, name: str) -> bool | None:
        """Read a box: yes, no, or not stated."""
        found = self.one(node, name)
        said = found.text.strip().lower() if found else ""
        if found is None or not said:
            return None
        if said not in FLAGS:
            self.bad(found, f"{said!r} is neither 1, 0, true nor false.")
        return FLAGS.get(said)

    def day(self, node: Node, text: str) -> date | None:
        """Read a day."""
        found = DAY.fullmatch(text)
        if found:
            try:
                return date.fromisoformat(found.group(1))
            except ValueError:
                pass
        self.bad(node, f"{text!r} is no day (YYYY-MM-DD).")
        return None

    def amount(self, node: Node, text: str) -> Decimal | None:
        """Read a number of shares, or dollars."""
        if AMOUNT.fullmatch(text):
            return Decimal(text)
        self.bad(node, f"{text!r} is no number such as 1500 or 4.10.")
        return None

    def cik(self, node: Node, name: str) -> str:
        """Read a CIK, with its zeros in front."""
        found = self.need(node, name)
        said = found.text.strip()
        if CIK.fullmatch(said):
            return said.zfill(CIK_DIGITS)
        if found in node.children:
            self.bad(found, f"{said!r} is no CIK (up to ten digits).")
        return ""

    def choice(self, allowed: Iterable[str]) -> Callable[[Node, str], str | None]:
        """Give a reader of one of these words."""
        known = tuple(allowed)

        def read(node: Node, text: str) -> str | None:
            if text in known:
                return text
            self.bad(node, f"{text!r} is none of {', '.join(known)}.")
            return None

        return read

    def noted(
        self, node: Node | None, name: str, read: Callable[[Node, str], T | None]
    ) -> Noted[T]:
        """Read an element that holds a value, footnotes, or both."""
        found = self.one(node, name)
        if found is None:
            return Noted()
        self.known(found, ("value", "footnoteId"))
        inner = self.one(found, "value")
        said = " ".join((inner.text if inner else found.text).split())
        value = read(inner or found, said) if said else None
        return Noted(value, self.notes(found))

    def needed(self, node: Node, name: str, read: Callable[[Node, str], T | None]) -> Noted[T]:
        """Read one that has to say something, if only by a footnote."""
        before = len(self.problems)
        noted = self.noted(node, name, read)
        if noted == Noted() and len(self.problems) == before:
            found = self.one(node, name)
            self.bad(found or node, "it is empty." if found else f"it has no <{name}>.")
        return noted

    def notes(self, node: Node) -> tuple[str, ...]:
        """Give the ids of the footnotes that an element points to."""
        ids = []
        for child in node.all("footnoteId"):
            said = child.attributes.get("id", "").strip()
            self._notes.append((child, said))
            ids.append(said)
        return tuple(ids)

    def check_notes(self, there: Collection[str]) -> None:
        """Refuse a footnote that is pointed to and not there: it may have said the price."""
        for node, said in self._notes:
            if said not in there:
                self.bad(node, f"there is no footnote {said!r}.")

    @staticmethod
    def text(node: Node, text: str) -> str:
        """Take a text as it is."""
        del node
        return text
