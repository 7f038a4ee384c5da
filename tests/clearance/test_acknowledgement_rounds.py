"""Rounds: begun by a document or an anniversary, called to mind in the morning, kept up with."""

import json
from datetime import date

import pytest

from clearance.lists import NotRecorded
from clearance.people import import_people
from clearance.shown import No
from clearance.shown_away import AwaySaid
from storage import log
from tests.clearance.acknowledgements import NAMES, SHA, asked, asked_well, signs, with_compliance
from tests.clearance.company import OPERATOR, buy, ny, told, who

EVERYBODY = {f"U0{name.upper()}" for name in NAMES}
CHICAGO = {"U0EMPLOYEE"}


async def tags(company):
    entries = await company.database.run(log.entries)
    return [json.loads(one.record)["tag"] for one in entries]


async def heard(company):
    return sorted(to for to, _ in await told(company))


async def everybody_signs(company, found, *but):
    for name in NAMES:
        if name not in but:
            assert not isinstance(await company.desk.acknowledge(who(name), signs(found, name)), No)


async def test_everybody_who_serves_is_asked_at_once_where_it_is_day(company):
    """Twin: before nine in Chicago its people are asked at nine, and nobody twice."""
    company.clock.move(ny("2026-11-24 09:00"))
    await asked_well(company)
    assert set(await heard(company)) == EVERYBODY - CHICAGO
    company.clock.move(ny("2026-11-24 09:59"))
    assert await heard(company) == []
    company.clock.move(ny("2026-11-24 10:00"))
    assert await heard(company) == sorted(CHICAGO)


async def test_who_is_asked_finds_the_document_and_who_has_signed_is_left_alone(company):
    found = await asked_well(company)
    envelopes = dict(await told(company))
    opened = await company.desk.opened(who("second"), envelopes["U0SECOND"])
    assert (opened.document.version, opened.name) == ("2026-A", "Sam Okafor")
    await everybody_signs(company, found, "second")
    await told(company)
    reminded = []
    for month, day in (
        *((11, day) for day in range(24, 31)),
        *((12, day) for day in range(1, 32)),
    ):
        for hour in ("09:00", "17:00"):
            company.clock.move(ny(f"2026-{month:02}-{day:02} {hour}"))
            to_them = [one for one in await heard(company) if one == "U0SECOND"]
            reminded += [(month, day, hour)] * len(to_them)
    assert reminded == [
        (11, 30, "09:00"),
        (12, 7, "09:00"),
        (12, 14, "09:00"),
        (12, 21, "09:00"),
        (12, 22, "09:00"),
        (12, 23, "09:00"),
        (12, 28, "09:00"),
    ]


async def test_a_newcomer_and_a_confirmed_guest_are_asked_and_a_leaver_is_not(company):
    found = await asked_well(company)
    await everybody_signs(company, found, "second")
    await told(company)
    more = (
        "slack_id,name,roles,active,guest\n"
        "U0NEW,Nora Late,employee,yes,\nU0GUEST,Gil Guest,director,yes,yes\n"
        "U0SECOND,Sam Okafor,employee,no,\n"
    )
    await company.database.run(lambda tx: import_people(tx, more, OPERATOR))
    company.clock.move(ny("2026-11-24 09:00"))
    assert "U0NEW" in await heard(company)
    company.clock.move(ny("2026-11-30 09:00"))
    assert not {"U0SECOND", "U0GUEST"} & set(await heard(company))


async def test_who_receives_is_told_once_a_day_while_something_waits(company):
    """Twin: what is initialled is not spoken of again."""
    found = await asked_well(company)
    await told(company)
    first, second = [
        await company.desk.acknowledge(who(name), signs(found, name))
        for name in ("second", "director")
    ]
    ((to, envelope),) = await told(company)
    opened = await company.desk.opened(who("cfo"), envelope)
    assert (to, opened.id, opened.others) == ("U0CFO", first.id, 1)
    await company.desk.initial(who("cfo"), first.id, "FO")
    company.clock.move(ny("2026-11-24 09:00"))
    ((to, envelope),) = await told(company)
    opened = await company.desk.opened(who("cfo"), envelope)
    assert (to, [one.id for one in opened.to_initial]) == ("U0CFO", [second.id])
    assert opened.to_sign.to_sign  # the CFO has to sign as well, and has heard of it
    await company.desk.initial(who("cfo"), second.id, "FO")
    company.clock.move(ny("2026-11-25 09:00"))
    assert await told(company) == []


