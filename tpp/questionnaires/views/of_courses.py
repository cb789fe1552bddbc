"""What a course asks at its end: its questions in several languages."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.acting import Acting
from tpp.catalogue.models import CourseVersion
from tpp.catalogue.queries import by_code, versions_of
from tpp.db import db
from tpp.errors import Conflict, Refused
from tpp.questionnaires import actions, queries
from tpp.questionnaires.forms import QuestionForm
from tpp.questionnaires.models import Question, Questionnaire
from tpp.questionnaires.rules import LANGUAGES
from tpp.questionnaires.views.blueprint import WORDS, bp
from tpp.web.guard import acting, requires


def latest(_: Acting, code: str, **_more: Any) -> CourseVersion | None:
    course = by_code(code) if code.isprintable() else None
    return next(iter(versions_of(course)), None) if course else None


def asked_at(acting: Acting, code: str, position: int) -> Question | None:
    """The question at a place of the questionnaire in force."""
    version = latest(acting, code)
    row = queries.in_force(version) if version else None
    there = queries.questions_of(row.id) if row else []
    return there[position - 1] if 1 <= position <= len(there) else None


@bp.get("/courses/<string:code>/questionnaire")
@requires(Ability.QUESTIONNAIRE_SEE, on=latest)
def of_course(version: CourseVersion) -> str:
    row = queries.in_force(version)
    return render_template(
        "questionnaires/of_course.html",
        version=version,
        row=row,
        questions=queries.questions_of(row.id) if row else [],
        is_given_out=row is not None and queries.was_given_out(row),
        **WORDS,
    )


@bp.post("/courses/<string:code>/questionnaire")
@requires(Ability.QUESTIONNAIRE_KEEP, on=latest)
def start(version: CourseVersion) -> Any:
    actions.start(version, by=acting)
    flash(_("The questionnaire is begun. Change its questions as you need them."))
    return back_to(version)


def back_to(version: CourseVersion) -> Any:
    return redirect(url_for(".of_course", code=version.course.code), 303)


@bp.route("/courses/<string:code>/questionnaire/questions/new", methods=["GET", "POST"])
@requires(Ability.QUESTIONNAIRE_KEEP, on=latest)
def new(version: CourseVersion) -> Any:
    row = queries.in_force(version)
    if row is None:
        abort(404)
    return written(row, None)


@bp.route("/courses/<string:code>/questionnaire/questions/<int:position>", methods=["GET", "POST"])
@requires(Ability.QUESTIONNAIRE_KEEP, on=asked_at)
def change(question: Question) -> Any:
    return written(home_of(question), question)


def home_of(question: Question) -> Questionnaire:
    return db.session.get_one(Questionnaire, question.questionnaire_id)


def written(row: Questionnaire, question: Question | None) -> Any:
    form = QuestionForm(data={**as_typed(question), "seen_version": row.version})
    if form.validate_on_submit():
        check_fresh(row, form)
        try:
            position = question.position if question else None
            actions.ask(row, form.asked, by=acting, position=position)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The question is written."))
            return back_to(row.course_version)
    page = render_template(
        "questionnaires/question.html", form=form, version=row.course_version, question=question
    )
    return page, form.status


def check_fresh(row: Questionnaire, form: QuestionForm) -> None:
    if str(row.version) != (form.seen_version.data or ""):
        raise Conflict({"version": str(row.version)}, {"version": form.seen_version.data or ""})


def as_typed(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {}
    lines = {f"choices_{it}": "\n".join(question.choices.get(it, ())) for it in LANGUAGES}
    texts = {f"text_{it}": question.texts.get(it, "") for it in LANGUAGES}
    return {"kind": question.kind.value, **texts, **lines}


@bp.post("/courses/<string:code>/questionnaire/questions/<int:position>/removal")
@requires(Ability.QUESTIONNAIRE_KEEP, on=asked_at)
def remove(question: Question) -> Any:
    row = actions.remove(home_of(question), question.position, by=acting)
    flash(_("The question is taken out."))
    return back_to(row.course_version)


@bp.post("/courses/<string:code>/questionnaire/questions/<int:position>/rise")
@requires(Ability.QUESTIONNAIRE_KEEP, on=asked_at)
def rise(question: Question) -> Any:
    row = actions.put_up(home_of(question), question.position, by=acting)
    return back_to(row.course_version)
