"""The trial company of the sandbox: its people, past reports, one plan, policy, first day.

The people are those of the stand-in workspace; the reports are made up, on days on
which such a company publishes, so that the window is open when a newcomer arrives.
"""

import hashlib
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.starting import Rules
from clearance.acknowledgement_rounds import DAYS_TO_SIGN, DocumentEntry, ask
from clearance.desk import Desk
from clearance.opening_plans import import_plans
from clearance.people import import_people, people
from clearance.releases import ReleaseEntry, add_release
from policy.blackouts import window_at
from policy.facts import Release
from policy.instants import market_day
from policy.quarters import quarter_end_on_or_after, quarters_from
from storage.tx import Tx

NEW_YORK = ZoneInfo("America/New_York")
BY = "sandbox"

PEOPLE = """\
slack_id,name,roles,acknowledged_on,zone,guest
U0EMPLOYEE,Maya Okafor,employee,{today},America/New_York,no
U0ANALYST,Jonas Lindqvist,employee,{today},America/Chicago,no
U0DIRECTOR,Ruth Abernathy,director,{today},America/Los_Angeles,no
U0CEO,Daniel Reyes,ceo;officer,{today},America/New_York,no
U0CFO,Priya Raman,cfo;officer,{today},America/New_York,no
U0COMPLY,Helen Sorensen,compliance;employee,{today},America/New_York,no
U0AUDIT,Victor Castellanos,audit_chair;director,{today},America/Chicago,no
U0NEWHIRE,Leila Haddad,employee,,America/New_York,no
U0GUEST,Ines Marchetti,director,{today},America/New_York,yes
"""

#: What everybody has signed on paper on the first day, but who was hired that morning.
_PARAGRAPHS = """\
Trading in our own shares: the short version for this sandbox

This page is made up for trying Preclear. Your company's own policy goes in its place.

What you hear at work about results, trials, partners or money may move our share price. As long as
the public has not heard it and had time to think about it, trade on none of it, and pass on none of
it, at home or elsewhere.

Ask in Slack before every trade. A clearance is for what you asked and for a few days, and it ends
at once when something comes up. Some weeks of each quarter are closed for everybody. Bets against
our shares, and buying them on borrowed money, are closed always.

Whoever shares your household is in the same boat: ask for them too.

Keep to this and ask when in doubt. Whoever does not can lose the job, also where no law was broken.
"""
DOCUMENT = "\n\n".join(" ".join(one.split()) for one in _PARAGRAPHS.split("\n\n"))
DOCUMENT_SHA256 = hashlib.sha256(DOCUMENT.encode()).hexdigest()

#: The director sells under a plan that is past its cooling-off.
PLAN = """\
slack_id,established_on,approved_on,approved_by,office,kind,certified
U0DIRECTOR,{established},{established},U0CFO,cfo,ordinary,yes
"""
PLAN_AGE = timedelta(days=200)

#: A quarter's report comes about five weeks after its end, before the market opens.
REPORTED_AFTER = timedelta(days=38)
REPORTED_AT = time(8, 0)
QUARTERS_ON_RECORD = 4

#: A newcomer has at least this long before the next blackout, and arrives in the morning.
AT_LEAST_OPEN = timedelta(days=7)
ARRIVES_AT = time(10, 0)
LONGEST_SEARCH_DAYS = 200


def first_moment(real: datetime, rules: Rules) -> datetime:
    """Return ``real`` where the window is open and stays so for a while, else the next such
    session's morning.
    """  # noqa: D205 - one sentence
    if _open_for_a_while(real, rules):
        return real
    day = real.astimezone(NEW_YORK).date()
    for ahead in range(1, LONGEST_SEARCH_DAYS):
        session = rules.calendar.session_on(day + timedelta(days=ahead))
        if session is None:
            continue
        morning = datetime.combine(session.day, ARRIVES_AT, NEW_YORK)
        if _open_for_a_while(morning, rules):
            return morning
    return real


def _open_for_a_while(at: datetime, rules: Rules) -> bool:
    known = [
        Release(quarter_end=quarter, at=public, kind="full")
        for quarter, public in reports_before(at, rules)
    ]
    window = window_at(at, rules.policy, rules.calendar, known)
    return window.open and (window.closes_at is None or window.closes_at - at >= AT_LEAST_OPEN)


def reports_before(at: datetime, rules: Rules) -> list[tuple[date, datetime]]:
    """Return the last quarters that were reported by then, each with when it was."""
    long_ago = at.astimezone(NEW_YORK).date() - timedelta(days=500)
    first = quarter_end_on_or_after(long_ago, rules.policy.issuer.fiscal_year_end)
    found = []
    for quarter in islice(quarters_from(first), 8):
        session = rules.calendar.at_or_after(quarter + REPORTED_AFTER)
        public = datetime.combine(session.day, REPORTED_AT, NEW_YORK)
        if public <= at:
            found.append((quarter, public))
    return found[-QUARTERS_ON_RECORD:]


def settle_in(tx: Tx, desk: Desk, rules: Rules) -> bool:
    """Record people and reports, once; say whether the record was empty before."""
    if people(tx):
        return False
    # At once and unasked: nobody but the new hire finds a message before the first request, and
    # the guest is a stranger until a list names them and two officers confirm it.
    signed = PEOPLE.format(today=market_day(tx.now))
    import_people(tx, signed, BY, rules.policy.approvers.offices())
    for quarter, public in reports_before(tx.now, rules):
        entry = ReleaseEntry(
            kind="full", public_at=public, title="Earnings report (made up)", quarter_end=quarter
        )
        add_release(desk.grounds, tx, entry, BY)
    established = (tx.now - PLAN_AGE).astimezone(NEW_YORK).date()
    document = DocumentEntry(version="Sandbox 1", sha256=DOCUMENT_SHA256, text=DOCUMENT)
    ask(tx, desk.grounds.at(tx), document, BY)
    import_plans(desk.grounds.at(tx), tx, PLAN.format(established=established), BY)
    return True


def last_day_to_sign(first: datetime) -> datetime:
    """Return when the last day begins to sign the policy that a record began with."""
    return datetime.combine(market_day(first) + DAYS_TO_SIGN, time(), NEW_YORK)
