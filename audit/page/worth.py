"""Exceptions worth a look: each kind with why it is listed, and links to the requests."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from audit.figures import Told
from audit.moments import length, new_york, readable
from audit.page.about import About, removed
from audit.page.clearances import link
from audit.page.html import el, join
from audit.page.said import NOT_SHOWN, OUTCOMES, Said, key, moment
from audit.page.tables import Cell, Column, Row, table
from audit.totals import Worth
from audit.worth_a_look import Item, Kind, kinds
from policy.instants import market_time

_OF_REQUESTS = (
    Column("Request"),
    Column("What"),
    Column("Asked by"),
    Column("Decided by"),
    Column("When", "number-left"),
)
_OTHERS = (Column("When", "number-left"), Column("Who"), Column("What"))
_NOT_OF_REQUESTS = frozenset({"two_roles", "restored"})


def worth_a_look(told: Told, about: About, said: Said) -> Iterator[str]:
    """Write what is worth a look, kind by kind, and what was looked for and not found."""
    known, found = kinds(told.totals.limits), told.totals.worth
    missing = removed(about)
    listed = [kind for kind in known if found[kind].total] if found else []
    yield el(
        "p",
        "Nothing in this list says that something was done wrong. Each entry is a fact of the "
        "record that a careful reader would ask about.",
    )
    yield el("ul", _contents(told, listed, missing), class_="contents")
    if missing is not None:
        yield el("h3", "Entries that are not shown", id="worth-missing")
        yield el(
            "p",
            f"{missing}. Their hashes are in the bundle, so that the rest can be verified; what "
            "they say is in no figure of this report.",
        )
    linked = {one.id for one in told.requests}
    for kind in listed:
        yield from _kind(kind, known[kind], found[kind], said, linked)
    yield from _not_found(told, listed)


def _contents(told: Told, listed: list[str], missing: str | None) -> list[object]:
    known = kinds(told.totals.limits)
    entries: list[object] = [
        el(
            "li",
            el("a", known[kind].title, href=f"#worth-{kind}"),
            " ",
            el("b", f"{told.totals.worth[kind].total:,}"),
        )
        for kind in listed
    ]
    if missing is not None:
        entries.append(el("li", el("a", "Entries that are not shown", href="#worth-missing")))
    return entries


def _kind(
    kind: str, what: Kind, worth: Worth, said: Said, linked: Collection[str]
) -> Iterator[str]:
    yield el(
        "h3", f"{what.title} ", el("span", f"{worth.total:,}", class_="tally"), id=f"worth-{kind}"
    )
    yield el("p", what.why)
    if len(worth.latest) < worth.total:
        yield el("p", f"The latest {len(worth.latest):,} of {worth.total:,}.", class_="aside")
    heads = _OTHERS if kind in _NOT_OF_REQUESTS else _OF_REQUESTS
    yield from table(
        f"table-{kind}", what.title, heads, (_row(item, said, linked) for item in worth.latest)
    )


def _row(item: Item, said: Said, linked: Collection[str]) -> Row:
    when = Cell(moment(item.at), key(item.at))
    if item.request is None:
        return Row((when, said.person(item.person), _what(item, said)))
    named = link(item.request) if item.request in linked else el("span", item.request, class_="id")
    who = (said.person(item.person), said.person(item.by))
    return Row((named, _what(item, said), *who, when))


def _what(item: Item, said: Said) -> object:
    words = _WORDS.get(item.kind)
    return "" if words is None else words(said, *item.of)


def _more_or_fewer(_: Said, traded: int, cleared: int) -> str:
    return f"{traded:,} traded, {cleared:,} cleared: {'more' if traded > cleared else 'fewer'}"


#: What is said of one thing of a kind, from what its item carries.
_WORDS: Final[Mapping[str, Callable[..., object]]] = {
    "quick": lambda _, took: f"after {length(took)}",
    "standing_in": lambda said, office: f"as {said.office(office)}",
    "out_of_hours": lambda _, at: f"{market_time(at):%A}",
    "not_in_time": lambda _, outcome: OUTCOMES[outcome],
    "stopped": lambda said, rules: "; ".join(said.rule(rule) for rule, _ in rules),
    "trade_outside": lambda _, where, at: f"{where}, {new_york(at)}",
    "other_quantity": _more_or_fewer,
    "late_report": lambda _, late: f"{length(late)} after the trade",
    "silent": lambda _, last: join("last moment ", moment(last)) if last else "",
    "two_roles": lambda said, offices: said.offices(offices),
    "restored": lambda _, detail: readable(detail),
    "record_changed": lambda _: "see the other acts below",
}


def _not_found(told: Told, listed: list[str]) -> Iterator[str]:
    known, limits = kinds(told.totals.limits), told.totals.limits
    unasked = {"standing_in"} if limits.offices is None else set()
    others = [kind for kind in known if kind not in listed and kind not in unasked]
    unknown = [one for one in others if told.closed and not known[one].in_the_open]
    for title, of in (
        ("Looked for, and not found", [one for one in others if one not in unknown]),
        (f"Not known: what it rests on is in part {NOT_SHOWN}", unknown),
    ):
        if of:
            yield el("h3", title)
            yield el("ul", [el("li", known[kind].title) for kind in of], class_="plain")
