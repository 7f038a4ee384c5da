"""Absences for the world of the matrix of authority: one that stands, one that was taken back."""

from datetime import timedelta

from clearance import away_rows
from clearance.away import local_day
from clearance.people import by_slack_id


async def fill(world, everybody):
    """Let everybody have said when they are away, in a month, and taken another time back."""

    def write(tx, one):
        person = by_slack_id(tx, one)
        first = local_day(tx.now, person) + timedelta(days=30)
        stands, gone = (
            away_rows.add(tx, person.person, first + more, first + more)
            for more in (timedelta(), timedelta(days=1))
        )
        away_rows.end(tx, gone)
        world.absences[one, "stands"] = stands.id
        world.absences[one, "gone"] = gone.id

    for one in everybody:
        await world.company.database.run(lambda tx, one=one: write(tx, one))
