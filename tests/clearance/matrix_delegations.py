"""Delegations for the world of the matrix of authority, by each of their two sides."""

from clearance import delegates
from clearance.people import by_slack_id


async def fill(world, everybody, slack_id, others):
    """Let everybody have let somebody file for them, and have been let by an insider.

    ``others`` are the two sides of one that is nobody else's.
    """
    erin, tied = others

    def write(tx, whose, whom):
        sides = (by_slack_id(tx, whose).person, by_slack_id(tx, whom).person)
        return delegates._write(tx, sides[0], sides).id

    async def given(*sides):
        return await world.company.database.run(lambda tx: write(tx, *sides))

    for one in everybody:
        insider = slack_id("director" if one != slack_id("director") else "officer")
        world.delegations[one, "self"] = await given(one, tied)
        world.delegations[one, "delegate"] = await given(insider, one)
    world.delegations["other"] = await given(erin, tied)
