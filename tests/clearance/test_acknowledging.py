"""Signing the policy and receiving it: who may, what it takes, and what it opens."""

import json

import pytest

from clearance.people import import_people
from clearance.shown import No
from storage import log
from tests.clearance.acknowledgements import (
    BOTH,
    NAMES,
    SHA,
    TEXT,
    asked_well,
    signs,
    with_compliance,
)
from tests.clearance.company import (
    APPROVE,
    OPERATOR,
    ROSTER,
    buy,
    ny,
    state_of,
    together,
    told,
    who,
)


@pytest.fixture
async def round_(company):
    return await asked_well(company)


async def signed(company, found, name):
    one = await company.desk.acknowledge(who(name), signs(found, name))
    assert not isinstance(one, No), one
    return one


async def test_nobody_asks_before_they_have_signed(company, round_):
    """Twin: once signed, the same form is taken."""
    refused = await company.desk.submit(who("employee"), buy(form="V1"))
    assert refused == No("sign_first")
    assert await company.rows("SELECT id FROM requests") == []
    assert (await company.desk.asking(who("employee"))).sign_first
    await signed(company, round_, "employee")
    filed = await company.desk.submit(who("employee"), buy(form="V1"))
    assert filed.state == "pending"
    assert not (await company.desk.asking(who("employee"))).sign_first


async def test_what_needs_no_clearance_is_taken_unsigned(company, round_):  # noqa: ARG001
    filed = await company.desk.submit(who("employee"), buy(10, action="option_exercise"))
    assert filed.state == "exempt"


async def test_a_field_comes_before_the_signature_and_another_refusal_is_recorded(company, round_):  # noqa: ARG001
    at_field = await company.desk.submit(who("employee"), buy(order="limit"))
    assert at_field.reason == "refused_at_fields"
    assert [one.rule for one in at_field.findings] == ["limit_order"]
    refused = await company.desk.submit(who("employee"), buy(action="short_sale"))
    assert refused.state == "refused"


async def test_without_a_document_paper_counts_as_it_did(company):
    refused = await company.desk.submit(who("newcomer"), buy())
    assert (refused.state, [one.rule for one in refused.findings]) == (
        "refused",
        ["not_acknowledged"],
    )
    assert await company.desk.acknowledgement(who("newcomer")) == No("no_policy_document")


@pytest.mark.parametrize(("day", "state"), [("2026-11-22", None), ("2026-11-23", "pending")])
async def test_paper_of_the_rounds_day_counts_and_older_paper_does_not(company, round_, day, state):  # noqa: ARG001
    await company.replace_roster("Erin Boyd,employee,2026-01-05", f"Erin Boyd,employee,{day}")
    filed = await company.desk.submit(who("employee"), buy())
    assert (filed == No("sign_first")) if state is None else (filed.state == state)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"statements": ("read",)}, "certifications_missing"),
        ({"statements": ("comply",)}, "certifications_missing"),
        ({"signature": "Erin Bond"}, "signature_other"),
        ({"signature": "Erin"}, "signature_other"),
        ({"signature": ""}, "signature_other"),
        ({"signature": "  erin   BOYD "}, None),
        ({}, None),
    ],
)
async def test_a_signature_takes_both_statements_and_ones_own_name(
    company, round_, changes, reason
):
    answer = await company.desk.acknowledge(who("employee"), signs(round_, "employee", **changes))
    assert (answer.reason if isinstance(answer, No) else None) == reason
    written = await company.rows("SELECT * FROM acknowledgements")
    assert len(written) == (reason is None)


async def test_a_form_of_an_older_version_is_not_signed(company, round_):
    newer = await asked_well(company, version="2026-B", sha256="1" * 64)
    answer = await company.desk.acknowledge(who("employee"), signs(round_, "employee"))
    assert answer == No("acknowledgement_changed")
    await signed(company, newer, "employee")


async def test_signed_twice_at_once_is_one(company, round_):
    said = signs(round_, "employee")
    first, second = await together(
        *(company.desk.acknowledge(who("employee"), said) for _ in range(2))
    )
    assert first.id == second.id
    (row,) = await company.rows("SELECT * FROM acknowledgements")
    assert (row["sha256"], row["signature"]) == (SHA, "Erin Boyd")
    assert (json.loads(row["statements"]), str(row["signed_on"])) == (list(BOTH), "2026-11-23")
    entries = await company.database.run(log.entries)
    tags = [json.loads(one.record)["tag"] for one in entries]
    assert tags.count("acknowledgement:signed") == 1


