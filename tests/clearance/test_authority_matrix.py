"""Every cell of the matrix of authority, asked of the real desk."""

import shutil
from dataclasses import replace

import pytest

from clearance.authority_matrix import (
    NOT_YET_AT_THE_DESK,
    OUTSIDERS,
    RULES,
    Capacity,
    Rule,
    holds,
)
from clearance.shown import Actor, No
from clearance.shown_related import RelatedSaid
from clearance.shown_restrictions import IssuerNoticeSaid, ReceiptSaid, RestrictSaid
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from policy.coverage import Tie
from policy.roles import ROLES
from storage.database import Database
from storage.sealed import KeyFile
from tests.clearance.company import APPROVE, DECLINE, NOTHING, RETURN, TEAM, buy
from tests.clearance.matrix_world import ERIN, build_now, slack_id
from tests.clock import HandClock

POLICY = load_policy("cellectar_2018")
SISTER = RelatedSaid("Ann", Tie("sibling"))


def opened(url):
    clock = HandClock()
    keys = KeyFile(bytes(range(32)))
    return Database.open(url, keys=keys, now=clock.now, steady=clock.steady), clock


@pytest.fixture(scope="module")
def world(sqlite_template, tmp_path_factory):
    file = tmp_path_factory.mktemp("matrix") / "preclear.db"
    shutil.copyfile(sqlite_template, file)
    database, clock = opened(f"sqlite:///{file}")
    yield build_now(database, clock, POLICY, load_exchange("XNAS"))
    database.close_now()


def cells(subjects=None):
    """Give every cell whose act the desk has: role, act, relation, state."""
    for rule in RULES.values():
        if rule.act in NOT_YET_AT_THE_DESK or subjects not in (None, rule.subject):
            continue
        for relation in rule.relations:
            for state in rule.states:
                if f"{rule.act}:{state}" not in NOT_YET_AT_THE_DESK:
                    yield from ((role, rule, relation, state) for role in sorted(ROLES))


def expected(role, rule, relation, state):
    """Answer a cell as the matrix declares it, in a company whose seats are all filled."""
    held = frozenset(one for one in Capacity if holds(role, one, POLICY) == "yes")
    return rule.answer(relation, held, state) or "done"


ASK = {
    "see_window": lambda desk, me, _: desk.window(me),
    "open_form": lambda desk, me, _: desk.asking(me),
    "see_home": lambda desk, me, _: desk.home(me),
    "list_requests": lambda desk, me, _: desk.mine(me),
    "list_related": lambda desk, me, _: desk.related(me),
    "list_plans": lambda desk, me, _: desk.plans(me),
    "register_related": lambda desk, me, _: desk.register_related(me, SISTER),
    "change_related": lambda desk, me, it: desk.register_related(me, replace(SISTER, replaces=it)),
    "remove_related": lambda desk, me, it: desk.remove_related(me, it),
    "file": lambda desk, me, it: desk.submit(me, it),
    "see_request": lambda desk, me, it: desk.request(me, it),
    "withdraw": lambda desk, me, it: desk.withdraw(me, it),
    "correct": lambda desk, me, it: desk.submit(me, replace(buy(), corrects=it)),
    "report": lambda desk, me, it: desk.report(me, it, NOTHING),
    "answer_withdrawal": lambda desk, me, it: desk.receipt(me, ReceiptSaid(it)),
    "restrict": lambda desk, me, it: desk.restrict(me, RestrictSaid("event", (it,), "HERON")),
    "list_restrictions": lambda desk, me, _: desk.restrictions(me),
    "confirm_restored": lambda desk, me, _: desk.confirm_restored(me),
    "tell_of_issuer": lambda desk, me, _: desk.tell_of_issuer(me, IssuerNoticeSaid((ERIN,), "Ex")),
    "open_envelope": lambda desk, me, it: desk.opened(me, it),
    "review": lambda desk, me, it: desk.review(me, it),
    "approve": lambda desk, me, it: desk.decide(me, it, APPROVE),
    "decline": lambda desk, me, it: desk.decide(me, it, DECLINE),
    "return": lambda desk, me, it: desk.decide(me, it, RETURN),
    "see_plan": lambda desk, me, it: desk.plan(me, it),
    "suspend": lambda desk, me, it: desk.change_plan(me, it, "suspend"),
    "ask_resume": lambda desk, me, it: desk.change_plan(me, it, "ask_resume"),
    "agree_resume": lambda desk, me, it: desk.change_plan(me, it, "agree_resume"),
    "see_change": lambda desk, me, it: desk.change(me, it),
    "confirm_office": lambda desk, me, it: desk.confirm_change(me, it),
    "confirm_guest": lambda desk, me, it: desk.confirm_change(me, it),
}


