"""The plan form as it opens: with what was typed into it before, where that was not sent."""

from typing import Any

from clearance.desk import Desk
from clearance.drafts import of_plan
from clearance.shown import Actor, No
from handlers import unsent
from handlers.views import notice, plan_form
from handlers.views.unsent import Unsent, since


async def form(
    desk: Desk, actor: Actor, *, changes: str | None = None, corrects: str | None = None
) -> dict[str, Any] | No:
    """Give the form for a plan, a change or a correction."""
    sheet = await desk.plan_form(actor, changes=changes, corrects=corrects)
    if isinstance(sheet, No):
        return sheet
    draft = await unsent.found(desk, actor, of_plan(changes, corrects))
    return plan_form.build(sheet, None if draft is None else draft.values, since(draft))


async def empty(desk: Desk, actor: Actor, view: dict[str, Any], begun: Unsent) -> dict[str, Any]:
    """Give the form as it opens for somebody who has typed nothing."""
    changes, corrects = plan_form.about(view)
    sheet = await desk.plan_form(actor, changes=changes, corrects=corrects)
    return notice.of(sheet) if isinstance(sheet, No) else plan_form.build(sheet, begun=begun)
