"""Every page before it is issued: its words, and the page itself as it would be printed."""

from io import BytesIO
from typing import Any, NamedTuple

from flask import abort, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tpp.access import Ability
from tpp.assessments.queries import one_place
from tpp.certificates.drafts import draft, title_of_draft
from tpp.certificates.queries.awards import Gift, Row, Sheet, sheet_of
from tpp.certificates.queries.team import one_of_team
from tpp.certificates.queries.terms import draft_words
from tpp.certificates.rules import Words
from tpp.certificates.rules.awards import DRAFT_NUMBER, check_pages
from tpp.certificates.views.blueprint import bp
from tpp.enrolments.models import Enrolment
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering, Staffing
from tpp.offerings.queries import one_run
from tpp.web.guard import requires
from tpp.web.limits import limited
from tpp.web.words import said

Listed = tuple[Row, Gift]


class Shown(NamedTuple):
    """One page among those that would be printed."""

    row: Row
    gift: Gift
    number: int
    total: int
    before: Gift | None
    after: Gift | None


@bp.get("/runs/<string:code>/certificates/preview/<int:enrolment_id>")
@requires(Ability.CERTIFICATE_PREVIEW, on=one_place)
def preview(place: Enrolment) -> Any:
    return looked_at(place.offering, str(place.id))


@bp.get("/runs/<string:code>/certificates/team/<int:staffing_id>")
@requires(Ability.CERTIFICATE_PREVIEW, on=one_of_team)
def preview_of_team(staffing: Staffing) -> Any:
    return looked_at(staffing.offering, f"s{staffing.id}")


def looked_at(run: CourseOffering, whose: str) -> Any:
    sheet = sheet_of(run)
    shown = shown_of(sheet, whose)
    words, stops = tried(run, shown, sheet)
    return render_template(
        "certificates/award_preview.html",
        run=run,
        shown=shown,
        words=words,
        stops=stops,
        title=title_of_draft(words).removesuffix(f" – {words.name}") if words else "",
    )


@bp.get("/runs/<string:code>/certificates/preview/<int:enrolment_id>/page")
@requires(Ability.CERTIFICATE_PREVIEW, on=one_place)
@limited("240 per minute")
def preview_page(place: Enrolment) -> Response:
    """The page from the press, with a number and a code that nothing answers to; never stored."""
    return pressed(place.offering, str(place.id))


@bp.get("/runs/<string:code>/certificates/team/<int:staffing_id>/page")
@requires(Ability.CERTIFICATE_PREVIEW, on=one_of_team)
@limited("240 per minute")
def preview_page_of_team(staffing: Staffing) -> Response:
    return pressed(staffing.offering, f"s{staffing.id}")


def pressed(run: CourseOffering, whose: str) -> Response:
    sheet = sheet_of(run)
    words, _stops = tried(run, shown_of(sheet, whose), sheet)
    if words is None:
        abort(404)
    return sent(draft(words))


@bp.get("/runs/<string:code>/certificates/pages")
@requires(Ability.CERTIFICATE_PREVIEW, on=one_run)
@limited("12 per minute")
def preview_pages(run: CourseOffering) -> Response:
    """All of them in one file, where they are not too many to wait for."""
    from tpp.certificates.press.binding import Bound  # loads qpdf

    sheet = sheet_of(run)
    listed = to_look_at(sheet)
    if not listed:
        abort(404)
    check_pages(len(listed))
    out = BytesIO()
    bound = Bound(out, f"{run.code}, {DRAFT_NUMBER}")
    for row, gift in listed:
        words = draft_words(run, row, gift, sheet.award)
        bound.add(gift.key, draft(words))
    bound.close()
    return sent(out.getvalue())


@bp.app_template_global()
def preview_url(code: str, tick: str, *, is_page: bool = False) -> str:
    """Where the certificate with this tick is looked at before it is issued."""
    whose, _dash, n = tick.partition("-")
    of_team = whose.startswith("s")
    endpoint = "preview_page" if is_page else "preview"
    if of_team:
        return url_for(f".{endpoint}_of_team", code=code, staffing_id=whose[1:], n=n)
    return url_for(f".{endpoint}", code=code, enrolment_id=whose, n=n)


def sent(page: bytes) -> Response:
    name = f"{DRAFT_NUMBER}.pdf"
    answer = send_file(BytesIO(page), mimetype="application/pdf", download_name=name, etag=False)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def shown_of(sheet: Sheet, whose: str) -> Shown:
    """The page of this person that was asked for, between its neighbours; 404 where there is none."""
    listed = to_look_at(sheet)
    keys = [gift.key for _, gift in listed]
    asked = f"{whose}-{request.args.get('n', '')}"
    found = [number for number, key in enumerate(keys) if key.startswith(asked)]
    at = found[0] if found else abort(404)
    gifts = [None, *(gift for _, gift in listed), None]
    return Shown(*listed[at], at + 1, len(listed), gifts[at], gifts[at + 2])


def to_look_at(sheet: Sheet) -> list[Listed]:
    """What is on the open recommendation; without one what could be recommended."""
    if sheet.award:
        return [it for it in sheet.recommended if not it[0].obstacle]
    return sheet.free


def tried(run: CourseOffering, shown: Shown, sheet: Sheet) -> tuple[Words | None, str]:
    """Every word of the page, or what stops it."""
    try:
        return draft_words(run, shown.row, shown.gift, sheet.award), ""
    except Refused as refusal:
        return None, said(refusal)
