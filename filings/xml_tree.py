"""XML read into a tree that remembers its lines, and nothing but XML.

A document type or an entity is refused before anything of it is looked at: no ownership form
has one, and everything that XML is feared for comes by them. The tree is bounded, so that no
file takes more than its own size in memory many times over.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from filings.submission import FilingError

LARGEST = 4 * 1024 * 1024  # characters; the largest of real forms has a hundredth of that
MOST_ELEMENTS = 50_000
DEEPEST = 16


@dataclass(slots=True)
class Node:
    """An element: its name, where it stands, its text and what is in it."""

    name: str
    path: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def all(self, name: str) -> list["Node"]:
        """Give the elements of that name in it."""
        return [child for child in self.children if child.name == name]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one element, and where it stands (the line is that of the file)."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        """Say it with its place."""
        return f"line {self.line}, {self.path}: {self.sentence}"


class BadXmlError(FilingError):
    """A text that is not the XML it ought to be."""


def tree_of(text: str, first_line: int = 1) -> Node:
    """Read a text as XML; ``first_line`` is where it begins in its file."""
    if len(text) > LARGEST:
        raise BadXmlError(
            f"The XML has {len(text):,} characters, and no ownership form has more than "
            f"{LARGEST:,}. Name the right file."
        )
    grower = _Grower(first_line - 1)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = grower.no_doctype
    parser.EntityDeclHandler = grower.no_doctype
    parser.StartElementHandler = lambda name, said: grower.open(
        name, said, parser.CurrentLineNumber
    )
    parser.EndElementHandler = grower.close
    parser.CharacterDataHandler = grower.write
    try:
        parser.Parse(text, True)  # noqa: FBT003 - it takes no keyword
    except expat.ExpatError as error:
        why = expat.errors.messages.get(error.code, "broken")
        raise BadXmlError(
            f"The XML breaks off on line {error.lineno + first_line - 1}, column "
            f"{error.offset + 1} ({why}). Save the filing from EDGAR once more."
        ) from None
    except UnicodeError:
        raise BadXmlError("The XML holds characters that no XML can hold.") from None
    return grower.grown()


class _Grower:
    """Takes what the parser finds, and grows the tree."""

    def __init__(self, lines_before: int) -> None:
        self._lines_before = lines_before
        self._open: list[Node] = []
        self._root: Node | None = None
        self._elements = 0
        self._counts: list[dict[str, int]] = [{}]

    def open(self, name: str, attributes: dict[str, str], line: int) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise BadXmlError(
                f"The XML is larger or deeper than an ownership form can be (more than "
                f"{MOST_ELEMENTS:,} elements, or {DEEPEST} within each other)."
            )
        counts = self._counts[-1]
        counts[name] = counts.get(name, 0) + 1
        nth = f"[{counts[name]}]" if counts[name] > 1 else ""
        above = self._open[-1] if self._open else None
        path = f"{above.path if above else ''}/{name}{nth}"
        node = Node(name, path, line + self._lines_before, attributes)
        if above:
            above.children.append(node)
        else:
            self._root = node
        self._open.append(node)
        self._counts.append({})

    def close(self, name: str) -> None:
        del name
        self._open.pop()
        self._counts.pop()

    def write(self, text: str) -> None:
        self._open[-1].text += text

    def no_doctype(self, *said: object) -> None:
        del said
        raise BadXmlError(
            "The XML declares a document type or entities. EDGAR's ownership forms have none, so "
            "it was not read: save the filing from EDGAR once more."
        )

    def grown(self) -> Node:
        if self._root is None:
            raise BadXmlError("The XML is empty.")
        return self._root
