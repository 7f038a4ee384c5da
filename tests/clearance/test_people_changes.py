"""Offices change hands, and guests come in, only with somebody's confirmation."""

import json
import re

import pytest

from clearance.authority import restricting_officers, widening_people, widening_takes
from clearance.bringing_in import BroughtIn, bring_in
from clearance.handover import hand_on
from clearance.people import by_slack_id, import_people, people
from clearance.shown import Actor, Card, ClosedCard, No, RequestShown
from clearance.shown_changes import ChangeShown
from policy.company import parse_policy, policy_text
from tests.clearance.company import APPROVE, ROSTER, TEAM, buy, told, who

SAM_AS_CFO = ("Sam Okafor,employee", "Sam Okafor,cfo")
FELIX_OUT = ("Felix Ott,cfo,2026-01-05,,yes", "Felix Ott,cfo,2026-01-05,,no")


async def bring(company, *pairs, text=ROSTER):
    """Bring a list in as the command does, some words changed; what was done and asked for."""
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)

    def take_in(tx):
        ground = company.desk.grounds.at(tx)
        done = bring_in(tx, ground, text, "operator:test")
        hand_on(tx, ground, "operator:test")
        return done

    done = await company.database.run(take_in)
    assert isinstance(done, BroughtIn), done
    return done


async def asked(company, *pairs, **more):
    """Bring a list in and give the envelopes that followed, by whom they went to."""
    done = await bring(company, *pairs, **more)
    return done, dict(await told(company))


async def roles(company, name):
    found = await company.database.run(lambda tx: by_slack_id(tx, f"U0{name.upper()}"))
    return None if found is None else (found.roles, found.active)


async def change_of(company, name, envelope):
    shown = await company.desk.opened(who(name), envelope)
    assert isinstance(shown, ChangeShown), shown
    return shown


# Offices.


async def test_a_new_office_waits_for_an_officer_and_everything_else_does_not(company):
    done, envelopes = await asked(company, SAM_AS_CFO, ("Nils Newman", "Nils Newman Jr"))
    assert (done.done.changed, [one.name for one in done.asked]) == (2, ["Sam Okafor"])
    # Whom it makes a Section 16 person at once hears of a Form 3.
    assert set(envelopes) == {"U0CEO", "U0CFO", "U0SECOND"}
    assert await roles(company, "second") == ({"section16"}, True)
    assert (await company.desk.home(who("newcomer"))).name == "Nils Newman Jr"
    change = await change_of(company, "ceo", envelopes["U0CEO"])
    assert (change.name, change.before, change.after) == ("Sam Okafor", (), ("cfo",))
    filed = await company.desk.submit(who("employee"), buy())
    assert (await company.desk.decide(who("second"), filed.id, APPROVE)).reason == "not_an_approver"
    await company.carry_out()
    confirmed = await company.desk.confirm_change(who("cfo"), change.id)
    assert (confirmed.state, confirmed.confirmed_by) == ("confirmed", ("Felix Ott",))
    assert await roles(company, "second") == ({"cfo", "section16"}, True)
    sent = [to for to, one in await company.carry_out() if isinstance(one, Card)]
    assert sent == ["U0SECOND"]  # what waits is handed on at that moment
    assert (await company.desk.decide(who("second"), filed.id, APPROVE)).ended.state == "approved"


async def test_app_home_lists_what_waits_to_whoever_may_confirm_it(company):
    """Twins: nobody else, nor the person themselves, and not once it is confirmed."""
    await asked(company, SAM_AS_CFO, FELIX_OUT)

    async def lines(name):
        return [(one.kind, one.name) for one in (await company.desk.home(who(name))).to_confirm]

    assert sorted(await lines("ceo")) == [("office", "Felix Ott"), ("office", "Sam Okafor")]
    assert await lines("cfo") == [("office", "Sam Okafor")]
    assert (await lines("chair"), await lines("second"), await lines("employee")) == ([], [], [])
    (sam,) = (await company.desk.home(who("cfo"))).to_confirm
    await company.desk.confirm_change(who("cfo"), sam.id)
    assert await lines("ceo") == [("office", "Felix Ott")]


