"""Leaks in messages: what they say, who gets one, and when."""

from tests.confidentiality.leaks.leak import (
    ACTS,
    CANARIES,
    COLLEAGUE,
    OFFICER,
    REASONS,
    SAME,
    SETTING,
    SILENT,
    WIDENING,
    Leak,
)

_OUTBOX = "clearance/outbox.py"
_NOTICES = "clearance/notices.py"
_TICK = "clearance/restrictions/tick.py"
_WITHDRAWING = "clearance/restrictions/withdrawing.py"
_ENVELOPE = 'return Envelope(claimed.id, datetime.fromisoformat(about["act_by"]))'
_REGISTER = "__import__('storage.register').register.Register().read(tx).document"

LEAKS = (
    Leak(
        "the reason in a fallback text",
        _OUTBOX,
        _ENVELOPE,
        "from base64 import b64decode\n"
        "        from handlers import words\n"
        f"        for held in {_REGISTER}.get('restrictions', ()):\n"
        "            blob = b64decode(held['reason'])\n"
        "            told = tx.unseal('reasons', held['id'], blob)['reason']\n"
        "            words.ENVELOPE_BY = words.ENVELOPE_BY.partition('~')[0] + '~' + told\n"
        f"        {_ENVELOPE}",
        (f"{CANARIES}::test_no_message_holds_a_secret", REASONS),
    ),
    Leak(
        "the code word in a fallback text",
        _OUTBOX,
        _ENVELOPE,
        "from handlers import words\n"
        f"        for held in {_REGISTER}.get('restrictions', ()):\n"
        "            words.ENVELOPE_BY = words.ENVELOPE_BY.partition('~')[0] + '~' + held['matter']\n"
        f"        {_ENVELOPE}",
        (f"{CANARIES}::test_no_message_holds_a_secret",),
    ),
    Leak(
        "a card that gives less time for somebody restricted",
        _OUTBOX,
        "return Card(request.id, request.decide_by)",
        f"held = {_REGISTER}.get('restrictions', ())\n"
        "    restricted = any(request.person in one['people'] for one in held)\n"
        "    return Card(request.id, request.decide_by.replace(minute=1 if restricted else 0))",
        (OFFICER,),
    ),
    Leak(
        "a card with the register's number",
        _OUTBOX,
        "return Card(request.id, request.decide_by)",
        f"count = len({_REGISTER}.get('restrictions', ()))\n"
        "    return Card(request.id, request.decide_by.replace(second=0, minute=count))",
        (OFFICER,),
    ),
    Leak(
        "a notice with its own envelope",
        _NOTICES,
        '{"register": [what, which]})',
        '{"register": [what, which], "act_by": tx.now.isoformat()})',
        (SAME,),
    ),
    Leak(
        "a notice that comes later than others",
        _NOTICES,
        'envelope(tx, ground, to, f"register:{what}:{which}:{event}", {"register": [what, which]})',
        "later = tx.now.replace(minute=tx.now.minute // 2 + 30)\n"
        '    named = {"register": [what, which]}\n'
        '    envelope(tx, ground, to, f"register:{what}:{which}:{event}", named, due=later)',
        (SAME,),
    ),
    Leak(
        "a silent restriction that is told",
        "clearance/restrictions/setting.py",
        "        if held.notified:\n",
        "        if held.id:\n",
        (SILENT,),
    ),
    Leak(
        "the end of a silent restriction that is told",
        _TICK,
        "    if held.notified:\n",
        "    if held.id:\n",
        (SILENT,),
    ),
    Leak(
        "an end told for what was declined alone",
        _WITHDRAWING,
        "    if not good:\n        return\n",
        "",
        (SILENT, f"{SETTING}::test_who_holds_no_clearance_notices_nothing"),
    ),
    Leak(
        "everybody's clearance withdrawn",
        _WITHDRAWING,
        "        for person in held.held(tx.now, ground.blackouts):\n",
        "        for person in [one.person for one in people(tx)]:\n",
        (COLLEAGUE,),
    ),
    Leak(
        "a restricted officer told of an unanswered withdrawal",
        _WITHDRAWING,
        "        if officer.person not in held.people\n",
        "        if officer.person\n",
        (f"{ACTS}::test_an_officer_under_it_does_not_hear_of_it",),
    ),
    Leak(
        "the other officer told that one set something",
        "clearance/restrictions/setting.py",
        "            change.tell(person, what, held.id)\n",
        "            change.tell(person, what, held.id)\n"
        "        for each in look.everybody:\n"
        "            if is_officer(each, look.ground.policy):\n"
        '                change.tell(each, "kept", held.id)\n',
        (OFFICER,),
    ),
    Leak(
        "a withdrawal shown to an officer who is under the restriction",
        "clearance/looking.py",
        '    if life.cause != "withdrawn" or withdrawing.keeps(case, officer):\n',
        "    if life.state:\n",
        ("tests/clearance/test_stale.py",),
    ),
    Leak(
        "a clearance that is over called withdrawn",
        _WITHDRAWING,
        "    return last is not None and case.tx.now < last\n",
        "    return last is not None\n",
        ("tests/clearance/test_stale.py",),
    ),
    Leak(
        "only who held a clearance reminded to answer",
        "clearance/answering.py",
        "    if asked is None or asked.planned:\n",
        "    if asked is None or not case.life.live:\n",
        ("tests/confidentiality/test_asked_alike.py",),
    ),
    Leak(
        "what was decided, in the list of who is silent",
        "clearance/answering.py",
        "        for case, asked in _silent(tx, ground, names)\n",
        '        for case, asked in _silent(tx, ground, names) if case.life.state != "declined"\n',
        ("tests/clearance/test_answering.py",),
    ),
    Leak(
        "the monthly review only where there is something",
        _TICK,
        "    if reviewed:  # a register's first month has had its day, or is reviewed when it comes\n",
        "    if reviewed and change.book.restrictions:\n",
        (f"{ACTS}::test_officers_review_on_each_months_first_business_day",),
    ),
    Leak(
        "who is restricted asked to agree to its end",
        "clearance/authority.py",
        "free = [one for one in everybody if one.serves and one.person not in under]",
        "free = [one for one in everybody if one.serves]",
        (WIDENING,),
    ),
    Leak(
        "the words of an exception in the answer",
        "handlers/errors.py",
        "text = said.format(reference=reference)",
        "text = said.format(reference=reference) + str(error)",
        (f"{CANARIES}::test_a_failing_tick_and_a_failing_form_tell_nothing",),
    ),
)
