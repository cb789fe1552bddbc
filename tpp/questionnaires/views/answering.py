"""The questionnaire behind a code: for whoever has it, without an account, in six languages.

Who is signed in in this browser is not looked at here (``unrecognised``): no line of the log and no row
tells whose answers these are.
"""

import io
from typing import Any

import segno
from flask import Response, current_app, make_response, redirect, render_template, url_for
from flask_babel import Domain, force_locale
from markupsafe import Markup

from tpp.errors import Refused
from tpp.questionnaires import actions, forms, queries
from tpp.questionnaires.models import QuestionnaireRound
from tpp.questionnaires.rules import spaced
from tpp.questionnaires.views.blueprint import WORDS, bp
from tpp.web.guard import public, unrecognised
from tpp.web.language import current
from tpp.web.limits import limited
from tpp.wording import FOLDER, LANGUAGES, direction, filled

OFTEN = "60 per minute"
GUESSES = "20 per minute; 100 per hour"
catalogue = Domain([str(FOLDER)], "verify")


def said(sentence: str, **words: Any) -> str:
    text = Markup(catalogue.get_translations().ugettext(sentence))  # nosec B704 -- our own words
    return filled(text, words)


def speaking(template: str, language: str, **words: Any) -> str:
    """A page in a language of the reader's, from the catalogue of public pages."""
    code = language if language in LANGUAGES else "en"
    with force_locale(code):
        given = {"_": said, "gettext": said, "language": code, "side": direction(code)}
        return render_template(template, **words, **given)


def code_picture(code: str) -> Markup:
    """A QR of the address that a code opens."""
    address = f"{current_app.config['BASE_URL']}/questionnaires/{spaced(code)}"
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, nl=False, border=2, omitsize=True, svgclass="qr"
    )
    return Markup(picture.getvalue().decode())  # nosec B704: made of our own address and code


def private(page: str, status: int = 200) -> Response:
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


@bp.get("/questionnaires/thanks")
@public
@unrecognised
def thanks() -> Response:
    return private(speaking("questionnaires/answer_thanks.html", current()["code"]))


@bp.get("/questionnaires/<string:word>")
@public
@unrecognised
@limited(OFTEN)
@limited(GUESSES, failures_only=True)
def questionnaire(word: str) -> Response:
    row = queries.opened_by(word)
    return page_for(row, word) if row else gone()


@bp.post("/questionnaires/<string:word>")
@public
@unrecognised
@limited(OFTEN)
@limited(GUESSES, failures_only=True)
def answer(word: str) -> Any:
    row = queries.opened_by(word)
    if row is None:
        return gone()
    questions = queries.questions_of(row.questionnaire_id)
    given = forms.answers([it.id for it in questions])
    try:
        actions.answer(word, given)
    except Refused as refusal:
        if refusal.field == "code":
            return gone()
        return page_for(row, word, problem=bool(given) + 1)
    return redirect(url_for(".thanks"), 303)


def gone() -> Response:
    """One answer for a code that was guessed, used, or is of a questionnaire that is closed."""
    return private(speaking("questionnaires/answer_gone.html", current()["code"]), 404)


def page_for(row: QuestionnaireRound, word: str, problem: int = 0) -> Response:
    """``problem``: 1 where nothing was answered, 2 where an answer does not fit."""
    language = current()["code"]
    page = speaking(
        "questionnaires/answer.html",
        language,
        row=row,
        run=row.offering,
        word=word,
        questions=queries.questions_of(row.questionnaire_id),
        typed=forms.typed(),
        problem=problem,
        **WORDS,
    )
    return private(page, 422 if problem else 200)
