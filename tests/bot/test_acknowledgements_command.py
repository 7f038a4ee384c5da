"""`preclear acknowledgements`: a document is recorded by its hash, and who has signed listed."""

import csv
import hashlib
import io

import pytest

PEOPLE = """\
slack_id,name,roles,acknowledged_on
U0CFO,Felix Ott,cfo,2026-01-05
U0ODD,=cmd(),employee,2026-01-05
"""
TEXT = "Tell nobody.\nAsk first.\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()


@pytest.fixture
def ask(call, write):
    assert call("people", "import", write("people.csv", PEOPLE))[0] == 0

    def asked(*arguments):
        return call("acknowledgements", "ask", "--version", "2026-A", *arguments)

    return asked


def test_a_text_is_recorded_with_its_hash_and_everybody_listed(ask, call, write):
    assert call("acknowledgements", "list") == (
        0,
        "No document is recorded yet: `preclear acknowledgements ask`.\n",
    )
    status, said = ask("--document", write("policy.txt", TEXT))
    assert status == 0, said
    assert f"version 2026-A, SHA-256 {SHA}" in said
    status, said = call("acknowledgements", "list")
    assert "2 have not signed" in said
    assert SHA in said
    status, said = call("acknowledgements", "list", "--csv")
    rows = list(csv.DictReader(io.StringIO(said)))
    assert [(row["name"], row["state"], row["sha256"]) for row in rows] == [
        ("'=cmd()", "missing", SHA),
        ("Felix Ott", "missing", SHA),
    ]
    (line,) = call("acknowledgements", "list", "--rounds")[1].splitlines()
    assert call("acknowledgements", "list", "--round", line.split()[0], "--csv")[1] == said
    assert call("acknowledgements", "list", "--round", "NOBODY.x")[0] == 2


@pytest.mark.parametrize("content", [b"%PDF-1.7 \xff\xfe", b"text with \x00 in it"])
def test_what_is_no_text_needs_a_link(ask, write, content):
    file = write("policy.pdf", content)
    status, said = ask("--document", file)
    assert status == 2
    assert "--link" in said
    assert "Nothing was recorded." in said
    status, said = ask("--document", file, "--link", "https://example.com/policy")
    assert (status, hashlib.sha256(content).hexdigest() in said) == (0, True)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--sha256", SHA),
        ("--sha256", "12", "--link", "https://example.com/policy"),
        ("--sha256", SHA, "--link", "ftp://example.com/policy"),
        ("--sha256", SHA, "--link", "https://example.com/policy", "--due", "2018-01-01"),
    ],
)
def test_what_is_missing_is_said(ask, call, arguments):
    status, said = ask(*arguments)
    assert status == 2
    assert "Nothing was recorded." in said
    assert "No document" in call("acknowledgements", "list")[1]


def test_a_link_with_its_hash_will_do_and_the_same_again_needs_a_word(ask):
    said = ("--sha256", SHA.upper(), "--link", "https://example.com/policy")
    assert ask(*said)[0] == 0
    assert "--again" in ask(*said)[1]
    assert ask(*said, "--again")[0] == 0
