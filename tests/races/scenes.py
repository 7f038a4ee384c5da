"""What is explored: the presses of one request, and what may go wrong beside them."""

from tests.clearance.company import APPROVE, DECLINE, RETURN
from tests.races.scene import Press, Scene

SUBMIT = Press("submit", "employee", 0)
WITHDRAW = Press("withdraw", "employee", 1)
#: Two officers, each from two devices, that two processes serve.
DECIDERS = (
    Press("approve by the CEO", "ceo", 0, APPROVE),
    Press("decline by the CEO", "ceo", 1, DECLINE),
    Press("approve by the CFO", "cfo", 0, APPROVE),
    Press("return by the CFO", "cfo", 1, RETURN),
)
ONE, TWO = DECIDERS[:1], DECIDERS[::3]

#: Explored in every run.
QUICK = {
    "four decide, one withdraws, and the time ends": Scene(
        (*DECIDERS, WITHDRAW), crashes=2, repeats=1, deadline=True
    ),
    "filed twice, then four decide": Scene((SUBMIT, *DECIDERS), filed=False, crashes=2, repeats=1),
    "two processes carry while one decides": Scene(ONE, prompt=True, at_once=1, crashes=1),
    "nobody decides in time": Scene((), processes=1, at_once=1, crashes=1, deadline=True),
    "an answer of Slack's is lost": Scene(ONE, prompt=True, at_once=1, lost=1),
}
#: Explored by ``make races``: a few minutes.
WHOLE = {
    **QUICK,
    "a lease runs out under a process that lives": Scene(ONE, prompt=True, at_once=1, waits=1),
    "two processes carry while two decide": Scene(
        TWO, prompt=True, at_once=1, crashes=2, repeats=1
    ),
    "two processes carry while four decide": Scene(DECIDERS, prompt=True, at_once=1, crashes=1),
    "one process carries two at a time": Scene(
        ONE, prompt=True, processes=1, at_once=2, crashes=1, lost=1
    ),
    "killed, and its lease taken over": Scene(ONE, prompt=True, at_once=1, crashes=1, waits=1),
}
