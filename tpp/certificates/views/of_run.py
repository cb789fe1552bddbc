"""The certificates of a run: who gets what, what stops it, and how far the recommendation is."""

from datetime import date
from secrets import token_hex
from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from tpp import clock
from tpp.access import Ability, can
from tpp.certificates import actions
from tpp.certificates.forms.awarding import ApproveForm, RecommendForm, ReturnForm
from tpp.certificates.models import Award
from tpp.certificates.queries.awards import Sheet, last_award, people_named, sheet_of
from tpp.certificates.queries.terms import signing
from tpp.certificates.rules import state_of
from tpp.certificates.rules.awards import MOST_PAGES, MOST_SIGNATURES, printed_day
from tpp.certificates.rules.naming import NameState, seen_together
from tpp.certificates.sealing import signs_for_development
from tpp.certificates.views.blueprint import bp
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.signatories.queries import everybody, signing_on
from tpp.web.guard import acting, requires
from tpp.web.language import current
from tpp.web.words import said


@bp.get("/runs/<string:code>/certificates")
@requires(Ability.CERTIFICATE_LIST, on=one_run)
def of_run(run: CourseOffering) -> str:
    return run_page(run)


@bp.post("/runs/<string:code>/certificates")
@requires(Ability.CERTIFICATE_ISSUE, on=one_run)
def issue(run: CourseOffering) -> Response:
    """Asks again for what was approved, where the work had ended before it was done."""
    job = actions.ask_to_issue(run, by=acting)
    return redirect(url_for("jobs.job", job_id=job.id), 303)


def run_page(
    run: CourseOffering,
    recommending: RecommendForm | None = None,
    approving: ApproveForm | None = None,
    returning: ReturnForm | None = None,
) -> str:
    sheet, last = sheet_of(run), last_award(run)
    today = clock.today(run.timezone)
    printed_on = printed_day(sheet.award.dated_on, today) if sheet.award else None
    return render_template(
        "certificates/of_run.html",
        run=run,
        sheet=sheet,
        part=part_of(run, sheet),
        last=last,
        people=people_named([last.recommended_by_id, last.answered_by_id]) if last else {},
        numbers=numbers_of(sheet),
        most_pages=MOST_PAGES,
        ticked=ticked_in(recommending or approving),
        signs=signing_names(sheet.award, printed_on),
        reasons={it.candidate.whose: said(it.obstacle) for it in sheet.rows if it.obstacle},
        state_of=state_in(run.timezone),
        printed_on=printed_on,
        recommending=recommending or recommend_form(run, formdata=None, **first_values(run)),
        approving=approving or fresh(ApproveForm, sheet, shown=shown_of(sheet)),
        returning=returning or fresh(ReturnForm, sheet),
        signs_for_development=signs_for_development(),
    )


def ticked_in(sent: RecommendForm | ApproveForm | None) -> frozenset[str] | None:
    """What was ticked in a form that comes back; None in a fresh one."""
    return sent.ticked if sent else None


def part_of(run: CourseOffering, sheet: Sheet) -> str:
    """What the reader may do with the recommendation of this run now."""
    award = sheet.award
    if award is None:
        may = can(acting, Ability.CERTIFICATE_RECOMMEND, run) and sheet.free
        return "recommend" if may else ""
    if award.status == "approved":
        return "issue" if can(acting, Ability.CERTIFICATE_ISSUE, run) else ""
    if award.recommended_by_id == acting.account_id:
        return "withdraw"
    return "approve" if can(acting, Ability.CERTIFICATE_APPROVE, run) else ""


def numbers_of(sheet: Sheet) -> dict[str, int]:
    """How many certificates are in force, recommended, free to be recommended, and what is missing."""
    listed = [row for row in sheet.rows if row.recommended or row.free]
    return {
        "in_force": sum(len(row.issued) for row in sheet.rows),
        "recommended": len(sheet.recommended),
        "ready": sum(gift.is_usual for _, gift in sheet.free),
        "stopped": sum(row.obstacle is not None and not row.issued for row in sheet.trainees),
        "unconfirmed": sum(row.name_state is not NameState.CONFIRMED for row in listed),
    }


def signing_names(award: Award | None, day: date | None) -> list[str]:
    language = current()["code"]
    return [it.said_in(language).name for it in signing(award, day)] if award and day else []


def recommend_form(run: CourseOffering, **options: Any) -> RecommendForm:
    """The form, with everybody to choose from who may still sign."""
    today, language = clock.today(run.timezone), current()["code"]
    may = [it for it in everybody() if it.until_on is None or it.until_on >= today]
    known = [(it.id, ", ".join(it.said_in(language))) for it in reversed(may)]
    return RecommendForm(known, **options)


def first_values(run: CourseOffering) -> dict[str, Any]:
    """The day that is next, and who signs then where there are no more than places to sign."""
    day = max(run.ends_on, clock.today(run.timezone))
    may_sign = [it.id for it in signing_on(day)]
    signs = may_sign if len(may_sign) <= MOST_SIGNATURES else []
    return {"dated_on": day, "signatories": signs, "once": token_hex(16)}


def fresh(form: type[ApproveForm] | type[ReturnForm], sheet: Sheet, **values: str) -> Any:
    seen = str(sheet.award.version) if sheet.award else ""
    return form(formdata=None, seen_version=seen, **values)


def shown_of(sheet: Sheet) -> str:
    """What of the names the page shows; where one changes, it is not approved unseen."""
    return seen_together(row.names for row, _ in sheet.recommended)


def state_in(timezone: str) -> Any:
    """What the register answers of a certificate today, in a run's zone."""
    today = clock.today(timezone)
    return lambda certificate: state_of(certificate.status, certificate.expires_on, today)
