"""Related persons in Slack: the list, and a form that asks only what the relation needs."""

from dataclasses import replace

import pytest

from clearance.shown import No
from clearance.shown_drafts import DraftOf
from clearance.shown_related import RelatedList, RelatedSaid
from handlers import words
from handlers.views import related_form, related_list, related_removal
from handlers.views.unsent import NEW, keeping
from handlers.words import command as command_words
from handlers.words import related as related_words
from policy.company import load_policy
from policy.coverage import ENTITIES, RELATIONS, RELATIVES, Tie, asked_of, covered
from tests.handlers import samples
from tests.handlers.conftest import ERIN
from tests.handlers.states import related_state, view

#: Whether something was typed into a new entry's form before.
LOOKED = ("draft", ERIN, DraftOf(related_form.CALLBACK))
FAMILY = {
    "same_household": "no",
    "consults_insider": "yes",
    "influenced": "no",
    "directed": "no",
}


def form(private_metadata="", asked="sibling", **changed):
    """Give the sent form as Slack tells it: what it showed, and what stands in it."""
    state = related_state(**(FAMILY if asked == "sibling" else {}) | changed)
    shown = related_form.build(related_form.Filled(relation=asked))
    return view(state, related_form.CALLBACK, private_metadata) | {
        "blocks": shown["blocks"],
        "hash": "1.2",
    }


def questions(shown):
    """Name what a form asks besides who it is and the relation."""
    asked = [one["block_id"] for one in shown["blocks"] if one["type"] == "input"]
    assert asked[:2] == [related_form.NAME, related_form.RELATION]
    who = {related_form.COLLEAGUE, related_form.INSIDERS} & set(asked)
    assert len(who) == (len(asked) > 2)
    return [one.removeprefix("related_") for one in asked[2:] if one not in who]


async def press(conversation, action_id, value="S7M4QWXA"):
    shown = {"id": "V1", "type": "modal", "hash": "1.2"}
    return await conversation.press(action_id, value, view=shown)


async def test_the_command_opens_ones_own_list(conversation, slack, desk):
    assert "`related`" in command_words.HELP
    assert await conversation.command("related") == (200, "")
    assert slack.opened() == [related_list.build(samples.RELATED)]
    assert desk.asked == [("related", ERIN)]
    shown = str(slack.opened())
    assert "Dana (brother or sister)" in shown
    assert related_words.COVERED["review"] in shown


async def test_a_stranger_is_told_so(conversation, slack, desk):
    desk.answers["related"] = No("stranger")
    _, answer = await conversation.command("related")
    assert answer["text"] == words.refusal("stranger", {})
    assert slack.calls == []


async def test_add_shows_the_empty_form_in_the_lists_place(conversation, slack, desk):
    await press(conversation, related_list.ADD)
    assert [name for name, _ in slack.calls] == ["views.update"]
    assert slack.calls[0][1]["hash"] == "1.2"
    assert slack.opened() == [keeping(related_form.build(), NEW)]
    assert questions(slack.opened()[0]) == []
    assert desk.asked == [LOOKED]


async def test_change_shows_the_form_filled_in(conversation, slack):
    await press(conversation, related_list.CHANGE)
    (shown,) = slack.opened()
    assert shown == keeping(related_form.build(related_form.entry(samples.SISTER)), NEW)
    blocks = {one.get("block_id"): one for one in shown["blocks"]}
    assert blocks["related_influenced"]["element"]["initial_option"]["value"] == "yes"
    assert blocks["related_directed"]["element"]["initial_option"]["value"] == "no"
    assert blocks["related_name"]["element"]["initial_value"] == "Dana"
    assert shown["private_metadata"] == "S7M4QWXA"
    await press(conversation, related_list.CHANGE, "T7M4QWXA")
    blocks = {one.get("block_id"): one for one in slack.opened()[1]["blocks"]}
    assert blocks["related_insider_is"]["element"]["initial_option"]["value"] == "beneficiary"


