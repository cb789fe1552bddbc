"""Reading joining instructions and letters. Who reads letters is settled by the scope."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from tpp.accounts.models import Account, Office, OfficeHolder
from tpp.accounts.queries.offices import IN_OFFICE
from tpp.acting import Acting, Role
from tpp.db import db
from tpp.enrolments.models import Enrolment, JoiningInstructions, JoiningLetter
from tpp.enrolments.rules import WRITTEN_TO
from tpp.enrolments.rules.joining import Letter, Status, language_for
from tpp.jobs.models import Job
from tpp.jobs.rules import ENDED
from tpp.offerings.models import CourseOffering
from tpp.people.queries import native_name_of


def versions(run: CourseOffering) -> list[JoiningInstructions]:
    """Every version of a run, the newest first."""
    found = select(JoiningInstructions).where(JoiningInstructions.offering_id == run.id)
    return list(db.session.scalars(found.order_by(JoiningInstructions.number.desc())))


def newest(run_id: int, status: Status | None = None) -> JoiningInstructions | None:
    found = select(JoiningInstructions).where(JoiningInstructions.offering_id == run_id)
    if status:
        found = found.where(JoiningInstructions.status == status)
    return db.session.scalar(found.order_by(JoiningInstructions.number.desc()).limit(1))


def sent(run_id: int) -> JoiningInstructions | None:
    """What those who come to a run have to go by: the newest version that went out."""
    return newest(run_id, Status.SENT)


def written_to(run: CourseOffering) -> list[int]:
    """The places whose people get joining instructions."""
    found = select(Enrolment.id).where(
        Enrolment.offering_id == run.id, Enrolment.status.in_(WRITTEN_TO)
    )
    return list(db.session.scalars(found.order_by(Enrolment.id)))


def letter_of(place: Enrolment) -> JoiningLetter | None:
    """The newest letter of a place."""
    return db.session.scalar(
        select(JoiningLetter)
        .options(joinedload(JoiningLetter.instructions), joinedload(JoiningLetter.file))
        .where(JoiningLetter.enrolment_id == place.id)
        .order_by(JoiningLetter.instructions_id.desc())
        .limit(1)
    )


def letter_in(place_id: int, instructions_id: int) -> JoiningLetter | None:
    return db.session.scalar(
        select(JoiningLetter).where(
            JoiningLetter.enrolment_id == place_id,
            JoiningLetter.instructions_id == instructions_id,
        )
    )


def has_older_letter(place_id: int, instructions_id: int) -> bool:
    """Does somebody already go by an earlier version?"""
    found = exists().where(
        JoiningLetter.enrolment_id == place_id, JoiningLetter.instructions_id < instructions_id
    )
    return bool(db.session.scalar(select(found)))


def have_letters(instructions: JoiningInstructions) -> int:
    """How many people have their letter in this version."""
    counted = select(func.count()).where(JoiningLetter.instructions_id == instructions.id)
    return db.session.scalar(counted) or 0


def words_for(place: Enrolment, instructions: JoiningInstructions, url: str) -> Letter:
    """Every word of the letter of one person, in the language in which they are written to."""
    run, person = place.offering, place.person
    native = native_name_of(person)
    language = language_for(person.language, instructions.texts, run.languages)
    return Letter(
        language=language,
        name=f"{person.rank} {person.name}".strip(),
        native=native.text if native else "",
        native_language=native.language if native else "",
        party=place.party.name_in(language),
        url=url,
        **of_run(run, instructions, language),
    )


def of_run(run: CourseOffering, instructions: JoiningInstructions, language: str) -> dict[str, Any]:
    """What a letter says of the run, the same for everybody."""
    return {
        "course": run.course_version.course.title,
        "code": run.code,
        "starts_on": run.starts_on,
        "ends_on": run.ends_on,
        "venue": run.venue,
        "place": run.place,
        "timezone": run.timezone,
        "reports_at": instructions.reports_at,
        "number": instructions.number,
        "texts": instructions.texts.get(language, {}),
    }


def office_accounts(party_id: int) -> Sequence[Account]:
    """Who holds the focal point's office of a Party now: written to where a person has no address."""
    found = (
        select(Account)
        .join(OfficeHolder, OfficeHolder.account_id == Account.id)
        .join(Office, Office.id == OfficeHolder.office_id)
        .where(
            Office.party_id == party_id,
            Office.role == Role.FOCAL_POINT,
            Office.closed_at.is_(None),
            *IN_OFFICE,
        )
        .order_by(Account.id)
    )
    return db.session.scalars(found).unique().all()


def job_about(key: str) -> Job | None:
    return db.session.scalar(select(Job).where(Job.key == key))


def ended_under(start: str) -> int:
    """How often work whose key begins like this was asked for and has ended."""
    begins = Job.key.startswith(start, autoescape=True)
    return db.session.scalar(select(func.count()).where(begins, Job.status.in_(ENDED))) or 0


def places_seen() -> Select[Enrolment]:
    """The places that this office may see, with run, Party and person."""
    return select(Enrolment).options(
        joinedload(Enrolment.offering), joinedload(Enrolment.party), joinedload(Enrolment.person)
    )


def one_place(acting: Acting, enrolment_id: int) -> Enrolment | None:
    return db.session.scalar(places_seen().where(Enrolment.id == enrolment_id))


def one_of_all(place_id: int) -> Enrolment:
    """A place by its key, for the worker that acts for whoever asked."""
    return db.session.scalars(places_seen().where(Enrolment.id == place_id)).one()
