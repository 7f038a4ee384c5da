"""What officers do with a plan: stop it alone, let it run again by two of them.

A suspension is never said to have a reason, here or anywhere: it may follow from
something confidential. Its owner is told that it holds, and no more.
"""

from dataclasses import dataclass
from typing import Literal

from clearance import plans
from clearance.authority import may_change_plan, plan_officers, refused
from clearance.facts import Ground
from clearance.notices import notify_of_plan
from clearance.people import PersonFound, by_id
from clearance.plans import RESUME_ASKED, RESUMED, SUSPENDED, PlanFound
from clearance.shown import No
from policy.instants import market_day
from storage.tx import Tx

Act = Literal["suspend", "ask_resume", "agree_resume"]


@dataclass(frozen=True, slots=True)
class Matter:
    """One plan, its owner, who acts, and who else could."""

    tx: Tx
    ground: Ground
    plan: PlanFound
    owner: PersonFound
    actor: PersonFound
    others: tuple[PersonFound, ...]

    @property
    def asked_by(self) -> str | None:
        """Who asked for it to run again, as long as they still have a say in it."""
        able = {self.actor.person, *(one.person for one in self.others)}
        return self.plan.asked_by if self.plan.asked_by in able else None

    @property
    def state(self) -> str:
        """How the plan stands, in the words of the matrix of authority."""
        if self.plan.over(market_day(self.tx.now)):
            return "over"
        if not self.plan.suspended:
            return "runs"
        if self.asked_by is None:
            return "asked_in_vain" if self.plan.asked_by else "suspended"
        return "asked_by_me" if self.asked_by == self.actor.person else "asked_by_another"


def change(tx: Tx, ground: Ground, actor: PersonFound, plan_id: str, act: Act) -> No | None:
    """Do one of the acts, or say why it cannot be done."""
    matter = _matter(tx, ground, actor, plan_id, act)
    if isinstance(matter, No):
        return matter
    return refused(act, matter.state) or _ACTS[act](matter)


def _matter(tx: Tx, ground: Ground, actor: PersonFound, plan_id: str, act: Act) -> Matter | No:
    plan = plans.find(tx, plan_id)
    owner = None if plan is None else by_id(tx, plan.person)
    if plan is None or owner is None:
        return No("no_such_plan")
    office = may_change_plan(tx, actor, owner, ground.policy, act)
    if isinstance(office, No):
        return office
    able = (one.person for one in plan_officers(tx, owner, ground.policy))
    others = tuple(one for one in able if one.person != actor.person)
    return Matter(tx, ground, plan, owner, actor, others)


def _suspend(matter: Matter) -> No | None:
    """Stop a plan; one that is stopped stays so, whoever asked for it to run again."""
    step = _write(matter, SUSPENDED)
    if not matter.plan.suspended:
        _tell(matter, step, matter.owner)
    return None


def _ask_resume(matter: Matter) -> No | None:
    if not matter.others:
        return No("nobody_to_agree")
    step = _write(matter, RESUME_ASKED)
    _tell(matter, step, *matter.others)
    return None


def _agree_resume(matter: Matter) -> No | None:
    step = _write(matter, RESUMED)
    _tell(matter, step, matter.owner)
    return None


_ACTS = {"suspend": _suspend, "ask_resume": _ask_resume, "agree_resume": _agree_resume}


def _write(matter: Matter, what: str) -> int:
    policy, actor = matter.ground.policy, matter.actor.person
    return plans.changed(matter.tx, policy, matter.plan, actor, what)


def _tell(matter: Matter, step: int, *people: PersonFound) -> None:
    for one in people:
        notify_of_plan(matter.tx, matter.ground, one, matter.plan.id, str(step))
