"""A leak to be put into the code, and the tests that many leaks share."""

from tests.changed_code.change import Change

_HERE = "tests/confidentiality/"
#: Tests that many leaks share.
WRITTEN = f"{_HERE}test_written_histories.py"
SILENT = f"{WRITTEN}::test_a_person_restricted_silently_sees_what_anybody_sees"
OWNER = f"{WRITTEN}::test_an_owner_of_a_plan_restricted_silently_sees_what_anybody_sees"
COLLEAGUE = f"{WRITTEN}::test_a_colleague_of_restricted_people_sees_what_anybody_sees"
OFFICER = f"{WRITTEN}::test_the_other_officer_sees_nothing_until_a_request_collides"
REASONS = f"{WRITTEN}::test_nobody_learns_a_reason_nor_does_the_database_weigh_it"
WEIGHT = f"{WRITTEN}::test_the_log_and_the_database_weigh_the_same_but_for_the_officers_envelope"
SAME = f"{_HERE}test_same_messages.py"
CANARIES = f"{_HERE}test_canaries.py"
OPEN_PARTS = f"{_HERE}test_open_parts.py"
PLANS = f"{_HERE}test_plans.py"
ACTS = "tests/clearance/test_register_acts.py"
SETTING = "tests/clearance/test_restrictions.py"
WIDENING = "tests/clearance/test_widening.py"
REGISTER = "tests/storage/test_register.py"
HISTORY = "tests/audit/test_restrictions.py"
PRODUCTIONS = "tests/clearance/test_productions.py"


class Leak(Change):
    """One leak: what would tell one person what another must not know."""
