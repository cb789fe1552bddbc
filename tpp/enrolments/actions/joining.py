"""Joining instructions: written, sent once a version, and one letter a person in each."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from tpp import clock
from tpp.acting import SYSTEM, Acting
from tpp.db import db, lock, transaction
from tpp.enrolments.models import Enrolment, JoiningInstructions, JoiningLetter
from tpp.enrolments.queries import joining as queries
from tpp.enrolments.rules import WRITTEN_TO, joining
from tpp.enrolments.rules.joining import LANGUAGES, Section, Status, Texts
from tpp.errors import Conflict, Refused
from tpp.files.models import StoredFile
from tpp.history.models import record
from tpp.jobs.actions import ask
from tpp.jobs.models import Job
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import check_not_over
from tpp.outbox.actions import write as write_mail
from tpp.outbox.rules import is_written_to
from tpp.people.queries import email_of


@transaction()
def write(
    run: CourseOffering,
    texts: Texts,
    *,
    by: Acting,
    reports_at: datetime | None = None,
    seen: tuple[int, int] | None = None,
) -> JoiningInstructions:
    """Write the version that goes out next; what went out already stays as it is.

    ``seen`` is number and version of the row that was open: Conflict where it is not the newest.
    """
    lock(run)
    check_not_over(run.status)
    tidied = checked(texts)
    if reports_at is not None:
        joining.check_reports(reports_at, run.starts_on)
    row = queries.newest(run.id)
    check_seen(row, seen)
    if row is None or row.status is Status.SENT:
        if row and (row.texts, row.reports_at) == (tidied, reports_at):
            return row
        row = next_version(run, row, by=by)
    if (row.texts, row.reports_at) != (tidied, reports_at):
        row.texts, row.reports_at = tidied, reports_at
        row.version += 1
        record(row, "changed", by=by, after={"languages": sorted(tidied)})
    return row


def checked(texts: Texts) -> dict[str, dict[str, str]]:
    """Tidied texts of known languages and sections; Refused at the field that cannot be printed."""
    tidied: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        some = texts.get(language, {})
        tidied[language] = {str(it): joining.tidy(some.get(it, "")) for it in Section}
        for section, text in tidied[language].items():
            joining.check_text(text, f"{language}-{section}")
    return joining.kept(tidied)


def check_seen(row: JoiningInstructions | None, seen: tuple[int, int] | None) -> None:
    now = (row.number, row.version) if row else (0, 0)
    if seen is not None and seen != now:
        raise Conflict({"version": str(now[0])}, {"version": str(seen[0])})


def next_version(
    run: CourseOffering, before: JoiningInstructions | None, *, by: Acting
) -> JoiningInstructions:
    row = JoiningInstructions(
        offering_id=run.id, number=before.number + 1 if before else 1, texts={}, version=1
    )
    db.session.add(row)
    db.session.flush()
    record(row, "drafted", by=by, after={"number": row.number})
    return row


@transaction()
def send(row: JoiningInstructions, *, by: Acting) -> Job | None:
    """This version goes out to everybody with a place; those with an older one are told so."""
    lock(row)
    run = row.offering
    check_not_over(run.status)
    if row.status is Status.SENT:
        raise Refused("This version went out already. Change something to make the next one.")
    joining.check_ready(row.texts, run.languages, row.reports_at)
    row.move("sent", by=by)
    row.sent_at, row.run_version = clock.now(), run.version
    places = queries.written_to(run)
    return ask_for_letters(row, places, by=by) if places else None


def ask_for_letters(row: JoiningInstructions, places: Collection[int], *, by: Acting) -> Job:
    start = f"enrolments.letters:{row.id}:"
    arguments = {
        "run": row.offering.code,
        "offering_id": row.offering_id,
        "instructions": row.id,
        "places": list(places),
        "back": f"/runs/{row.offering.code}/joining",
    }
    key = f"{start}{queries.ended_under(start)}"
    return ask("enrolments.letters", key=key, arguments=arguments, by=by, total=len(places))


def welcome(place: Enrolment) -> None:
    """Somebody whose place is confirmed after the instructions went out gets them too."""
    row = queries.sent(place.offering_id)
    if row is None:
        return
    arguments = {"offering_id": row.offering_id, "instructions": row.id, "places": [place.id]}
    key = f"enrolments.letters:{row.id}:place:{place.id}"
    ask("enrolments.letters", key=key, arguments=arguments, by=SYSTEM, total=1)


@transaction()
def ask_for_preview(row: JoiningInstructions, language: str, *, by: Acting) -> Job:
    """The letter as it will look, with an example in place of a person."""
    arguments = {
        "run": row.offering.code,
        "offering_id": row.offering_id,
        "instructions": row.id,
        "language": language,
        "back": f"/runs/{row.offering.code}/joining.pdf?language={language}",
    }
    key = preview_key(row, language)
    return ask("enrolments.preview", key=key, arguments=arguments, by=by, total=1)


def preview_key(row: JoiningInstructions, language: str) -> str:
    return f"enrolments.preview:{row.id}:{row.version}:{language}"


@transaction()
def keep(
    place: Enrolment, row: JoiningInstructions, language: str, stored: StoredFile
) -> JoiningLetter | None:
    """The letter of this person is stored: from now on it can be read, and they are told of it.

    None where the place was given up meanwhile: nobody is sent on a journey then.
    """
    lock(place)
    if place.status not in WRITTEN_TO:
        return None
    letter = queries.letter_in(place.id, row.id)
    if letter is not None:
        return letter
    letter = JoiningLetter(
        enrolment_id=place.id,
        party_id=place.party_id,
        offering_id=place.offering_id,
        person_id=place.person_id,
        instructions_id=row.id,
        language=language,
        file_id=stored.id,
        made_at=clock.now(),
    )
    db.session.add(letter)
    tell(place, row, language)
    return letter


def tell(place: Enrolment, row: JoiningInstructions, language: str) -> None:
    """A mail to the person, or to the office where the person has no address; one a version.

    Invented people have none that may be written to.
    """
    if not is_written_to(row.offering, place.person):
        return
    key = f"joining:{place.id}:{row.number}"
    if address := email_of(place.person):
        write_mail(key, address, "joining", language, **mail_words(place, row, language))
        return
    for account in queries.office_accounts(place.party_id):
        spoken = joining.language_for(account.language, row.texts, row.offering.languages)
        words = mail_words(place, row, spoken) | {"for_office": True}
        write_mail(f"{key}:{account.id}", account.email, "joining", spoken, **words)


def mail_words(place: Enrolment, row: JoiningInstructions, language: str) -> dict[str, Any]:
    run = row.offering
    return {
        "name": place.person.name,
        "course": run.course_version.course.title,
        "code": run.code,
        "first": run.starts_on.isoformat(),
        "last": run.ends_on.isoformat(),
        "where": ", ".join(filter(None, (run.venue, run.place))),
        "zone": run.timezone,
        "reports": row.reports_at.isoformat() if row.reports_at else None,
        "place": place.id,
        "number": row.number,
        "is_new": queries.has_older_letter(place.id, row.id),
        "texts": row.texts.get(language, {}),
    }
