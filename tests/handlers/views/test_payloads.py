"""Slack takes every payload that a view can make, the largest too."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from slack_sdk.models.blocks import Block

from clearance.shown import (
    Card,
    CheckpointSigned,
    ClosedCard,
    Digest,
    Envelope,
    No,
    Report,
    ReportShown,
)
from clearance.shown_away import AwaySheet
from clearance.shown_changes import ChangeWaiting
from clearance.shown_home import HomeSheet
from clearance.shown_questions import QuestionsSheet
from clearance.shown_related import Colleague, RelatedList, RelatedTold
from clearance.shown_waiting import WaitingShown
from handlers import words
from handlers.views import (
    away_form,
    away_home,
    digest_list,
    examples,
    home,
    messages,
    notice,
    owed_list,
    paper_form,
    question_form,
    receipt,
    related_ask,
    related_form,
    related_list,
    related_removal,
    report_form,
    request_form,
    request_list,
    request_sheet,
    review_form,
    swing_form,
    waiting_list,
    withdraw_form,
)
from handlers.words import away as away_words
from handlers.words import question as question_words
from handlers.words import refusals as refusal_words
from handlers.words import related as related_words
from handlers.words.trade_kinds import KINDS
from sandbox.blockkit import message_problems, view_problems
from storage.checkpoints import stated
from tests.handlers import owed_samples, plan_filed_samples, samples
from tests.handlers.payloads import taken_by_slacks_models, texts

STATED = [replace(samples.LARGEST, state=state) for state in words.STATES]
NUDGING = {
    "to nudge": replace(samples.PENDING, may_nudge=True),
    "to nudge later": replace(samples.PENDING, nudge_from=samples.NOW),
    "nudged": replace(samples.PENDING, nudged_at=samples.NOW),
}
MANY = replace(
    samples.ASKING_MORE,
    related=tuple(
        replace(
            samples.ADA,
            id=f"R{number:07}",
            name=samples.LONG[:60],
            colleagues=(Colleague("U2", samples.LONG[:60]),) * 3,
        )
        for number in range(200)
    ),
    plans=tuple(replace(samples.PLAN, id=f"P{number:07}") for number in range(200)),
    news=(replace(samples.NEWS, title=samples.LONG[:300]),) * 9,
)


def _form(sheet, action, issuer):
    return request_form.build(sheet, request_form.Filled({"action": action, "issuer": issuer}))


VIEWS = {
    "request, empty": request_form.build(samples.ASKING),
    "request, closed": request_form.build(replace(samples.ASKING, window=samples.CLOSED_WINDOW)),
    "request, correction": request_form.build(
        MANY, request_form.correction(samples.LARGEST, MANY), changed=True
    ),
    **{
        f"request, {action}, {issuer}, {size}": _form(sheet, action, issuer)
        for action in KINDS
        for issuer in ("company", "other")
        for size, sheet in (("small", samples.ASKING), ("largest", MANY))
    },
    "examples": examples.build(),
    "receipt": receipt.build(samples.LARGEST),
    "sheet, small": request_sheet.build(samples.PENDING),
    **{f"sheet, {one.state}": request_sheet.build(one) for one in STATED},
    **{
        f"sheet, {one.state}, nobody decided": request_sheet.build(
            replace(one, decided_by=None, decided_at=None, office=None)
        )
        for one in STATED
    },
    **{f"sheet, {how}": request_sheet.build(one) for how, one in NUDGING.items()},
    "list, all to nudge": request_list.build(
        [replace(one, may_nudge=True) for one in samples.many(3000)]
    ),
    "review, nudged": review_form.build(replace(samples.LARGEST_REVIEW, nudged_at=samples.NOW)),
    "sheet, nothing traded": request_sheet.build(
        replace(samples.LARGEST, report=ReportShown(samples.NOW, Report(traded=False)))
    ),
    **{
        f"sheet, {count} matches": request_sheet.build(
            replace(samples.LARGEST, swing=samples.swing_shown(count, mine=True))
        )
        for count in (0, 1, 40)
    },
    "review, 40 matches": review_form.build(
        replace(samples.LARGEST_REVIEW, swing=samples.swing_shown(40, mine=False)), "approve"
    ),
    "swing": swing_form.build("K7M4QWXA"),
    "swing, at a price": swing_form.build("K7M4QWXA", samples.swing_shown(40, mine=False)),
    "paper, empty": paper_form.build(),
    "paper, waits": paper_form.sheet(samples.ENTERED),
    "paper, entered": paper_form.sheet(
        replace(
            samples.ENTERED,
            state="confirmed",
            confirmed_by=samples.LONG[:60],
            request="K7M4QWXB",
            refused=("blackout", "not_acknowledged"),
        )
    ),
    "questions, none": question_form.build(QuestionsSheet()),
    "questions, many": question_form.build(
        QuestionsSheet(
            tuple(replace(samples.QUESTION, id=f"Q{n:07}") for n in range(20)),
            tuple(replace(samples.QUESTION, id=f"W{n:07}", mine=False) for n in range(90)),
        )
    ),
    "question, followed": question_form.again(samples.QUESTION),
    "question, answering": question_form.answering(samples.QUESTION),
    "question, answered": question_form.one(samples.QUESTION, question_words.DONE),
    "question, to answer": question_form.one(
        replace(samples.QUESTION, answer=None, answered_at=None, mine=False, may_answer=True)
    ),
    "list, none": request_list.build(()),
    "list, 3000": request_list.build(samples.many(3000)),
    "list, last page": request_list.build(samples.many(41), "R0000001"),
    "review": review_form.build(samples.LARGEST_REVIEW, "approve"),
    "review, restricted": review_form.build(samples.RESTRICTED, "approve"),
    "review, ended": review_form.build(
        replace(samples.LARGEST_REVIEW, status="ended", ended=samples.LARGEST)
    ),
    "report": report_form.build(samples.LARGEST),
    "related, none": related_list.build(RelatedList((), "Scope of Policy")),
    "related, 30": related_list.build(samples.many_related(30)),
    "related, 30 with colleagues": related_list.build(samples.many_related(30, 3, 40)),
    "related, many of me": related_list.build(samples.many_related(1, 0, 200)),
    "related, one removed": related_list.build(
        replace(samples.many_related(29), said=None), done=related_words.REMOVED
    ),
    **{
        f"related, told {confirmed}": related_list.build(
            replace(
                samples.RELATED,
                told=RelatedTold(samples.LONG[:60], "trust", samples.LONG[:60], confirmed),
            )
        )
        for confirmed in (True, False)
    },
    **{
        f"related ask, {one.relation}, {confirmed}": related_ask.build(
            replace(
                one, by=samples.LONG[:60], name=one.name and samples.LONG[:60], confirmed=confirmed
            )
        )
        for one in (samples.ASKED, samples.ASKED_ENTITY)
        for confirmed in (True, False)
    },
    "related form, with colleagues": related_form.build(related_form.entry(samples.SHARED)),
    "related form, a colleague": related_form.build(related_form.entry(samples.SPOUSE)),
    "related form": related_form.build(),
    **{
        f"related form, {relation}": related_form.build(
            related_form.Filled(samples.LONG[:60], relation, {}, "K7M4QWXA")
        )
        for relation in related_words.RELATIONS
    },
    "related removal": related_removal.build(
        replace(samples.many_related(1).entries[0], id="K7M4QWXA")
    ),
    "withdraw": withdraw_form.build(samples.LARGEST),
    "sheet, all away": request_sheet.build(samples.ALL_AWAY),
    "list, all away": request_list.build([samples.ALL_AWAY]),
    "away, nothing": away_form.build(AwaySheet((), 9, "America/New_York")),
    "away, many": away_form.build(samples.AWAY),
    "away, saved": away_form.done(samples.AWAY),
    "away, ended": away_form.done(samples.AWAY, away_words.ENDED),
    "away at home": {"type": "home", "blocks": away_home.build(samples.AWAY)},
    "digest, none": digest_list.build(WaitingShown()),
    "digest, many": digest_list.build(
        WaitingShown(
            samples.many_pending(300),
            tuple(replace(plan_filed_samples.MINE, record=f"F{number:07}") for number in range(90)),
            tuple(
                replace(samples.QUESTION, id=f"W{n:07}", mine=False, may_answer=True)
                for n in range(90)
            ),
        )
    ),
    "owed, many": owed_list.build(owed_samples.MANY),
    "home": home.build(samples.HOME),
    "home, 3000": home.build(
        HomeSheet(
            samples.LONG,
            ("ceo",),
            samples.CLOSED_WINDOW,
            samples.many(3000),
            samples.many_pending(3000),
            samples.many_decided(5),
            tuple(
                ChangeWaiting(f"K{number:07}", "office", samples.LONG, samples.NOW)
                for number in range(3000)
            ),
        )
    ),
    "what waits": waiting_list.build(samples.FULLEST_HOME),
    "what waits, nothing": waiting_list.build(samples.HOME),
    "home, refused": home.build_refused(words.refusal("stranger", {})),
    "broken": notice.build(words.BROKEN.format(reference="0" * 16)),
    **{reason: notice.of(No(reason)) for reason in refusal_words.REFUSALS},
}
MESSAGES = {
    "card": Card("K7M4QWXA", samples.NOW),
    "digest": Digest("x" * 60, samples.NOW),
    **{
        f"closed, {decided}": ClosedCard("K7M4QWXA", "D1", "1.2", decided)
        for decided in (None, "you", "other")
    },
    "envelope": Envelope("x" * 60, samples.NOW),
    "envelope without a time": Envelope("x" * 60, None),
    "checkpoint": CheckpointSigned(samples.CHECKPOINT, samples.NOW),
}


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_view(name):
    assert view_problems(VIEWS[name]) == []


@pytest.mark.parametrize("name", VIEWS)
def test_slacks_own_models_take_every_view(name):
    taken_by_slacks_models(VIEWS[name])


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_every_message(name):
    payload = messages.build(MESSAGES[name])
    assert message_problems(payload.blocks) == []
    for block in Block.parse_all(payload.blocks):
        block.validate_json()
    assert payload.unfurl_links is payload.unfurl_media is False


@pytest.mark.parametrize("name", VIEWS)
def test_what_a_person_typed_never_becomes_markup(name):
    marked = [one["text"] for one in texts(VIEWS[name]) if one["type"] == "mrkdwn"]
    assert not [text for text in marked if "<!channel>" in text or "Wolfe" in text]


@pytest.mark.parametrize("name", VIEWS)
def test_no_text_is_empty_and_none_of_ours_is_cut(name):
    for one in texts(VIEWS[name]):
        assert one["text"].strip()
        assert not one["text"].endswith("…") or "Wolfe" in one["text"]


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_but_opaque_ids_travels_hidden(name):
    view = VIEWS[name]
    assert view.get("private_metadata", "") in {"", "K7M4QWXA"}
    values = {one["value"] for one in _buttons(view["blocks"])}
    assert all(len(value) == 8 or value in {"new", "refresh", "open"} for value in values)


def _buttons(blocks):
    for block in blocks:
        found = [block.get("accessory"), *block.get("elements", [])]
        yield from (one for one in found if one and one.get("type") == "button")


#: Fields that take a number alone: whatever else is typed is answered at the field.
NUMBERS = re.compile(r"((traded|swing|paper)_)?(quantity|price|shares_sold)(_\d+)?")


def test_every_free_text_field_asks_for_no_information_and_no_field_of_a_number_does():
    fields = [
        block
        for view in VIEWS.values()
        for block in view["blocks"]
        if block.get("element", {}).get("type") == "plain_text_input"
    ]
    assert len(fields) > 5
    for block in fields:
        number = NUMBERS.fullmatch(block["block_id"]) is not None
        hint = block.get("hint", {}).get("text", "")
        assert (words.FREE_TEXT not in hint) == number, block["block_id"]


def test_a_message_says_nothing_that_a_lock_screen_must_not_show():
    """Cards and envelopes are constant but for a random id and a time to act by."""
    for message in MESSAGES.values():
        payload = messages.build(message)
        shown = json.dumps(payload.blocks) + payload.text
        for word in ("Erin", "Buy", "Sell", "500", "shares", "approved", "declined", "CLRB"):
            assert word not in shown.replace(words.APPROVE, "").replace(words.DECLINE, "")


def test_a_checkpoint_is_shown_sign_for_sign():
    """What is copied out of the message verifies; what a lock screen shows is the sentence."""
    payload = messages.build(MESSAGES["checkpoint"])
    sentence, code = payload.blocks
    assert code["text"] == {
        "type": "mrkdwn", "text": f"```{samples.CHECKPOINT}```", "verbatim": True
    }  # fmt: skip
    assert stated(code["text"]["text"].strip("`"), [samples.SIGNER.verifier]).size == 5
    assert "nobody of the company" in sentence["text"]["text"]
    assert "\n" not in payload.text


def test_an_envelope_reads_the_same_whatever_it_is_about():
    first, second = (messages.build(Envelope(one, samples.NOW)) for one in ("AAAA", "BBBB"))
    assert first.text == second.text
    assert str(first.blocks) == str(second.blocks).replace("BBBB", "AAAA")


def test_only_the_view_that_owns_an_id_spells_it():
    """A handler takes its ids from the view module, so the two cannot drift apart."""
    ids = {"card:approve", "envelope:open", "request:open", "review_form", "request_form"}
    modules = list(Path(words.__file__).parent.glob("*.py"))
    assert len(modules) > 10
    for path in modules:
        assert not [one for one in ids if f'"{one}"' in path.read_text()]
