"""Leaks of cases and of legal holds: to whom they are about, and into the open."""

from tests.confidentiality.leaks.leak import Leak

_CASES = "tests/clearance/test_cases.py"
_REMOVING = "tests/clearance/test_removing.py"
_ROWS = "clearance/case_rows.py"
_RECORDS = "clearance/case_records.py"
_HOLDS = "clearance/holds.py"

LEAKS = (
    Leak(
        "a case to whom it is about",
        "clearance/authority.py",
        "    others = [one for one in everybody if one.serves and one.person not in about]\n"
        "    levels = [(COMPLIANCE,)",
        "    others = [one for one in everybody if one.serves]\n    levels = [(COMPLIANCE,)",
        (_CASES,),
    ),
    Leak(
        "whom a case is about in the open log",
        _ROWS,
        'tx.log("case:opened", actor=by, open={"id": drawn}, sealed=value)',
        'tx.log("case:opened", actor=by, open={"id": drawn, **value}, sealed=value)',
        (_CASES,),
    ),
    Leak(
        "who ended a clearance, in a case",
        _RECORDS,
        'by = None if what == _OVER else by_id(tx, step.value["by"])',
        'by = by_id(tx, step.value.get("officer", step.value["by"]))\n'
        '        what = step.value.get("cause", what)\n'
        "        STATES.setdefault(what, what)",
        (_CASES,),
    ),
    Leak(
        "an answer to a withdrawal, in a case",
        _RECORDS,
        '_BESIDE: Final = frozenset({"closed", "handed_on", "nudged", "receipt"})',
        '_BESIDE: Final = frozenset({"closed", "handed_on", "nudged"})',
        (_CASES,),
    ),
    Leak(
        "a case told to whoever reported",
        "clearance/cases.py",
        "    concerned = (request.person,) if found is None else found.people\n",
        "    concerned = () if found is None else ()\n",
        (_CASES,),
    ),
    Leak(
        "whose records are held, in the open log",
        _HOLDS,
        'open={"id": hold}, restricted=value)',
        'open={"id": hold, "of": value["which"]}, restricted=value)',
        (_REMOVING,),
    ),
    Leak(
        "whose records are held, to compliance in a pull",
        _HOLDS,
        'open={"id": hold}, restricted=value)',
        'open={"id": hold}, sealed=value)',
        (_REMOVING,),
    ),
    Leak(
        "a hold's end, asked of whom it is about",
        "clearance/keeping.py",
        "everybody = [one for one in people(tx) if one.person not in about]",
        "everybody = list(people(tx))",
        (_REMOVING,),
    ),
)
