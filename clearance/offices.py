"""Which acts of an office somebody may do: what help names, and what a slip can have meant.

It rests on the offices alone, on the policy file and on who is on the list; never on what is
restricted, asked of somebody, or about them. So it says less than the acts themselves allow.
"""

from clearance.authority import audits, handles_cases, may_enter
from clearance.authority_around import on_times
from clearance.authority_matrix import COMPLIANCE
from clearance.facts import Ground
from clearance.people import PersonFound, people
from clearance.restrictions.officers import is_officer
from storage.tx import Tx


def offices(tx: Tx, ground: Ground, person: PersonFound) -> frozenset[str]:
    """Name the acts on the company that are not everybody's and that this person may do."""
    policy = ground.policy
    officer, compliance = is_officer(person, policy), COMPLIANCE in person.roles
    sees = compliance and policy.disclosure_of_restrictions.compliance_sees_existence
    handles = handles_cases(people(tx), policy, person)
    may = {
        "list_restrictions": officer or sees,
        "tell_of_issuer": officer,
        "see_away": on_times("see_away", person, policy) is None,
        "ask_paper": may_enter(person, policy) is None,
        "list_overdue": handles,
        "list_cases": handles,
        "pull": audits("pull", person) is None,
    }
    return frozenset(act for act, does in may.items() if does)
