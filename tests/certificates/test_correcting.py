"""A corrected name, a revocation, a re-issue: asked by one person, decided by a second."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from tests.certificates.issuing import (
    again,
    certificates,
    graduate,
    held_run,
    issue,
    reached_at,
)
from tests.factories import make_acting, make_focal_point
from tpp.acting import Role
from tpp.certificates.actions import attach, register
from tpp.certificates.actions.correcting import ask, grant, refuse, withdraw
from tpp.certificates.actions.ending import suspend
from tpp.certificates.models import Certificate, CertificateRequest
from tpp.certificates.queries import audit, names_on, numbers_not_in_force, words_of
from tpp.certificates.queries.awards import sheet_of
from tpp.certificates.rules import Names, Status
from tpp.certificates.rules.corrections import Answer, Wish
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.files.actions import store
from tpp.history.models import Entry
from tpp.jobs.models import Job
from tpp.offerings.models import CourseOffering
from tpp.outbox.models import Message
from tpp.people.models import PersonName
from tpp.people.rules import NameKind
from tpp.scope import EVERYTHING, seeing

RIGHT = Names("Asha Wanjirũ Kamau", "en", "عائشة", "ar")
WHY = "Misspelt in the nomination"


@pytest.fixture
def place(app):
    return graduate(held_run())


@pytest.fixture
def certificate(place):
    return issue(place)


@pytest.fixture
def asked(certificate, place):
    by = make_acting(Role.TRAINEE, person=place.person)
    return ask(certificate, Wish.CORRECTION, WHY, by=by, names=RIGHT)


def printed_on_record(person):
    found = sa.select(PersonName.kind, PersonName.text).where(PersonName.person_id == person.id)
    return {tuple(row) for row in db.session.execute(found)}


def requests():
    db.session.rollback()
    return db.session.scalars(sa.select(CertificateRequest)).all()


def jobs():
    db.session.rollback()
    return [it.kind for it in db.session.scalars(sa.select(Job))]


def mails():
    db.session.rollback()
    found = db.session.scalars(sa.select(Message).order_by(Message.id))
    return [(it.to, it.template, it.words.get("what")) for it in found]


# Correction


@pytest.mark.both
def test_a_granted_correction_makes_a_new_certificate_that_supersedes_the_old_one(asked, place):
    second = make_acting()
    new = grant(asked, by=second)

    old, new = certificates()
    assert (old.status, new.status) == (Status.SUPERSEDED, Status.ISSUED)
    assert (new.supersedes_id, new.number) == (old.id, old.number + 1)
    assert (new.enrolment_id, new.qualification) == (old.enrolment_id, old.qualification)
    assert new.expires_on == old.expires_on
    assert (words_of(old).name, words_of(new).name) == ("Asha Wanjiru", RIGHT.name)
    assert words_of(new).native == "عائشة"
    assert printed_on_record(place.person) == {
        (NameKind.PRINTED, RIGHT.name),
        (NameKind.NATIVE, "عائشة"),
    }
    assert jobs() == ["certificates.print"]
    assert audit().fault == ""


def test_the_credential_of_the_old_one_counts_as_revoked_from_then_on(asked):
    assert numbers_not_in_force(0, 100) == []
    grant(asked, by=make_acting())
    assert numbers_not_in_force(0, 100) == [1]


def test_the_next_certificate_of_the_person_prints_the_corrected_name(asked, place):
    grant(asked, by=make_acting())
    later = issue(graduate(held_run(), party=place.party, person=place.person))
    assert words_of(later).name == RIGHT.name


def test_what_a_run_says_today_does_not_reach_the_corrected_certificate(asked, place):
    with transaction():
        place.offering.venue = "Another school"
        place.offering.course_version.course.title = "Another course"
    words = words_of(grant(asked, by=make_acting()))
    assert "Another" not in words.place + words.course


def test_the_holder_is_told_when_the_new_page_is_there_and_the_office_at_once(certificate, place):
    reached_at(place.person, "asha@example.org")
    office = make_focal_point(place.party)
    asks = make_acting(Role.TRAINEE, person=place.person)
    new = grant(ask(certificate, Wish.CORRECTION, WHY, by=asks, names=RIGHT), by=make_acting())
    assert [it[1:] for it in mails()] == [("certificate-changed", "superseded")]
    attach(new, store(b"%PDF-1.7 page", "application/pdf"))
    assert ("asha@example.org", "certificate-changed", "superseded") in mails()
    [told] = [it for it in db.session.scalars(sa.select(Message)) if it.to == "asha@example.org"]
    assert (told.words["serial"], told.words["new"]) == (certificate.serial, new.serial)
    assert office.account_id
    assert WHY not in str([it.words for it in db.session.scalars(sa.select(Message))])


def test_whoever_asked_does_not_decide_and_nothing_is_half_done(certificate, place):
    coordinator = make_acting()
    asked = ask(certificate, Wish.CORRECTION, WHY, by=coordinator, names=RIGHT)
    with pytest.raises(Refused, match="another coordinator"):
        grant(asked, by=coordinator)
    with pytest.raises(Refused, match="another coordinator"):
        refuse(again(asked), "No", by=coordinator)
    assert again(asked).status is Answer.ASKED
    assert [it.status for it in certificates()] == [Status.ISSUED]
    assert printed_on_record(place.person) == set()


def test_the_holder_does_not_decide_of_the_own_certificate_in_another_office(certificate, place):
    with transaction():
        holder = make_acting()
        place.person.account_id = holder.account_id
    asked = ask(certificate, Wish.CORRECTION, WHY, by=make_acting(), names=RIGHT)
    with pytest.raises(Refused, match="your own certificate"):
        grant(asked, by=holder)


@pytest.mark.both
def test_asked_twice_alike_it_is_one_request(certificate, place):
    by = make_acting(Role.TRAINEE, person=place.person)
    first = ask(certificate, Wish.CORRECTION, WHY, by=by, names=RIGHT)
    assert ask(certificate, Wish.CORRECTION, WHY, by=by, names=RIGHT).id == first.id
    with pytest.raises(Refused, match="asked for already"):
        ask(certificate, Wish.CORRECTION, WHY, by=make_acting(), names=RIGHT)
    assert len(requests()) == 1


def test_the_name_that_is_printed_already_is_not_asked_for(certificate):
    with pytest.raises(Refused, match="printed already"):
        ask(certificate, Wish.CORRECTION, WHY, by=make_acting(), names=Names("Asha Wanjiru", "en"))
    assert requests() == []


def test_a_name_that_cannot_be_printed_is_refused_when_it_is_asked_for(certificate):
    with pytest.raises(Refused, match="MONGOLIAN"):
        ask(certificate, Wish.CORRECTION, WHY, by=make_acting(), names=Names("ᠪᠠᠲᠤ", "mn"))
    assert requests() == []


def test_a_name_in_the_own_script_without_a_language_is_in_that_of_the_person(certificate, place):
    with transaction():
        place.person.language = "ru"
    names = Names("Asha", "en", "Аша", None)
    asked = ask(certificate, Wish.CORRECTION, WHY, by=make_acting(), names=names)
    assert words_of(grant(asked, by=make_acting())).native_language == "ru"


@pytest.mark.both
def test_pressed_twice_it_is_the_same_certificate(asked):
    second = make_acting()
    first = grant(asked, by=second)
    assert grant(again(asked), by=second).id == first.id
    assert len(certificates()) == 2
    assert jobs() == ["certificates.print"]


@pytest.mark.both
def test_of_two_coordinators_at_once_one_answers(app, asked):
    coordinators, number = [make_acting() for _ in range(4)], asked.id

    def answer(it):
        with app.app_context(), seeing(EVERYTHING):
            mine = db.session.get_one(CertificateRequest, number)
            try:
                deed = (
                    grant if it is not coordinators[0] else lambda one, by: refuse(one, "No", by=by)
                )
                return deed(mine, by=it) is not None
            except Refused:
                return False

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(answer, coordinators))

    assert sum(answers) == 1
    is_granted = again(asked).status is Answer.GRANTED
    assert len(certificates()) == 1 + is_granted
    assert audit().fault == ""


@pytest.mark.both
@pytest.mark.parametrize("meanwhile", ["suspended", "revoked"])
def test_a_certificate_that_is_out_of_force_meanwhile_is_not_replaced(asked, place, meanwhile):
    with transaction():
        again(asked).certificate.move(meanwhile, by=make_acting(), reason="Meanwhile")
    with pytest.raises(Refused, match=meanwhile):
        grant(asked, by=make_acting())
    assert again(asked).status is Answer.ASKED
    assert len(certificates()) == 1
    assert (jobs(), printed_on_record(place.person)) == ([], set())


@pytest.mark.both
def test_suspending_and_granting_at_once_leave_one_of_both(app, asked):
    first, second, number = make_acting(), make_acting(), asked.id

    def act(deed):
        with app.app_context(), seeing(EVERYTHING):
            mine = db.session.get_one(CertificateRequest, number)
            try:
                deed(mine)
            except Refused:
                return False
            return True

    deeds = [
        lambda it: grant(it, by=first),
        lambda it: suspend(it.certificate, "Asked about", by=second),
    ]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(act, deeds))

    assert sum(done) == 1
    statuses = [it.status for it in certificates()]
    assert statuses in ([Status.SUSPENDED], [Status.SUPERSEDED, Status.ISSUED])
    assert audit().fault == ""


def test_a_refused_correction_leaves_everything_and_tells_who_asked(asked, place):
    reached_at(place.person, "asha@example.org")
    refuse(asked, "The passport says otherwise", by=make_acting())
    assert [it.status for it in certificates()] == [Status.ISSUED]
    assert mails() == [("asha@example.org", "certificate-changed", "refused")]
    assert again(asked).answer == "The passport says otherwise"


@pytest.mark.parametrize("ending", ["granted", "refused", "withdrawn"])
def test_an_ended_request_keeps_no_name_and_is_not_answered_again(asked, place, ending):
    second = make_acting()
    holder = make_acting(Role.TRAINEE)
    asker = type(holder)(asked.asked_by_id, "", None, "", Role.TRAINEE)
    deeds = {
        "granted": lambda: grant(asked, by=second),
        "refused": lambda: refuse(asked, "No", by=second),
        "withdrawn": lambda: withdraw(asked, by=asker),
    }
    deeds[ending]()
    assert again(asked).names == {}
    for other in set(deeds) - {ending}:
        with pytest.raises(Refused):
            deeds[other]()


def test_only_whoever_asked_takes_it_back(asked):
    with pytest.raises(Refused, match="Somebody else"):
        withdraw(asked, by=make_acting())


def test_the_logbook_holds_no_name_of_what_was_asked(asked):
    grant(asked, by=make_acting())
    lines = db.session.scalars(sa.select(Entry)).all()
    assert "Wanjirũ" not in str([(it.before, it.after) for it in lines])


# Revocation


@pytest.mark.both
def test_a_revocation_takes_two_coordinators_and_keeps_the_row_and_the_names(certificate):
    asked = ask(certificate, Wish.REVOCATION, "The wrong person", by=make_acting())
    assert again(certificate).status is Status.ISSUED
    grant(asked, by=make_acting())
    old = again(certificate)
    assert old.status is Status.REVOKED
    assert names_on(old).names["name"] == "Asha Wanjiru"
    assert numbers_not_in_force(0, 10) == [1]
    assert audit().fault == ""


def test_what_else_was_asked_of_a_revoked_certificate_lapses(asked, certificate):
    other = ask(certificate, Wish.REVOCATION, "The wrong person", by=make_acting())
    grant(other, by=make_acting())
    assert (again(asked).status, again(asked).names) == (Answer.LAPSED, {})


def test_the_holder_and_the_office_are_told_of_a_revocation_and_not_why(certificate, place):
    reached_at(place.person, "asha@example.org")
    make_focal_point(place.party)
    grant(ask(certificate, Wish.REVOCATION, "A secret reason", by=make_acting()), by=make_acting())
    told = mails()
    assert len(told) == 2
    assert {it[1:] for it in told} == {("certificate-changed", "revoked")}
    assert "secret" not in str([it.words for it in db.session.scalars(sa.select(Message))])


# Re-issue


@pytest.fixture
def revoked(certificate):
    grant(ask(certificate, Wish.REVOCATION, "The wrong person", by=make_acting()), by=make_acting())
    return again(certificate)


@pytest.mark.both
def test_what_was_revoked_in_error_is_issued_again_under_a_new_number(revoked):
    asked = ask(revoked, Wish.REISSUE, "It was the right person", by=make_acting())
    grant(asked, by=make_acting())
    old, new = certificates()
    assert (old.status, new.status) == (Status.REVOKED, Status.ISSUED)
    assert new.supersedes_id == old.id
    assert words_of(new).name == words_of(old).name
    assert jobs() == ["certificates.print"]
    assert audit().fault == ""


def test_nothing_is_issued_again_while_another_one_is_in_force(revoked, place):
    asked = ask(revoked, Wish.REISSUE, "It was the right person", by=make_acting())
    issue(place)
    with pytest.raises(Refused, match="in force already"):
        grant(asked, by=make_acting())
    assert len(certificates()) == 2


def test_what_was_revoked_is_not_recommended_anew_unless_somebody_ticks_it(revoked, place):
    [(_, gift)] = sheet_of(place.offering).free
    assert not gift.is_usual


def test_a_certificate_is_issued_again_once(revoked):
    grant(ask(revoked, Wish.REISSUE, WHY, by=make_acting()), by=make_acting())
    with pytest.raises(Refused, match="Open the new one"):
        ask(revoked, Wish.REISSUE, WHY, by=make_acting())


def test_erased_names_cannot_be_printed_again(revoked):
    from tpp.certificates.actions.ending import erase_names

    asked = ask(revoked, Wish.REISSUE, WHY, by=make_acting())
    erase_names(revoked, by=make_acting())
    with pytest.raises(Refused, match="removed from the register"):
        grant(asked, by=make_acting())


def test_the_register_stays_gapless_while_a_run_is_issued_and_names_are_corrected(app):
    """Both take the lock of the register first, so neither waits for the other for ever."""
    run = held_run()
    places = [graduate(run, f"Person {n}") for n in range(6)]
    first = [issue(it) for it in places[:3]]
    asked = [
        ask(it, Wish.CORRECTION, WHY, by=make_acting(), names=Names(f"Somebody {it.id}", "en")).id
        for it in first
    ]
    by, run_id = make_acting(), run.id

    def work(it):
        with app.app_context(), seeing(EVERYTHING):
            if it:
                grant(db.session.get_one(CertificateRequest, it), by=by)
            else:
                register(db.session.get_one(CourseOffering, run_id), by=by)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, [*asked, None]))
    assert [it.number for it in certificates()] == list(range(1, 10))
    assert audit().fault == ""
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Certificate)) == 9
