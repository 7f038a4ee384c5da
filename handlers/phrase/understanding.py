"""What a phrase comes to: one value to a field, and of everything else why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from handlers.phrase import numbers
from handlers.phrase.taken import Left, Phrase
from handlers.views.request_fields import FARTHEST
from handlers.words.trade_kinds import KINDS

#: The security that makes an exercise of another kind of it.
_EXERCISES = {"option": "option_exercise", "warrant": "warrant_exercise"}


@dataclass(frozen=True, slots=True)
class Understood:
    """What a phrase says; ``values`` go by the fields of the request form, and ``price``.

    ``made`` says that the trade was made already. ``left`` is what was not taken over, in the
    order of the phrase; ``doubts`` are values that were, and will not be taken as they are, by
    their fields.
    """

    made: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    left: tuple[Left, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict)

    @property
    def action(self) -> str | None:
        """The kind of transaction, where one was understood."""
        return self.values.get("action")


def sum_up(phrase: Phrase) -> Understood:
    """Make of what was found one value to a field; what has two is named."""
    for day, places in list(phrase.found.get("on", {}).items()):
        if places in phrase.loose and "quantity" not in phrase.found:
            del phrase.found["on"][day]
            phrase.leave("day_or_number", places)
    for name, said in phrase.found.items():
        if len(said) > 1:
            for places in said.values():
                phrase.leave(f"two_{name}", places)
    one = {name: said for name, said in phrase.found.items() if len(said) == 1}
    values = {name: next(iter(said)) for name, said in one.items()}
    _fit(phrase, values, {name: next(iter(said.values())) for name, said in one.items()})
    left = tuple(one for _, one in sorted(phrase.left, key=lambda one: one[0]))
    return Understood(phrase.made, values, left, _doubts(phrase, values))


def _fit(phrase: Phrase, values: dict[str, str], places: Mapping[str, range]) -> None:
    """Keep what the form asks of this kind of transaction; name the rest."""
    action = values.get("action")
    if action is None:
        for name in [name for name in values if name != "action"]:
            del values[name]
            phrase.leave("unplaced", places[name])
        return
    _place_security(phrase, values, places)
    asked = KINDS[values["action"]].fields.keys() | {"action"}
    if phrase.made:
        asked = {"action", "quantity", "price", "on", "security"}
    for name in [name for name in values if name not in asked]:
        del values[name]
        problem = "price_unasked" if name == "price" else "not_asked"
        phrase.leave(problem, places[name])


def _place_security(phrase: Phrase, values: dict[str, str], places: Mapping[str, range]) -> None:
    """Put the security into the field that this kind of transaction has for it."""
    security = values.pop("security", None)
    if security is None:
        return
    if values["action"] in _EXERCISES.values() and security in _EXERCISES:
        values["action"] = _EXERCISES[security]
        security = None
    kind = KINDS[values["action"]]
    if security is None or (
        security == kind.security == "common" and "security" not in kind.fields
    ):
        return
    if "security" in kind.fields and security != "option":
        values["security"] = security
    elif "converted" in kind.fields and security != "common":
        values["security" if phrase.made else "converted"] = security
    else:
        phrase.leave("word", places["security"])


def _doubts(phrase: Phrase, values: Mapping[str, str]) -> dict[str, str]:
    """Say of values that are taken over why the form will not take them so."""
    doubts = {}
    quantity, on = values.get("quantity"), values.get("on")
    if quantity is not None and not numbers.in_range(quantity):
        doubts["quantity"] = "zero" if quantity == "0" else "huge"
    day = None if on is None else date.fromisoformat(on)
    if day is not None and phrase.made and day > phrase.today:
        doubts["on"] = "to_come"
    elif day is not None and not phrase.made and day < phrase.today:
        doubts["on"] = "over"
    elif day is not None and not phrase.made and day > phrase.today + FARTHEST:
        doubts["on"] = "far"
    return doubts
