"""The report's first paragraph: what happened, in plain sentences."""

from collections.abc import Iterator

from audit.figures import Told
from audit.moments import length, new_york
from audit.page.about import About
from audit.page.html import Html, el, join
from audit.page.said import NOT_SHOWN, Said, count
from audit.worth_a_look import kinds

_UNDECIDED = ("withdrawn", "expired", "lapsed", "waiting")


def summary(told: Told, about: About, said: Said) -> Html:
    """Write the summary."""
    sentences = [
        *_asked(told, about),
        *_decided(told, said),
        *_refused(told, said),
        *_used(told),
        *_worth(told),
    ]
    parts = [join(one, " ") for one in sentences]
    return join(el("p", parts, class_="lead"), _hidden(told))


def _asked(told: Told, about: About) -> Iterator[object]:
    totals = told.totals
    if not totals.requests:
        yield f"No request is among the entries of this bundle ({about.period})."
        return
    yield (
        f"{count(totals.requests, 'request')} by "
        f"{count(told.requesters, 'person', 'people')} ({about.period})."
    )
    of, told_all = totals.outcomes, not totals.outcomes["not_shown"]
    parts = [
        f"{of['approved']:,} {_were(of['approved'])} cleared" if of["approved"] or told_all else "",
        f"{of['declined']:,} declined" if of["declined"] else "",
        f"{of['returned']:,} returned to be corrected" if of["returned"] else "",
        f"{of['refused']:,} refused at once by a rule" if of["refused"] else "",
        f"{of['stopped']:,} stopped by a rule at the decision" if of["stopped"] else "",
        f"{of['exempt']:,} in need of no clearance" if of["exempt"] else "",
        f"{_undecided(told):,} not decided" if _undecided(told) else "",
        f"{of['earlier']:,} with a decision that is not among the entries" if of["earlier"] else "",
    ]
    if any(parts):
        yield f"Of them {_listed([one for one in parts if one])}."
    if not told_all:
        yield f"What became of {count(of['not_shown'], 'request')} is {NOT_SHOWN}."


def _undecided(told: Told) -> int:
    return sum(told.totals.outcomes[one] for one in _UNDECIDED)


def _decided(told: Told, said: Said) -> Iterator[object]:
    took = told.totals.took
    if took.count:
        yield (
            f"Half of the decisions came within {length(took.median())}, nine in ten within "
            f"{length(took.within(90))}, the slowest after {length(took.slowest)}."
        )
    deciders = sorted(
        told.totals.deciders.items(), key=lambda one: (-one[1].counts.total(), one[0])
    )
    if deciders:
        named: list[object] = []
        for place, (who, one) in enumerate(deciders[:3]):
            named += [", " if place else "", said.person(who), f" {one.counts.total():,}"]
        others = len(deciders) - 3
        more = f" and {count(others, 'other')} the rest" if others > 0 else ""
        yield join("Decisions by person: ", named, f"{more}.")


def _refused(told: Told, said: Said) -> Iterator[str]:
    refused = {rule: counts["refused"] for rule, counts in told.totals.rules.items()}
    most = max(refused.items(), key=lambda one: one[1], default=None)
    if most is not None and most[1]:
        (rule, section), number = most
        yield f"What refused most was “{said.rule(rule)}” ({section}): {count(number, 'time')}."


def _used(told: Told) -> Iterator[str]:
    uses = told.totals.uses
    if not uses.total():
        return
    parts = [
        f"{uses['used']:,} {_were(uses['used'])} used",
        f"{uses['not_traded']:,} reported as not traded" if uses["not_traded"] else "",
        f"{uses['silent']:,} over with nothing said" if uses["silent"] else "",
        f"{uses['given_back']:,} given back" if uses["given_back"] else "",
        f"{uses['corrected']:,} taken back as errors" if uses["corrected"] else "",
        f"{uses['running']:,} not over so far" if uses["running"] else "",
        f"{uses['not_shown']:,} with a use that is {NOT_SHOWN}" if uses["not_shown"] else "",
    ]
    yield (f"Of {count(uses.total(), 'clearance')}: {_listed([one for one in parts if one])}.")


def _worth(told: Told) -> Iterator[Html]:
    known = kinds(told.totals.limits)
    number = sum(worth.total for kind, worth in told.totals.worth.items() if kind in known)
    things = f"{count(number, 'thing is', 'things are')} listed as" if number else "Nothing is"
    yield join(f"{things} ", el("a", "worth a look", href="#worth"), ".")


def _hidden(told: Told) -> Html | None:
    notes: list[object] = []
    if told.closed:
        notes.append(
            f"The confidential part of {count(told.closed, 'entry', 'entries')} on requests is "
            f"{NOT_SHOWN}. What rests on it says so; it is never counted as none."
        )
    if told.partial:
        notes.append(
            f"Of {count(told.partial, 'request')} the filing is not among the entries: it came "
            "before them, or was not asked for. How long these decisions took is not known here."
        )
    if told.late:
        notes.append(
            f"{count(told.late, 'entry', 'entries')} came to requests that had been counted "
            "long before; they are in audit.jsonl and audit.csv, and changed no figure here."
        )
    if told.totals.restriction_known:
        number = told.totals.restricted
        notes.append(
            f"In {count(number, 'request')} of {told.totals.restriction_known:,} a restriction "
            "was in force at the decision. They are marked in the list of requests. Reasons are "
            "not part of this report."
        )
    if not notes:
        return None
    return el("div", [el("p", one) for one in notes], class_="note", role="note")


def period_of(told: Told) -> str:
    """Say from when to when the shown entries are."""
    if told.first_at is None or told.last_at is None:
        return "No entry is shown."
    first, last = new_york(told.first_at), new_york(told.last_at)
    return f"The entries shown are from {first} to {last}, New York time."


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:  # noqa: PLR2004 - one alone needs no "and"
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
