"""Being named by a colleague, in Slack: the envelope asks, a form answers, the list ends it."""

from dataclasses import replace

import pytest

from clearance.shown import No
from clearance.shown_related import RelatedList, RelatedTold
from handlers import words
from handlers.views import messages, related_ask, related_list
from handlers.words import related as related_words
from tests.handlers import samples
from tests.handlers.conftest import ERIN
from tests.handlers.states import view
from tests.handlers.test_related import press


def answered(value, callback=related_ask.CALLBACK):
    chosen = None if value is None else {"value": value}
    state = {related_ask.SO: {"value": {"type": "radio_buttons", "selected_option": chosen}}}
    return view(state, callback, "K7M4QWXA")


@pytest.fixture
def asked(desk):
    """Let the envelope be about what a colleague says."""
    desk.answers["opened"] = samples.ASKED
    desk.answers["related_asked"] = replace(samples.ASKED, confirmed=True)
    desk.answers["answer_related"] = RelatedList((), "Scope of Policy")


@pytest.mark.usefixtures("asked")
async def test_open_asks_whether_it_is_so(conversation, slack):
    await conversation.press(messages.OPEN, "N1")
    (shown,) = slack.opened()
    assert shown == related_ask.build(samples.ASKED)
    said = str(shown)
    assert "Erin Example says that you are related to them: spouse." in said
    assert "You still ask for each of them yourself" in said
    assert "`" not in said


async def test_of_an_entity_it_says_that_each_asks(conversation, slack, desk):
    desk.answers["opened"] = samples.ASKED_ENTITY
    await conversation.press(messages.OPEN, "N1")
    said = str(slack.opened())
    assert "“A trust” (trust)" in said
    assert "only once each of you holds a clearance" in said


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("value", "agrees"), [("yes", True), ("no", False)])
async def test_the_answer_is_recorded_and_said(conversation, desk, value, agrees):
    _, answer = await conversation.submit(answered(value))
    assert desk.asked == [("answer_related", ERIN, "K7M4QWXA", agrees)]
    assert related_words.ANSWERED[agrees] in str(answer["view"])


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("value", [None, "perhaps"])
async def test_without_a_choice_nothing_is_recorded(conversation, desk, value):
    _, answer = await conversation.submit(answered(value))
    assert list(answer["errors"]) == [related_ask.SO]
    assert desk.asked == []


@pytest.mark.usefixtures("asked")
async def test_ending_asks_first(conversation, slack, desk):
    confirmed = replace(samples.ASKED, confirmed=True)
    shown = related_list.build(RelatedList((), "Scope of Policy", of_me=(confirmed,)))
    assert related_words.OF_ME in str(shown)
    await press(conversation, related_list.END, "K7M4QWXA")
    assert slack.opened() == [related_ask.build_end(confirmed)]
    assert [name for name, *_ in desk.asked] == ["related_asked"]
    _, answer = await conversation.submit(answered(None, related_ask.END_CALLBACK))
    assert desk.asked[-1] == ("answer_related", ERIN, "K7M4QWXA", False)
    assert related_words.ANSWERED[False] in str(answer["view"])


async def test_what_was_confirmed_before_shows_how_it_ends(conversation, slack, desk):
    desk.answers["opened"] = replace(samples.ASKED, confirmed=True)
    await conversation.press(messages.OPEN, "N1")
    assert slack.opened()[0]["callback_id"] == related_ask.END_CALLBACK


@pytest.mark.parametrize("what", ["opened", "related_asked", "answer_related"])
async def test_what_is_not_asked_any_more_is_said_so(conversation, slack, desk, what):
    desk.answers[what] = No("related_not_asked")
    said = words.refusal("related_not_asked", {})
    if what == "opened":
        await conversation.press(messages.OPEN, "N1")
    elif what == "related_asked":
        await press(conversation, related_list.END, "K7M4QWXA")
    else:
        _, answer = await conversation.submit(answered("yes"))
        assert said in str(answer["view"])
        return
    assert said in str(slack.opened())


@pytest.mark.parametrize("confirmed", [True, False])
async def test_the_insiders_envelope_opens_the_list_and_says_what_it_was(
    conversation, slack, desk, confirmed
):
    told = RelatedTold("Sam Example", "spouse", "", confirmed)
    desk.answers["opened"] = replace(samples.RELATED, told=told)
    await conversation.press(messages.OPEN, "N1")
    first = slack.opened()[0]["blocks"][0]["text"]
    assert first["type"] == "plain_text"
    assert first["text"].startswith("Sam Example ")
    assert ("is gone" in first["text"]) is not confirmed