@pytest.mark.parametrize("action", [related_list.CHANGE, related_list.REMOVE])
async def test_an_entry_that_is_gone_or_anothers_is_not_found(conversation, slack, action):
    await press(conversation, action, "ELSEWHERE")
    assert related_words.FORM_SUBMIT not in str(slack.opened()[0].get("submit"))
    assert "not on your list any more" in str(slack.opened())


@pytest.mark.parametrize("relation", sorted(RELATIONS))
async def test_the_form_asks_what_the_relation_needs_and_says_why(conversation, slack, relation):
    sent = form(asked="spouse", relation=relation)
    await conversation.interact(
        "block_actions",
        view=sent,
        actions=[{"type": "static_select", "block_id": "related_relation", "action_id": "value"}],
    )
    (shown,) = slack.opened()
    assert tuple(questions(shown)) == asked_of(relation)
    blocks = {one.get("block_id"): one for one in shown["blocks"]}
    assert blocks[related_form.RELATION]["dispatch_action"] is True
    assert blocks[related_form.NAME]["element"]["initial_value"] == "Dana"
    assert words.FREE_TEXT in str(blocks[related_form.NAME]["hint"])
    for name in asked_of(relation):
        assert blocks[related_form.block_of(name)]["hint"]["text"].strip()
    said = str(shown["blocks"])
    assert ("is covered" in said) or "are covered" in said


def test_every_question_decides_something_for_its_relation():
    """Answer each alone, then none: what is asked can turn the answer, or nothing would."""
    cellectar = load_policy("cellectar_2018")
    for relation in RELATIVES | {"other"}:
        assert covered(Tie(relation), cellectar) == "no"
        for name in asked_of(relation):
            assert covered(Tie(relation, **{name: True}), cellectar) == "yes"
    for relation in ENTITIES:
        places = {
            place: covered(Tie(relation, insider_is=None if place == "none" else place), cellectar)
            for place in related_words.PLACES_IN[relation]
        }
        assert places.pop("none") == "no"
        assert places.pop("beneficiary", "review") == "review"
        assert set(places.values()) == {"yes"}


async def test_what_was_answered_is_kept_when_the_form_is_drawn_anew(conversation, slack):
    sent = form(relation="child", consults_insider="yes")
    await conversation.interact(
        "block_actions",
        view=sent,
        actions=[{"type": "static_select", "block_id": "related_relation", "action_id": "value"}],
    )
    blocks = {one.get("block_id"): one for one in slack.opened()[0]["blocks"]}
    assert blocks["related_consults_insider"]["element"]["initial_option"]["value"] == "yes"


@pytest.mark.parametrize("error", ["hash_conflict", "not_found"])
async def test_a_drawing_that_comes_too_late_covers_nothing(conversation, slack, error):
    slack.fails["views.update"] = error
    assert (await press(conversation, related_list.ADD))[0] == 200
    assert [name for name, _ in slack.calls] == ["views.update"]


async def test_a_sent_form_is_recorded_and_the_answer_says_what_it_means(conversation, desk):
    _, answer = await conversation.submit(form("OLD4QWXA"))
    ((name, actor, said),) = desk.asked
    assert (name, actor) == ("register_related", ERIN)
    tie = Tie("sibling", consults_insider=True)
    assert said == RelatedSaid("Dana", tie, replaces="OLD4QWXA", form="V1")
    assert answer["response_action"] == "update"
    shown = str(answer["view"])
    assert related_words.COVERED["yes"] in shown
    assert "They need a clearance before each trade" in shown


@pytest.mark.parametrize("kind", sorted(related_words.MEANS))
async def test_each_answer_says_what_follows(conversation, desk, kind):
    entry = replace(samples.SISTER, covered=kind)
    desk.answers["register_related"] = RelatedList((entry,), "Scope of Policy", entry)
    _, answer = await conversation.submit(form())
    first = answer["view"]["blocks"][0]
    assert related_words.MEANS[kind] in first["text"]["text"]
    assert first["text"]["type"] == "plain_text"


