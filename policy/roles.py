"""The roles that a person can hold, and what one role implies.

Policy, "Scope of Policy" and "10b5-1 Plans"; offices are whatever the policy file's
``[approvers]`` names.
"""

from collections.abc import Iterable

ROLES = frozenset(
    {
        "employee",
        "officer",
        "director",
        "consultant",
        "contractor",
        "section16",
        "ceo",
        "cfo",
        "audit_chair",
        "ceo_direct_report",
        "compliance",
    }
)

#: The CEO and the CFO report under Section 16; the Audit Committee's chair is a director.
_IMPLIED = {"ceo": "section16", "cfo": "section16", "audit_chair": "director"}
_IMPLYING = frozenset(_IMPLIED)

#: Who files others' forms under Section 16; a role of this program, of which no rule asks.
FILER = "section16_filer"
#: What a list of people may give, beside the offices that the policy file names.
GIVEN = ROLES | {FILER}
#: Not on any list: what somebody keeps for six months who was a director or officer.
TAIL = "section16_tail"

_OUTSIDERS = frozenset({"consultant", "contractor"})
_INSIDERS = frozenset({"section16", "director", "officer"})


def with_implied(roles: Iterable[str]) -> frozenset[str]:
    """Return the roles together with those that they imply."""
    held = frozenset(roles)
    implied = {_IMPLIED[role] for role in held & _IMPLYING}
    return held | implied if implied else held


def is_outsider(roles: Iterable[str]) -> bool:
    """Say whether somebody is a consultant or contractor and nothing else."""
    held = frozenset(roles)
    return bool(held) and held <= _OUTSIDERS


def is_director_or_officer(roles: Iterable[str]) -> bool:
    """Say whether short-swing matching and the longer cooling-off look at somebody."""
    return bool(with_implied(roles) & _INSIDERS)


def is_matched(roles: Iterable[str]) -> bool:
    """Say whether somebody's trades are matched with opposite ones.

    Those of who was a director or officer are, for six months after (Rule 16a-2(b)).
    """
    held = frozenset(roles)
    return TAIL in held or is_director_or_officer(held)
