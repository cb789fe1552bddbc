"""What courses ask of somebody is kept on the record, and changed there by the office that keeps it."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.factories import make, make_acting, make_focal_point, make_party, make_person
from tpp.acting import Role
from tpp.db import db
from tpp.history.models import Entry
from tpp.people.models import Person, PersonLanguage
from tpp.people.queries import languages_of, licences_of
from tpp.people.rules import HeldLicence, LanguageLevel, LicenceKind, RankBand
from tpp.scope import EVERYTHING, see

ANSWERS = {
    "rank_band": "or_5_9",
    "serves_until": "2031-06-30",
    "language-fr": "level_fluent",
    "licence-plant": "yes",
    "licence-plant-until": "2030-01-31",
    "licence-un_permit": "no",
    "licence-un_permit-until": "2030-01-31",
    "reason": "Licence renewed",
}


@pytest.fixture
def asha(app):
    person = make_person(make_party(code="KEN", name="Kenya"), name="Asha Njeri")
    spoken = {"language": "sw", "level": LanguageLevel.FLUENT}
    make(PersonLanguage, {"person_id": person.id, "party_id": person.party_id}, spoken)
    return person


@pytest.fixture
def office(browser, asha):
    return browser(make_focal_point(asha.party))


def now(person):
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Person, person.id)


@pytest.mark.both
def test_an_office_changes_licences_languages_and_rank_on_the_record(office, asha):
    address = f"/people/{asha.id}/stated"
    assert address in office.get(f"/people/{asha.id}").text
    page = office.get(address).text
    assert "Level of Swahili" in page
    answer = office.post(address, data=ANSWERS | {"language-sw": "", "seen_version": asha.version})
    assert answer.status_code == 303
    person = now(asha)
    assert (person.rank_band, person.serves_until) == (RankBand.OR_5_9, date(2031, 6, 30))
    assert languages_of([asha.id])[asha.id] == {"fr": LanguageLevel.FLUENT}
    assert licences_of([asha.id])[asha.id] == {
        LicenceKind.PLANT: HeldLicence(True, date(2030, 1, 31)),
        LicenceKind.UN_PERMIT: HeldLicence(False),
    }
    told = office.get(answer.location).text
    for words in (
        "Non-commissioned officer (OR-5 to OR-9)",
        "French",
        "held, valid until",
        "not held",
    ):
        assert words in told


def test_the_history_says_which_answers_changed_and_not_what_they_say(office, asha):
    typed = ANSWERS | {"language-sw": "level_fluent", "seen_version": asha.version}
    office.post(f"/people/{asha.id}/stated", data=typed)
    now(asha)
    entry = db.session.scalars(sa.select(Entry).order_by(Entry.id.desc())).first()
    assert (entry.deed, entry.reason) == ("corrected", "Licence renewed")
    facts = ["language fr", "licence plant", "licence un_permit", "rank_band", "serves_until"]
    assert entry.after == {"facts": facts}
    assert "Licence renewed" in office.get(f"/people/{asha.id}").text


def test_nothing_changed_writes_nothing(office, asha):
    before = asha.version
    typed = {"language-sw": "level_fluent", "seen_version": before}
    assert office.post(f"/people/{asha.id}/stated", data=typed).status_code == 303
    assert now(asha).version == before


def test_a_record_that_somebody_changed_meanwhile_is_shown_beside_what_was_typed(office, asha):
    seen = asha.version
    office.post(f"/people/{asha.id}/stated", data=ANSWERS | {"seen_version": seen})
    late = office.post(
        f"/people/{asha.id}/stated", data={"language-fr": "level_basic", "seen_version": seen}
    )
    assert late.status_code == 409
    assert now(asha).rank_band is RankBand.OR_5_9


@pytest.mark.parametrize("wrong", [{"rank_band": "general"}, {"licence-plant-until": "31/31/2030"}])
def test_what_is_no_answer_is_refused_at_its_field(office, asha, wrong):
    typed = ANSWERS | wrong | {"seen_version": asha.version}
    answer = office.post(f"/people/{asha.id}/stated", data=typed)
    assert answer.status_code == 422
    assert now(asha).rank_band is RankBand.UNKNOWN


def test_only_the_office_that_keeps_the_record_and_the_programme_change_it(browser, asha):
    address = f"/people/{asha.id}/stated"
    assert browser(make_focal_point(make_party())).get(address).status_code == 404
    for role in (Role.AUDITOR, Role.TRAINER, Role.SUPPORTER, Role.TRAINEE, Role.ADMINISTRATOR):
        person = asha if role is Role.TRAINEE else None
        assert browser(make_acting(role, person=person)).get(address).status_code == 403
    assert browser(make_acting()).get(address).status_code == 200