#: Reasons whose words come with the forms about restrictions.
OF_RESTRICTIONS = {"no_receipt", "own_restriction", "nothing_to_confirm"}
#: What the desk does of itself, at its tick.
BESIDE_THE_MATRIX = {"tick", "approvals_stopped"}
#: Methods whose acts are declared and not asked in every cell here, and what each does.
OF_ACTS_NOT_ASKED_YET = {
    "related_asked": "see_related_asked",
    "answer_related": "answer_related",
    "restrict_sheet": "restrict",
    "widen_sheet": "see_restriction",
    "widen": "ask_widening",
    "widening": "see_widening",
    "agree_widening": "agree_widening",
    "ask_reason": "open_reason",
    "acknowledge_notice": "acknowledge_notice",
}


def subject(world, me: str, rule: Rule, relation, state):  # noqa: PLR0911 - one a subject
    """Find what the act is done to in this cell, for the person with this Slack id."""
    whose = ERIN if relation == "other" else me
    match rule.subject:
        case "request":
            return world.requests[whose, "related" if relation == "related" else "own", state]
        case "restriction":
            return me if state == "oneself_among_them" else ERIN
        case "entry" if rule.act == "file":
            if relation == "self":
                return buy()
            return replace(buy(), account="related", related=world.entries[whose])
        case "entry":
            return world.entries[whose]
        case "envelope":
            return world.envelopes[whose]
        case "plan":
            return world.plans[whose, _plan_state(me, state)]
        case "change":
            return _change(world, me, rule, relation, state)
        case _:
            return None


def _plan_state(me, state):
    """Name the plan that stands so for this officer; for anybody else either will do."""
    mine = "asked_cfo" if me == slack_id("cfo") else "asked_ceo"
    other = "asked_ceo" if mine == "asked_cfo" else "asked_cfo"
    return {"asked_by_me": mine, "asked_by_another": other}.get(state, state)


def _change(world, me, rule, relation, state):
    if relation == "self":
        return world.changes[me, "office"]
    if rule.act == "confirm_office":
        number = {"waits": 0, "confirmed": 1, "gone": 2}[state]
        return world.changes[f"U0OFFICE{number}", "office"]
    by_me = 2 if me == slack_id("cfo") else 1
    number = {"waits": 0, "confirmed_by_me": by_me, "confirmed": 3, "gone": 4}[state]
    return world.changes[f"U0GUEST{number}", "guest"]


def skipped(rule, relation, state):
    """Say of which cells other tests are: what needs a company of its own."""
    if relation == "only_one_left" or (rule.act, relation) == ("confirm_guest", "self"):
        return True  # test_people_changes
    return rule.subject == "change" and relation == "self" and state != "waits"


async def ask(world, role, rule, relation, state):
    me = slack_id(role)
    it = subject(world, me, rule, relation, state)
    answer = await ASK[rule.act](world.asking, Actor(TEAM, me), it)
    return answer.reason if isinstance(answer, No) else "done"


async def test_the_desk_answers_every_cell_as_it_is_declared(world):
    wrong, asked = [], 0
    for role, rule, relation, state in cells():
        if skipped(rule, relation, state):
            continue
        asked += 1
        found = await ask(world, role, rule, relation, state)
        if found != expected(role, rule, relation, state):
            wrong.append((role, rule.act, relation, state, found))
    assert not wrong, wrong[:20]
    assert asked > 1500


