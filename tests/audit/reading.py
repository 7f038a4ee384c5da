"""The report as a reader gets it: made of entries, and taken apart again."""

import io
from datetime import date
from html.parser import HTMLParser

from audit.figures import Figures
from audit.report import About, write
from audit.worth_a_look import Limits
from tests.audit.making import ny

ABOUT = {
    "company": "Cellectar Biosciences, Inc.",
    "ticker": "CLRB",
    "pull": "P-1",
    "pulled_by": "Quinn Hale",
    "pulled_at": ny("2026-04-02 09:12"),
    "size": 120,
    "shown": 100,
    "first_day": date(2026, 3, 1),
    "last_day": date(2026, 3, 31),
    "checkpoint_at": ny("2026-04-02 00:05"),
    "root": "cm9vdA==",
    "key": "example.org/preclear+1f2a3b4c+AaBb",
}
VOID = {"meta", "input", "br"}


def told(log, **limits):
    return figures_of(log, **limits).told()


def figures_of(log, **limits):
    figures = Figures(Limits(**limits))
    for line in log.lines:
        figures.take(line)
    return figures


def page(log, words=None, *, limits=None, **about):
    """Write a report and read it."""
    file = io.StringIO()
    write(file, figures_of(log, **(limits or {})), About(**(ABOUT | about)), words)
    return Page(file.getvalue())


class Page(HTMLParser):
    """A page taken apart: its elements, its tables, the text of its sections."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.source = source
        self.elements, self.ids = [], {}
        self.sections, self.tables = {}, {}
        self._open, self._section, self._table, self._quiet = [], None, None, 0
        self.feed(source)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if "id" in attributes:
            assert attributes["id"] not in self.ids, f"{attributes['id']} stands twice"
            self.ids[attributes["id"]] = tag
        if tag == "section":
            self._section = self.sections.setdefault(attributes["id"], [])
        if tag == "table":
            self._table = self.tables.setdefault(attributes["id"], [])
        if tag == "tr" and self._table is not None:
            self._table.append([])
        if tag in ("td", "th") and self._table is not None:
            self._table[-1].append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag, f"{tag} is closed where it was opened"
        if tag == "table":
            self._table = None
        if tag == "section":
            self._section = None

    def handle_data(self, data):
        if self._open and self._open[-1] in ("style", "script"):
            return
        if self._section is not None:
            self._section.append(data)
        cell = {"td", "th"} & set(self._open)
        if self._table is not None and cell and self._table and self._table[-1]:
            self._table[-1][-1] += data.replace("\u00a0", " ")

    def text(self, section):
        return " ".join(" ".join(self.sections[section]).split())

    def rows(self, table):
        """Give a table's rows as mappings by its heads."""
        heads, *rows = self.tables[table]
        return [dict(zip(heads, row, strict=True)) for row in rows]