@pytest.mark.parametrize(
    ("signer", "receiver", "others"),
    [
        ("employee", "cfo", ("ceo", "chair", "second")),
        ("ceo", "chair", ("cfo", "second")),
        ("cfo", "ceo", ("chair", "second")),
    ],
)
async def test_it_goes_to_who_approves_the_signers_plan(company, round_, signer, receiver, others):
    await told(company)
    one = await signed(company, round_, signer)
    envelopes = dict(await told(company))
    assert list(envelopes) == [f"U0{receiver.upper()}"]
    for other in others:
        assert await company.desk.initial(who(other), one.id, "XY") == No("no_such_acknowledgement")
    assert await company.desk.initial(who(signer), one.id, "XY") == No("own_acknowledgement")
    opened = await company.desk.opened(who(receiver), envelopes[f"U0{receiver.upper()}"])
    assert (opened.id, opened.name, opened.may_initial) == (one.id, NAMES[signer], True)
    for wrong in ("", "1", "ABCDEFG"):
        assert await company.desk.initial(who(receiver), one.id, wrong) == No("initials_unclear")
    done = await company.desk.initial(who(receiver), one.id, "F. O.")
    assert (done.initials, done.initialled_by, done.may_initial) == (
        "F. O.",
        NAMES[receiver],
        False,
    )
    again = await company.desk.initial(who(receiver), one.id, "ZZ")
    assert again == No("acknowledgement_initialled")
    assert (await company.desk.acknowledged(who(signer), one.id)).initials == "F. O."


async def test_who_has_no_cfo_is_received_by_whom_the_policy_names(company, round_):
    """The seat is vacant when it is signed; who takes it finds what waits."""
    left = ROSTER.replace("Felix Ott,cfo,2026-01-05,,yes", "Felix Ott,cfo,2026-01-05,,no")
    await company.database.run(lambda tx: import_people(tx, left, OPERATOR))
    one = await signed(company, round_, "employee")
    assert [each.id for each in (await company.desk.acknowledgement(who("chair"))).to_initial] == [
        one.id
    ]
    await company.database.run(lambda tx: import_people(tx, ROSTER, OPERATOR))
    assert (await company.desk.acknowledgement(who("chair"))).to_initial == ()
    assert (await company.desk.home(who("cfo"))).acknowledgement.to_initial == 1


async def test_a_request_that_waits_outlives_the_round_in_which_it_was_filed(company, round_):
    """Twin: whose acknowledgement is taken back by the list is refused, as it was."""
    await signed(company, round_, "employee")
    filed = await company.desk.submit(who("employee"), buy())
    company.clock.pass_(60)
    await asked_well(company, version="2026-B", sha256="1" * 64)
    assert await company.desk.submit(who("employee"), buy()) == No("sign_first")
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    assert await state_of(company, filed) == "approved"


async def test_the_file_is_the_cfos_and_compliances(company, round_):
    await with_compliance(company)
    await signed(company, round_, "employee")
    for name in ("cfo", "comply"):
        found = await company.desk.acknowledgements(who(name))
        stands = {one.slack_id: one.state for one in found.lines}
        assert (stands["U0EMPLOYEE"], stands["U0SECOND"]) == ("waits", "missing")
        assert "U0LEFT" not in stands
        assert found.document.sha256 == SHA
    for name in ("ceo", "chair", "employee"):
        assert await company.desk.acknowledgements(who(name)) == No("not_an_officer")


async def test_the_sheet_shows_the_document_and_then_what_was_signed(company, round_):
    sheet = await company.desk.acknowledgement(who("employee"))
    assert (sheet.document.text, sheet.signed, sheet.keeps) == (TEXT, None, False)
    await signed(company, round_, "employee")
    sheet = await company.desk.acknowledgement(who("employee"))
    assert sheet.signed.signature == "Erin Boyd"
    at_home = (await company.desk.home(who("employee"))).acknowledgement
    assert (at_home.to_sign, at_home.initialled) == (False, False)
    assert at_home.signed_on == sheet.signed.signed_on


async def test_it_is_the_same_for_somebody_restricted(company, round_):
    """What is refused for want of a signature tells nothing, and signing looks at no register."""
    from tests.clearance.restricting import restricted  # noqa: PLC0415 - beside its one use

    before = await company.desk.submit(who("employee"), buy())
    sheet = await company.desk.acknowledgement(who("employee"))
    await restricted(company, "employee")
    assert await company.desk.submit(who("employee"), buy()) == before == No("sign_first")
    assert await company.desk.acknowledgement(who("employee")) == sheet
    await signed(company, round_, "employee")
    await signed(company, round_, "second")
    for name in ("employee", "second"):
        assert (await company.desk.submit(who(name), buy())).state == "pending"


async def test_the_morning_after_ny_is_not_needed(company, round_):  # noqa: ARG001
    company.clock.move(ny("2026-11-24 08:00"))
