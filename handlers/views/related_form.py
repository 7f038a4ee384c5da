"""Who a related person or entity is, and what ties them: only what the relation asks.

The name stands in the form alone; ``private_metadata`` carries the id of an entry that is
being changed, and nothing else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clearance.shown import No, RelatedSaid, RelatedShown
from handlers import related_words as words
from handlers.views.blocks import Block, choice, given, line, modal, note
from handlers.views.blocks import field as input_field
from handlers.words import BACK
from policy.coverage import Tie, asked_of

CALLBACK = "related_form"
NAME = "related_name"
RELATION = "related_relation"
#: What the relation's choice is known by, as it is made and not only when the form is sent.
CHOOSE: dict[str, str | re.Pattern[str]] = {"block_id": RELATION, "action_id": "value"}
NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form shows when it is drawn; ``answers`` goes by a tie's fields."""

    name: str = ""
    relation: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id.

    ``behind`` says that the form does not ask yet what the chosen relation needs: it was
    sent before it could be drawn anew.
    """

    said: RelatedSaid | None
    errors: dict[str, str] = field(default_factory=dict)
    behind: bool = False


def entry(of: RelatedShown) -> Filled:
    """Fill the form with what is registered."""
    answers = {name: _answer(getattr(of.tie, name)) for name in asked_of(of.tie.relation)}
    return Filled(of.name, of.tie.relation, answers, of.id)


def entered(view: dict[str, Any]) -> Filled:
    """Fill the form with what stands in it, to draw it anew."""
    asked = {name for each in words.RELATIONS for name in asked_of(each)}
    answers = {name: given(view, block_of(name)) for name in asked}
    return Filled(
        name=str(given(view, NAME) or "")[:NAME_LIMIT],
        relation=_relation(view),
        answers={name: value for name, value in answers.items() if isinstance(value, str)},
        replaces=str(view.get("private_metadata") or ""),
    )


def block_of(name: str) -> str:
    """Name the block that asks for a part of a tie."""
    return f"related_{name}"


def build(filled: Filled | None = None) -> dict[str, Any]:
    """Make the form; without a relation it asks for that first."""
    shown = filled or Filled()
    relation = choice("static_select", words.RELATIONS, shown.relation)
    return modal(
        words.FORM_TITLE,
        [
            input_field(words.LABEL_NAME, NAME, line(shown.name, NAME_LIMIT), hint=words.HINT_NAME),
            input_field(words.LABEL_RELATION, RELATION, relation, hint=words.HINT_RELATION)
            | {"dispatch_action": True},
            *_questions(shown),
        ],
        close=BACK,
        submit=words.FORM_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=shown.replaces,
    )


def _questions(shown: Filled) -> list[Block]:
    if shown.relation is None:
        return []
    wants = words.WANTS.get(shown.relation)
    asked = [_question(shown, name) for name in asked_of(shown.relation)]
    return [*([note(wants)] if wants else []), *asked]


def _question(shown: Filled, name: str) -> Block:
    label, hint = words.question(str(shown.relation), name)
    offered = _offered(str(shown.relation), name)
    radio = choice("radio_buttons", offered, shown.answers.get(name))
    return input_field(label, block_of(name), radio, hint=hint)


def _offered(relation: str, name: str) -> dict[str, str]:
    if name != "insider_is":
        return words.YES_NO
    return {place: words.PLACES[place] for place in words.PLACES_IN[relation]}


def read(view: dict[str, Any]) -> Form:
    """Read the form, or say at its field what is missing."""
    name, relation = " ".join(str(given(view, NAME) or "").split()), _relation(view)
    errors = {}
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        errors[NAME] = words.ERROR_NAME
    if relation is None:
        return Form(None, errors | {RELATION: words.ERROR_RELATION})
    blocks = {block.get("block_id") for block in view.get("blocks") or ()}
    if not {block_of(one) for one in asked_of(relation)} <= blocks:
        return Form(None, behind=True)
    answers = {one: given(view, block_of(one)) for one in asked_of(relation)}
    errors |= {
        block_of(one): words.ERROR_ANSWER
        for one, value in answers.items()
        if value not in _offered(relation, one)
    }
    if errors:
        return Form(None, errors)
    tie = Tie(relation, **{one: _read(one, str(value)) for one, value in answers.items()})
    replaces = str(view.get("private_metadata") or "") or None
    return Form(RelatedSaid(name, tie, replaces, _form(view)))


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    return {
        "related_name": {NAME: words.ERROR_NAME},
        "related_twice": {NAME: words.ERROR_TWICE},
        "related_unclear": {RELATION: words.ERROR_RELATION},
    }.get(no.reason)


def _form(view: dict[str, Any]) -> str | None:
    """Name the form as it was drawn: list and forms share one place, and so its id."""
    return f"{view['id']}:{view.get('hash') or ''}" if view.get("id") else None


def _relation(view: dict[str, Any]) -> str | None:
    value = given(view, RELATION)
    return value if isinstance(value, str) and value in words.RELATIONS else None


def _answer(value: bool | str | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or "none"


def _read(name: str, value: str) -> Any:
    if name == "insider_is":
        return None if value == "none" else value
    return value == "yes"
