"""Mutants of what the desk does: decisions, ends, timers and what is queued with them."""

from tests.simulation.mutants.mutant import RACES, Mutant

_DECIDING = "clearance/deciding.py"
_ENDING = "clearance/ending.py"
_NOTICES = "clearance/notices.py"
_OUTBOX = "clearance/outbox.py"

MUTANTS = (
    Mutant(
        "a decision that neither looks nor is conditional",
        _DECIDING,
        "refused = _not_now(case) or incomplete(verdict, FIELDS)",
        "refused = incomplete(verdict, FIELDS)",
        more=(
            (
                (
                    'if not requests.move(tx, request.id, "pending", "decided"):\n'
                    '        raise LookupError("nobody else decides inside this transaction")'
                ),
                'requests.move(tx, request.id, "pending", "decided")',
            ),
        ),
    ),
    Mutant(
        "a decision that does not look whether one was made",
        _DECIDING,
        "refused = _not_now(case) or incomplete(verdict, FIELDS)",
        "refused = incomplete(verdict, FIELDS)",
    ),
    Mutant(
        "a late press that is in time by luck",
        _DECIDING,
        "if case.tx.now < case.request.decide_by:",
        "if True:",
        (RACES,),
    ),
    Mutant(
        "a decision that closes no card",
        _DECIDING,
        '    close_cards(tx, request.id, case.life.cards)\n    notify(tx, ground, request, "decided")',
        '    notify(tx, ground, request, "decided")',
    ),
    Mutant(
        "a decision that tells nobody",
        _DECIDING,
        '    notify(tx, ground, request, "decided")\n',
        "",
    ),
    Mutant(
        "a decision without the timer of its end",
        _DECIDING,
        "    set_timer(tx, ENDS, request.id, times.expires_at)\n",
        "",
    ),
    Mutant(
        "an approval that the rules do not carry any more",
        _DECIDING,
        'if verdict.decision == "approve" and not carries(decision):',
        "if False:",
    ),
    Mutant(
        "approvals that go on after a restore",
        _DECIDING,
        'if refused is None and verdict.decision == "approve" and stopped:',
        "if False:",
        ("tests/clearance/test_from_a_backup.py",),
    ),
    Mutant(
        "a restore that is not detected",
        "clearance/restrictions/restored.py",
        "        return version < newest\n",
        "        return False\n",
        ("tests/clearance/test_from_a_backup.py",),
    ),
    Mutant(
        "the register's newest version that nobody keeps",
        "clearance/restrictions/desk.py",
        "            newest.keep(ticked.version)\n",
        "            newest.known\n",
        ("tests/clearance/test_from_a_backup.py",),
    ),
    Mutant(
        "acts of the register dropped before they are written",
        "clearance/restrictions/desk.py",
        "            acts = tuple(self._waiting.values())\n",
        "            acts = tuple(self._waiting.values())\n            self._waiting.clear()\n",
        ("tests/clearance/test_register_acts.py", "tests/clearance/test_restrictions.py"),
    ),
    Mutant(
        "a request that ends and keeps its cards open",
        _ENDING,
        "    close_cards(case.tx, case.request.id, case.life.cards)\n",
        "",
    ),
    Mutant(
        "a request that ends untold",
        _ENDING,
        '    notify(case.tx, case.ground, case.request, "ended")\n',
        "",
    ),
    Mutant(
        "a time that is over twice",
        _ENDING,
        '    if case.request.status == "decided":\n        close_alike(case)',
        "    close_alike(case)",
        (RACES,),
    ),
    Mutant(
        "a request that waits for ever",
        _NOTICES,
        "    set_timer(tx, DECIDE_BY, request.id, request.decide_by)\n",
        "",
    ),
    Mutant(
        "a reminder that is never set",
        _NOTICES,
        "    set_reminder(tx, ground, approver.person, request.decide_by)\n",
        "",
        ("tests/clearance/test_reminding.py",),
    ),
    Mutant(
        "a reminder twice on one day",
        _NOTICES,
        'f"reminder:{to.person}:{local_day(tx.now, to).isoformat()}"',
        'f"reminder:{to.person}:{tx.now.isoformat()}"',
        ("tests/clearance/test_reminding.py",),
    ),
    Mutant(
        "a message for each of several that wait",
        "clearance/reminding.py",
        "if len(ripe) == 1 and not more:",
        "if ripe:",
        ("tests/clearance/test_reminding.py",),
    ),
    Mutant(
        "a card for the officer who is away",
        "clearance/away.py",
        "    return present or tuple(approvers)\n",
        "    return tuple(approvers)\n",
        ("tests/clearance/test_away.py",),
    ),
    Mutant(
        "only one of two cards closed",
        _NOTICES,
        'tx.deliver(f"close:{delivery}", slack_id, about)',
        'tx.deliver(f"close:{request}", slack_id, about)',
    ),
    Mutant(
        "one envelope for a request's whole life",
        _NOTICES,
        'tx.deliver(f"notice:{request.id}:{event}", person.slack_id, about)',
        'tx.deliver(f"notice:{request.id}", person.slack_id, about)',
    ),
    Mutant(
        "a card with buttons for what was decided",
        _OUTBOX,
        'if request is None or request.status != "pending":',
        "if request is None:",
        (RACES,),
    ),
    Mutant(
        "a closing that is always moot",
        _OUTBOX,
        "if card is None or card.channel is None or card.ts is None:",
        "if card is not None:",
    ),
    Mutant(
        "a pressed card that stays open",
        "clearance/looking.py",
        '    if request.status != "pending" and place is not None:\n',
        "    if False:\n",
        (RACES,),
    ),
    Mutant(
        "a message lost without a word to others",
        "clearance/undelivered.py",
        "                notify_of_undelivered(tx, ground, one, first)\n",
        "                continue\n",
        ("tests/clearance/test_undelivered.py",),
    ),
    Mutant(
        "a form that is filed each time it comes",
        "clearance/submitting.py",
        "state=state, form=form)",
        "state=state, form=form and tx.name(form + tx.random.token()))",
        more=(
            (
                "before = None if form is None else requests.from_form(tx, form)",
                "before = None",
            ),
        ),
    ),
    Mutant(
        "answered before it is committed",
        "handlers/review.py",
        "    answer = await desk.decide(actor_of(body), form.request, form.verdict)\n",
        '    await ack(response_action="clear")\n'
        "    answer = await desk.decide(actor_of(body), form.request, form.verdict)\n",
        ("tests/handlers/test_answered_last.py",),
        worlds=(),
    ),
)
