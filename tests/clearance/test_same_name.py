"""Two spellings of one name are one person's; a word that tells two people apart is not."""

import pytest

from clearance.same_name import same_name


@pytest.mark.parametrize(
    "typed",
    [
        "Sam Okafor",
        "  SAM   okafor ",
        "Sam\u00a0Okafor",
        "Sam J. Okafor",
        "Sam Joseph Maria Okafor",
        "Okafor, Sam",
        "Okafor, Sam J.",
        "Sám Okáfor",
        "Sa\u0301m Okafor",
        "\uff33\uff41\uff4d Okafor",
        "Mr. Sam Okafor",
        "Dr Sam Okafor Jr.",
        "Sam. Okafor",
    ],
)
def test_spelling_makes_no_difference(typed):
    assert same_name(typed, "Sam Okafor")
    assert same_name("Sam Okafor", typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Sam",
        "Okafor",
        "Samuel Okafor",
        "Sam Okafor of Duluth",
        "Sam Okafor Trust",
        "Okafor Sam",
        "Sam Okafo",
        "",
        "...",
    ],
)
def test_another_word_is_another_name(typed):
    assert not same_name(typed, "Sam Okafor")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Søren Łukasz", "Soren Lukasz"),
        ("Jürgen Groß", "Jurgen Gross"),
        ("Mary O\u2019Brien", "Mary OBrien"),
        ("Anne-Marie Legrand", "Anne Marie Legrand"),
        ("Prince", "PRINCE"),
        ("Dr.", "dr"),
        ("陳大文", "陳大文"),
    ],
)
def test_marks_and_points_make_no_difference(one, other):
    assert same_name(one, other)


def test_names_without_letters_are_nobodys():
    assert not same_name("...", "...")
