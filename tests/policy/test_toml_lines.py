"""Lines of tables and keys, where the text tries to hide them."""

import tomllib

from policy.toml_lines import line_of, lines_of

TEXT = '''# [not] a table
title = "a [bracket] and a # sign"   # key = 1
long = """
[inside]
key = "also inside"
""" # closed
list = [
  "a", # comment with ]
  "b = 1",
]
nested = [
  ["inside"],
]
[ blackout ]
lead_days = { value = 14, source = "x = [1]" }
"starts_at" = '17:00'
clearance.lead = "x"
[[many]]
one = 1
literal = \'\'\'
two = 2
\'\'\'
three = 3
'''


def test_lines():
    assert lines_of(TEXT) == {
        ("title",): 2,
        ("long",): 3,
        ("list",): 7,
        ("nested",): 11,
        ("blackout",): 14,
        ("blackout", "lead_days"): 15,
        ("blackout", "starts_at"): 16,
        ("blackout", "clearance"): 17,
        ("blackout", "clearance", "lead"): 17,
        ("many",): 18,
        ("many", "one"): 19,
        ("many", "literal"): 20,
        ("many", "three"): 23,
    }


def test_the_nearest_line():
    lines = lines_of(TEXT)
    assert line_of(("blackout", "lead_days", "value"), lines) == 15
    assert line_of(("blackout", "absent"), lines) == 14
    assert line_of(("absent", "absent"), lines) == 1


def test_a_text_in_three_quotes_that_ends_in_its_line_hides_nothing():
    text = (
        'one = """ [ """\n'
        'two = ["""a""", ["""b"""]]\n'
        "X = ['''c''', ''' ] ''']\n"
        'four = """ a\n'
        'b """ # [\n'
        "five = 5\n"
    )
    assert tomllib.loads(text)["five"] == 5
    assert lines_of(text) == {("one",): 1, ("two",): 2, ("X",): 3, ("four",): 4, ("five",): 6}
