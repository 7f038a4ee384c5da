"""Questions to compliance: asked in private, answered by an officer, both on the record.

Policy, "Certification", names a Compliance Officer and says nowhere who that is; "Questions"
names the CEO and the CFO. So a question goes to the office that approves plans (the CFO), and
the CFO's own, as any where that seat is vacant, to the office that approves the CFO's. Nobody
answers their own.
"""

import zlib
from typing import Final

from clearance import question_rows
from clearance.authority_around import answerers, on_question
from clearance.facts import Ground
from clearance.notices import notify_of_question, set_reminder
from clearance.people import PersonFound, by_id, people
from clearance.question_rows import Question
from clearance.shown import No
from clearance.shown_questions import (
    LONGEST,
    LONGEST_PRESSED,
    QuestionSaid,
    QuestionShown,
    QuestionsSheet,
)
from storage.tx import Tx

MINE_SHOWN: Final = 20
_GONE: Final = "no_such_question"


def sheet(tx: Tx, ground: Ground, person: PersonFound) -> QuestionsSheet:
    """Return one's own questions, and those that one may answer."""
    everybody = people(tx)
    by_person = {one.person: one for one in everybody}
    waiting = [
        one
        for one in question_rows.unanswered(tx)
        if one.by in by_person and person in answerers(everybody, by_person[one.by], ground.policy)
    ]
    return QuestionsSheet(
        mine=tuple(
            _shown(tx, one, person)
            for one in question_rows.of_person(tx, person.person, MINE_SHOWN)
        ),
        to_answer=tuple(_shown(tx, one, person, may_answer=True) for one in waiting),
    )


def ask(tx: Tx, ground: Ground, person: PersonFound, said: QuestionSaid) -> QuestionShown | No:
    """Ask; the same form sent again gives the question that it gave before."""
    form = None if said.form is None else tx.name(f"question:{person.person}:{said.form}")
    before = None if form is None else question_rows.from_form(tx, form)
    if before is not None:
        return _shown(tx, before, person)
    if not _fits(said.text):
        return No("question_text")
    if said.follows is not None:
        followed = question_rows.find(tx, said.follows)
        if followed is None or followed.by != person.person:
            return No(_GONE)
    able = answerers(people(tx), person, ground.policy)
    if not able:
        return No("nobody_to_answer")
    asked = question_rows.ask(tx, person.person, said.text, said.follows, form)
    for one in able:
        notify_of_question(tx, ground, one, asked.id, "asked")
        set_reminder(tx, ground, one)
    return _shown(tx, asked, person)


def one(tx: Tx, ground: Ground, viewer: PersonFound, question: str) -> QuestionShown | No:
    """Return a question, to its asker and to who may answer it or has answered it."""
    found = _may(tx, ground, "see_question", viewer, question)
    if isinstance(found, No):
        return found
    may_answer = found.answer is None and found.by != viewer.person
    return _shown(tx, found, viewer, may_answer=may_answer)


def answer(
    tx: Tx, ground: Ground, viewer: PersonFound, question: str, text: str
) -> QuestionShown | No:
    """Answer a question; its asker is told, and a second answer is refused."""
    found = _may(tx, ground, "answer_question", viewer, question)
    if isinstance(found, No):
        return found
    if not _fits(text):
        return No("question_text")
    question_rows.answer(tx, viewer.person, question, text)
    asker = by_id(tx, found.by)
    if asker is not None:
        notify_of_question(tx, ground, asker, question, "answered")
    return one(tx, ground, viewer, question)


def _may(tx: Tx, ground: Ground, act: str, viewer: PersonFound, question: str) -> Question | No:
    """Return what this person may do this to; whoever has no part in it is not told of it."""
    found = question_rows.find(tx, question)
    asker = None if found is None else by_id(tx, found.by)
    if found is None or asker is None:
        return No(_GONE)
    able = answerers(people(tx), asker, ground.policy)
    if found.answer is not None and found.answer.by == viewer.person:
        able = (*able, viewer)  # whatever became of their office
    state = "open" if found.answer is None else "answered"
    return on_question(act, state, viewer, asker, able) or found


def _fits(text: str) -> bool:
    pressed = len(zlib.compress(text.encode(), 9))
    return 0 < len(text) <= LONGEST and pressed <= LONGEST_PRESSED


def _shown(
    tx: Tx, found: Question, viewer: PersonFound, *, may_answer: bool = False
) -> QuestionShown:
    asker = by_id(tx, found.by)
    followed = None if found.follows is None else question_rows.find(tx, found.follows)
    by = None if found.answer is None else by_id(tx, found.answer.by)
    return QuestionShown(
        id=found.id,
        at=found.at,
        asker="" if asker is None else asker.name,
        text=found.text,
        mine=found.by == viewer.person,
        follows=found.follows,
        followed_text="" if followed is None else followed.text,
        answer=None if found.answer is None else found.answer.text,
        answered_at=None if found.answer is None else found.answer.at,
        answered_by="" if by is None else by.name,
        may_answer=may_answer,
    )
