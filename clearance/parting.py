"""What of a step the log keeps apart: what tells of a restriction, and all the rest.

A record has two hidden parts, so that a decision can be shown, with its outcome and the
rules that everybody may know, and without whether a restriction stood behind it. Whatever a
restriction could change is in the part for those entitled to restrictions, in every record
alike: the judgement as a whole, which of its findings are of a restriction, why a clearance
came to its end, and what a person said of a withdrawn one.
"""

from typing import Any, Final

from policy.archive import facts_confidential
from policy.facts import Facts

RESTRICTION: Final = "restriction"
_RECEIPT: Final = "receipt"
#: What a restriction may change of a step, beside the findings and the rules.
_TELLING: Final = ("approvable", "outcome", "cause")
_LISTED: Final = ("findings", "rules")

Parts = dict[str, dict[str, Any]]


def parted(step: dict[str, Any], facts: Facts | None) -> Parts:
    """Part a step and the facts that it rests on into ``sealed`` and ``restricted``."""
    known = None if facts is None else facts_confidential(facts)
    restrictions = None if known is None else known.pop("restrictions")
    if step["what"] == _RECEIPT:
        shown: dict[str, Any] = {"what": "said", "by": step["by"]}
    else:
        shown = {name: _without(name, value) for name, value in step.items()}
        shown = {name: value for name, value in shown.items() if name not in _TELLING}
    return {
        "sealed": {"step": shown, "facts": known},
        "restricted": {"step": _telling(step), "restrictions": restrictions},
    }


def _without(name: str, value: Any) -> Any:
    """Leave out of a list of rules or findings what is of a restriction."""
    if name == "rules":
        return [rule for rule in value if rule != RESTRICTION]
    if name == "findings":
        return [found for found in value if found["rule"] != RESTRICTION]
    return value


def _telling(step: dict[str, Any]) -> dict[str, Any]:
    if step["what"] == _RECEIPT:
        return step
    told: dict[str, Any] = {name: step[name] for name in _TELLING if name in step}
    lists: dict[str, Any] = {
        name: [one for one in step[name] if _of_restriction(name, one)]
        for name in _LISTED
        if name in step
    }
    return {**told, **lists}


def _of_restriction(name: str, one: Any) -> bool:
    return bool((one if name == "rules" else one["rule"]) == RESTRICTION)
