"""Lists that are brought in: a name that is a mention, a title that turns the line around."""

import csv
import io
from datetime import date

import pytest

from bot.commands.acknowledgements import _cell
from clearance.blackout_changes import BlackoutEntry, move_blackout
from clearance.calendar_days import DayEntry, add_day
from clearance.lists import NotRecorded
from clearance.people import Imported, import_people, people
from clearance.releases import ReleaseEntry, add_release, releases
from handlers.views import messages, review_form
from tests.clearance.company import OPERATOR, ROSTER, buy, ny, who
from tests.handlers.payloads import texts
from tests.hostile.strings import HARM, STRINGS, turned

#: What no name and no title holds: it would not be seen, or turn what stands beside it.
UNSEEN = {name for name, text in STRINGS.items() if not text.isprintable() or len(text) > 1000}


def written(*row):
    out = io.StringIO()
    csv.writer(out).writerow(row)
    return f"slack_id,name,roles,acknowledged_on\n{out.getvalue()}"


async def test_a_name_is_refused_at_its_line_or_kept_as_it_is(company):
    for name, text in STRINGS.items():
        lines = written("U0HOSTILE", text, "employee", "2026-01-05")
        done = await company.database.run(lambda tx, of=lines: import_people(tx, of, OPERATOR))
        if name in UNSEEN or len(text) > 100:
            assert {one.field for one in done} == {"name"}, name
        else:
            assert isinstance(done, Imported), (name, done)
            assert text in [one.name for one in await company.database.run(people)]


async def test_whoever_is_called_like_a_mention_pings_nobody(company):
    """Their request, in all that an officer sees of it."""
    called = "<@U0CEO> <!channel>"
    await company.database.run(
        lambda tx: import_people(tx, ROSTER.replace("Erin Boyd", called), OPERATOR)
    )
    request = await company.desk.submit(who("employee"), buy())
    sheet = review_form.build(await company.desk.review(who("cfo"), request.id))
    assert called in str(sheet)
    payloads = [sheet, *(messages.build(one).blocks for _, one in await company.carry_out())]
    for one in (text for payload in payloads for text in texts(payload)):
        assert one["type"] == "plain_text" or not any(bad in one["text"] for bad in HARM)


async def test_an_id_is_one_of_slacks_or_refused(company):
    for wrong in ("U\u00c4", "U\uff10\uff11", "<@U1>", "U1\u202e", "U1\x00", "u1", ""):
        text = written(wrong, "Erin", "employee", "2026-01-05")
        done = await company.database.run(lambda tx, of=text: import_people(tx, of, OPERATOR))
        assert {one.field for one in done} == {"slack_id"}, wrong


async def test_a_title_is_refused_or_kept_as_it_is(company):
    for name, text in STRINGS.items():
        entry = ReleaseEntry("disclosure", ny("2026-11-23 09:00"), text)
        done = await company.database.run(
            lambda tx, of=entry: add_release(company.desk.grounds, tx, of, OPERATOR)
        )
        assert isinstance(done, NotRecorded) is (name in UNSEEN or len(text) > 300), name
        titles = [one.title for one in await company.database.run(releases)]
        assert (text in titles) is isinstance(done, str)


async def test_where_a_day_or_a_blackout_is_known_from_can_be_read(company):
    grounds = company.desk.grounds

    async def enter(source):
        day = DayEntry(date(2027, 1, 11), "closed", source)
        moved = BlackoutEntry(date(2026, 12, 31), source, starts_at=ny("2026-12-10 17:00"))
        return [
            await company.database.run(lambda tx: add_day(grounds, tx, day, OPERATOR)),
            await company.database.run(lambda tx: move_blackout(grounds, tx, moved, OPERATOR)),
        ]

    for text in STRINGS.values():
        if len(text) > 1000 or any(turned(one) for one in text):
            assert all(isinstance(one, NotRecorded) for one in await enter(text)), text[:40]
    done = await enter(STRINGS["lines"])
    assert all(isinstance(one, str) for one in done), done


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "'=1", "a;=1+1"])
def test_no_cell_of_a_table_is_a_formula(text):
    """Nor where a spreadsheet parts a line at semicolons."""
    for cell in _cell(text).split(";"):
        assert not cell.lstrip(' \t\r"').startswith(("=", "+", "-", "@"))
