"""What forms read, and at which field they say what is wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from clearance.shown import No, Report, ReportShown, Verdict
from handlers import words
from handlers.views import report_form, request_form, request_sheet, review_form
from handlers.words import request as request_words
from policy.facts import Trade
from tests.handlers import samples
from tests.handlers.states import report_state, request_state, request_view, review_state, view


def read(**changed):
    return request_form.read(request_view(**changed), samples.TODAY)


def test_a_full_form_is_an_ask():
    form = read()
    assert form.errors == {}
    assert form.ask.trade == Trade("buy", 500, on=date(2026, 12, 2))
    assert form.ask.statements == ("no_mnpi", "policy_read", "responsible")
    assert (form.ask.form, form.ask.corrects) == ("V1", None)


@pytest.mark.parametrize(
    ("typed", "quantity"),
    [
        ("1", 1),
        (" 500 ", 500),
        ("1,000", 1000),
        ("1 000", 1000),
        ("1\u00a0000", 1000),
        ("1'000'000", 1_000_000),
        ("007", 7),
        ("1,000,000,000", 1_000_000_000),
    ],
)
def test_a_number_of_shares_is_read(typed, quantity):
    assert read(quantity=typed).ask.trade.quantity == quantity


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", request_words.ERROR_QUANTITY_EMPTY),
        (None, request_words.ERROR_QUANTITY_EMPTY),
        ("0", request_words.ERROR_QUANTITY_ZERO),
        ("1,000,000,001", request_words.ERROR_QUANTITY_HUGE),
        ("9" * 5000, request_words.ERROR_QUANTITY_HUGE),
        ("-5", request_words.ERROR_QUANTITY),
        ("1.5", request_words.ERROR_QUANTITY),
        ("1,00", request_words.ERROR_QUANTITY),
        ("1,000 000", request_words.ERROR_QUANTITY),
        ("five", request_words.ERROR_QUANTITY),
        ("1e3", request_words.ERROR_QUANTITY),
        ("\u0665\u0660\u0660", request_words.ERROR_QUANTITY),
    ],
)
def test_what_is_no_number_of_shares_is_said_at_its_field(typed, sentence):
    assert read(quantity=typed).errors == {"quantity": sentence}


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2026-11-22", request_words.ERROR_DAY_PAST),
        ("2026-02-30", request_words.ERROR_DAY),
        ("soon", request_words.ERROR_DAY),
        ("2027-11-25", request_words.ERROR_DAY_FAR),
    ],
)
def test_a_day_that_cannot_be_planned(on, sentence):
    assert read(on=on).errors == {"on": sentence}


@pytest.mark.parametrize("on", ["2026-11-23", "2027-11-24", None])
def test_a_day_that_can(on):
    assert read(on=on).errors == {}


@pytest.mark.parametrize("missing", ["no_mnpi", "policy_read", "responsible"])
def test_every_statement_is_needed(missing):
    made = tuple(one for one in words.STATEMENTS if one != missing)
    form = read(statements=made)
    assert form.ask is None
    assert form.errors == {"statements": request_words.ERRORS["statements"]}


def test_a_forged_choice_is_refused_at_its_field():
    errors = read(order="all", time_in_force="", account="x", security="gold").errors
    assert set(errors) == {"order", "time_in_force", "account", "security"}
    assert set(read(action="bribe").errors) == {"action"}
    assert set(read(issuer="mars").errors) == {"issuer"}


def test_an_empty_payload_is_wrong_and_one_without_its_fields_is_drawn_first():
    assert set(request_form.read({}, samples.TODAY).errors) == {"issuer"}
    state = request_state()
    assert request_form.read(view(state, "request_form"), samples.TODAY).behind
    assert not read().behind


def test_a_correction_names_what_it_corrects():
    filled = request_form.correction(samples.PENDING, samples.ASKING)
    assert request_form.build(samples.ASKING, filled)["private_metadata"] == "K7M4QWXA"
    made = request_view(private_metadata="K7M4QWXA")
    assert request_form.read(made, samples.TODAY).ask.corrects == "K7M4QWXA"


def test_a_desks_refusal_goes_to_its_field():
    assert set(request_form.errors_of(No("out_of_calendar"), request_view())) == {"on"}
    more = request_view(samples.ASKING_MORE)
    assert set(request_form.errors_of(No("related_gone"), more)) == {"account"}
    assert set(request_form.errors_of(No("no_such_plan"), more)) == {"plan"}
    for reason in ("not_in_force", "not_for_account", "sells_to_cover", "used"):
        assert set(request_form.errors_of(No(f"plan_{reason}"), more)) == {"plan"}
    assert request_form.errors_of(No("no_such_plan"), request_view()) is None
    elsewhere = request_view(issuer="other")
    assert request_form.errors_of(No("out_of_calendar"), elsewhere) is None
    assert request_form.errors_of(No("stranger"), request_view()) is None
    assert set(review_form.errors_of(No("not_approvable"))) == {"decision"}
    assert set(report_form.errors_of(No("bad_report", {"field": "price"}))) == {"price"}


def decide(built=None, **changed):
    state = review_state(**changed)
    drawn = built or review_form.build(samples.REVIEW, changed.get("decision"))
    blocks = drawn["blocks"]
    return review_form.read(view(state, "review_form", "K7M4QWXA") | {"blocks": blocks})


def test_an_approval_needs_the_officers_statement():
    assert decide(decision="approve").errors == {"statement": words.ERROR_STATEMENT}
    form = decide(decision="approve", statement=("considered",))
    assert (form.request, form.verdict) == ("K7M4QWXA", Verdict("approve", statement=True))


def test_a_decline_needs_no_statement():
    assert decide(decision="decline").verdict == Verdict("decline")


def test_a_return_names_what_to_correct():
    assert decide(decision="return").errors == {"fields": words.ERROR_FIELDS}
    assert decide(decision="return", fields=("price",)).errors == {"fields": words.ERROR_FIELDS}
    form = decide(decision="return", fields=("on", "quantity"))
    assert form.verdict == Verdict("return", fields=("on", "quantity"))
    assert decide(decision="decline", fields=("on",)).errors == {"fields": words.ERROR_FIELDS_ONLY}


def test_a_decision_is_needed():
    assert decide(decision=None).errors == {"decision": words.ERROR_DECISION}
    assert decide(decision="exempt").errors == {"decision": words.ERROR_DECISION}


def test_what_cannot_be_approved_does_not_offer_it():
    offered = str(review_form.build(samples.RESTRICTED, "approve"))
    assert "'approve'" not in offered
    assert words.NOT_APPROVABLE in offered
    assert "'approve'" in str(review_form.build(samples.REVIEW, "approve"))
    forged = decide(review_form.build(samples.RESTRICTED), decision="approve")
    assert set(forged.errors) == {"decision"}


def report(**changed):
    now = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    return report_form.read(view(report_state(**changed), "report_form", "K7M4QWXA"), now)


def test_a_trade_is_reported_in_new_york_time():
    form = report()
    assert form.request == "K7M4QWXA"
    assert form.report.at == datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    assert (form.report.quantity, form.report.price) == (500, "2.15")


def test_a_trade_that_is_yet_to_come_is_not_reported():
    assert report(traded_at="15:01").errors == {"traded_at": words.ERROR_TRADED_FUTURE}
    assert report(traded_on="2026-11-25").errors == {"traded_on": words.ERROR_TRADED_FUTURE}


def test_a_skipped_hour_is_no_time_of_a_trade():
    form = report(traded_on="2026-03-08", traded_at="02:30")
    assert form.errors == {"traded_at": words.ERROR_TRADED_SKIPPED}


@pytest.mark.parametrize(
    ("typed", "price"), [("$1,234.50", "1234.50"), ("0.0001", "0.0001"), (" 3 ", "3")]
)
def test_a_price_is_read(typed, price):
    assert report(price=typed).report.price == price


@pytest.mark.parametrize("typed", ["0", "0.00", "-1", "1.23456", "1,2", "two", "1e5", "NaN"])
def test_what_is_no_price_is_said_at_its_field(typed):
    assert report(price=typed).errors == {"price": words.ERROR_PRICE}


def test_a_trade_needs_all_of_it_and_no_trade_nothing():
    empty = dict.fromkeys(("traded_on", "traded_at", "traded_quantity", "price", "stated"))
    assert set(report(**empty).errors) == set(empty)
    assert set(report(traded="no").errors) == set(empty)
    assert report(traded="no", **empty).report.traded is False
    assert report(traded=None).errors == {"traded": words.ERROR_TRADED}


def test_a_report_outside_the_clearance_says_what_is_outside():
    said = ReportShown(samples.NOW, Report(traded=True, at=samples.NOW, quantity=9, price="4.10"))
    kept = replace(samples.LARGEST, report=said)
    outside = replace(samples.LARGEST, report=replace(said, outside=("quantity",)))
    assert words.OUTSIDE["quantity"] not in str(request_sheet.build(kept))
    assert words.OUTSIDE["quantity"] in str(request_sheet.build(outside))


@pytest.mark.parametrize(
    ("form", "account", "said", "not_said"),
    [
        ("4", "own", ["Form 4 is due by Friday 27 November 2026, 10 p.m."], ["related account"]),
        ("5", "own", ["Form 5 is due by Friday 27 November 2026."], ["10 p.m."]),
        ("4", "related", ["ask whether its trades are yours"], []),
        (None, "own", [], ["Form"]),
    ],
)
def test_who_reported_a_trade_reads_which_form_is_due(form, account, said, not_said):
    report = ReportShown(
        samples.NOW,
        Report(traded=True, at=samples.NOW, quantity=1, price="2.15"),
        due_form=form,
        due_on=form and date(2026, 11, 27),
    )
    shown = str(
        request_sheet.build(
            replace(samples.APPROVED, state="reported", report=report, account=account)
        )
    )
    for text in said:
        assert text in shown
        assert "nothing was filed, and it is not a determination" in shown
    for text in not_said:
        assert text not in shown


def test_a_trade_without_the_statement_is_said_to_lie_outside():
    said = Report(traded=True, at=samples.NOW, quantity=1, price="2.15", stated=False)
    for outside in ((), ("statement",)):
        report = ReportShown(samples.NOW, said, outside)
        shown = str(request_sheet.build(replace(samples.APPROVED, state="reported", report=report)))
        assert (words.OUTSIDE["statement"] in shown) is bool(outside)


@pytest.mark.parametrize("reports", [True, False])
def test_an_exempt_request_says_whether_a_report_is_owed_all_the_same(reports):
    exempt = replace(samples.REFUSED, state="exempt", findings=(), may_report=reports)
    shown = str(request_sheet.build(exempt))
    assert (words.EXEMPT_REPORTS in shown) is reports
    assert (words.NEXT["exempt"] in shown) is not reports
    assert (request_sheet.REPORT in shown) is reports


def test_the_button_says_whether_a_trade_is_reported_or_the_report_corrected():
    """It stands above what was asked: nobody has to scroll for it."""
    for request, label in (
        (samples.APPROVED, words.REPORT),
        (samples.LARGEST, words.REPORT_AGAIN),
    ):
        blocks = request_sheet.build(request)["blocks"]
        row = next(one for one in blocks if one.get("block_id") == request_sheet.ROW)
        assert label in [one["text"]["text"] for one in row["elements"]]
        divider = [one["type"] for one in blocks].index("divider")
        assert blocks.index(row) < divider
