"""A form that was opened with words: what of them was not understood stands in its head."""

from handlers.views import request_form
from tests.handlers import samples


def test_what_was_not_understood_is_said_until_the_form_is_sent():
    """Twin: a form of which all was understood says nothing, drawn anew or not."""
    unread = ("I did not understand “banana”.",)
    for said in (unread, ()):
        view = request_form.build(
            samples.ASKING, request_form.Filled({"action": "buy", "quantity": "500"}, unread=said)
        )
        assert request_form.entered(view | {"state": {"values": {}}}).unread == said