@pytest.mark.parametrize(("at", "soon"), [("2026-11-23 17:59", True), ("2026-11-23 18:00", False)])
async def test_nobody_is_told_at_night_what_waits_for_their_initials(company, at, soon):
    found = await asked_well(company)
    await told(company)
    company.clock.move(ny(at))
    await company.desk.acknowledge(who("second"), signs(found, "second"))
    assert await heard(company) == (["U0CFO"] if soon else [])
    company.clock.move(ny("2026-11-24 09:00"))
    assert await heard(company) == ["U0CFO"]


async def test_a_new_version_asks_again_and_the_old_signature_counts_no_more(company):
    found = await asked_well(company)
    await company.desk.acknowledge(who("second"), signs(found, "second"))
    assert not (await company.desk.asking(who("second"))).sign_first
    await told(company)
    company.clock.move(ny("2026-11-25 10:00"))
    newer = await asked_well(company, version="2026-B", sha256="1" * 64, link="https://x.example/p")
    assert newer.document.replaces == found.document.id
    assert "U0SECOND" in await heard(company)
    assert await company.desk.submit(who("second"), buy()) == No("sign_first")
    company.clock.move(ny("2026-11-30 09:00"))
    assert (await heard(company)).count("U0SECOND") == 0  # the first round's reminders are over


async def test_the_yearly_round_begins_at_its_instant_and_asks_again(company):
    """Twin: a second before, the signature of last year counts."""
    found = await asked_well(company)
    await everybody_signs(company, found)
    await told(company)
    company.clock.move(ny("2027-11-22 23:59:59"))
    sheet = await company.desk.acknowledgement(who("second"))
    assert sheet.signed is not None
    company.clock.move(ny("2027-11-23 00:00"))
    sheet = await company.desk.acknowledgement(who("second"))
    assert (sheet.signed, sheet.document.round) == (None, f"{found.document.id}.1")
    assert sheet.document.due_on == date(2027, 12, 23)
    assert await heard(company) == []
    assert (await tags(company)).count("acknowledgement:asked") == 2
    company.clock.move(ny("2027-11-23 09:00"))
    assert "U0SECOND" in await heard(company)
    late = await company.desk.acknowledge(who("second"), signs(found, "second"))
    assert late.signed_on == date(2026, 11, 23)  # of last year's round, as it was
    again = signs(found, "second", round=f"{found.document.id}.1")
    assert (await company.desk.acknowledge(who("second"), again)).signed_on == date(2027, 11, 23)


async def test_the_file_is_told_when_all_have_signed_and_when_it_is_overdue(company):
    await with_compliance(company)
    await company.database.run(
        lambda tx: import_people(
            tx,
            "slack_id,name,roles,acknowledged_on\nU0COMPLY,Cora Lyle,compliance,2026-11-23\n",
            OPERATOR,
        )
    )
    found = await asked_well(company, due_on=date(2026, 11, 30))
    await everybody_signs(company, found, "second")
    await told(company)
    company.clock.move(ny("2026-11-30 17:00"))
    await told(company)
    keepers = ["U0CFO", "U0COMPLY"]
    company.clock.move(ny("2026-12-01 09:00"))
    envelopes = [(to, one) for to, one in await told(company) if to in keepers]
    assert sorted(to for to, _ in envelopes)[-2:] == keepers
    opened = await company.desk.opened(who("comply"), dict(envelopes)["U0COMPLY"])
    assert (opened.overdue, opened.count("missing"), opened.count("paper")) == (True, 1, 1)
    company.clock.move(ny("2026-12-02 09:00"))
    assert [to for to in await heard(company) if to == "U0COMPLY"] == []
    await company.desk.acknowledge(who("second"), signs(found, "second"))
    assert "U0COMPLY" in await heard(company)


