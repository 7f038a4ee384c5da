"""What requests add up to: counted once each, when nothing more is to come of it."""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import Final

from audit.durations import Durations
from audit.moments import month_of
from audit.request_life import RequestSeen
from audit.worth_a_look import Item, Limits, found_in

#: Of each kind of thing worth a look the latest are listed, so many; all are counted.
LISTED: Final = 200
#: When a rule spoke against a request, in the order in which it is listed.
STAGES: Final = {
    "refused": "refused",
    "stopped": "stopped",
    "lapsed": "stopped",
    "declined": "declined",
}


@dataclass(slots=True)
class Decider:
    """What one person decided, in which offices, and how fast."""

    counts: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)
    took: Durations = field(default_factory=Durations)


@dataclass(slots=True)
class Worth:
    """Things of one kind that are worth a look: how many, and the latest of them."""

    total: int = 0
    latest: deque[Item] = field(default_factory=lambda: deque(maxlen=LISTED))


@dataclass(slots=True)
class Month:
    """One month: what became of what was asked in it, and what was decided in it."""

    asked: Counter[str] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    took: Durations = field(default_factory=Durations)


class Totals:
    """All requests, added up."""

    def __init__(self, limits: Limits) -> None:
        """Begin with none."""
        self.limits = limits
        self.requests = 0
        self.outcomes: Counter[str] = Counter()
        self.uses: Counter[str] = Counter()
        self.months: defaultdict[str, Month] = defaultdict(Month)
        self.deciders: defaultdict[str, Decider] = defaultdict(Decider)
        self.took = Durations()
        self.rules: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.refused_by: Counter[str] = Counter()
        self.worth: defaultdict[str, Worth] = defaultdict(Worth)
        self.from_paper = 0
        self.restriction_known = 0
        self.restricted = 0

    def add(self, request: RequestSeen) -> None:
        """Count a request."""
        self.requests += 1
        self.outcomes[request.outcome] += 1
        if request.use is not None:
            self.uses[request.use] += 1
        self.from_paper += request.paper
        self.restriction_known += request.restricted is not None
        self.restricted += bool(request.restricted)
        begun = request.asked_at or (request.decided_at if request.paper else None)
        if begun is not None:
            self.months[month_of(begun)].asked[request.outcome] += 1
        self._decision(request)
        self._rules(request)
        for item in found_in(request, self.limits):
            self.note(item)

    def note(self, item: Item) -> None:
        """List something that is worth a look."""
        worth = self.worth[item.kind]
        worth.total += 1
        worth.latest.append(item)

    def _decision(self, request: RequestSeen) -> None:
        if request.decided_at is None or request.decided_by is None:
            return
        month, decider = (
            self.months[month_of(request.decided_at)],
            self.deciders[request.decided_by],
        )
        month.decided[request.outcome] += 1
        decider.counts[request.outcome] += 1
        if request.office is not None:
            decider.offices[request.office] += 1
        if request.took is not None:
            for durations in (self.took, month.took, decider.took):
                durations.add(request.took)

    def _rules(self, request: RequestSeen) -> None:
        stage = STAGES.get(request.outcome)
        for rule in request.rules if stage is not None else ():
            self.rules[rule][str(stage)] += 1
