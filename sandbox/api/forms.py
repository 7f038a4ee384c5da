"""Forms and App Home."""

from typing import Any

from sandbox.api.call import Call
from sandbox.errors import ApiError
from sandbox.parts import Parts
from sandbox.triggers import Trigger

Json = dict[str, Any]


def views_open(parts: Parts, call: Call) -> Json:
    """Open a form before the person who acted."""
    trigger = _trigger(parts, call)
    view = parts.views.open(trigger.user, _view(call))
    trigger.exchanged = True
    return {"view": parts.views.shown(view)}


def views_push(parts: Parts, call: Call) -> Json:
    """Put a form on top of the one that was acted in."""
    trigger = _trigger(parts, call)
    if trigger.view_id is None or not parts.views.stack(trigger.user):
        raise ApiError("not_found")
    view = parts.views.push(trigger.user, _view(call))
    trigger.exchanged = True
    return {"view": parts.views.shown(view)}


def views_update(parts: Parts, call: Call) -> Json:
    """Replace an open form, found by its id or by the name that the app gave it."""
    if call.text("view_id"):
        view = parts.views.find(call.text("view_id"))
    else:
        view = parts.views.by_external_id(call.required("external_id"))
    parts.views.update(view, _view(call), call.text("hash"))
    return {"view": parts.views.shown(view)}


def views_publish(parts: Parts, call: Call) -> Json:
    """Set a member's App Home."""
    view = parts.views.publish(call.required("user_id"), _view(call), call.text("hash"))
    return {"view": parts.views.shown(view)}


def _trigger(parts: Parts, call: Call) -> Trigger:
    return parts.triggers.look(call.required("trigger_id"))


def _view(call: Call) -> Any:
    return call.structure("view", "invalid_arguments")
