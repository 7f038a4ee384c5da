"""What a colleague says to an entry that names them: yes, no, or no any more.

Until every colleague in an entry has said yes nothing is asked under it, and with one no
it is gone. The insider gets the same envelope for each of these and reads in the list what
it was.
"""

from dataclasses import replace

from clearance.authority import SYSTEM
from clearance.facts import Ground
from clearance.handover import hand_on
from clearance.notices import notify_of_related
from clearance.people import PersonFound, by_id
from clearance.related_lists import NAME_LIMIT, asked, listed
from clearance.related_rows import answers_of, as_written, entry, write
from clearance.shown import No
from clearance.shown_related import RelatedAsked, RelatedList, RelatedTold
from storage.tx import Tx


def look(tx: Tx, person: PersonFound, entry_id: str) -> RelatedAsked | No:
    """Return what is said of somebody in an entry that names them."""
    return asked(tx, person, entry_id) or No("related_not_asked")


def answer(
    tx: Tx, ground: Ground, person: PersonFound, entry_id: str, *, agrees: bool
) -> RelatedList | No:
    """Record what a colleague says to an entry; the same said again changes nothing.

    Who has said no is not asked any more, so a no stands; a yes can be taken back at any time.
    """
    found = entry(tx, entry_id)
    if found is None or asked(tx, person, entry_id) is None:
        return No("related_not_asked")
    before = answers_of(tx, person.person).get(entry_id)
    if before is None or before.agrees != agrees:
        value = {"answers": entry_id, "agrees": agrees}
        record = write(tx, person, value, None if before is None else before.record)
        insider = by_id(tx, found.insider)
        if insider is not None:
            notify_of_related(tx, ground, insider, entry_id, record, by=person.person)
        # An officer has no say in the requests of somebody who is related to them.
        hand_on(tx, ground, SYSTEM, of={person.person, found.insider})
    return listed(tx, ground, person)


def opened(
    tx: Tx, ground: Ground, person: PersonFound, entry_id: str, by: str | None
) -> RelatedAsked | RelatedList | No:
    """Return what an envelope about an entry was for: what is asked, or what came of it.

    ``by`` is the colleague who answered, where it went to the insider.
    """
    if by is None:
        return look(tx, person, entry_id)
    found, colleague = as_written(tx, entry_id), by_id(tx, by)
    if found is None or colleague is None or found.insider != person.person:
        return No("related_gone")
    said = answers_of(tx, by).get(entry_id)
    told = RelatedTold(
        by=colleague.name[:NAME_LIMIT],
        relation=found.value["relation"],
        name=found.value["name"],
        confirmed=said is not None and said.agrees,
    )
    return replace(listed(tx, ground, person), told=told)
