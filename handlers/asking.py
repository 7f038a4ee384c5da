"""Words about a trade after ``/preclear``: the form filled in with what they say.

Of a trade that is to come it is the request's. Of one that was made it is the report on the
clearance that fits; where none or several do, the person says which it was.
"""

from collections.abc import Sequence
from typing import Any

from clearance.shown import AskingSheet, No, RequestShown
from clearance.shown_drafts import DraftOf
from handlers import phrase, unsent
from handlers.called import Call
from handlers.moments import new_york_day
from handlers.phrase import Understood
from handlers.views import execution_fields, report_form, traded_list, unasked_form
from handlers.views.request_fields import as_day
from handlers.views.request_form import Filled
from handlers.views.typed import Typed, typed
from handlers.views.unsent import since
from policy.facts import COMPANY

#: Where what is said of a trade stands in the forms that report it.
_FIELDS = {
    "on": execution_fields.ON,
    "quantity": execution_fields.QUANTITY,
    "price": execution_fields.PRICE,
    "action": unasked_form.ACTION,
    "security": unasked_form.SECURITY,
}
#: What a trade can be reported on; a request that was not cleared is no clearance of it.
_CLEARED = frozenset({"approved", "clearance_ended", "exempt"})


async def ask(call: Call) -> No | None:
    """Open the form, filled in with what the words say."""
    sheet = await call.desk.asking(call.actor)
    if isinstance(sheet, No):
        return sheet
    read = phrase.read(call.text, new_york_day(call.clock.now()), sheet.company)
    if read.made:
        return await _report(call, sheet, read)
    said = typed(read)
    filled = Filled(said.values, day_read=True, unread=said.unread, notes=said.notes)
    spoken = filled if call.typed else None
    await call.show(await unsent.resumed(call.desk, call.actor, sheet, spoken))
    return None


async def _report(call: Call, sheet: AskingSheet, read: Understood) -> No | None:
    """Open the report of a trade that was made, with what was said of it."""
    found = await call.desk.unanswered(call.actor)
    if isinstance(found, No):
        return found
    said, fitting = typed(read), _fitting(found, read)
    if len(fitting) == 1:
        begun = await _begun(call, DraftOf("report", fitting[0].id), said)
        view = report_form.build(fitting[0], typed=said, **begun)
    elif found:
        view = traded_list.build(found, said)
    else:
        begun = await _begun(call, DraftOf("unasked"), said)
        view = unasked_form.build(sheet.related, typed=said, **begun)
    await call.show(view)
    return None


async def _begun(call: Call, of: DraftOf, said: Typed) -> dict[str, Any]:
    """Go on with what was typed into the form before, under what is said now."""
    draft = await unsent.found(call.desk, call.actor, of)
    if draft is None:
        return {}
    now = {_FIELDS[name]: value for name, value in said.values.items() if name in _FIELDS}
    values = {**draft.values, report_form.TRADED: "yes", **now}
    count = execution_fields.count_of(values)
    return {"count": count, "values": values, "begun": since(draft)}


def _fitting(found: Sequence[RequestShown], read: Understood) -> list[RequestShown]:
    """Return the clearances that this trade can have been made on."""
    return [one for one in found if one.may_report and _fits(one, read)]


def _fits(request: RequestShown, read: Understood) -> bool:
    trade, said = request.trade, read.values
    quantity, on = said.get("quantity"), as_day(said.get("on"))
    first, last = request.earliest_trade_at, request.expires_at
    return (
        request.state in _CLEARED
        and trade.issuer == COMPANY
        and trade.action == said.get("action")
        and said.get("security") in (None, trade.security)
        and (quantity is None or int(quantity.replace(",", "")) <= trade.quantity)
        and (on is None or first is None or new_york_day(first) <= on)
        and (on is None or last is None or on <= new_york_day(last))
    )
