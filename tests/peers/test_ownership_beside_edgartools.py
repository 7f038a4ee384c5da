"""Drafts and real forms, read by somebody else's reader and by ours: both find the same in them."""

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from clearance.section16_draft import DraftSaid, OptionSaid, of_material
from clearance.section16_owners import OwnerEntered
from clearance.shown_filings import DraftLine as Told
from clearance.shown_filings import DraftMaterial
from filings.draft import Draft, DraftOwner, Note
from filings.draft_xml import as_xml
from filings.ownership_file import read_filed
from tests.filings.forms import ADDRESS, DAY, EXERCISED, ISSUER, OWNER, line, option, written
from tests.left_out import leave_out

ROOT = Path(__file__).parents[2]
READER = Path(__file__).with_name("edgartools_reading.py")
#: The amendment is left out: others cut its addresses away, without which edgartools reads none.
REAL = sorted((ROOT / "tests" / "data" / "ownership").glob("form[345]-*.xml"))
ONE_PRICE, ANOTHER_PRICE = written(), written(line(price=Decimal("4.2")))
SEED, DRAFTS = 20181012, 60


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Give what edgartools makes of each text here: all are read at once, as it loads slowly."""
    if importlib.util.find_spec("edgar") is None:
        leave_out("edgartools", "it is not installed; `make peers` does")
    home = str(tmp_path_factory.mktemp("home"))
    texts = [*drafts(), *(path.read_text() for path in REAL), ANOTHER_PRICE]
    done = subprocess.run(
        [sys.executable, str(READER)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": home, "EDGAR_LOCAL_DATA_DIR": home},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(zip(texts, json.loads(done.stdout), strict=True))


def same_number(one, other):
    """Compare a text of theirs with a number of ours; neither may be there alone."""
    if one in {None, "", "N/A"} or other is None:
        return one in {None, "", "N/A"} and other is None
    return abs(Decimal(one) - other) <= Decimal("0.00005") + abs(other) * Decimal("1e-12")


def agree(text, theirs):
    """Hold one form against what the other reader found in it."""
    ours = read_filed(text.encode()).form
    assert theirs["form"] == ours.form
    assert theirs["period"] == ours.period.isoformat()
    assert theirs["issuer"] == [ours.issuer.cik, ours.issuer.name, ours.issuer.symbol]
    assert [(who[0], who[1], who[2], who[3]) for who in theirs["owners"]] == [
        (who.cik, bool(who.director), bool(who.officer), who.title) for who in ours.owners
    ]
    assert theirs["box"] is ours.plan_box
    assert {key: " ".join(said.split()) for key, said in theirs["notes"].items()} == dict(
        ours.footnotes
    )
    for table in ("I", "II"):
        mine = [one for one in ours.transactions if one.table == table]
        for row, made in zip(theirs[table], mine, strict=True):
            assert row["Security"].split(" [F")[0] == made.title.value  # footnotes behind it
            assert row["Date"] == made.on.value.isoformat()
            assert row["Code"] == made.code
            assert row["AcquiredDisposed"] == made.side.value
            assert row["DirectIndirect"] == made.after.direct.value
            assert same_number(row["Shares"], made.shares.value)
            assert same_number(row["Price"], made.price.value)
            assert same_number(row["Remaining"], made.after.shares.value)
            if made.derivative is not None:
                assert row["Underlying"] == made.derivative.title.value
                assert same_number(row["UnderlyingShares"], made.derivative.shares.value)


def drawn(rng, code):
    return line(
        code=code,
        acquired=code in "PA" or (code == "G" and rng.random() < 0.5),
        on=DAY - timedelta(rng.randint(0, 400)),
        shares=Decimal(rng.randint(1, 10**9)) / 10 ** rng.randint(0, 4),
        price=Decimal(rng.randint(1, 10**7)) / 10 ** rng.randint(0, 4),
        owned_after=Decimal(rng.randint(0, 10**9)),
        nature=rng.choice(["", "By spouse", "By trust & others"]),
        under_plan=code == "S",
    )


def drafts():
    """Draw drafts by a seed: lines of every code, with and without footnotes, plans and trusts."""
    rng = Random(SEED)  # noqa: S311 - the same drafts from the same seed
    for _ in range(DRAFTS):
        lines = [drawn(rng, code) for code in rng.choices("PSAFG", k=rng.randint(1, 6))]
        plan = date(2020, 2, 29) if any(one.under_plan for one in lines) else None
        yield written(*lines, plan_adopted_on=plan)
    yield written(*EXERCISED, plan_adopted_on=date(2026, 5, 1), remarks="A < B & C")
    second = DraftOwner("55", "Example Fund LP", ADDRESS, ten_percent=True)
    yield written(owners=(OWNER, second), amends=date(2026, 11, 21))
    converted = option(code="C", title="Series A Preferred Stock", notes=(Note("price", "None."),))
    yield written(line(code="C", acquired=True, price=Decimal(0)), converted)
    yield from of_the_record()


def of_the_record():
    """Draft what was reported to the desk: an exercise under a plan, a gift of a spouse, a 4/A."""
    owner = OwnerEntered(
        "0000000055", "REED OLGA", "1 Main Street", "", "Madison", "WI", "53716", "VP Research",
        is_director=False, is_officer=True, ten_percent=False, issuer_cik="0001234567",
    )  # fmt: skip
    sold = Told("S", "D", "option_exercise", "common", DAY, 40, "4.1234", True, None, None)  # noqa: FBT003
    exercised = replace(sold, code="M", disposition="A", shares=100, price=None)
    given = replace(sold, code="G", action="gift", direct=False, nature="Rob Reed")
    plain = DraftMaterial(
        filing="X-1", form="4", due_on=DAY, period=DAY, person="Olga Reed",
        roles=frozenset({"officer"}), director=False, officer=True, lines=(given, given),
        under_plan=False, plan_adopted_on=None,
    )  # fmt: skip
    under_plan = replace(
        plain, lines=(exercised, sold), under_plan=True, plan_adopted_on=date(2026, 3, 2)
    )
    terms = OptionSaid(Decimal("1.25"), date(2024, 1, 2), date(2034, 1, 2), Decimal(1500))
    for material, option_said in (
        (plain, OptionSaid()),
        (replace(plain, state="amend", amends=DAY, subject=False), OptionSaid()),
        (under_plan, terms),
        (replace(under_plan, state="late"), terms),
    ):
        said = DraftSaid(holding=Decimal(9000), option=option_said)
        made = of_material(material, owner, ISSUER, said, DAY)
        assert isinstance(made, Draft), made
        yield as_xml(made).decode()


def test_drafts_are_read_the_same_by_another_reader(read):
    for text in drafts():
        agree(text, read[text])
        assert read[text]["signed"] == [["", ""]] * len(read[text]["owners"])


def test_forms_of_real_filers_are_read_the_same(read):
    texts = [path.read_text() for path in REAL]
    assert len(texts) == 5
    for text in texts:
        agree(text, read[text])


def test_a_form_that_differs_is_noticed(read):
    """The comparison can fail: the other reader was given another price."""
    agree(ANOTHER_PRICE, read[ANOTHER_PRICE])
    with pytest.raises(AssertionError):
        agree(ONE_PRICE, read[ANOTHER_PRICE])
