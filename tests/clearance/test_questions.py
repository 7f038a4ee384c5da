"""Questions to compliance: who answers, who sees them, and that both are written once."""

import json
from dataclasses import replace

import pytest

from clearance import question_rows
from clearance.people import import_people
from clearance.shown import No
from clearance.shown_questions import LONGEST, QuestionSaid
from storage import log
from tests.clearance.company import OPERATOR, ROSTER, told, who

ASK = QuestionSaid("May my trust sell?", form="V1")


async def ask(company, said=ASK, name="employee"):
    return await company.desk.ask_question(who(name), said)


async def count(company):
    return len(await company.rows("select id from questions"))


async def test_asked_answered_and_told_in_the_constant_envelope(company):
    asked = await ask(company)
    assert (asked.mine, asked.may_answer, asked.answer) == (True, False, None)
    ((to, envelope),) = await told(company)
    assert to == "U0CFO"
    theirs = await company.desk.opened(who("cfo"), envelope)
    assert (theirs.text, theirs.asker, theirs.may_answer) == (ASK.text, "Erin Boyd", True)
    done = await company.desk.answer_question(who("cfo"), asked.id, "Only with a clearance.")
    assert done.answered_by == "Felix Ott"
    ((to, envelope),) = await told(company)
    assert to == "U0EMPLOYEE"
    mine = await company.desk.opened(who("employee"), envelope)
    assert (mine.answer, mine.may_answer) == ("Only with a clearance.", False)
    assert (await company.desk.question(who("cfo"), asked.id)).answer == mine.answer


@pytest.mark.parametrize(
    ("asker", "vacant", "answers"),
    [
        ("employee", [], {"U0CFO"}),
        ("ceo", [], {"U0CFO"}),
        ("cfo", [], {"U0CEO"}),
        ("employee", ["cfo"], {"U0CEO"}),
        ("employee", ["cfo", "ceo"], {"U0CHAIR"}),
        ("ceo", ["cfo"], {"U0CHAIR"}),
    ],
)
async def test_who_answers_and_where_the_seat_is_vacant(company, asker, vacant, answers):
    text = ROSTER
    for office in vacant:
        text = text.replace(f",{office},", ",employee,")
    await company.database.run(lambda tx: import_people(tx, text, OPERATOR))
    await told(company)
    await ask(company, name=asker)
    assert {to for to, _ in await told(company)} == answers


async def test_where_nobody_is_left_nothing_is_stored(company):
    text = ROSTER.replace(",cfo,", ",employee,").replace(",audit_chair,", ",employee,")
    await company.database.run(lambda tx: import_people(tx, text, OPERATOR))
    assert await ask(company, name="ceo") == No("nobody_to_answer")
    assert await count(company) == 0
    assert not isinstance(await ask(company), No)  # an employee's goes to the CEO


async def test_the_form_sent_twice_is_one_question_and_another_form_another(company):
    first = await ask(company)
    assert await ask(company) == first
    assert len(await told(company)) == await count(company) == 1
    await ask(company, replace(ASK, form="V2"))
    assert len(await told(company)) == 1
    assert await count(company) == 2


async def test_nobody_answers_their_own_and_the_first_answer_stands(company):
    asked = await ask(company, name="cfo")
    answer = company.desk.answer_question
    assert await answer(who("cfo"), asked.id, "Yes.") == No("own_question")
    assert not isinstance(await answer(who("ceo"), asked.id, "No."), No)
    assert await answer(who("ceo"), asked.id, "Yes.") == No("question_answered")
    assert (await company.desk.question(who("cfo"), asked.id)).answer == "No."


async def test_whoever_has_no_part_in_it_is_not_told_that_there_is_one(company):
    asked = await ask(company)
    for name in ("second", "ceo", "director"):
        assert await company.desk.question(who(name), asked.id) == No("no_such_question")
        assert await company.desk.question(who(name), "NOSUCH") == No("no_such_question")
    sheet = await company.desk.questions(who("ceo"))
    assert (sheet.mine, sheet.to_answer) == ((), ())
    assert [one.id for one in (await company.desk.questions(who("cfo"))).to_answer] == [asked.id]
    assert [one.id for one in (await company.desk.questions(who("employee"))).mine] == [asked.id]


async def test_who_answered_still_sees_it_out_of_office_and_the_next_one_does(company):
    asked = await ask(company)
    await company.desk.answer_question(who("cfo"), asked.id, "Yes.")
    await company.replace_roster("Felix Ott,cfo", "Felix Ott,employee")
    assert (await company.desk.question(who("cfo"), asked.id)).answer == "Yes."
    assert (await company.desk.question(who("ceo"), asked.id)).answer == "Yes."


async def test_one_goes_on_from_ones_own_question_alone(company):
    first = await ask(company)
    next_one = replace(ASK, text="And my spouse?", follows=first.id, form="V2")
    assert await ask(company, next_one, "second") == No("no_such_question")
    second = await ask(company, next_one)
    assert (second.follows, second.followed_text) == (first.id, ASK.text)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("", False),
        ("?", True),
        ("May I sell? " * 250, True),
        ("x" * LONGEST, True),
        ("x" * (LONGEST + 1), False),
        ("".join(chr(0x4E00 + number * 7 % 20000) for number in range(LONGEST)), False),
    ],
    ids=["none", "one", "words", "longest", "longer", "more bytes than a row has"],
)
async def test_how_much_a_question_and_an_answer_may_say(company, text, taken):
    asked = await ask(company, QuestionSaid(text))
    assert isinstance(asked, No) is not taken
    before = await ask(company)
    answered = await company.desk.answer_question(who("cfo"), before.id, text)
    assert (answered == No("question_text")) is not taken
    assert await count(company) == 1 + taken


async def test_what_is_said_is_sealed_and_the_record_has_it(company):
    asked = await ask(company)
    await company.desk.answer_question(who("cfo"), asked.id, "Only with a clearance.")

    def read(tx):
        return [(json.loads(one.record), log.hidden(tx, one)) for one in log.entries(tx)[-2:]]

    (one, first), (two, second) = await company.database.run(read)
    assert [one["tag"], two["tag"]] == ["question:asked", "question:answered"]
    assert one["body"]["open"] == two["body"]["open"] == {"id": asked.id}
    assert ASK.text in first["sealed"]
    assert "Only with a clearance." in second["sealed"]
    for table in ("questions", "answers"):
        (row,) = await company.rows(f"select * from {table}")
        assert len(bytes(row["sealed"])) == 4096
        assert "trust" not in str({**row, "sealed": ""})


async def test_a_second_answer_is_refused_by_the_database_too(company):
    asked = await ask(company)
    officer = "ANSWERER"
    await company.database.run(lambda tx: question_rows.answer(tx, officer, asked.id, "Yes."))
    with pytest.raises(Exception, match=r"(?i)unique|23505|constraint"):
        await company.database.run(lambda tx: question_rows.answer(tx, officer, asked.id, "No."))
