"""Every cell of the matrix of authority, asked of the real desk."""

import asyncio
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import pytest

from clearance.authority_matrix import OUTSIDERS, RULES, Capacity, holds
from clearance.shown import Actor, No
from clearance.shown_restrictions import (
    TakesForce,
)
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from policy.roles import GIVEN
from storage.database import Database
from storage.notes import Signer
from storage.sealed import KeyFile
from tests.clearance import matrix_register, matrix_world
from tests.clearance.company import TEAM
from tests.clearance.matrix_by_hand import BY_HAND
from tests.clearance.matrix_cells import ASK, STOPPED, subject
from tests.clearance.matrix_world import slack_id
from tests.clock import HandClock
from tests.left_out import leave_out

POLICY = load_policy("cellectar_2018")


def opened(url):
    clock = HandClock()
    keys = KeyFile(bytes(range(32)))
    signer = Signer("example.com/preclear", bytes(range(32)))
    return Database.open(url, keys=keys, now=clock.now, steady=clock.steady, signs=signer), clock


@dataclass(frozen=True)
class Worlds:
    """One company for most cells, and one whose register holds restrictions."""

    most: matrix_world.World
    register: matrix_register.RegisterWorld

    def of(self, rule, state):
        """Say in which company a cell is asked."""
        of_register = rule.subject in ("restriction", "widening", "notice")
        named = rule.act in ("see_related_asked", "answer_related")
        with_it = state in ("pending_under_restriction", "clearance_withdrawn")
        return self.register if of_register or named or with_it else self.most


@contextmanager
def standing(*urls):
    databases = [opened(url) for url in urls]
    exchange = load_exchange("XNAS")
    yield Worlds(
        *(
            asyncio.run(module.build(database, clock, POLICY, exchange))
            for module, (database, clock) in zip(
                (matrix_world, matrix_register), databases, strict=True
            )
        )
    )
    for database, _ in databases:
        database.close_now()


@pytest.fixture(scope="module")
def world(sqlite_template, tmp_path_factory):
    files = [tmp_path_factory.mktemp("matrix") / "preclear.db" for _ in range(2)]
    for file in files:
        shutil.copyfile(sqlite_template, file)
    with standing(*(f"sqlite:///{file}" for file in files)) as found:
        yield found


@pytest.fixture(scope="module")
def world_on_postgres(postgres_server):
    if isinstance(postgres_server, str):
        leave_out("PostgreSQL", postgres_server)
    with (
        postgres_server.database() as one,
        postgres_server.database() as two,
        standing(one, two) as found,
    ):
        yield found


def cells():
    """Give every cell: role, act, relation, state."""
    for rule in RULES.values():
        for relation in rule.relations:
            for state in rule.states:
                yield from ((role, rule, relation, state) for role in sorted(GIVEN))


def expected(role, rule, relation, state):
    """Answer a cell as the matrix declares it, in a company whose seats are all filled."""
    return rule.answer(relation, held(role), state) or "done"


@cache
def held(role):
    """Give a role's capacities: there are few roles and ten thousand cells."""
    return frozenset(one for one in Capacity if holds(role, one, POLICY) == "yes")


#: Asked where everybody has signed the policy; signing again is the same signature.
SIGNED = {"see_policy", "acknowledge", "see_acknowledged", "initial", "list_acknowledged"}
#: What the desk does of itself, at its tick.
BESIDE_THE_MATRIX = {
    *("swing", "paper_sheet", "act", "sending", "tick", "approvals_stopped", "knowing"),
    *("tells_window", "tell_of_windows"),  # the company's setting, made as the bot starts
}


def skipped(rule, relation, state, role=""):
    """Say of which cells other tests are: what needs a company of its own."""
    if state == "restrictions_closed":
        return True  # under another policy: tests/audit/test_pulls
    if relation == "only_one_left" or (rule.act, relation) == ("confirm_guest", "self"):
        return True  # test_people_changes
    if (rule.act, relation, state) == ("agree_widening", "asker", "gone"):
        return True  # whose it was is not known any more
    if relation == "setter" and state == "nobody_else" and role in ("audit_chair", "compliance"):
        return True  # every officer is under it, so that they step in: test_widening
    if relation in ("tied", "co_holder") and state == "pending_under_restriction":
        return True  # it is their relation that is looked at, as in any other state
    return rule.subject == "change" and relation == "self" and state != "waits"


