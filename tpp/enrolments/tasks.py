"""Making joining letters as long work. Killed at any moment and begun again, nobody is written to twice."""

from typing import Any

from flask import current_app

from tpp.db import db
from tpp.enrolments import actions
from tpp.enrolments.models import Enrolment, JoiningInstructions
from tpp.enrolments.pdf import render
from tpp.enrolments.queries.joining import letter_in, of_run, one_of_all, words_for
from tpp.enrolments.rules import WRITTEN_TO
from tpp.enrolments.rules.arrivals import sealed
from tpp.enrolments.rules.joining import Letter
from tpp.files.actions import store
from tpp.jobs.actions import Work, task
from tpp.wording import in_language, wording


@task("enrolments.letters")
def letters(work: Work) -> dict[str, Any]:
    """Person by person: the page, then the row that says so together with the mail."""
    row = db.session.get_one(JoiningInstructions, work.arguments["instructions"])
    ids, made = work.arguments["places"], 0
    for done, place_id in enumerate(ids, 1):
        place = one_of_all(place_id)
        if place.status in WRITTEN_TO and letter_in(place.id, row.id) is None:
            made += make(place, row)
        work.report(done, len(ids))
    return {"made": made}


def make(place: Enrolment, row: JoiningInstructions) -> bool:
    words = words_for(place, row, address_of(place))
    stored = store(render(words), "application/pdf")
    return actions.keep(place, row, words.language, stored) is not None


def address_of(place: Enrolment) -> str:
    """What the QR says: nothing of the person, and of no use to anybody outside the run."""
    base, secret = current_app.config["BASE_URL"], current_app.config["SECRET_KEY"]
    return f"{base}/arrivals/{sealed(place.word, secret)}"


@task("enrolments.preview")
def preview(work: Work) -> dict[str, Any]:
    """The letter with an example in place of a person."""
    row = db.session.get_one(JoiningInstructions, work.arguments["instructions"])
    language = work.arguments["language"]
    with in_language(language):
        name, party = wording("Name of the person"), wording("Sending country")
    facts = of_run(row.offering, row, language)
    words = Letter(
        language=language, name=name, native="", native_language="", party=party, **facts
    )
    stored = store(render(words), "application/pdf")
    work.report(1, 1)
    return {"file": stored.id}