def test_every_act_is_asked_of_the_desk_or_named_as_not_there_yet():
    acts = {one for one in NOT_YET_AT_THE_DESK if ":" not in one}
    assert set(ASK) | acts == set(RULES)
    assert not set(ASK) & acts


def test_every_method_of_the_desk_is_in_the_matrix():
    """Whoever adds an act to the desk declares it, and asks it here."""
    from clearance.desk import Desk  # noqa: PLC0415 - looked at, not used

    public = {name for name in dir(Desk) if not name.startswith("_")}
    used = {name for one in ASK.values() for name in one.__code__.co_names}
    assert public - used == BESIDE_THE_MATRIX | set(OF_ACTS_NOT_ASKED_YET)
    assert set(OF_ACTS_NOT_ASKED_YET.values()) <= NOT_YET_AT_THE_DESK | set(ASK)


@pytest.mark.parametrize("reason", ["stranger", "inactive", "other_workspace"])
async def test_whoever_is_nobody_here_does_nothing_at_all(world, reason):
    outsider = {
        "stranger": Actor(TEAM, "U0NOBODY"),
        "inactive": Actor(TEAM, "U0GONE"),
        "other_workspace": Actor("T0OTHER", slack_id("ceo")),
    }[reason]
    if reason == "inactive":
        await _leaves(world, "U0GONE")
    for rule in RULES.values():
        if rule.act in NOT_YET_AT_THE_DESK:
            continue
        for relation in rule.relations:
            for state in rule.states:
                if f"{rule.act}:{state}" in NOT_YET_AT_THE_DESK or skipped(rule, relation, state):
                    continue
                it = subject(world, slack_id("ceo"), rule, relation, state)
                answer = await ASK[rule.act](world.asking, outsider, it)
                assert answer == No(reason), (rule.act, relation, state)


async def _leaves(world, one):
    from clearance.people import import_people  # noqa: PLC0415 - beside its one use

    text = f"slack_id,name,roles,active\n{one},Gone,ceo,no\n"
    await world.company.database.run(lambda tx: import_people(tx, text, "operator:test"))


