"""`preclear plans`: what is on paper is entered whole, with what later law has against it."""

import csv

PEOPLE = """\
slack_id,name,roles,acknowledged_on
U0DIRECTOR,Dora Quist,director,2026-01-05
U0CFO,Felix Ott,cfo,2026-01-05
"""
HEAD = "slack_id,established_on,approved_on,approved_by,office,kind,certified,ends_on,corrects\n"
PLAN = "U0DIRECTOR,2024-03-04,2024-03-01,U0CFO,cfo,ordinary,yes,2025-03-03,\n"


def test_a_plan_is_entered_and_listed(call, write):
    call("people", "import", write("people.csv", PEOPLE))
    assert call("plans", "list") == (
        0,
        "No plan is recorded yet: `preclear plans import FILE.csv`.\n",
    )
    file = write("plans.csv", HEAD + PLAN)
    assert call("plans", "import", file) == (0, "1 recorded, marked as from paper.\n")
    status, said = call("plans", "list")
    heading, days = said.splitlines()
    assert status == 0
    assert heading.endswith(": Dora Quist, plan, over")
    assert "First possible trading day: not known yet." in days
    assert "ends on Monday 3 March 2025" in days


def test_what_later_law_doubts_is_entered_and_said(call, write):
    call("people", "import", write("people.csv", PEOPLE))
    second = PLAN.replace("2024-03-04", "2024-06-03").replace("yes", "no")
    status, said = call("plans", "import", write("plans.csv", HEAD + PLAN + second))
    assert status == 0
    first, *doubted = said.splitlines()
    assert first == "2 recorded, marked as from paper."
    assert [line.count("Rule 10b5-1(c)(1)(ii)(D)") for line in doubted] == [1, 1]
    assert sum("certification" in line for line in doubted) == 1
    assert call("plans", "list")[1].count("Ask counsel: ") == 2


def test_a_wrong_line_keeps_all_of_the_list_out(call, write):
    call("people", "import", write("people.csv", PEOPLE))
    bad = PLAN.replace(",cfo,", ",ceo,").replace("yes", "certainly")
    status, said = call("plans", "import", write("plans.csv", HEAD + PLAN + bad))
    assert status == 2
    assert "plans.csv, line 3, office: " in said
    assert "plans.csv, line 3, certified: " in said
    assert said.endswith("Nothing was recorded.\n")
    assert "No plan is recorded" in call("plans", "list")[1]


def test_a_correction_keeps_the_plans_id_and_a_plan_can_be_taken_back(call, write):
    call("people", "import", write("people.csv", PEOPLE))
    call("plans", "import", write("plans.csv", HEAD + PLAN))
    plan = call("plans", "list")[1][:8]
    longer = PLAN.replace("2025-03-03,", f"2049-03-03,{plan}")
    assert call("plans", "import", write("longer.csv", HEAD + longer))[0] == 0
    assert call("plans", "list")[1].startswith(f"{plan}: Dora Quist, plan, in force\n")
    back = longer.replace("ordinary", "void")
    assert call("plans", "import", write("back.csv", HEAD + back))[0] == 0
    assert "No plan is recorded" in call("plans", "list")[1]


# --- what a company discloses ---------------------------------------------------------


def read(said):
    """Read the list, without its head and what is said beside it."""
    head, *rows = csv.reader(said.splitlines())
    assert head == ["name", "title", "date", "what", "kind", "adopted", "duration",
                    "aggregate_shares", "plan"]  # fmt: skip
    return [row for row in rows if len(row) == len(head)]


def test_a_quarters_list_has_its_directors_plans_and_no_others(call, write, tmp_path):
    staff = "U0STAFF,Erin Boyd,employee,2026-01-05\n"
    call("people", "import", write("people.csv", PEOPLE + staff))
    others = PLAN.replace("U0DIRECTOR", "U0STAFF")
    call("plans", "import", write("plans.csv", HEAD + PLAN + others))
    plan = call("plans", "list")[1][:8]
    out = tmp_path / "408.csv"
    status, said = call("plans", "item408", "--quarter", "2024Q1", "--out", out)
    assert (status, said) == (
        0, f"1 written to {out}. Check it against the plans before it is disclosed.\n",
    )  # fmt: skip
    assert out.read_bytes().endswith(b"\r\n")
    assert read(out.read_text()) == [
        ["Dora Quist", "director", "2024-03-04", "adopted", "Rule 10b5-1 plan", "2024-03-04",
         "until 2025-03-03", "not on record: see the plan", plan],
    ]  # fmt: skip
    assert call("plans", "item408", "--quarter", "2024Q1", "--out", out)[0] == 2
    for quarter in ("2023Q4", "2024Q2"):
        assert read(call("plans", "item408", "--quarter", quarter)[1]) == []


def test_a_change_of_amount_ends_a_plan_and_makes_another(call, write):
    call("people", "import", write("people.csv", PEOPLE))
    head = HEAD.replace("corrects", "modified_on,modified_terms,corrects")
    changed = PLAN.replace("2025-03-03,", "2025-03-03,2024-06-28,amount,")
    call("plans", "import", write("plans.csv", head + changed))
    said = read(call("plans", "item408", "--quarter", "2024Q2")[1])
    assert [row[3] for row in said] == [
        "terminated (changed amount, price or timing)",
        "adopted (changed amount, price or timing)",
    ]
    assert [row[3] for row in read(call("plans", "item408", "--quarter", "2024Q1")[1])] == [
        "adopted"
    ]


def test_a_name_that_a_spreadsheet_would_compute_is_written_harmlessly(call, write):
    people = PEOPLE.replace("Dora Quist", "=HYPERLINK(A1)")
    call("people", "import", write("people.csv", people))
    call("plans", "import", write("plans.csv", HEAD + PLAN))
    (row,) = read(call("plans", "item408", "--quarter", "2024Q1")[1])
    assert row[0] == "'=HYPERLINK(A1)"


def test_a_quarter_that_is_none_is_refused(call):
    for quarter in ("2024", "2024Q5", "24Q1", "Q1", "2024Q", "0000Q1"):
        status, said = call("plans", "item408", "--quarter", quarter)
        assert (status, said) == (2, "--quarter: write a fiscal quarter, such as 2026Q3.\n"), (
            quarter
        )
