"""Leaks of restrictions out of an audit pull, and of what a production is for."""

from tests.confidentiality.leaks.leak import HISTORY, PRODUCTIONS, Leak

_HISTORY = "clearance/restrictions/history.py"
_SETTING = "clearance/restrictions/setting.py"
_RESTRICTIONS = "audit/restrictions.py"
_PRODUCTIONS = "clearance/productions.py"

LEAKS = (
    Leak(
        "who is under a restriction in an ordinary pull",
        _RESTRICTIONS,
        '    return {"index": index, "record": history.text(one)}',
        '    return {"index": index, "record": history.text(one), "named": history.named_text(one)}',
        (HISTORY,),
    ),
    Leak(
        "a line that names what it hides",
        _HISTORY,
        "    named = {NAMED: hash_of(one[NAMED])} if NAMED in one else {}",
        "    named: dict[str, Any] = {}",
        (HISTORY,),
    ),
    Leak(
        "no reason told from a reason by its line",
        _SETTING,
        '        "reason": reason,\n',
        '        **({"reason": reason} if held.has_reason else {}),\n',
        (HISTORY,),
    ),
    Leak(
        "a silent restriction told from another by its line",
        _SETTING,
        '        "reason": reason,\n',
        '        "reason": reason,\n        "silent": not held.notified,\n',
        (HISTORY,),
    ),
    Leak(
        "what is restricted of one's own records",
        _RESTRICTIONS,
        '    return ask is not None or record["subject"] != puller',
        "    return True",
        (HISTORY,),
    ),
    Leak(
        "reasons in a production that was not asked for them",
        "audit/production.py",
        "reason=said.reasons",
        "reason=True",
        (HISTORY,),
    ),
    Leak(
        "an authority's name in the open log",
        _PRODUCTIONS,
        'open={"id": one.id}, restricted=one.value)',
        'open={"id": one.id, "for": said.authority}, restricted=one.value)',
        (PRODUCTIONS,),
    ),
    Leak(
        "who may confirm a production told by who is restricted",
        _PRODUCTIONS,
        "    able = countersigners(people(tx), person, ground.policy)\n",
        "    able = countersigners(people(tx), person, ground.policy)\n"
        "    able = tuple(\n"
        "        one\n"
        "        for one in able\n"
        "        if not list(ground.book.holds(one.person.person, tx.now, ground.blackouts))\n"
        "    )\n",
        (PRODUCTIONS,),
    ),
)
