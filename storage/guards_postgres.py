"""What the migrations make on PostgreSQL: triggers by table, events and function, and functions.

A test holds it to a database that was made anew, and prints what to write here.
"""

from collections.abc import Mapping
from typing import Final

TRIGGERS: Final[Mapping[str, str]] = {
    "asked_kept": "asked 58 preclear_refuse",
    "blackout_changes_kept": "blackout_changes 58 preclear_refuse",
    "calendar_days_kept": "calendar_days 58 preclear_refuse",
    "calendars_kept": "calendars 58 preclear_refuse",
    "case_notes_kept": "case_notes 58 preclear_refuse",
    "cases_kept": "cases 58 preclear_refuse",
    "checkpoint_copies_kept": "checkpoint_copies 58 preclear_refuse",
    "checkpoints_kept": "checkpoints 58 preclear_refuse",
    "confirmations_kept": "confirmations 58 preclear_refuse",
    "decisions_empties": "decisions 19 preclear_empties_decisions",
    "decisions_kept": "decisions 42 preclear_refuse",
    "deliveries_empties": "deliveries 19 preclear_empties_deliveries",
    "deliveries_fixed": "deliveries 19 preclear_refuse",
    "deliveries_kept": "deliveries 42 preclear_refuse",
    "downloads_fixed": "downloads 19 preclear_refuse",
    "downloads_kept": "downloads 42 preclear_refuse",
    "facts_empties": "facts 19 preclear_empties_facts",
    "facts_kept": "facts 42 preclear_refuse",
    "holds_kept": "holds 58 preclear_refuse",
    "log_bodies_empties": "log_bodies 19 preclear_empties_log_bodies",
    "log_bodies_kept": "log_bodies 42 preclear_refuse",
    "log_head_forward": "log_head 19 preclear_refuse",
    "log_head_kept": "log_head 46 preclear_refuse",
    "log_leaves_kept": "log_leaves 58 preclear_refuse",
    "people_asked_kept": "people_asked 58 preclear_refuse",
    "people_kept": "people 58 preclear_refuse",
    "plan_steps_kept": "plan_steps 58 preclear_refuse",
    "plans_kept": "plans 58 preclear_refuse",
    "policies_kept": "policies 58 preclear_refuse",
    "pulls_kept": "pulls 58 preclear_refuse",
    "register_kept": "register 42 preclear_refuse",
    "register_rises": "register 19 preclear_refuse",
    "related_persons_kept": "related_persons 58 preclear_refuse",
    "releases_kept": "releases 58 preclear_refuse",
    "removed_requests_kept": "removed_requests 58 preclear_refuse",
    "requests_fixed": "requests 19 preclear_refuse",
    "requests_forward": "requests 19 preclear_refuse",
    "requests_kept": "requests 42 preclear_refuse",
    "retentions_kept": "retentions 58 preclear_refuse",
    "stamps_kept": "stamps 58 preclear_refuse",
    "transactions_empties": "transactions 19 preclear_empties_transactions",
    "transactions_kept": "transactions 42 preclear_refuse",
}
FUNCTIONS: Final[Mapping[str, str]] = {
    "preclear_empties_decisions": "7b28811d19772153307d396110ab8e259ca22458",
    "preclear_empties_deliveries": "8becf7c2a6ea59295c0234fd8bf909b08e38fadd",
    "preclear_empties_facts": "52b38d694abc62a2a407268628768314bb9e2b84",
    "preclear_empties_log_bodies": "574df77f9caf982279280ffa29435941efbcbab8",
    "preclear_empties_transactions": "160bf7e9c78e9bdc9fe0916677bf15990087a9b5",
    "preclear_refuse": "d813c78123de914beadbf0c6f42d4c8ee5fbc308",
}
