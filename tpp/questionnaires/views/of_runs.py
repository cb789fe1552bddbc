"""The questionnaire of a run: giving it out, forms on paper, and the results when it is over."""

from datetime import timedelta
from typing import Any

from flask import Response, abort, flash, redirect, render_template, send_file, url_for
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability, can
from tpp.enrolments.sheets import csv_lines, xlsx_file
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.questionnaires import actions, forms, queries, sheets
from tpp.questionnaires.forms import CodeForm, GiveOutForm, PaperForm
from tpp.questionnaires.models import QuestionnaireRound
from tpp.questionnaires.queries import Result
from tpp.questionnaires.rules import ASKED_IN, spaced
from tpp.questionnaires.views.answering import code_picture, speaking
from tpp.questionnaires.views.blueprint import WORDS, bp
from tpp.web.guard import acting, requires
from tpp.web.language import current

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/runs/<string:code>/questionnaire")
@requires(Ability.QUESTIONNAIRE_RESULTS, on=one_run)
def of_run(run: CourseOffering) -> str:
    soon = clock.today(run.timezone) + timedelta(days=14)
    return page_of(run, GiveOutForm(formdata=None, closes_on=max(soon, run.ends_on)))


def page_of(
    run: CourseOffering, giving: GiveOutForm | None = None, paper: PaperForm | None = None
) -> str:
    row = queries.round_of(run)
    questionnaire = row.questionnaire if row else queries.in_force(run.course_version)
    room = queries.room_for_forms(row) if row and can(acting, Ability.QUESTIONNAIRE_GIVE) else 0
    return render_template(
        "questionnaires/of_run.html",
        run=run,
        row=row,
        questionnaire=questionnaire,
        is_over=row is not None and queries.over(row),
        results=queries.results(row) if row else None,
        others=others_of(row) if row else [],
        asked_in=ASKED_IN,
        people=queries.people_in(run),
        least=row.least if row else queries.least(),
        room=room,
        giving=giving,
        paper=paper or PaperForm(formdata=None, number=room, language=current()["code"]),
        **WORDS,
    )


def others_of(row: QuestionnaireRound) -> list[Any]:
    """The other runs one by one, for those who may know of all of them."""
    return (
        queries.compared(row)
        if can(acting, Ability.QUESTIONNAIRE_SEE) and queries.over(row)
        else []
    )


@bp.post("/runs/<string:code>/questionnaire")
@requires(Ability.QUESTIONNAIRE_GIVE, on=one_run)
def give_out(run: CourseOffering) -> Any:
    form = GiveOutForm()
    if form.validate():
        try:
            row = actions.give_out(run, form.closes_on.data, by=acting)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(
                ngettext(
                    "The questionnaire is open; %(num)s letter is on its way.",
                    "The questionnaire is open; %(num)s letters are on their way.",
                    row.by_mail,
                )
            )
            return redirect(url_for(".of_run", code=run.code), 303)
    return page_of(run, form), 422


def asked_in_run(run: CourseOffering) -> QuestionnaireRound:
    row = queries.round_of(run)
    if row is None:
        raise Refused("The questionnaire of this run was not given out yet.")
    return row


@bp.post("/runs/<string:code>/questionnaire/closing")
@requires(Ability.QUESTIONNAIRE_GIVE, on=one_run)
def close(run: CourseOffering) -> Any:
    actions.close(asked_in_run(run), by=acting)
    flash(_("The questionnaire is closed. Its results stand below, where enough have answered."))
    return redirect(url_for(".of_run", code=run.code), 303)


@bp.post("/runs/<string:code>/questionnaire/forms")
@requires(Ability.QUESTIONNAIRE_GIVE, on=one_run)
def print_forms(run: CourseOffering) -> Any:
    """Forms to print, each with its own code: shown this once, and kept nowhere."""
    row, form = asked_in_run(run), PaperForm()
    if form.validate():
        try:
            codes = actions.print_forms(row, form.number.data, by=acting)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return printed(row, codes, form.language.data)
    return page_of(run, paper=form), 422


def printed(row: QuestionnaireRound, codes: list[str], language: str) -> Response:
    page = speaking(
        "questionnaires/printed.html",
        language,
        row=row,
        run=row.offering,
        questions=queries.questions_of(row.questionnaire_id),
        codes=[(spaced(it), code_picture(it)) for it in codes],
        **WORDS,
    )
    answer = Response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/runs/<string:code>/questionnaire/forms/withdrawal")
@requires(Ability.QUESTIONNAIRE_GIVE, on=one_run)
def withdraw_forms(run: CourseOffering) -> Any:
    number = actions.withdraw_forms(asked_in_run(run), by=acting)
    flash(
        ngettext(
            "The code of %(num)s unused form is worth nothing any more.",
            "The codes of %(num)s unused forms are worth nothing any more.",
            number,
        )
    )
    return redirect(url_for(".of_run", code=run.code), 303)


@bp.route("/runs/<string:code>/questionnaire/sheet", methods=["GET", "POST"])
@requires(Ability.QUESTIONNAIRE_GIVE, on=one_run)
def enter(run: CourseOffering) -> Any:
    """A sheet of paper, typed in."""
    row, form = asked_in_run(run), CodeForm()
    questions = queries.questions_of(row.questionnaire_id)
    if form.validate_on_submit():
        try:
            given = forms.answers([it.id for it in questions])
            actions.answer(form.code.data, given, run=run)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The sheet is counted. The next one can follow."))
            return redirect(url_for(".enter", code=run.code), 303)
    page = render_template(
        "questionnaires/enter.html",
        run=run,
        row=row,
        form=form,
        questions=questions,
        typed=forms.typed(),
        language=current()["code"],
        **WORDS,
    )
    return page, form.status


def shown_results(run: CourseOffering) -> list[Result]:
    row = queries.round_of(run)
    found = queries.results(row) if row else None
    if found is None:
        abort(404)
    return found


@bp.get("/runs/<string:code>/questionnaire/results.csv")
@requires(Ability.QUESTIONNAIRE_RESULTS, on=one_run)
def results_csv(run: CourseOffering) -> Response:
    lines = csv_lines(heads(), sheets.rows(shown_results(run), current()["code"]), about(run))
    answer = Response(lines, mimetype="text/csv")
    name = f"{run.code}-evaluation.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.get("/runs/<string:code>/questionnaire/results.xlsx")
@requires(Ability.QUESTIONNAIRE_RESULTS, on=one_run)
def results_xlsx(run: CourseOffering) -> Any:
    rows = sheets.rows(shown_results(run), current()["code"])
    file = xlsx_file(run.code, heads(), rows, about(run))
    name = f"{run.code}-evaluation.xlsx"
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


def heads() -> list[str]:
    return [
        _("Question"),
        _("Kind of answer"),
        _("Answer"),
        _("People"),
        _("Mean"),
        _("Mean of the other runs of this course"),
    ]


def about(run: CourseOffering) -> list[str]:
    row = queries.round_of(run)
    assert row is not None, "asked before"
    now = format_datetime(clock.now(), "d MMM y, HH:mm 'UTC'", rebase=False)
    return [
        _(
            "Answers of %(number)s of %(people)s people",
            number=row.answered,
            people=queries.people_in(run),
        ),
        _("%(code)s, %(course)s", code=run.code, course=run.course_version.course.title),
        _(
            "Anonymous: nothing tells who answered. Fewer than %(least)s answers are not shown.",
            least=row.least,
        ),
        _("Recorded, as of %(time)s", time=now),
    ]
