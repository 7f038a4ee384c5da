"""`preclear plans`: what is on paper is entered whole, with what later law has against it."""

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
    assert "First possible trading day: Wednesday 3 July 2024." in days
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