async def ask(worlds, role, rule, relation, state, actor=None):  # noqa: PLR0917 - a cell
    """Ask the desk one cell; what takes force at a tick is ticked there, and undone too."""
    me, world = slack_id(role), worlds.of(rule, state)
    stopped = state in (STOPPED[0], "to_confirm")
    desk = world.stopped if stopped else world.asking
    desk = world.signed if rule.act in SIGNED else desk
    it = subject(world, me, rule, relation, state)
    answer = await ASK[rule.act](desk, actor or Actor(TEAM, me), it)
    if isinstance(answer, TakesForce):
        before = len(desk.database.history)
        ticked = await desk.tick()
        done = {one["what"] for one in desk.database.history[before:]}
        assert not ticked.broken, (role, rule.act, relation, state)
        assert not done & {"refused", "broken"}, (role, rule.act, relation, state)
    return answer.reason if isinstance(answer, No) else "done"


async def test_the_desk_answers_every_cell_as_it_is_declared(world):
    wrong, asked = [], 0
    for role, rule, relation, state in cells():
        if skipped(rule, relation, state, role):
            continue
        asked += 1
        found = await ask(world, role, rule, relation, state)
        if found != expected(role, rule, relation, state):
            wrong.append((role, rule.act, relation, state, found))
    assert not wrong, wrong[:20]
    assert asked > 1500


@pytest.mark.usefixtures("postgres")
async def test_postgresql_answers_a_sample_of_the_cells_alike(world_on_postgres):
    chosen = [
        one for one in cells() if one[0] in ("ceo", "employee") and not skipped(*one[1:], one[0])
    ]
    for role, rule, relation, state in chosen[::9]:
        found = await ask(world_on_postgres, role, rule, relation, state)
        assert found == expected(role, rule, relation, state), (role, rule.act, relation, state)


def test_every_act_is_asked_of_the_desk():
    assert set(ASK) == set(RULES)


def test_every_method_of_the_desk_is_in_the_matrix():
    """Whoever adds an act to the desk declares it, and asks it here."""
    from clearance.desk import Desk  # noqa: PLC0415 - looked at, not used

    public = {name for name in dir(Desk) if not name.startswith("_")}
    used = {name for one in ASK.values() for name in one.__code__.co_names}
    assert public - used == BESIDE_THE_MATRIX


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
        for relation in rule.relations:
            for state in rule.states:
                if not skipped(rule, relation, state):
                    found = await ask(world, "ceo", rule, relation, state, outsider)
                    assert found == reason, (rule.act, relation, state)


async def _leaves(world, one):
    from clearance.people import import_people  # noqa: PLC0415 - beside its one use

    text = f"slack_id,name,roles,active\n{one},Gone,ceo,no\n"
    for each in (world.most, world.register):
        await each.company.database.run(lambda tx: import_people(tx, text, "operator:test"))


@pytest.mark.parametrize("cell", BY_HAND)
async def test_what_must_hold_holds(world, cell):
    act, role, relation, state, answer = cell
    assert await ask(world, role, RULES[act], relation, state) == answer


@pytest.mark.parametrize(("act", "role", "relation", "state", "answer"), BY_HAND)
def test_what_must_hold_is_declared(act, role, relation, state, answer):
    assert expected(role, RULES[act], relation, state) == answer


def test_no_act_lets_one_person_widen_what_takes_two():
    takes_two = {rule.act for rule in RULES.values() if rule.people > 1}
    assert takes_two == {
        "agree_resume",
        "agree_widening",
        "confirm_guest",
        "confirm_paper",
        "confirm_keeping",
        "confirm_production",
        "initial",
        "take_production",
    }


def test_every_refusal_has_its_own_reason_and_words():
    from handlers.words.refusals import REFUSALS  # noqa: PLC0415 - the words alone

    for rule in RULES.values():
        needs_a_word = any(isinstance(one, Capacity) for one in rule.relations.values())
        people = {one for one in rule.relations.values() if isinstance(one, Capacity)}
        assert rule.otherwise or not needs_a_word or people == {Capacity.PERSON}, rule.act
        reasons = {rule.otherwise, *(r for r in rule.relations.values() if isinstance(r, str))}
        reasons |= {reason for reason in rule.states.values() if reason}
        assert reasons - {""} <= set(REFUSALS), rule.act
    assert len({REFUSALS[one] for one in OUTSIDERS}) == 1