async def test_an_officer_who_leaves_stays_until_another_confirms_it(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    done, envelopes = await asked(company, FELIX_OUT)
    assert (done.done.changed, len(done.asked)) == (0, 1)
    assert set(envelopes) == {"U0CEO"}  # never the officer whom it is about
    assert await roles(company, "cfo") == ({"cfo"}, True)
    change = await change_of(company, "ceo", envelopes["U0CEO"])
    assert change.leaves
    assert await company.desk.confirm_change(who("cfo"), change.id) == No("own_change")
    assert (await company.desk.confirm_change(who("ceo"), change.id)).state == "confirmed"
    assert await roles(company, "cfo") == ({"cfo"}, False)
    closed = [to for to, one in await company.carry_out() if isinstance(one, ClosedCard)]
    assert closed == ["U0CFO"]
    assert await company.desk.review(who("cfo"), filed.id) == No("inactive")


async def test_an_officers_slack_id_waits_and_an_employees_does_not(company):
    text = ROSTER.replace("active\n", "active,formerly\n")
    moved = text.replace(
        "U0CFO,Felix Ott,cfo,2026-01-05,,yes", "U0NEWCFO,Felix Ott,cfo,2026-01-05,,yes,U0CFO"
    )
    moved = moved.replace(
        "U0SECOND,Sam Okafor,employee,2026-01-05,,yes",
        "U0NEWSAM,Sam Okafor,employee,2026-01-05,,yes,U0SECOND",
    )
    done, envelopes = await asked(company, text=moved)
    assert [one.name for one in done.asked] == ["Felix Ott"]
    assert await roles(company, "newcfo") is None
    assert await roles(company, "newsam") == ({"employee"}, True)
    # The same list again, without the former id: nobody is entered twice.
    again = moved.replace(",U0CFO\n", ",\n").replace(",U0SECOND\n", ",\n")
    done, more = await asked(company, text=again)
    assert (done.done.added, [one.again for one in done.asked], more) == (0, [True], {})
    change = await change_of(company, "ceo", envelopes["U0CEO"])
    assert change.slack_id == "U0NEWCFO"
    await company.desk.confirm_change(who("ceo"), change.id)
    assert await roles(company, "newcfo") == ({"cfo"}, True)
    assert await roles(company, "cfo") is None


async def test_the_audit_chair_and_compliance_wait_too(company):
    done = await bring(
        company,
        ("Ada Chairman,audit_chair", "Ada Chairman,director"),
        ("Sam Okafor,employee", "Sam Okafor,employee;compliance"),
    )
    assert sorted(one.name for one in done.asked) == ["Ada Chairman", "Sam Okafor"]
    assert await roles(company, "chair") == ({"audit_chair", "director"}, True)
    assert await roles(company, "second") == ({"employee"}, True)


async def test_before_there_is_an_officer_everything_takes_effect_at_once(company):
    nobody = ("Carla Eng,ceo,2026-01-05,,yes", "Carla Eng,ceo,2026-01-05,,no")
    felix = FELIX_OUT
    await company.database.run(
        lambda tx: import_people(tx, ROSTER.replace(*nobody).replace(*felix), "operator:test")
    )
    done = await bring(company, SAM_AS_CFO, nobody, felix)
    assert done.asked == ()
    assert await roles(company, "second") == ({"cfo"}, True)


async def test_the_last_officer_is_confirmed_by_the_chair_and_then_by_themselves(company):
    """Where nobody else is left, the one officer is not locked out of their own company."""
    alone = ROSTER.replace(*FELIX_OUT).replace("audit_chair", "director")
    await company.database.run(lambda tx: import_people(tx, alone, "operator:test"))
    out = ("Carla Eng,ceo,2026-01-05,,yes", "Carla Eng,employee,2026-01-05,,yes")
    _, envelopes = await asked(company, out, text=alone)
    assert set(envelopes) == {"U0CEO"}
    change = await change_of(company, "ceo", envelopes["U0CEO"])
    assert (await company.desk.confirm_change(who("ceo"), change.id)).state == "confirmed"
    assert await roles(company, "ceo") == ({"employee"}, True)


async def test_with_a_chair_the_last_officer_does_not_confirm_their_own_change(company):
    alone = ROSTER.replace(*FELIX_OUT)
    await company.database.run(lambda tx: import_people(tx, alone, "operator:test"))
    out = ("Carla Eng,ceo,2026-01-05,,yes", "Carla Eng,employee,2026-01-05,,yes")
    _, envelopes = await asked(company, out, text=alone)
    assert set(envelopes) == {"U0CHAIR"}
    change = await change_of(company, "chair", envelopes["U0CHAIR"])
    assert await company.desk.confirm_change(who("ceo"), change.id) == No("own_change")
    assert (await company.desk.confirm_change(who("chair"), change.id)).state == "confirmed"


async def test_what_is_listed_as_before_is_not_asked_for_any_more(company):
    _, envelopes = await asked(company, SAM_AS_CFO)
    change = await change_of(company, "ceo", envelopes["U0CEO"])
    done = await bring(company)
    assert done.taken_back == ("Sam Okafor",)
    assert await company.desk.confirm_change(who("ceo"), change.id) == No("change_gone")
    assert await company.desk.opened(who("ceo"), envelopes["U0CEO"]) == No("change_gone")
    assert await roles(company, "second") == ({"employee"}, True)


async def test_a_second_asking_stands_in_the_place_of_the_first(company):
    _, first = await asked(company, SAM_AS_CFO)
    old = await change_of(company, "ceo", first["U0CEO"])
    _, second = await asked(company, ("Sam Okafor,employee", "Sam Okafor,ceo"))
    assert await company.desk.confirm_change(who("ceo"), old.id) == No("change_gone")
    new = await change_of(company, "ceo", second["U0CEO"])
    assert new.after == ("ceo",)


async def test_confirmed_twice_is_confirmed_once(company):
    _, envelopes = await asked(company, SAM_AS_CFO)
    change = await change_of(company, "ceo", envelopes["U0CEO"])
    await company.desk.confirm_change(who("ceo"), change.id)
    assert await company.desk.confirm_change(who("cfo"), change.id) == No("change_confirmed")
    assert len(await company.rows("select * from confirmations")) == 1


@pytest.mark.parametrize("name", ["employee", "director", "second", "chair"])
async def test_whoever_may_not_confirm_is_not_told_that_there_is_something(company, name):
    _, envelopes = await asked(company, SAM_AS_CFO)
    change = await change_of(company, "ceo", envelopes["U0CEO"])
    own = "own_change" if name == "second" else "no_such_change"
    assert await company.desk.confirm_change(who(name), change.id) == No(own)
    assert await company.desk.confirm_change(who(name), "NOSUCHID") == No("no_such_change")
    assert await company.desk.opened(who(name), envelopes["U0CEO"]) == No("not_found")


async def test_each_step_is_on_the_log_and_the_rows_are_kept(company):
    _, envelopes = await asked(company, SAM_AS_CFO)
    change = await change_of(company, "ceo", envelopes["U0CEO"])
    await company.desk.confirm_change(who("ceo"), change.id)
    bodies = [
        json.loads(one["record"]) for one in await company.rows("select record from log_bodies")
    ]
    tags = [one["tag"] for one in bodies][-3:]
    assert tags == ["person:asked", "person:confirmed", "person:recorded"]


async def test_two_officers_swap_seats_in_one_list(company):
    await asked(company, ("Carla Eng,ceo", "Carla Eng,cfo"), ("Felix Ott,cfo", "Felix Ott,ceo"))
    rows = await company.rows("select id, person from people_asked order by id")
    everybody = {one.person: one for one in await company.database.run(people)}
    for row in rows:
        other = {"U0CEO": "cfo", "U0CFO": "ceo"}[everybody[row["person"]].slack_id]
        assert (await company.desk.confirm_change(who(other), row["id"])).state == "confirmed"
    assert await roles(company, "ceo") == ({"cfo"}, True)
    assert await roles(company, "cfo") == ({"ceo"}, True)


# Guests.

GUEST = "U0GUEST,Gus Guestman,director,2026-01-05,,yes,yes\n"
ROLL = re.sub(r",(yes|no)\n", r",\1,no\n", ROSTER.replace("active\n", "active,guest\n"))


async def test_a_guest_is_a_stranger_until_two_people_have_confirmed_them(company):
    done, envelopes = await asked(company, text=ROLL + GUEST)
    assert [(one.kind, one.name) for one in done.asked] == [("guest", "Gus Guestman")]
    assert set(envelopes) == {"U0CEO", "U0CFO"}
    assert await company.desk.home(who("guest")) == No("guest")
    change = await change_of(company, "ceo", envelopes["U0CEO"])
    assert (change.kind, change.takes, change.roles) == ("guest", 2, ("director",))
    first = await company.desk.confirm_change(who("ceo"), change.id)
    assert first.state == "confirmed_by_me"
    assert await company.desk.confirm_change(who("ceo"), change.id) == No("own_confirmation")
    assert await company.desk.home(who("guest")) == No("guest")
    assert (await company.desk.confirm_change(who("cfo"), change.id)).state == "confirmed"
    # Who counts by now owes a Form 3, and is told; who files heard of it with the list.
    assert {to for to, _ in await told(company)} == {"U0GUEST"}
    assert isinstance(await company.desk.submit(who("guest"), buy()), RequestShown)
    await told(company)
    # A list that says the same asks for nothing again.
    done, more = await asked(company, text=ROLL + GUEST)
    assert (done.asked, set(more)) == ((), set())


async def confirmed_guest(company, line=GUEST):
    _, envelopes = await asked(company, text=ROLL + line)
    change = await change_of(company, "ceo", envelopes["U0CEO"])
    for officer in ("ceo", "cfo"):
        await company.desk.confirm_change(who(officer), change.id)
    assert not isinstance(await company.desk.home(who("guest")), No)


async def test_a_guest_with_another_account_is_confirmed_anew(company):
    await confirmed_guest(company)
    moved = ROLL.replace("active,guest", "active,guest,formerly") + GUEST.replace(
        "U0GUEST", "U0OTHER"
    ).replace("yes,yes\n", "yes,yes,U0GUEST\n")
    await asked(company, text=moved)
    assert await company.desk.home(who("other")) == No("guest")
    assert await company.desk.home(who("guest")) == No("stranger")


async def test_a_guest_who_left_is_confirmed_anew(company):
    await confirmed_guest(company)
    await asked(company, text=ROLL + GUEST.replace("yes,yes", "no,yes"))
    assert await company.desk.home(who("guest")) == No("inactive")
    done, _ = await asked(company, text=ROLL + GUEST)
    assert [one.kind for one in done.asked] == ["guest"]
    assert await company.desk.home(who("guest")) == No("guest")


async def test_an_unconfirmed_guest_holds_no_office_and_gets_no_message(company):
    """The chair is a guest: their seat counts as vacant until two people have confirmed it."""
    line = "U0CHAIR,Ada Chairman,audit_chair,2026-01-05,,yes,no\n"
    assert line in ROLL
    text = ROLL.replace(line, line.replace("yes,no", "yes,yes"))
    await company.database.run(lambda tx: import_people(tx, text, "operator:test"))
    everybody = await company.database.run(people)
    (chair,) = [one for one in everybody if one.slack_id == "U0CHAIR"]
    assert (chair.guest, chair.confirmed, chair.serves) == (True, False, False)
    assert chair not in widening_people(everybody, company.desk.grounds.policy, [])
    assert await company.desk.home(who("chair")) == No("guest")


# Who restricts, and who widens.


def ids(found):
    return [one.slack_id for one in found]


def under(everybody, *names):
    return [one.person for one in everybody if one.slack_id in names]


async def test_who_restricts_and_who_widens(company, cellectar):
    everybody = await company.database.run(people)
    assert ids(restricting_officers(everybody, cellectar)) == ["U0CEO", "U0CFO"]
    assert ids(widening_people(everybody, cellectar, [])) == ["U0CEO", "U0CFO"]
    one = under(everybody, "U0CFO")
    assert ids(widening_people(everybody, cellectar, one)) == ["U0CEO", "U0CHAIR"]
    both = under(everybody, "U0CFO", "U0CEO")
    assert ids(widening_people(everybody, cellectar, both)) == ["U0CHAIR"]
    assert widening_takes(cellectar) == 2
    all_three = under(everybody, "U0CFO", "U0CEO", "U0CHAIR")
    assert ids(widening_people(everybody, cellectar, all_three)) == []


COMPLY = "U0COMPLY,Kim Comply,compliance,2026-01-05,,yes\n"


@pytest.mark.parametrize(
    ("sees", "able"), [("true", ["U0CHAIR", "U0COMPLY"]), ("false", ["U0CHAIR"])]
)
async def test_compliance_widens_last_and_only_where_it_may_know(company, sees, able):
    text = policy_text("cellectar_2018").replace(
        "compliance_sees_existence = { value = true",
        f"compliance_sees_existence = {{ value = {sees}",
    )
    policy = parse_policy(text, "ours.toml")
    await company.database.run(lambda tx: import_people(tx, ROSTER + COMPLY, "operator:test"))
    everybody = await company.database.run(people)
    both = under(everybody, "U0CFO", "U0CEO")
    assert ids(widening_people(everybody, policy, both)) == able
    # Nobody under the restriction, compliance either.
    all_four = under(everybody, "U0CFO", "U0CEO", "U0COMPLY")
    assert ids(widening_people(everybody, policy, all_four)) == ["U0CHAIR"]


async def test_nobody_of_another_workspace_confirms(company):
    _, envelopes = await asked(company, SAM_AS_CFO)
    change = await change_of(company, "ceo", envelopes["U0CEO"])
    other = Actor("T0OTHER", "U0CEO")
    assert await company.desk.confirm_change(other, change.id) == No("other_workspace")
    assert TEAM != "T0OTHER"
