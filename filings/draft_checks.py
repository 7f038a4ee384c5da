"""Why a draft Form 4 cannot be filed, said field by field before anything is written."""

from collections.abc import Iterator

from filings.draft import Address, Draft, DraftOwner, FieldProblem
from filings.draft_lines import problems_of_lines, text_problems
from filings.structure import MOST_OWNERS

LONGEST_CIK, LONGEST_REMARKS, LONGEST_NAME, LONGEST_ROLE = 10, 2000, 150, 30
LETTERS_OF_A_STATE = 2


def problems_of(draft: Draft) -> tuple[FieldProblem, ...]:
    """Say everything for which a draft cannot be filed, field by field; nothing is good."""
    found = [*_issuer(draft), *_owners(draft), *_plan(draft), *problems_of_lines(draft)]
    if draft.remarks:
        found += text_problems("remarks", draft.remarks, LONGEST_REMARKS)
    if draft.amends and draft.amends > draft.drawn_up_on:
        found.append(("amends", "The form that is amended cannot be filed after today."))
    return tuple(FieldProblem(field, sentence) for field, sentence in found)


def _issuer(draft: Draft) -> Iterator[tuple[str, str]]:
    yield from cik_problems("issuer.cik", draft.issuer.cik, "the company's")
    yield from text_problems("issuer.name", draft.issuer.name, LONGEST_NAME)
    yield from text_problems("issuer.symbol", draft.issuer.symbol, 10)


def cik_problems(field: str, cik: str, whose: str) -> Iterator[tuple[str, str]]:
    """Say why a CIK is none."""
    if not cik:
        yield field, f"Nothing can be filed without {whose} CIK: EDGAR gives one on request."
    elif not (cik.isascii() and cik.isdigit() and len(cik) <= LONGEST_CIK and int(cik)):
        yield field, f"{cik!r} is no CIK: up to ten digits, as EDGAR gave them."


def _owners(draft: Draft) -> Iterator[tuple[str, str]]:
    if not 1 <= len(draft.owners) <= MOST_OWNERS:
        yield "owners", f"Name one reporting person, or up to {MOST_OWNERS} who file together."
    ciks = [owner.cik.zfill(LONGEST_CIK) for owner in draft.owners]
    for at, owner in enumerate(draft.owners):
        field = f"owners[{at + 1}]"
        yield from owner_problems(field, owner)
        if owner.cik and ciks.index(ciks[at]) < at:
            yield f"{field}.cik", "This person is named already."


def owner_problems(field: str, owner: DraftOwner) -> Iterator[tuple[str, str]]:
    """Say everything for which one reporting person cannot file, each at its place in a field."""
    yield from cik_problems(f"{field}.cik", owner.cik, "the reporting person's")
    yield from text_problems(f"{field}.name", owner.name, LONGEST_NAME)
    yield from _roles(field, owner)
    yield from _address(f"{field}.address", owner.address)


def _roles(field: str, owner: DraftOwner) -> Iterator[tuple[str, str]]:
    if not (owner.director or owner.officer or owner.ten_percent or owner.other):
        yield f"{field}.roles", "Say what the person is: director, officer, 10% owner or other."
    for held, name, said in (
        (owner.officer, "title", owner.title),
        (owner.other, "other_text", owner.other_text),
    ):
        if held:
            yield from text_problems(f"{field}.{name}", said, LONGEST_ROLE)
        elif said:
            yield f"{field}.{name}", "This is said of a role that is not ticked."


def _address(field: str, address: Address) -> Iterator[tuple[str, str]]:
    yield from text_problems(f"{field}.street", address.street, 40)
    if address.street2:
        yield from text_problems(f"{field}.street2", address.street2, 40)
    yield from text_problems(f"{field}.city", address.city, 30)
    yield from text_problems(f"{field}.zip_code", address.zip_code, 10)
    state = address.state
    coded = state.isascii() and state.isalnum() and state == state.upper()
    if not coded or len(state) != LETTERS_OF_A_STATE:
        yield f"{field}.state", "Write EDGAR's code of the state, such as WI."


def _plan(draft: Draft) -> Iterator[tuple[str, str]]:
    adopted = draft.plan_adopted_on
    if draft.under_plan and adopted is None:
        yield (
            "plan_adopted_on",
            "The form asks for the day on which the Rule 10b5-1 plan was adopted.",
        )
    if adopted is not None and not draft.under_plan:
        yield "plan_adopted_on", "No transaction is marked as made under the plan."
    first = min((line.on for line in draft.lines if line.under_plan), default=None)
    if adopted and first and adopted > first:
        yield "plan_adopted_on", f"The plan was adopted after the transaction of {first}."
