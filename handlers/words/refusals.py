"""Why something was not done, in words: the desk hands over a reason's id, never text."""

from collections.abc import Mapping
from typing import Any

from clearance.authority_matrix import OUTSIDERS
from handlers.moments import said
from handlers.words.command import UNKNOWN
from handlers.words.findings import section_said

REFUSALS = {
    # Strangers, guests, other teams, those who left, and who is no officer: nothing tells them
    # apart, nor any of them from somebody who mistyped.
    **dict.fromkeys((*OUTSIDERS, "not_an_officer", "not_compliance"), UNKNOWN),
    "no_such_pull": "There is no such pull, or it is not yours to take. `/preclear audit` shows "
    "the latest.",
    "days_turned": "The first day is after the last, so nothing was pulled. Choose a later last "
    "day.",
    "no_such_person": "There is nobody of that name on the list, so nothing was pulled. Choose "
    "somebody else.",
    "no_such_request": "There is no request with that id, so nothing was pulled. Check the id.",
    "restrictions_not_yours": "The policy does not show restrictions to compliance, so nothing "
    "was pulled. Choose other entries.",
    "not_found": "There is no such request, or it is not yours to see. Check the id.",
    "not_an_approver": "This request is not yours to decide, so there is nothing for you to do.",
    "own_request": "Nobody decides their own request. Another officer has it: wait for their "
    "answer.",
    "already_decided": "It was decided already{by}{at}. The first decision stands; yours changed "
    "nothing, and there is nothing more to do.",
    "not_pending": "This has ended already, so nothing was changed. There is nothing more to do.",
    "nudge_over": "This request does not wait any more, so nobody was asked again. `/preclear "
    "status` shows what became of it.",
    "nudge_too_soon": "The approvers got this less than an hour ago, so nobody was asked again "
    "yet. If it still waits then, nudge{at}, or call them.",
    "nudged_before": "You nudged the approvers about this already, and that is possible once. If "
    "it is urgent, call them.",
    "nudge_in_vain": "Nobody who can decide this is at work again before it ends{at}, so a nudge "
    "would reach nobody in time. Call them, or ask again.",
    "statement_missing": "An approval needs your own statement, so nothing was changed. Make it, "
    "or choose another decision.",
    "statements_missing": "All statements are needed, so nothing was sent. If you cannot make one "
    "of them, do not trade.",
    "fields_missing": "A return has to name what is to be corrected, so nothing was changed. Name "
    "at least one thing.",
    "not_approvable": "This request cannot be approved. You can decline it.",
    "requester_left": "The requester's entry in the register is not active any more, so this "
    "cannot be approved. You can decline it.",
    "refused_at_fields": "The policy does not allow this as it stands, and nothing was stored. "
    "Ask again with another order, account or day.",
    "no_session": "The exchange is closed on that day, so nothing was stored. Plan another.",
    "refused_now": "A public rule now forbids this trade{section}, so it could not be approved. "
    "It has ended, and the requester is told why. There is nothing more to do.",
    "nobody_to_decide": "Every office that could decide this is vacant or your own. Nothing was "
    "stored. Ask compliance to fill the seat.",
    "bad_price": "Write the price in dollars, such as 2.15.",
    "nothing_to_match": "This trade is not to come any more, or the rule on short-swing profit "
    "does not look at it. You can close this.",
    "paper_person": "This person is not on the list of people, so nothing was stored. Choose "
    "somebody who is.",
    "own_paper": "Nobody enters their own clearance. Ask somebody else to enter it.",
    "paper_approver": "Whoever is named may not decide that request, so nothing was stored. "
    "Choose who gave the clearance.",
    "paper_trade": "Name what it was for, and a whole number of shares. Nothing was stored.",
    "paper_moment": "Name a moment that has passed and that the trading calendar reaches.",
    "paper_again": "This clearance is on the record, or waits to be confirmed, already. There is "
    "nothing more to do.",
    "no_such_question": "There is no such question, or it is not yours to see. `/preclear "
    "ask-compliance` shows yours.",
    "own_question": "Nobody answers their own question. Another officer has it: wait for their "
    "answer.",
    "question_answered": "This was answered already, so nothing was stored. There is nothing more "
    "to do; a new question can go on from it.",
    "question_text": "The text is empty or too long, so nothing was stored. Write it again, or "
    "ask in two parts.",
    "nobody_to_answer": "Every office that could answer is vacant or your own. Nothing was "
    "stored. Ask compliance to fill the seat.",
    "no_draft": "A draft is made of a Form 4 only: make this one in EDGAR's own form.",
    "no_such_filing": "There is no such form, or it is owed no more. `/preclear section16` shows "
    "what is owed.",
    "bad_filing": "What was entered cannot be. Check the form, the number and the day.",
    "nothing_to_report": "There is no clearance here to report on, or it was reported already. "
    "`/preclear traded` shows what waits for you.",
    "bad_report": "The report does not fit. Check what you wrote.",
    "not_returned": "This request is not waiting for a correction any more. `/preclear status` "
    "shows how it stands.",
    "no_such_plan": "There is no such plan, or it is not yours to see. Nothing was stored. "
    "`/preclear plans` shows yours.",
    "plan_not_in_force": "That plan does not run on the day of the trade, so nothing was stored. "
    "Choose another day, or no plan.",
    "plan_not_for_account": "A plan covers its owner's account only, so nothing was stored. "
    "Choose that account, or no plan.",
    "plan_sells_to_cover": "That plan covers only sales to pay the tax on an award, so nothing "
    "was stored. Choose another, or none.",
    "plan_used": "That plan is for a single trade, and you have asked for one, so nothing was "
    "stored. Choose another plan, or none.",
    "delegates_of_officers": "Only a director or officer lets somebody file for them. Ask for "
    "your own trades with `/preclear`.",
    "delegate_unknown": "That person is not on the list of people, or it is yourself. Nothing was "
    "changed. Choose somebody else.",
    "delegate_decides": "Somebody who decides requests does not file for others. Nothing was "
    "changed. Choose another colleague.",
    "delegates_full": "Five colleagues file for you already. End one first.",
    "delegation_gone": "You do not file for that person any more, so nothing was stored. Ask them "
    "to file it themselves.",
    "absence_gone": "This is over or ended already, so nothing was changed. `/preclear away` "
    "shows the days you named.",
    "delegate_own_account": "For somebody else, only their own account can be asked for, without "
    "a plan. Nothing was stored. Choose that account and no plan.",
    "plan_decided": "This was decided or taken back already, so nothing was changed. `/preclear "
    "plans` shows how it stands.",
    "plan_not_returned": "This does not wait for a correction any more, so nothing was stored. "
    "`/preclear plans` shows how it stands.",
    "own_plan": "Nobody acts on their own plan. Ask another officer.",
    "plan_over": "This plan is over, so nothing was changed. There is nothing more to do.",
    "plan_runs": "This plan is not suspended, so nothing was changed. There is nothing more to do.",
    "plan_suspended_already": "This plan is suspended already, so nothing was changed. There is "
    "nothing more to do.",
    "resume_asked": "Another officer has asked for it to run again. You can agree.",
    "own_resume": "You have asked for it to run again. Wait until another officer agrees.",
    "resume_not_asked": "Nobody has asked for it to run again, so there is nothing to agree to. "
    "You can ask for it yourself.",
    "nobody_to_agree": "This takes two people, and there is no second one who may agree. "
    "Nothing was changed. Ask compliance to fill the seat.",
    "no_such_change": "There is nothing here for you to confirm. You can close this.",
    "own_change": "Nobody confirms what is asked for about themselves. Ask another officer.",
    "own_confirmation": "You have confirmed this already. Wait until another person has too.",
    "change_confirmed": "This was confirmed already, so nothing was changed. There is nothing "
    "more to do.",
    "change_gone": "This is not asked for any more, so nothing was changed. You can close this.",
    "no_such_ask": "There is nothing here that waits for you. You can close this.",
    "own_ask": "Nobody confirms what they asked for themselves. Ask another person to confirm it.",
    "ask_confirmed": "This was confirmed already, so nothing was changed. There is nothing more "
    "to do.",
    "ask_expired": "This was asked for more than 30 days ago and holds no more. Ask anew.",
    "ask_gone": "This was taken back, so nothing was changed. You can close this.",
    "ask_not_confirmed": "Nobody has confirmed this yet. Ask a second person to confirm it.",
    "way_closed": "Your company has not turned this way on. Choose another. Nothing was stored.",
    "not_signed_here": "This program does not sign the log now, so nothing leaves. It was started "
    "without the key, or the log is not what it was: tell whoever runs it.",
    "production_authority": "Write the authority's name on one line. Nothing was stored.",
    "production_reference": "Write on what it rests, on one line. Nothing was stored.",
    "production_days": "Name days that are over, at most 20 of them. Nothing was stored.",
    "production_no_day": "Reasons go with the days: name at least one. Nothing was stored.",
    "production_dates": "The last day is before the first, so nothing was stored. Choose a later "
    "last day.",
    "related_gone": "This entry is not on your list any more, so nothing was stored. "
    "`/preclear related` shows who is.",
    "related_name": "Write a name of at most 60 characters. Nothing was stored.",
    "related_twice": "You have registered this name already. Change that entry, or add what "
    "tells the two apart.",
    "related_full": "You have registered 30 already, and no more fit. Remove one first.",
    "related_waiting": "Nothing can be asked under this entry yet, so nothing was stored. "
    "`/preclear related` says what it waits for.",
    "related_colleague": "Somebody who works here has this name. Choose them as a colleague, or "
    "add what tells the two apart. Nothing was stored.",
    "related_both": "Choose a colleague or write a name, and not both. Nothing was stored.",
    "related_self": "Nobody is related to themselves, so nothing was stored. Ask for your own "
    "trades as your own account.",
    "related_colleagues": "Choose up to three colleagues, each once. Nothing was stored.",
    "related_not_asked": "This is not asked of you, or not any more. Nothing was changed. You can "
    "close this.",
    "related_unclear": "What was said of the relation does not fit, so nothing was stored. Check "
    "your answers.",
    "restrict_people": "Choose at least one person, not more than the form allows, and only "
    "people in the company's register. Nothing was changed.",
    "own_restriction": "Nobody restricts themselves, so nothing was changed. Ask another officer.",
    "restrict_matter": "A code word has 1 to 40 characters. Nothing was changed. Choose another.",
    "restrict_reason": "A reason has at most 1,000 characters. Nothing was changed. Write a "
    "shorter one.",
    "restrict_quarter": "The blackout of that quarter cannot begin early, so nothing was changed. "
    "Choose another quarter.",
    "restriction_gone": "There is no such restriction, or it is not yours to see. You can close "
    "this.",
    "widen_people": "These people cannot be taken out of it, so nothing was changed. Choose "
    "others.",
    "widen_release": "That release is not on record, or its full trading days had passed before "
    "this began. Nothing was changed. Choose another.",
    "widening_stale": "What this rests on has changed since: the release was taken back or "
    "corrected, or the day is no trading day any more. Ask for it anew.",
    "widen_until": "It cannot end on that day, so nothing was changed. Choose another day.",
    "widening_waits": "An end or a narrowing of this waits for an answer already. Nothing was "
    "changed. Wait for that answer.",
    "widening_gone": "This has been answered already, or it is not yours to answer. You can close "
    "this.",
    "own_widening": "You have asked for this. Wait until somebody else agrees.",
    "act_broken": "Something broke on our side when this was to be done, and nothing of it was "
    "kept. Please do it again. If it breaks again, tell compliance this reference: {reference}",
    "answered_meanwhile": "This was answered meanwhile. There is nothing more to do.",
    "approvals_stopped": "The register of restrictions comes from a backup, or may. Nothing can "
    "be approved until each officer has confirmed with “/preclear restrict” what they set. You "
    "can decline this, or return it.",
    "nothing_to_confirm": "There is nothing that you would have to confirm. You can close this.",
    "issuer_name": "Write the issuer's name, at most 60 characters. Nothing was sent.",
    "notice_gone": "There is no such notice for you. You can close this.",
    "no_receipt": "This clearance does not wait for your answer any more. There is nothing more "
    "to do.",
    "receipt_time": "It cannot have been executed then. Check the day and the time.",
    "record_removed": "Its record was removed after its time, as the company's retention says. "
    "That it was asked is still known, and nothing else. You can close this.",
    "case_gone": "There is no such case, or it is not yours to see. `/preclear cases` shows yours.",
    "case_closed": "This case is closed already, so nothing was changed. You can add a note to it.",
    "own_case": "Nobody handles a case about themselves. Somebody else of compliance can.",
    "case_people": "Choose people who are on the list of people, not more than the form allows. "
    "Nothing was stored.",
    "case_requests": "There is no such request, or they are too many. Nothing was stored. Check "
    "the ids.",
    "case_text": "Write 1 to 1,000 characters. Nothing was stored.",
    "case_note_corrected": "This note was corrected already, so nothing was stored. Correct the "
    "note that stands in its place.",
    "sign_first": "Sign the policy first: `/preclear acknowledge`. Nothing was stored.",
    "no_policy_document": "Your company has not put its policy here to be signed. Give your "
    "acknowledgement on paper to compliance.",
    "acknowledgement_changed": "Your company asks for another version, or for a new year's "
    "signature, since this form was opened. Open it again and read that. Nothing was signed.",
    "certifications_missing": "Both statements are needed, so nothing was signed. If you cannot "
    "make one, ask an officer: `/preclear ask-compliance`.",
    "signature_other": "The signature has to be your name as it stands in the company's list. "
    "Nothing was signed. Type it as it stands there.",
    "no_such_acknowledgement": "There is nothing here for you to receive. You can close this.",
    "own_acknowledgement": "Nobody receives what they signed themselves. Another officer does: "
    "wait for their initials.",
    "acknowledgement_initialled": "This was initialled already. The first initials stand, and "
    "there is nothing more to do.",
    "initials_unclear": "Initials are one to six letters. Nothing was changed. Write them again.",
    "calendar_record": "There is no such record, or it was corrected already: correct the one that "
    "stands in its place. Nothing was recorded.",
    "out_of_calendar": "The trading calendar does not reach that far, so nothing was stored. "
    "Choose an earlier day.",
}
NOT_DONE = (
    "That could not be done, and nothing was changed. Try again; if it happens again, tell "
    "compliance."
)


def refusal(reason: str, parameters: Mapping[str, Any], offices: Mapping[str, str]) -> str:
    """Say why something was not done; ``offices`` names them."""
    by, at, section = (parameters.get(name) for name in ("office", "at", "section"))
    return REFUSALS.get(reason, NOT_DONE).format(
        by=f" by the {offices.get(str(by), str(by).replace('_', ' '))}" if by else "",
        at=f" on {said(at)}" if at else "",
        section=f" ({section_said(section)})" if section else "",
        reference=parameters.get("reference", ""),
        most=parameters.get("most", "the number that the form allows"),
    )
