"""Who a related person or entity is, and what ties them: only what the relation asks.

The name stands in the form alone; ``private_metadata`` carries the id of an entry that is
being changed, and nothing else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from clearance.shown import No
from clearance.shown_drafts import Value
from clearance.shown_related import RelatedSaid, RelatedShown
from clearance.typed import is_one_line, squeezed
from handlers.views.blocks import (
    Block,
    choice,
    form_id,
    given,
    line,
    member,
    members,
    modal,
    note,
)
from handlers.views.blocks import field as input_field
from handlers.views.unsent import Unsent, acts, keeping
from handlers.views.unsent import filled as filled_in
from handlers.words import BACK
from handlers.words import related as words
from policy.coverage import ENTITIES, Tie, asked_of

CALLBACK = "related_form"
NAME = "related_name"
RELATION = "related_relation"
#: A colleague who is the related person, and those who are insiders in an entity.
COLLEAGUE = "related_colleague"
INSIDERS = "related_insiders"
#: What the relation's choice is known by, as it is made and not only when the form is sent.
CHOOSE: dict[str, str | re.Pattern[str]] = {"block_id": RELATION, "action_id": acts("value")}
NAME_LIMIT = 60
MOST_INSIDERS = 3


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form shows when it is drawn; ``answers`` goes by a tie's fields."""

    name: str = ""
    relation: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    replaces: str = ""
    colleagues: tuple[str, ...] = ()

    @property
    def of_entity(self) -> bool:
        """Whether it is about an entity, and not about a person."""
        return self.relation in ENTITIES


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
    colleagues = tuple(one.slack_id for one in of.colleagues)
    # A colleague's name comes from the list of people, and is not written here.
    name = "" if colleagues and of.tie.relation not in ENTITIES else of.name
    return Filled(name, of.tie.relation, answers, of.id, colleagues)


def entered(view: dict[str, Any]) -> Filled:
    """Fill the form with what stands in it, to draw it anew."""
    asked = {name for each in words.RELATIONS for name in asked_of(each)}
    answers = {name: given(view, block_of(name)) for name in asked}
    return Filled(
        name=str(given(view, NAME) or "")[:NAME_LIMIT],
        relation=_relation(view),
        answers={name: value for name, value in answers.items() if isinstance(value, str)},
        replaces=str(view.get("private_metadata") or ""),
        colleagues=_colleagues(view, _relation(view)),
    )


def block_of(name: str) -> str:
    """Name the block that asks for a part of a tie."""
    return f"related_{name}"


def build(filled: Filled | None = None) -> dict[str, Any]:
    """Make the form; without a relation it asks for that first."""
    shown = filled or Filled()
    relation = choice("static_select", words.RELATIONS, shown.relation)
    chooses = shown.relation is not None and not shown.of_entity
    hint = words.HINT_NAME_OR_COLLEAGUE if chooses else words.HINT_NAME
    name = line(shown.name, NAME_LIMIT)
    return modal(
        words.FORM_TITLE,
        [
            input_field(words.LABEL_NAME, NAME, name, hint=hint, optional=chooses),
            input_field(words.LABEL_RELATION, RELATION, relation, hint=words.HINT_RELATION)
            | {"dispatch_action": True},
            *_who_works_here(shown),
            *_questions(shown),
        ],
        close=BACK,
        submit=words.FORM_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=shown.replaces,
    )


def kept(filled: Filled, values: Mapping[str, Value], begun: Unsent) -> dict[str, Any]:
    """Make the form filled in with what was typed before, for the relation that was chosen."""
    chosen = values.get(RELATION)
    if isinstance(chosen, str) and chosen in words.RELATIONS:
        filled = replace(filled, relation=chosen)
    return keeping(filled_in(build(filled), values), begun)


def _who_works_here(shown: Filled) -> list[Block]:
    if shown.relation is None:
        return []
    if shown.of_entity:
        several = members(MOST_INSIDERS, shown.colleagues[:MOST_INSIDERS])
        label, hint = words.LABEL_INSIDERS, words.HINT_INSIDERS
        return [input_field(label, INSIDERS, several, hint=hint, optional=True)]
    one = member(shown.colleagues[0] if shown.colleagues else None)
    label, hint = words.LABEL_COLLEAGUE, words.HINT_COLLEAGUE
    return [input_field(label, COLLEAGUE, one, hint=hint, optional=True)]


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
    name, relation = squeezed(str(given(view, NAME) or "")), _relation(view)
    chosen = _colleagues(view, relation)
    errors = _wrong_who(name, relation, chosen)
    if relation is None:
        return Form(None, errors | {RELATION: words.ERROR_RELATION})
    blocks = {block.get("block_id") for block in view.get("blocks") or ()}
    asked = {_who_block(relation), *(block_of(one) for one in asked_of(relation))}
    if name and NAME in errors:
        return Form(None, errors)  # before it is drawn anew, in a field that it may not fit in
    if not asked <= blocks:
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
    return Form(RelatedSaid(name, tie, replaces, form_id(view), chosen))


def _wrong_who(name: str, relation: str | None, chosen: tuple[str, ...]) -> dict[str, str]:
    person = relation is not None and relation not in ENTITIES
    if person and name and chosen:
        return {COLLEAGUE: words.ERROR_BOTH}
    if person and not name:
        return {} if chosen else {NAME: words.ERROR_NAME_OR_COLLEAGUE}
    if not is_one_line(name, NAME_LIMIT):
        return {NAME: words.ERROR_NAME}
    return {}


def errors_of(no: No, view: dict[str, Any]) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where the form has that field."""
    who = _who_block(_relation(view))
    place, sentence = {
        "related_name": (NAME, words.ERROR_NAME),
        "related_twice": (NAME, words.ERROR_TWICE),
        "related_colleague": (NAME, words.ERROR_COLLEAGUE),
        "related_unclear": (RELATION, words.ERROR_RELATION),
        "related_self": (who, words.ERROR_SELF),
        "related_both": (who, words.ERROR_BOTH),
        "related_colleagues": (who, words.ERROR_COLLEAGUES),
    }.get(no.reason, ("", ""))
    return {place: sentence} if place else None


def _who_block(relation: str | None) -> str:
    return INSIDERS if relation in ENTITIES else COLLEAGUE


def _colleagues(view: dict[str, Any], relation: str | None) -> tuple[str, ...]:
    chosen = given(view, _who_block(relation))
    if isinstance(chosen, str):
        return (chosen,)
    return chosen if isinstance(chosen, tuple) else ()


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
