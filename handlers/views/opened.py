"""What an envelope opens: the form of whatever it is about."""

from typing import Any

from clearance.opened import Opened
from clearance.shown import No, PlanShown, RequestShown
from clearance.shown_acknowledgements import (
    AcknowledgementSheet,
    AcknowledgementShown,
    Progress,
)
from clearance.shown_cases import CaseShown
from clearance.shown_changes import ChangeShown
from clearance.shown_delegates import DelegatesSheet
from clearance.shown_filings import FilingList
from clearance.shown_keeping import KeepingShown
from clearance.shown_paper import PaperShown
from clearance.shown_plans import PlanFiled
from clearance.shown_productions import ProductionShown
from clearance.shown_pulls import PullCame
from clearance.shown_questions import QuestionShown
from clearance.shown_related import RelatedAsked, RelatedList
from clearance.shown_reports import OverdueList
from clearance.shown_restrictions import (
    NeutralNotice,
    ReasonShown,
    RestrictionShown,
    RestrictionsSheet,
    UnseenShown,
    WideningShown,
)
from clearance.shown_undelivered import UndeliveredShown
from clearance.shown_waiting import OwedShown, UnansweredShown, WaitingShown
from clearance.window_notices import WindowTold
from handlers.views import (
    acknowledge_form,
    acknowledgement_progress,
    acknowledgement_sheet,
    audit_came,
    calendar_sheet,
    case_sheet,
    change_sheet,
    delegates_sheet,
    digest_list,
    filing_views,
    keeping_sheet,
    neutral_notice,
    notice,
    overdue_list,
    owed_list,
    paper_form,
    plan_filed,
    plan_sheet,
    production_sheet,
    question_form,
    reason_sheet,
    related_ask,
    related_list,
    request_sheet,
    restriction_list,
    restriction_sheet,
    traded_list,
    undelivered_sheet,
    unseen_sheet,
    widening_sheet,
)


def build(found: Opened | No) -> dict[str, Any]:  # noqa: C901, PLR0911, PLR0912 - one line for each class
    """Make the form for each class that the desk opens."""
    match found:
        case No():
            return notice.of(found)
        case RequestShown():
            return request_sheet.build(found)
        case PlanShown():
            return plan_sheet.build(found)
        case PlanFiled():
            return plan_filed.build(found)
        case ChangeShown():
            return change_sheet.build(found)
        case PaperShown():
            return paper_form.sheet(found)
        case ProductionShown():
            return production_sheet.build(found)
        case QuestionShown():
            return question_form.one(found)
        case PullCame():
            return audit_came.build(found)
        case RelatedAsked():
            return related_ask.build(found)
        case RelatedList():
            return related_list.build(found)
        case RestrictionShown():
            return restriction_sheet.build(found)
        case WideningShown():
            return widening_sheet.build(found)
        case RestrictionsSheet():
            return restriction_list.build(found)
        case NeutralNotice():
            return neutral_notice.build(found)
        case ReasonShown():
            return reason_sheet.build(found)
        case UnseenShown():
            return unseen_sheet.build(found)
        case AcknowledgementSheet():
            return acknowledge_form.build(found)
        case AcknowledgementShown():
            return acknowledgement_sheet.build(found)
        case Progress():
            return acknowledgement_progress.build(found)
        case CaseShown():
            return case_sheet.build(found)
        case KeepingShown():
            return keeping_sheet.build(found)
        case DelegatesSheet():
            return delegates_sheet.build(found)
        case OverdueList():
            return overdue_list.build(found)
        case FilingList():
            return filing_views.listed(found)
        case UnansweredShown():
            return traded_list.build(found.requests)
        case WaitingShown():
            return digest_list.build(found)
        case OwedShown():
            return owed_list.build(found)
        case UndeliveredShown():
            return undelivered_sheet.build(found)
        case WindowTold():
            return calendar_sheet.told(found)
