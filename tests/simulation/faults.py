"""Every fault that a run must have met, and every step at which it must have been killed.

They are named, and counted each time they truly struck.
"""

from collections import Counter

#: Counted each time it truly struck, not when it was planned.
FAULTS = (
    "payload duplicated",
    "payload dropped",
    "payload delayed",
    "payload overtaken by a later one",
    "payload brought to another process",
    "button pressed twice",
    "decisions racing: 2",
    "decisions racing: 3",
    "decisions racing: 4",
    "stale card pressed",
    "Slack: 429",
    "Slack: 5xx",
    "Slack: no answer, nothing done",
    "Slack: done, answer lost",
    "process killed",
    "disk full",
    "I/O error at a statement",
    "I/O error at a commit",
    "database locked",
    "clock a day ahead",
    "clock over a change of daylight time",
    "user deactivated in Slack",
    "officer replaced while a card waits",
    "old backup restored",
    "approvals stopped after a restore",
    "acknowledged and gone with a restore",
    "two processes within one act",
    "lease of a dead process taken over",
    "message given up, and others told",
    "card put before an approver again",
)

_LOG = ("log_head", "log_leaves", "log_bodies")
#: Of each kind of act: the tables that it writes, in front of each of which it is killed.
WRITES = {
    "submit": ("requests", "facts", "decisions", *_LOG, "deliveries"),
    "decide": ("requests", "facts", "decisions", *_LOG, "deliveries"),
    "withdraw": ("requests", "decisions", *_LOG, "deliveries"),
    "report": ("transactions", "requests", "decisions", *_LOG),
    "receipt": ("decisions", *_LOG),
    "review": ("log_head", "deliveries"),
    "related": ("related_persons", *_LOG, "deliveries"),
    "answer_related": ("related_persons", *_LOG, "deliveries"),
    "confirm_change": ("confirmations", "people", *_LOG, "deliveries"),
    "release": ("releases", "requests", "decisions", *_LOG, "deliveries"),
    "blackout": ("blackout_changes", *_LOG, "deliveries"),
    "people": ("people", "people_asked", *_LOG, "deliveries"),
    "tick": ("register", "requests", "decisions", *_LOG, "deliveries", "checkpoints"),
    "claim": ("deliveries",),
    "timer": ("requests", "decisions", "deliveries", *_LOG),
    "prepare": ("paces",),
    "note": ("deliveries", "paces"),
}
#: Acts that write nothing when they are asked for: their answer can be lost.
ANSWERS = ("restrict", "widen", "agree", "opened")
COMMITTING = "before the commit"
COMMITTED = "after the commit, before the answer"
CALLING = "before Slack is called"
CALLED = "after Slack was called, before it is noted"


def named_steps() -> list[tuple[str, str]]:
    """List every step that a process must have died at."""
    found = []
    for kind, tables in WRITES.items():
        found += [(kind, f"before {table}") for table in tables]
        found += [(kind, COMMITTING), (kind, COMMITTED)]
    found += [(kind, COMMITTED) for kind in ANSWERS]
    return [*found, ("post", CALLING), ("post", CALLED), ("replace", CALLING), ("replace", CALLED)]


class Tally:
    """Counts of one world or of a whole run."""

    def __init__(self):
        self.faults = Counter()
        self.steps = Counter()
        self.had = Counter()

    def add(self, other: "Tally") -> None:
        self.faults += other.faults
        self.steps += other.steps
        self.had += other.had

    def unstruck(self) -> list[tuple[str, str]]:
        """Give the named steps at which nothing was killed yet."""
        return [step for step in named_steps() if not self.steps[step]]

    def zeros(self) -> list[str]:
        """Name what never happened."""
        return [name for name in FAULTS if not self.faults[name]] + [
            f"killed: {kind}, {point}"
            for kind, point in named_steps()
            if not self.steps[kind, point]
        ]

    def table(self) -> str:
        lines = ["", "In the worlds"]
        lines += [f"{count:>10}  {name}" for name, count in sorted(self.had.items())]
        lines += ["", "Faults that struck"]
        lines += [f"{self.faults[name]:>10}  {name}" for name in FAULTS]
        lines += ["", "Killed at"]
        lines += [f"{self.steps[step]:>10}  {step[0]}: {step[1]}" for step in named_steps()]
        return "\n".join(lines)
