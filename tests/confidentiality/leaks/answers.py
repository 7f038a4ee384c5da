"""Leaks in what is answered: at once, in forms, in App Home, and after a while."""

from tests.confidentiality.leaks.leak import (
    ACTS,
    COLLEAGUE,
    OFFICER,
    OWNER,
    SAME,
    SILENT,
    Leak,
)

_SUBMITTING = "clearance/submitting.py"
_LOOKING = "clearance/looking.py"
_HOMES = "clearance/homes.py"
_WAITING = "clearance/home_waiting.py"
_HELD = "any(ground.book.holds(person.person, tx.now, ground.blackouts))"
_CASE_HELD = "any(case.ground.book.holds(row.person, tx.now, case.ground.blackouts))"

LEAKS = (
    Leak(
        "a judgement at once that looks at restrictions",
        _SUBMITTING,
        "decision = decide(facts, ground.policy, ground.calendar)\n    first",
        "held = ground.book.restrictions_on(person.person, tx.now, ground.blackouts)\n"
        "    decision = decide(\n"
        "        replace(facts, restrictions=held), ground.policy, ground.calendar\n"
        "    )\n    first",
        ("tests/confidentiality/test_told_at_once.py",),
    ),
    Leak(
        "a plan refused at once because of an event",
        _SUBMITTING,
        "    ask = replace(ask, trade=trade)\n",
        f"    ask = replace(ask, trade=trade)\n    if ask.plan is not None and {_HELD}:\n"
        '        return No("plan_not_in_force")\n',
        (OWNER,),
    ),
    Leak(
        "a different error for the restricted one",
        _SUBMITTING,
        "if referred and not approvers:",
        f"if referred and (not approvers or {_HELD}):",
        (SILENT,),
    ),
    Leak(
        "no card for the officer who set it",
        _SUBMITTING,
        "hand_over(tx, ground, request, to_ask(tx, approvers)) if referred else []",
        f"hand_over(tx, ground, request, to_ask(tx, approvers[:1] if {_HELD} else approvers))"
        " if referred else []",
        ("tests/confidentiality/test_told_at_once.py", OFFICER),
    ),
    Leak(
        "no absence said to the restricted one",
        _LOOKING,
        'back_at=_back_at(case) if life.state == "pending" else None,',
        f'back_at=_back_at(case) if life.state == "pending" and not {_CASE_HELD} else None,',
        ("tests/confidentiality/test_told_at_once.py",),
    ),
    Leak(
        "less time to decide, so an earlier end",
        _SUBMITTING,
        "decide_by=decide_by(tx.now, ground.blackouts, planned=ask.trade.on),",
        "decide_by=decide_by(tx.now, ground.blackouts, planned=ask.trade.on)"
        f" - ({_HELD}) * (tx.now - tx.now.replace(minute=0, hour=0)),",
        (SILENT,),
    ),
    Leak(
        "a declining without an officer, at once",
        _SUBMITTING,
        'state: State = "pending" if referred else "ended"',
        f'state: State = "pending" if referred and not {_HELD} else "ended"',
        (SILENT,),
    ),
    Leak(
        "an answer that consults the list of issuers",
        _SUBMITTING,
        "    ask = replace(ask, trade=trade)\n",
        "    ask = replace(ask, trade=trade)\n"
        "    if any(one.issuer == ask.trade.issuer for one in ground.book.notices.values()):\n"
        '        return No("no_session")\n',
        (COLLEAGUE, f"{ACTS}::test_a_notice_changes_no_answer"),
    ),
    Leak(
        "a refused statement stored",
        _SUBMITTING,
        '        return No("statements_missing")',
        '        requests.add(tx, _row(tx, ground, person, ask, state="ended", form=None))\n'
        '        return No("statements_missing")',
        ("tests/clearance/test_submitting.py::test_without_every_statement_nothing_is_stored",),
    ),
    Leak(
        "a counter in App Home",
        _HOMES,
        "        name=person.name,\n        offices",
        '        name=f"{person.name} ({len(ground.book.restrictions)})",\n        offices',
        (SILENT, COLLEAGUE),
    ),
    Leak(
        "another order in the other officer's App Home",
        _WAITING,
        "return tuple(islice(_waiting(tx, ground, person), most))",
        "people = {each for one in ground.book.restrictions.values() for each in one.people}\n"
        "    names = {by_id(tx, one).name for one in people}\n"
        "    waiting = islice(_waiting(tx, ground, person), most)\n"
        "    return tuple(sorted(waiting, key=lambda one: one.requester not in names))",
        (OFFICER,),
    ),
    Leak(
        "a warning in the other officer's list before anything collides",
        _WAITING,
        "yield PendingShown(request.id, requester.name, trade, request.decide_by, request.at)",
        "mark = '!' * any(ground.book.holds(request.person, tx.now, ground.blackouts))\n"
        "                yield PendingShown(\n"
        "                    request.id, requester.name + mark, trade, request.decide_by, request.at\n"
        "                )",
        (OFFICER,),
    ),
    Leak(
        "no way to withdraw for the restricted one",
        _LOOKING,
        'may_withdraw=life.state in {"pending", "approved"},',
        f'may_withdraw=life.state in {{"pending", "approved"}} and not {_CASE_HELD},',
        (SILENT,),
    ),
    Leak(
        "a decline that tells its finding",
        _LOOKING,
        "findings=findings_for(life.findings, EVERYONE) if life.state in TOLD_WHY else (),",
        "findings=findings_for(life.findings, REVIEW_FORM),",
        (SAME,),
    ),
    Leak(
        "the office named only where a restriction made it decline",
        _LOOKING,
        "        office=life.office,\n        earliest_trade_at",
        "        office=None if any(one.rule == 'restriction' for one in life.findings)"
        " else life.office,\n        earliest_trade_at",
        (SAME,),
    ),
    Leak(
        "a form that says the window is closed",
        "clearance/asking.py",
        "window=looking.window(tx, ground),",
        "window=__import__('dataclasses').replace(\n"
        f"            looking.window(tx, ground), open=not {_HELD}\n        ),",
        (SILENT,),
    ),
    Leak(
        "an end that a restriction explains",
        "clearance/ending.py",
        'WINDOW_RULES = frozenset({"blackout", "approved_during_blackout"})',
        'WINDOW_RULES = frozenset({"blackout", "approved_during_blackout", "restriction"})',
        (SILENT,),
    ),
    Leak(
        "a restriction that holds everybody",
        "clearance/restrictions/book.py",
        "        term = self.people.get(person)\n        if term is None:\n            return None",
        "        term = self.people.get(person, Term())",
        (COLLEAGUE,),
    ),
    Leak(
        "its own kind told to who was notified",
        "clearance/restrictions/reading.py",
        'return NeutralNotice("restricted", held.since)',
        'return NeutralNotice("restricted" if held.kind == "event" else "ended", held.since)',
        (SAME,),
    ),
    Leak(
        "a refusal that says that there is such a command",
        "handlers/command.py",
        "        await unknown(call, call.typed[0])\n\n\nasync def unknown",
        '        await call.say("Only for officers.")\n\n\nasync def unknown',
        (SAME,),
    ),
)
