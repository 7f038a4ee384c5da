"""The page of a bundle: one file that needs nothing else, for a screen and for paper.

It says what the bundle's entries add up to, in plain words, and lists the requests. It loads
nothing: its style and its script stand in it, and a policy in its head lets nothing else run
or be fetched. Without the script it reads the same; its tables then stay in their order.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Final, Protocol

from audit.figures import Figures, Told
from audit.page.about import About, facts
from audit.page.acts import acts
from audit.page.clearances import clearances
from audit.page.html import Html, el
from audit.page.months import decisions_by_month, requests_by_month, time_to_decide
from audit.page.people import deciders, pairs
from audit.page.requests import requests
from audit.page.rules import rules
from audit.page.said import Said
from audit.page.summary import period_of, summary
from audit.page.worth import worth_a_look

__all__ = ["About", "write"]

_READING: Final = """\
Moments are said in New York's time, as the rules count in it, with UTC beneath. A month is a \
month in New York. Lengths of time are rounded down. Half of the decisions were as fast as the \
first figure, nine in ten as fast as the second. Who decided, and when, is as the record says \
it; people are called what their newest entry among those shown calls them.
A clearance is counted as used where its holder reported a trade. Its first and last moment are \
those that were told with the decision. “So far” is up to the last entry that is shown.
This page is made from the same entries as audit.jsonl and audit.csv. It is a reading of them: \
what is verified is the entries. README.txt says how.
"""


class Writes(Protocol):
    """A file for text."""

    def write(self, text: str, /) -> object:
        """Write a piece of text."""


def write(
    file: Writes, figures: Figures, about: About, words: Mapping[str, str] | None = None
) -> None:
    """Write the page. ``words`` names rules, offices and kinds of trade by their ids."""
    told = figures.told()
    for piece in _page(told, about, Said(told.names, words or {})):
        file.write(piece)


def _page(told: Told, about: About, said: Said) -> Iterator[str]:
    style, script = _part("page.css"), _part("page.js")
    yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    yield el(
        "meta",
        http_equiv="Content-Security-Policy",
        content=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
    )
    yield el("meta", name_="viewport", content="width=device-width, initial-scale=1")
    yield el("meta", name_="color-scheme", content="light dark")
    yield el("meta", name_="referrer", content="no-referrer")
    yield el("title", f"{about.title}, {about.period}")
    yield f"<style>{style}</style></head><body>"
    yield from _body(told, about, said)
    yield f"<script>{script}</script></body></html>\n"


def _body(told: Told, about: About, said: Said) -> Iterator[str]:
    sections: dict[str, tuple[str, Callable[[], Iterator[str]]]] = {
        "months-section": ("Requests a month", lambda: requests_by_month(told)),
        "decisions-section": ("Decisions a month", lambda: decisions_by_month(told)),
        "time": ("Time to decide", lambda: time_to_decide(told)),
        "who": ("Who decided", lambda: _both(deciders(told, said), pairs(told, said))),
        "refusals": ("Refusals by rule", lambda: rules(told, said)),
        "clearances": ("Clearances, used and never used", lambda: clearances(told, said)),
        "worth": ("Worth a look", lambda: worth_a_look(told, about, said)),
        "all": ("All requests", lambda: requests(told, said)),
        "others": ("Other acts", lambda: acts(told, said)),
    }
    yield el("a", "To the report", href="#main", class_="skip")
    yield el(
        "header",
        el("p", about.period, class_="over"),
        el("h1", about.title),
        el("p", period_of(told), class_="aside"),
    )
    links = [el("li", el("a", title, href=f"#{id_}")) for id_, (title, _) in sections.items()]
    yield el("nav", el("ol", links), aria_label="Parts of the report")
    yield '<main id="main">'
    yield from _section("summary", "In short", iter((summary(told, about, said),)))
    yield from _section("about", "This bundle", iter((facts(about),)))
    for id_, (title, parts) in sections.items():
        yield from _section(id_, title, parts())
    yield "</main>"
    notes = [el("p", one) for one in _READING.splitlines()]
    yield el("footer", el("h2", "How to read this"), notes)


def _section(id_: str, title: str, parts: Iterator[str]) -> Iterator[str]:
    yield f'<section id="{id_}" aria-labelledby="{id_}-title">'
    yield el("h2", title, id=f"{id_}-title")
    yield from parts
    yield "</section>"


def _both(one: Iterator[str], other: Iterator[str]) -> Iterator[str]:
    yield from one
    yield from other


def _part(file: str) -> Html:
    """Read a part of the page that is ours, as it is: it is not escaped."""
    return Html(files("audit").joinpath("report_page", file).read_text(encoding="utf-8"))


def _hash(part: str) -> str:
    return f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'"
