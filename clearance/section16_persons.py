"""Whose a filed Form 4 is: by the command line, by a CIK on record, or by an exact name."""

from collections.abc import Mapping, Sequence

from clearance.people import PersonFound, by_id, by_slack_id, people
from filings.ownership import Owner, Ownership
from storage.tx import Tx


class CannotTakeError(Exception):
    """One file cannot be taken; the text says why."""


def check_issuer(form: Ownership, issuer: str | None) -> None:
    """Refuse a form about another company's securities; with None any company's is taken."""
    if issuer is not None and _letters(form.issuer.name) != _letters(issuer):
        raise CannotTakeError(
            f"it is about securities of {form.issuer.name}, and this policy is that of {issuer}. "
            "If it is the same company, add --any-issuer."
        )


def person_of(
    tx: Tx, ciks: Mapping[str, str], form: Ownership, slack_id: str | None
) -> tuple[PersonFound, Owner | None]:
    """Find whose filing it is; what is not clear is never guessed."""
    known = [(owner, ciks.get(owner.cik)) for owner in form.owners]
    if slack_id is not None:
        person = by_slack_id(tx, slack_id)
        if person is None:
            raise CannotTakeError(f"--person {slack_id} is nobody on the record.")
        strangers = [owner for owner, whose in known if whose not in {None, person.person}]
        if strangers and len(strangers) == len(known):
            raise CannotTakeError(
                f"the CIK {strangers[0].cik} is on the record as somebody else's, so it is not a "
                f"filing of {person.name}."
            )
        named = [owner for owner in form.owners if _words(owner.name) == _words(person.name)]
        only = form.owners if len(form.owners) == 1 else named
        return person, only[0] if len(only) == 1 else None
    everybody = people(tx)
    found = {
        person.person: (person, owner)
        for owner, whose in known
        for person in ([by_id(tx, whose)] if whose else _named(everybody, owner))
        if person is not None
    }
    if len(found) == 1:
        return next(iter(found.values()))
    names = " and ".join(owner.name for owner in form.owners)
    whose = "nobody on the record has that name" if not found else "several people could be meant"
    raise CannotTakeError(f"it was filed by {names}, and {whose}. Say who with --person SLACK_ID.")


def _named(everybody: Sequence[PersonFound], owner: Owner) -> list[PersonFound]:
    return [person for person in everybody if _words(person.name) == _words(owner.name)]


def _words(name: str) -> tuple[str, ...]:
    """Give a name's words in one order: EDGAR writes the last one first, and no stops."""
    kept = "".join(one if one.isalnum() else " " for one in name.casefold().replace("'", ""))
    return tuple(sorted(kept.split()))


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