@pytest.mark.parametrize(
    ("changed", "block"),
    [
        ({"name": ""}, "related_name"),
        ({"name": None}, "related_name"),
        ({"name": "D" * 61}, "related_name"),
        ({"relation": None}, "related_relation"),
        ({"relation": "cousin"}, "related_relation"),
        ({"directed": None}, "related_directed"),
        ({"directed": "perhaps"}, "related_directed"),
    ],
)
async def test_what_is_missing_is_said_at_its_field(conversation, desk, changed, block):
    _, answer = await conversation.submit(form(**changed))
    assert (answer["response_action"], list(answer["errors"])) == ("errors", [block])
    assert desk.asked == []


async def test_a_place_that_the_entity_does_not_have_is_refused(conversation, desk):
    given = {"relation": "trust", "directed": "no", "influenced": "no"}
    _, answer = await conversation.submit(form(asked="trust", insider_is="executor", **given))
    assert list(answer["errors"]) == ["related_insider_is"]
    await conversation.submit(form(asked="trust", insider_is="none", **given))
    assert desk.asked[0][2].tie == Tie("trust")


async def test_a_form_sent_before_it_was_drawn_anew_asks_first(conversation, desk):
    _, answer = await conversation.submit(form(asked="spouse"))
    assert answer["response_action"] == "update"
    assert tuple(questions(answer["view"])) == asked_of("sibling")
    assert desk.asked == [LOOKED]


async def test_an_entity_sent_from_a_persons_form_asks_first(conversation, desk):
    """A spouse's form shows every question of no relation: who works here is asked otherwise."""
    _, answer = await conversation.submit(form(asked="spouse", relation="trust"))
    assert answer["response_action"] == "update"
    assert related_form.INSIDERS in str(answer["view"]["blocks"])
    assert desk.asked == [LOOKED]


@pytest.mark.parametrize(
    ("reason", "block"),
    [
        ("related_twice", "related_name"),
        ("related_name", "related_name"),
        ("related_unclear", "related_relation"),
        ("related_full", None),
        ("related_gone", None),
    ],
)
async def test_what_the_desk_refuses_is_said_where_it_belongs(conversation, desk, reason, block):
    desk.answers["register_related"] = No(reason)
    _, answer = await conversation.submit(form())
    if block is None:
        assert words.refusal(reason, {}) in str(answer["view"])
    else:
        assert list(answer["errors"]) == [block]


async def test_removing_asks_first(conversation, slack, desk):
    await press(conversation, related_list.REMOVE)
    assert slack.opened() == [related_removal.build(samples.SISTER)]
    assert [name for name, *_ in desk.asked] == ["related"]
    _, answer = await conversation.submit(view({}, related_removal.CALLBACK, "S7M4QWXA"))
    assert desk.asked[-1] == ("remove_related", ERIN, "S7M4QWXA")
    assert related_words.REMOVED in str(answer["view"])
    desk.answers["remove_related"] = No("related_gone")
    _, answer = await conversation.submit(view({}, related_removal.CALLBACK, "S7M4QWXA"))
    assert words.refusal("related_gone", {}) in str(answer["view"])


@pytest.mark.parametrize("covered", ["yes", "no", "review"])
def test_what_stands_in_plain_text_has_no_markup(covered):
    said = related_words.answer(replace(samples.TRUST, covered=covered))
    assert "`" not in said


# Colleagues: who the related person is, and who else is in an entity.


def colleague(slack_id):
    return {"value": {"type": "users_select", "selected_user": slack_id}}


def several(*slack_ids):
    return {"value": {"type": "multi_users_select", "selected_users": list(slack_ids)}}


def with_colleagues(view, *chosen):
    """Choose colleagues in a sent form: one of a person's, several of an entity's."""
    drawn = {one.get("block_id") for one in view["blocks"]}
    entity = related_form.INSIDERS in drawn
    place = related_form.INSIDERS if entity else related_form.COLLEAGUE
    view["state"]["values"][place] = several(*chosen) if entity else colleague(*chosen)
    return view


