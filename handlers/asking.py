"""Words about a trade after ``/preclear``: the form filled in with what they say.

Of a trade that is to come it is the request's. Of one that was made it is the report on the
clearance that fits; where none or several do, the person says which it was.
"""

from collections.abc import Sequence

from clearance.shown import AskingSheet, No, RequestShown
from handlers import phrase, unsent
from handlers.called import Call
from handlers.moments import new_york_day
from handlers.phrase import Understood
from handlers.views import report_form, traded_list, unasked_form
from handlers.views.request_fields import as_day
from handlers.views.request_form import Filled
from handlers.views.typed import typed
from policy.facts import COMPANY

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
        view = report_form.build(fitting[0], typed=said)
    elif found:
        view = traded_list.build(found, said)
    else:
        view = unasked_form.build(sheet.related, typed=said)
    await call.show(view)
    return None


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