#: Written by hand, apart from the declaration: what nobody may get wrong.
BY_HAND = [
    ("approve", "ceo", "other", "pending", "done"),
    ("approve", "cfo", "other", "pending", "done"),
    ("approve", "ceo", "self", "pending", "own_request"),
    ("approve", "cfo", "self", "pending", "own_request"),
    ("approve", "ceo", "related", "pending", "own_request"),
    ("approve", "audit_chair", "other", "pending", "not_an_approver"),
    ("approve", "compliance", "other", "pending", "not_an_approver"),
    ("approve", "employee", "other", "pending", "not_an_approver"),
    ("approve", "employee", "self", "pending", "own_request"),
    ("approve", "ceo", "other", "declined", "already_decided"),
    ("approve", "ceo", "other", "withdrawn", "not_pending"),
    ("decline", "director", "other", "pending", "not_an_approver"),
    ("review", "compliance", "other", "pending", "not_an_approver"),
    ("see_request", "ceo", "other", "approved", "not_found"),
    ("see_request", "compliance", "other", "approved", "not_found"),
    ("see_request", "employee", "self", "declined", "done"),
    ("withdraw", "ceo", "other", "pending", "not_found"),
    ("withdraw", "employee", "self", "approved", "done"),
    ("withdraw", "employee", "self", "reported", "not_pending"),
    ("report", "cfo", "other", "approved", "not_found"),
    ("suspend", "cfo", "other", "runs", "done"),
    ("suspend", "cfo", "self", "runs", "own_plan"),
    ("suspend", "employee", "other", "runs", "no_such_plan"),
    ("suspend", "compliance", "other", "runs", "no_such_plan"),
    ("agree_resume", "ceo", "other", "asked_by_me", "own_resume"),
    ("agree_resume", "ceo", "other", "asked_by_another", "done"),
    ("agree_resume", "ceo", "other", "suspended", "resume_not_asked"),
    ("agree_resume", "ceo", "self", "suspended", "own_plan"),
    ("see_plan", "employee", "other", "runs", "no_such_plan"),
    ("confirm_office", "ceo", "self", "waits", "own_change"),
    ("confirm_office", "ceo", "other", "waits", "done"),
    ("confirm_office", "audit_chair", "other", "waits", "no_such_change"),
    ("confirm_office", "employee", "other", "waits", "no_such_change"),
    ("confirm_guest", "ceo", "other", "confirmed_by_me", "own_confirmation"),
    ("confirm_guest", "director", "other", "waits", "no_such_change"),
    ("remove_related", "ceo", "other", "any", "related_gone"),
    ("open_envelope", "ceo", "other", "any", "not_found"),
]
RESTRICTED_BY_HAND = [
    ("restrict", "ceo", "everybody", "of_others", "done"),
    ("restrict", "ceo", "everybody", "oneself_among_them", "own_restriction"),
    ("restrict", "audit_chair", "everybody", "of_others", "not_an_officer"),
    ("restrict", "compliance", "everybody", "of_others", "not_an_officer"),
    ("restrict", "employee", "everybody", "of_others", "not_an_officer"),
    ("open_reason", "cfo", "other", "in_force", "restriction_gone"),
    ("open_reason", "ceo", "setter", "in_force", "done"),
    ("open_reason", "ceo", "under", "in_force", "restriction_gone"),
    ("see_restriction", "compliance", "other", "in_force", "restriction_gone"),
    ("agree_widening", "ceo", "under", "waits", "widening_gone"),
    ("agree_widening", "ceo", "asker", "waits", "own_widening"),
    ("agree_widening", "cfo", "other", "waits", "done"),
    ("agree_widening", "employee", "other", "waits", "widening_gone"),
    ("approve", "ceo", "other", "pending_under_restriction", "not_approvable"),
    ("approve", "ceo", "other", "pending_approvals_stopped", "approvals_stopped"),
    ("decline", "ceo", "other", "pending", "done"),
    ("answer_withdrawal", "employee", "other", "clearance_withdrawn", "not_found"),
]


@pytest.mark.parametrize("cell", BY_HAND)
async def test_what_must_hold_holds(world, cell):
    act, role, relation, state, answer = cell
    assert await ask(world, role, RULES[act], relation, state) == answer


@pytest.mark.parametrize(
    ("act", "role", "relation", "state", "answer"), [*BY_HAND, *RESTRICTED_BY_HAND]
)
def test_what_must_hold_is_declared(act, role, relation, state, answer):
    assert expected(role, RULES[act], relation, state) == answer


def test_no_act_lets_one_person_widen_what_takes_two():
    takes_two = {rule.act for rule in RULES.values() if rule.people > 1}
    assert takes_two == {"agree_resume", "agree_widening", "confirm_guest"}


def test_every_refusal_has_its_own_reason_and_words():
    from handlers.refusal_words import REFUSALS  # noqa: PLC0415 - the words alone

    for rule in RULES.values():
        needs_a_word = any(isinstance(one, Capacity) for one in rule.relations.values())
        people = {one for one in rule.relations.values() if isinstance(one, Capacity)}
        assert rule.otherwise or not needs_a_word or people == {Capacity.PERSON}, rule.act
        if rule.act not in NOT_YET_AT_THE_DESK:
            reasons = {rule.otherwise, *(r for r in rule.relations.values() if isinstance(r, str))}
            reasons |= {
                reason
                for state, reason in rule.states.items()
                if reason and f"{rule.act}:{state}" not in NOT_YET_AT_THE_DESK
            }
            assert reasons - {""} <= set(REFUSALS) | OF_RESTRICTIONS, rule.act
    assert len({REFUSALS[one] for one in OUTSIDERS}) == 1
