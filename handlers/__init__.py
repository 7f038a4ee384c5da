"""The Slack conversation: reads, checks, calls the desk once, answers.

Importing this package imports no Slack library: the command line takes the words of
``handlers.words`` and needs nothing else.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from audit.handing_over import HandingOver
    from clearance.desk import Desk
    from handlers.clock import Clock
    from handlers.homes import Homes


def register(
    app: "AsyncApp",
    desk: "Desk",
    clock: "Clock",
    pulls: "HandingOver",
    homes: "Homes | None" = None,
) -> None:
    """Register every conversation with a Bolt app.

    ``pulls`` is the desk that hands over pulls; ``homes`` shows App Homes, and knows what each
    showed last where something beside the app publishes them too.
    """
    from handlers import (  # noqa: PLC0415
        acknowledge,
        audit,
        audit_production,
        away,
        band,
        calendar,
        cases,
        changes,
        delegates,
        envelope,
        errors,
        filings,
        home,
        issuer_notice,
        keeping,
        nudge,
        open_order,
        paper,
        plan_asking,
        plan_opening,
        plans,
        questions,
        related,
        related_answer,
        report,
        request,
        restrict,
        review,
        shortcut,
        swing,
        traded,
        unsent,
        widening,
    )
    from handlers import homes as app_homes  # noqa: PLC0415
    from handlers.views import (  # noqa: PLC0415
        audit_form,
        away_form,
        calendar_forms,
        case_forms,
        filing_views,
        paper_form,
        plan_form,
        production_form,
        question_form,
        related_form,
        report_form,
        request_form,
        unasked_form,
    )

    # Bolt asks each in turn whether what came is theirs: what is waited for most comes first.
    request.register_form(app, desk, clock)
    review.register_form(app, desk)
    request.register(app, desk, clock, pulls)
    shortcut.register(app, desk)
    review.register(app, desk)
    swing.register(app, desk)
    questions.register(app, desk)
    away.register(app, desk)
    paper.register(app, desk, clock)
    band.register(app, desk)
    calendar.register(app, desk)
    envelope.register(app, desk)
    nudge.register(app, desk)
    report.register(app, desk, clock)
    traded.register(app, desk, clock)
    filings.register(app, desk)
    plans.register(app, desk)
    plan_asking.register(app, desk)
    changes.register(app, desk)
    audit.register(app, pulls)
    audit_production.register(app, desk)
    home.register(app, desk, homes or app_homes.Homes(desk, pulls))
    related.register(app, desk)
    related_answer.register(app, desk)
    restrict.register(app, desk)
    widening.register(app, desk)
    issuer_notice.register(app, desk)
    cases.register(app, desk)
    keeping.register(app, desk)
    delegates.register(app, desk)
    open_order.register(app, desk, clock)
    acknowledge.register(app, desk)
    unsent.register(
        app,
        desk,
        {
            request_form.CALLBACK: request.empty,
            report_form.CALLBACK: report.empty,
            unasked_form.CALLBACK: traded.empty,
            plan_form.CALLBACK: plan_opening.empty,
            related_form.CALLBACK: related.empty,
            question_form.ASK: unsent.drawn(questions.empty),
            question_form.ANSWER: unsent.drawn(questions.empty_answer),
            case_forms.NEW: unsent.drawn(cases.empty),
            case_forms.NOTE: unsent.drawn(cases.empty_note),
            case_forms.CLOSE: unsent.drawn(cases.empty_close),
            **{one: unsent.drawn(calendar.empty(one)) for one in calendar_forms.CALLBACKS},
            paper_form.CALLBACK: unsent.drawn(paper.empty),
            away_form.CALLBACK: unsent.drawn(away.empty),
            filing_views.CALLBACK: unsent.drawn(filings.empty),
            production_form.CALLBACK: unsent.drawn(audit_production.empty),
            audit_form.CALLBACK: unsent.drawn(audit.empty(pulls)),
        },
    )
    errors.register(app)
