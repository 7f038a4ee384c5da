"""Block Kit's limits, each at its last good value and one beyond, and what is required."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.blockkit import message_problems, view_problems
from tests.sandbox.conftest import SUBMIT, button, modal, section, text_input


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def actions(*elements, **more):
    return {"type": "actions", "elements": list(elements), **more}


def options(count, text="o", value="v"):
    return [{"text": plain(text), "value": f"{value}{n}"} for n in range(count)]


def select(count=1, **more):
    return {"type": "static_select", "action_id": "s", "options": options(count), **more}


def fields(count, length=1):
    return {"type": "section", "fields": [mrkdwn("f" * length)] * count}


def input_of(element, **more):
    return {"type": "input", "label": plain("l"), "element": element, **more}


def labelled(length):
    return text_input(label=plain("l" * length))


def buttons(count):
    return actions(*(button(f"b{n}") for n in range(count)))


def sized(**more):
    return actions({**button(), **more})


def confirm(**more):
    words = {"title": plain("t"), "text": mrkdwn("t"), "confirm": plain("c"), "deny": plain("d")}
    return sized(confirm=words | more)


MESSAGE_LIMITS = {
    "blocks in a message": (50, lambda n: [section("s")] * n),
    "section text": (3000, lambda n: [section("s" * n)]),
    "section fields": (10, lambda n: [fields(n)]),
    "field text": (2000, lambda n: [fields(1, n)]),
    "header": (150, lambda n: [{"type": "header", "text": plain("h" * n)}]),
    "context elements": (10, lambda n: [{"type": "context", "elements": [plain("c")] * n}]),
    "elements in a row": (25, lambda n: [buttons(n)]),
    "button text": (75, lambda n: [sized(text=plain("t" * n))]),
    "button value": (2000, lambda n: [sized(value="v" * n)]),
    "button url": (3000, lambda n: [sized(url="u" * n)]),
    "button label": (75, lambda n: [sized(accessibility_label="l" * n)]),
    "action_id": (255, lambda n: [actions(button("a" * n))]),
    "block_id": (255, lambda n: [section("s", block_id="b" * n)]),
    "options": (100, lambda n: [actions(select(n))]),
    "option text": (75, lambda n: [actions({**select(), "options": options(1, "o" * n)})]),
    "option value": (
        150,
        lambda n: [actions({**select(), "options": options(1, "o", "v" * (n - 1))})],
    ),
    "people at first": (
        100,
        lambda n: [actions({"type": "multi_users_select", "initial_users": ["U"] * n})],
    ),
    "overflow options": (5, lambda n: [actions({"type": "overflow", "options": options(n)})]),
    "radio buttons": (10, lambda n: [actions({"type": "radio_buttons", "options": options(n)})]),
    "checkboxes": (10, lambda n: [actions({"type": "checkboxes", "options": options(n)})]),
    "placeholder": (150, lambda n: [actions(select(placeholder=plain("p" * n)))]),
    "confirm title": (100, lambda n: [confirm(title=plain("t" * n))]),
    "confirm text": (300, lambda n: [confirm(text=mrkdwn("t" * n))]),
    "confirm yes": (30, lambda n: [confirm(confirm=plain("t" * n))]),
    "confirm no": (30, lambda n: [confirm(deny=plain("t" * n))]),
    "image text": (2000, lambda n: [{"type": "image", "image_url": "u", "alt_text": "a" * n}]),
}

VIEW_LIMITS = {
    "blocks in a view": (100, lambda n: modal(*[section("s")] * n)),
    "title": (24, lambda n: modal(title=plain("t" * n))),
    "submit": (24, lambda n: modal(submit=plain("t" * n))),
    "close": (24, lambda n: modal(close=plain("t" * n))),
    "private_metadata": (3000, lambda n: modal(private_metadata="p" * n)),
    "callback_id": (255, lambda n: modal(callback_id="c" * n)),
    "external_id": (255, lambda n: modal(external_id="e" * n)),
    "input label": (2000, lambda n: modal(labelled(n), submit=SUBMIT)),
    "input hint": (2000, lambda n: modal(text_input(hint=plain("h" * n)), submit=SUBMIT)),
    "first value": (
        3000,
        lambda n: modal(
            input_of({"type": "plain_text_input", "initial_value": "v" * n}), submit=SUBMIT
        ),
    ),
}


@pytest.mark.parametrize("what", MESSAGE_LIMITS)
def test_a_message_at_the_limit_passes_and_one_beyond_is_refused(what):
    limit, build = MESSAGE_LIMITS[what]
    assert message_problems(build(limit)) == []
    assert message_problems(build(limit + 1)) != []


@pytest.mark.parametrize("what", VIEW_LIMITS)
def test_a_view_at_the_limit_passes_and_one_beyond_is_refused(what):
    limit, build = VIEW_LIMITS[what]
    assert view_problems(build(limit)) == []
    assert view_problems(build(limit + 1)) != []


WRONG = {
    "an unknown block": ([{"type": "carousel"}], "unsupported type: carousel"),
    "an unknown element": ([actions({"type": "knob"})], "unsupported type: knob"),
    "no type": ([{"text": plain("t")}], "missing required field: type"),
    "not an object": (["text"], "must be an object"),
    "a field of another block": ([{"type": "divider", "text": plain("t")}], "additional property"),
    "an empty section": ([{"type": "section"}], "must provide text or fields"),
    "empty text": ([section("")], "must be more than 0 characters"),
    "bare text": ([{"type": "section", "text": "t"}], "must be an object"),
    "a header in mrkdwn": ([{"type": "header", "text": mrkdwn("t")}], "unsupported type: mrkdwn"),
    "emoji on mrkdwn": (
        [{"type": "section", "text": {**mrkdwn("t"), "emoji": True}}],
        "additional property: emoji",
    ),
    "a button without text": ([actions({"type": "button"})], "missing required field: text"),
    "a button in a shouting style": ([sized(style="loud")], "must be one of"),
    "an empty row": ([actions()], "no fewer than 1"),
    "an input in a row": ([actions({"type": "plain_text_input"})], "unsupported type"),
    "a button as an input": ([input_of(button())], "unsupported type: button"),
    "an input without label": (
        [{"type": "input", "element": {"type": "plain_text_input"}}],
        "missing required field: label",
    ),
    "a select without options": ([actions({"type": "static_select"})], "exactly one of"),
    "options and groups": (
        [actions(select(option_groups=[{"label": plain("l"), "options": options(1)}]))],
        "exactly one of",
    ),
    "a first choice not offered": (
        [actions(select(initial_option={"text": plain("x"), "value": "x"}))],
        "must be one of the options",
    ),
    "a day that is none": (
        [actions({"type": "datepicker", "initial_date": "2018-13-01"})],
        "a date as YYYY-MM-DD",
    ),
    "an hour that is none": (
        [actions({"type": "timepicker", "initial_time": "24:00"})],
        "a time as HH:mm",
    ),
    "bounds crossed": (
        [input_of({"type": "plain_text_input", "min_length": 5, "max_length": 4})],
        "must not be greater",
    ),
    "a number without its kind": (
        [input_of({"type": "number_input"})],
        "missing required field: is_decimal_allowed",
    ),
    "a block id twice": (
        [section("a", block_id="x"), section("b", block_id="x")],
        "`block_id` must be unique: x",
    ),
    "an action id twice in a row": ([actions(button("x"), button("x"))], "`action_id` must be"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_message_is_refused_in_slacks_words(what):
    blocks, words = WRONG[what]
    problems = message_problems(blocks)
    assert any(words in problem for problem in problems), problems


def test_a_problem_names_its_place():
    row = actions(button(), {**button("b"), "text": plain("t" * 76)})
    assert message_problems([section("s"), row]) == [
        "must be less than 76 characters [json-pointer:/blocks/1/elements/1/text/text]"
    ]


def test_one_action_id_may_stand_in_two_blocks():
    assert message_problems([actions(button("x")), actions(button("x"))]) == []


def test_inputs_need_a_submit_button():
    assert view_problems(modal(text_input())) == [
        "missing required field: submit [json-pointer:/view]"
    ]
    assert view_problems(modal(text_input(), submit=SUBMIT)) == []


def test_a_modal_needs_a_title_and_a_home_has_none():
    untitled = modal()
    del untitled["title"]
    assert view_problems(untitled) == ["missing required field: title [json-pointer:/view]"]
    assert view_problems({"type": "home", "blocks": []}) == []
    assert view_problems({"type": "home", "blocks": [], "title": plain("t")}) != []


def test_only_one_element_takes_the_focus():
    first = {"type": "plain_text_input", "action_id": "a", "focus_on_load": True}
    second = {**first, "action_id": "b"}
    assert view_problems(modal(input_of(first), submit=SUBMIT)) == []
    assert view_problems(modal(input_of(first), input_of(second), submit=SUBMIT)) != []


def test_a_null_counts_as_not_given():
    assert message_problems([section("s", accessory=None)]) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "text",
                    "elements",
                    "element",
                    "fields",
                    "accessory",
                    "block_id",
                    "options",
                ]
            ),
            inner | st.sampled_from(["section", "actions", "input", "button", "static_select"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_gets_sentences_and_never_an_exception(value):
    assert all(isinstance(problem, str) for problem in message_problems(value))
    assert all(isinstance(problem, str) for problem in view_problems(value))
    assert all(isinstance(problem, str) for problem in message_problems([value]))
