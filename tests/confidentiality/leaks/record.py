"""Leaks in what is kept: rows, sizes, ids, the log, files beside the database, commands."""

from tests.confidentiality.leaks.leak import (
    ACTS,
    CANARIES,
    COLLEAGUE,
    OPEN_PARTS,
    PLANS,
    REASONS,
    REGISTER,
    SAME,
    SETTING,
    WEIGHT,
    WIDENING,
    Leak,
)

_SETTING = "clearance/restrictions/setting.py"
_TICK = "clearance/restrictions/tick.py"
_RANDOMNESS = "storage/randomness.py"
_REGISTER = "storage/register.py"
_LIFE = "clearance/life.py"
_READING = "clearance/restrictions/reading.py"
_LOGS = "bot/logs.py"

LEAKS = (
    Leak(
        "sequential ids of requests",
        _RANDOMNESS,
        "        letters: list[str] = []\n",
        "        letters: list[str] = []\n"
        "        global _COUNT\n"
        "        _COUNT = globals().get('_COUNT', 1000) + 1\n"
        "        return f'AAAA{_COUNT}'.replace('0', 'A').replace('1', 'C').replace('8', 'D')"
        ".replace('5', 'E')\n",
        (COLLEAGUE, "tests/storage/test_randomness.py"),
    ),
    Leak(
        "sequential ids of messages",
        _RANDOMNESS,
        "return self.source(_TOKEN_BYTES).hex()",
        "global _COUNT\n"
        "        _COUNT = globals().get('_COUNT', 0) + 1\n"
        "        return f'{_COUNT:032x}'",
        (COLLEAGUE,),
    ),
    Leak(
        "a shorter row of the register",
        _REGISTER,
        'padded = content.ljust(steps * STEP, b"\\0")',
        "padded = content",
        (REASONS, REGISTER),
    ),
    Leak(
        "the length of a reason in the log",
        _SETTING,
        "blob = tx.seal(REASONS, restriction, value)",
        "blob = tx.seal(REASONS, restriction, value)\n"
        '    tx.log("plan:changed", actor=viewer, open={"length": len(reason.shown_to(viewer))})',
        (REASONS,),
    ),
    Leak(
        "one data key for every version",
        _REGISTER,
        "secret = tx.random.bytes(KEY_BYTES)",
        "secret = bytes(KEY_BYTES)",
        (REGISTER,),
    ),
    Leak(
        "a version that is not bound to its row",
        _REGISTER,
        'return f"register {version}"',
        'return "register"',
        (REGISTER,),
    ),
    Leak(
        "the register written only where it changed",
        _TICK,
        "    return Ticked(register.write(",
        "    if change.book == ground.book and ground.register:\n"
        "        return Ticked(ground.register, broken)\n"
        "    return Ticked(register.write(",
        (f"{ACTS}::test_the_register_is_written_at_each_tick_at_one_size",),
    ),
    Leak(
        "a write off the tick",
        "clearance/restrictions/desk.py",
        "        return TakesForce(answer.at + EVERY) if late else answer\n",
        "        await self.tick()\n        return answer\n",
        (f"{SETTING}::test_nothing_is_kept_or_in_force_before_the_tick",),
    ),
    Leak(
        "a register rolled back and believed",
        "clearance/restrictions/restored.py",
        "        return version < newest\n",
        "        return False\n",
        ("tests/clearance/test_from_a_backup.py",),
    ),
    Leak(
        "a log record of the officer's act",
        _SETTING,
        "            change.tell(person, what, held.id)\n",
        "            change.tell(person, what, held.id)\n"
        '        change.tx.log("plan:changed", actor=look.actor.person)\n',
        (WEIGHT,),
    ),
    Leak(
        "a row in the log for every restricted person",
        _TICK,
        "    _follow(change)\n    withdraw_held(change)\n",
        "    _follow(change)\n    withdraw_held(change)\n"
        "    for held in change.book.restrictions.values():\n"
        "        for person in held.people:\n"
        '            tx.log("plan:changed", actor=SYSTEM, subject=person)\n',
        (WEIGHT,),
    ),
    Leak(
        "the outcome in the log's tag",
        _LIFE,
        'f"request:{state}",',
        "f\"request:{value['what']}\",",
        (OPEN_PARTS, SAME),
    ),
    Leak(
        "the outcome in the open part of a step",
        _LIFE,
        'public={"by": actor}',
        'public={"by": actor, "what": value["what"]}',
        (OPEN_PARTS,),
    ),
    Leak(
        "whether somebody is restricted among the open facts",
        "policy/archive.py",
        '        "attests_no_mnpi": facts.attests_no_mnpi,\n        "overrides"',
        '        "attests_no_mnpi": facts.attests_no_mnpi,\n'
        '        "held": [each.kind for each in facts.restrictions],\n        "overrides"',
        (SAME,),
    ),
    Leak(
        "a name of a step that anybody can guess",
        "storage/sealed.py",
        "return hmac.new(self._oldest.naming, natural_key.encode(), hashlib.sha256).hexdigest()",
        "return hashlib.sha256(natural_key.encode()).hexdigest()",
        (PLANS,),
    ),
    Leak(
        "whose plan it was in the open",
        "clearance/plans.py",
        '        "plan:changed",\n        actor=by,',
        '        "plan:changed",\n        actor=by,\n        subject=plan.person,',
        (PLANS,),
    ),
    Leak(
        "a temporary file with the register in it",
        _REGISTER,
        "        version = above + 1\n",
        "        version = above + 1\n"
        "        import tempfile\n"
        "        with open(tempfile.gettempdir() + '/register', 'wb') as file:\n"
        "            file.write(zlib.compress(canonical(document)))\n",
        (f"{CANARIES}::test_no_file_of_the_record_holds_a_secret",),
    ),
    Leak(
        "the code word in the log's open part",
        _SETTING,
        "            change.tell(person, what, held.id)\n",
        "            change.tell(person, what, held.id)\n"
        '        change.tx.log("plan:changed", actor=look.actor.person, open={"hint": held.matter.encode().hex()})\n',
        (
            f"{CANARIES}::test_no_file_of_the_record_holds_a_secret",
            f"{CANARIES}::test_a_dump_of_postgresql_holds_no_secret",
        ),
    ),
    Leak(
        "an id of the register as a delivery's plain name",
        "storage/tx.py",
        "        name = self.name(key)\n",
        "        name = key if key.startswith('notice:register') else self.name(key)\n",
        (f"{CANARIES}::test_no_file_of_the_record_holds_a_secret",),
    ),
    Leak(
        "a log line about the restricted person",
        _SETTING,
        "            change.tell(person, what, held.id)\n",
        "            change.tell(person, what, held.id)\n"
        "            import structlog\n"
        "            structlog.get_logger('clearance').info('set', person=person.slack_id)\n",
        (WEIGHT,),
    ),
    Leak(
        "a log line where somebody restricted is judged",
        "clearance/ending.py",
        "    held = ground.book.restrictions_on(person.person, tx.now, ground.blackouts)\n",
        "    held = ground.book.restrictions_on(person.person, tx.now, ground.blackouts)\n"
        "    import structlog\n"
        "    if held:\n"
        "        structlog.get_logger('clearance').info('judged')\n",
        (WEIGHT,),
    ),
    Leak(
        "the words of an exception in the log",
        _LOGS,
        'parts.append(f"{type(seen).__name__} {where}".rstrip())',
        'parts.append(f"{type(seen).__name__} {where} {seen}".rstrip())',
        (f"{CANARIES}::test_a_failing_tick_and_a_failing_form_tell_nothing",),
    ),
    Leak(
        "free text let into the log",
        _LOGS,
        "        if fits is None or not fits(event[key]):\n",
        "        if fits is None:\n",
        ("tests/bot/test_logs.py",),
    ),
    Leak(
        "a command that prints the register",
        "bot/commands/replay.py",
        "    _say_counts(done, without, differing)\n",
        "    _say_counts(done, without, differing)\n"
        "    with opened() as parts:\n"
        "        click.echo(parts.database.run_now(\n"
        "            lambda tx: str(parts.desk.grounds.register.read(tx).document)\n"
        "        ))\n",
        (f"{CANARIES}::test_no_command_prints_a_secret",),
    ),
    Leak(
        "a reason that can be printed",
        "clearance/reason.py",
        '    def __repr__(self) -> str:\n        return "<reason>"',
        "    def __repr__(self) -> str:\n        return self.__text",
        (f"{CANARIES}::test_a_reason_shows_itself_to_nobody",),
    ),
    Leak(
        "a reason that can be formatted",
        "clearance/reason.py",
        '    def __format__(self, spec: str) -> str:\n        return "<reason>"',
        "    def __format__(self, spec: str) -> str:\n        return self.__text",
        (f"{CANARIES}::test_a_reason_shows_itself_to_nobody",),
    ),
    Leak(
        "a reason opened without a line in the register's history",
        "clearance/restrictions/telling.py",
        '        change.note(look.actor.person, "reason_opened", restriction=self.restriction)\n',
        "",
        (ACTS,),
    ),
    Leak(
        "an officer shown what the other set",
        "clearance/restrictions/officers.py",
        "        [one for one in able if one.person == held.by],\n",
        "        able,\n",
        (f"{SETTING}::test_an_officer_sees_what_they_set_and_not_what_the_other_set",),
    ),
    Leak(
        "an officer shown what they are restricted by",
        "clearance/restrictions/officers.py",
        "able = [one for one in officers(everybody, policy) if one.person not in held.people]",
        "able = officers(everybody, policy)",
        (WIDENING, SETTING),
    ),
    Leak(
        "another refusal to a restricted person who asks for the officers' list",
        _READING,
        '        return No("not_an_officer")\n    return RestrictionsSheet(',
        "        held = [one for h in look.book.restrictions.values() for one in h.people]\n"
        '        return No("own_restriction" if look.actor.person in held else "not_an_officer")\n'
        "    return RestrictionsSheet(",
        (f"{SETTING}::test_who_is_restricted_is_refused_as_anybody_is",),
    ),
)