async def test_the_file_is_told_that_it_is_overdue_by_day_where_its_keeper_is(company):
    """The first morning is New York's; nine o'clock in California is three hours later."""
    await with_compliance(company)
    text = "slack_id,name,roles,zone\nU0COMPLY,Cora Lyle,compliance,America/Los_Angeles\n"
    await company.database.run(lambda tx: import_people(tx, text, OPERATOR))
    found = await asked_well(company, due_on=date(2026, 11, 30))
    await everybody_signs(company, found, "second")
    company.clock.move(ny("2026-11-30 17:00"))
    await told(company)
    company.clock.move(ny("2026-12-01 09:00"))
    heard_of = [to for to, _ in await told(company)]
    assert ("U0CFO" in heard_of, "U0COMPLY" in heard_of) == (True, False)
    company.clock.move(ny("2026-12-01 12:00"))
    opened = [await company.desk.opened(who("comply"), one) for to, one in await told(company)
              if to == "U0COMPLY"]  # fmt: skip
    assert [one.overdue for one in opened if hasattr(one, "overdue")] == [True]


async def test_a_round_that_ends_unsigned_is_told_with_its_own_names(company):
    await with_compliance(company)
    found = await asked_well(company)
    await everybody_signs(company, found, "second")
    await told(company)
    await asked_well(company, version="2026-B", sha256="1" * 64)
    envelopes = [one for to, one in await told(company) if to == "U0COMPLY"]
    shown = [await company.desk.opened(who("comply"), one) for one in envelopes]
    ended = [one for one in shown if hasattr(one, "lines")]
    assert [one.document.round for one in ended] == [found.id]
    missing = {one.name for one in ended[0].lines if one.state == "missing"}
    assert missing == {"Sam Okafor", "Cora Lyle"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"version": ""}, "--version"),
        ({"version": "x" * 61}, "--version"),
        ({"sha256": "0" * 63}, "--sha256"),
        ({"sha256": "G" * 64}, "--sha256"),
        ({"text": None}, "--link"),
        ({"text": " \n"}, "--document"),
        ({"text": "x" * 150_001}, "--document"),
        ({"link": "http://example.com/policy"}, "--link"),
        ({"link": "https://example.com/a policy"}, "--link"),
        ({"due_on": date(2026, 11, 23)}, "--due"),
        ({"due_on": date(2027, 11, 23)}, "--due"),
    ],
)
async def test_what_is_wrong_with_a_document_is_said_and_nothing_recorded(company, changes, says):
    refused = await asked(company, **changes)
    assert isinstance(refused, NotRecorded)
    assert refused.sentence.startswith(says) or says in refused.sentence
    assert await company.rows("SELECT id FROM policy_documents") == []
    assert await heard(company) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "x" * 60},
        {"text": "x" * 150_000},
        {"text": None, "link": "https://example.com/policy"},
        {"due_on": date(2026, 11, 24)},
        {"due_on": date(2027, 11, 22)},
    ],
)
async def test_the_twins_are_recorded(company, changes):
    await asked_well(company, **changes)


async def test_a_version_is_one_document_and_asked_once_unless_again(company):
    await asked_well(company)
    assert "another document" in (await asked(company, sha256="1" * 64)).sentence
    assert "--again" in (await asked(company)).sentence
    second = await asked_well(company, again=True)
    assert second.document.sha256 == SHA
    assert len(await company.rows("SELECT id FROM policy_documents")) == 2


async def test_who_is_asked_on_one_of_the_last_days_is_not_reminded_on_the_same(company):
    """The sweep of ten o'clock is Chicago's; the next day's is theirs."""
    found = await asked_well(company)
    await everybody_signs(company, found)
    late = "slack_id,name,roles\nU0NEW,Nora Late,employee\n"
    await company.database.run(lambda tx: import_people(tx, late, OPERATOR))
    heard_at = []
    for at in ("2026-12-22 09:00", "2026-12-22 10:00", "2026-12-23 09:00"):
        company.clock.move(ny(at))
        heard_at += [at] * (await heard(company)).count("U0NEW")
    assert heard_at == ["2026-12-22 09:00", "2026-12-23 09:00"]


async def test_on_the_last_day_to_sign_it_is_called_to_mind_at_nine(company):
    """Whatever hour its reader chose: by that hour of the days before."""
    assert not isinstance(await company.desk.set_away(who("cfo"), AwaySaid(None, None, 17)), No)
    found = await asked_well(company)
    assert found.round.due_on == date(2026, 12, 23)
    came = []
    for day in ("11-23", "12-22", "12-23"):
        for hour in ("09:00", "16:59:59", "17:00"):
            company.clock.move(max(company.clock.now(), ny(f"2026-{day} {hour}")))
            came += [(day, hour) for to in await heard(company) if to == "U0CFO"]
    assert came[1:] == [("12-22", "17:00"), ("12-23", "09:00")]
