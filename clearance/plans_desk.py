"""The desk's side of plans that are submitted here: forms, submissions, decisions, ends."""

from clearance import deciding_plans, plan_filed, plan_sheets, submitting_plans
from clearance.delegates_desk import DelegatesDesk
from clearance.facts import Ground
from clearance.people import PersonFound
from clearance.shown import Actor, No, PlanShown, Verdict
from clearance.shown_plans import PlanFiled, PlanFormSheet, PlanSaid
from storage.tx import Tx


class PlansDesk(DelegatesDesk):
    """What an owner does about their plans, and whoever approves them."""

    async def plan_form(
        self, actor: Actor, *, changes: str | None = None, corrects: str | None = None
    ) -> PlanFormSheet | No:
        """Return what the form for a plan, a change or a correction opens with."""
        return await self._run(
            actor,
            lambda tx, _, person: submitting_plans.form(
                tx, person, changes=changes, corrects=corrects
            ),
        )

    async def submit_plan(self, actor: Actor, said: PlanSaid) -> PlanFiled | No:
        """Submit a plan or a change of one, or say which public fact forbids it."""

        def act(tx: Tx, ground: Ground, person: PersonFound) -> PlanFiled | No:
            record = submitting_plans.submit(tx, ground, person, said)
            if isinstance(record, No):
                return record
            return plan_filed.one(tx, ground, person, record)

        return await self._run(actor, act)

    async def plan_filed(self, actor: Actor, record: str) -> PlanFiled | No:
        """Return what was submitted, to its owner or who may decide it."""
        return await self._run(
            actor, lambda tx, ground, person: plan_filed.one(tx, ground, person, record)
        )

    async def decide_plan(self, actor: Actor, record: str, verdict: Verdict) -> PlanFiled | No:
        """Decide what was submitted, or say why it cannot be decided so."""
        knowing = self.knowing()

        def act(tx: Tx, ground: Ground, person: PersonFound) -> PlanFiled | No:
            stopped = self.approvals_stopped(tx, ground, knowing)
            refused = deciding_plans.decide(tx, ground, person, record, verdict, stopped=stopped)
            return refused or plan_filed.one(tx, ground, person, record)

        return await self._run(actor, act)

    async def withdraw_plan(self, actor: Actor, record: str) -> PlanFiled | No:
        """Take back what one submitted."""

        def act(tx: Tx, ground: Ground, person: PersonFound) -> PlanFiled | No:
            refused = deciding_plans.withdraw(tx, ground, person, record)
            return refused or plan_filed.one(tx, ground, person, record)

        return await self._run(actor, act)

    async def end_plan(self, actor: Actor, plan_id: str) -> PlanShown | No:
        """End one's own plan."""

        def act(tx: Tx, ground: Ground, person: PersonFound) -> PlanShown | No:
            refused = deciding_plans.end(tx, ground, person, plan_id)
            return refused or plan_sheets.one(tx, ground, person, plan_id)

        return await self._run(actor, act)
