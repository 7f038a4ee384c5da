"""A leak to be put into the code: which file, what stands there, what stands there instead."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
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


class TextGoneError(Exception):
    """The code no longer says what a leak changes: the leak has to be written anew."""


@dataclass(frozen=True)
class Leak:
    """One leak. ``old`` stands exactly once in the file; a test among ``tests`` notices it."""

    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def path(self) -> Path:
        return ROOT / self.file

    def changed(self) -> str:
        """Give the file's text with the leak in it."""
        text = self.path.read_text(encoding="utf-8")
        found = text.count(self.old)
        if found != 1:
            raise TextGoneError(f"{self.what}: {self.file} has its text {found} times, not once.")
        return text.replace(self.old, self.new)