async def test_a_colleague_is_chosen_in_place_of_a_name(conversation, desk):
    sent = with_colleagues(form(asked="spouse", relation="spouse", name=None), "U2")
    await conversation.submit(sent)
    said = RelatedSaid("", Tie("spouse"), form="V1", colleagues=("U2",))
    assert desk.asked == [("register_related", ERIN, said)]


@pytest.mark.parametrize(
    ("name", "chosen", "block"),
    [("Dana", "U2", "related_colleague"), (None, None, "related_name")],
)
async def test_a_person_is_either_named_or_chosen(conversation, desk, name, chosen, block):
    sent = with_colleagues(form(asked="spouse", relation="spouse", name=name), chosen)
    _, answer = await conversation.submit(sent)
    assert list(answer["errors"]) == [block]
    assert desk.asked == []


async def test_the_other_insiders_in_an_entity_are_named_with_it(conversation, desk):
    given = {"relation": "trust", "directed": "no", "influenced": "no", "insider_is": "trustee"}
    await conversation.submit(with_colleagues(form(asked="trust", **given), "U2", "U3"))
    said = desk.asked[0][2]
    assert (said.name, said.colleagues) == ("Dana", ("U2", "U3"))
    _, answer = await conversation.submit(
        with_colleagues(form(asked="trust", name="", **given), "U2")
    )
    assert list(answer["errors"]) == ["related_name"]


@pytest.mark.parametrize(
    ("asked", "reason", "block"),
    [
        ("spouse", "related_colleague", "related_name"),
        ("spouse", "related_self", "related_colleague"),
        ("spouse", "related_both", "related_colleague"),
        ("trust", "related_colleague", "related_name"),
        ("trust", "related_self", "related_insiders"),
        ("trust", "related_colleagues", "related_insiders"),
    ],
)
async def test_what_is_wrong_with_a_colleague_is_said_at_a_field_that_is_there(
    conversation, desk, asked, reason, block
):
    desk.answers["register_related"] = No(reason)
    given = {"directed": "no", "influenced": "no", "insider_is": "none"} if asked == "trust" else {}
    _, answer = await conversation.submit(form(asked=asked, relation=asked, **given))
    assert list(answer["errors"]) == [block]


async def test_a_form_filled_in_again_keeps_the_colleagues(conversation, slack, desk):
    desk.answers["related"] = RelatedList((samples.SPOUSE, samples.SHARED), "Scope of Policy")
    await press(conversation, related_list.CHANGE, "K7M4QWXA")
    shown = str(slack.opened()[0])
    assert "'initial_user': 'U2'" in shown
    built = related_form.build(related_form.entry(samples.SHARED))
    assert "'initial_users': ['U2', 'U3']" in str(built)
    assert related_form.entry(samples.CONFIRMED).name == ""
    sent = with_colleagues(form(asked="spouse", relation="spouse", name=None), "U2")
    assert related_form.entered(sent).colleagues == ("U2",)


def test_who_has_not_confirmed_is_named_by_slack_alone():
    """Twin: once confirmed, the name of the list of people stands there."""
    waiting = str(related_list.build(RelatedList((samples.SPOUSE,), "Scope of Policy")))
    assert "<@U2>" in waiting
    assert "Sam Example" not in waiting
    confirmed = related_list.build(RelatedList((samples.CONFIRMED,), "Scope of Policy"))
    assert "Sam Example (spouse)" in str(confirmed)
    assert "waits for" not in str(confirmed)
    half = related_list.build(RelatedList((samples.SHARED,), "Scope of Policy"))
    assert "<@U3>" in str(half)


def test_an_entry_that_waits_is_said_to_wait_and_not_to_be_covered():
    shown = related_words.answer(samples.SPOUSE)
    assert related_words.WAITS in shown
    assert "Ask for it" not in shown
    assert related_words.MEANS["yes"] in related_words.answer(samples.CONFIRMED)
