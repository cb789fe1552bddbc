"""A small world of which every figure is known by hand."""

from datetime import date

from tests.factories import (
    make,
    make_allocation,
    make_enrolment,
    make_nomination,
    make_outcome,
    make_party,
    make_person,
    make_role,
    make_run,
    make_version,
)
from tpp import clock
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.catalogue.rules import Pillar
from tpp.certificates.models import Certificate
from tpp.db import transaction
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.nominations.rules import Status as NominationStatus
from tpp.offerings.rules import PartyRole
from tpp.people.rules import Sex

W, M, U = Sex.WOMAN, Sex.MAN, Sex.UNKNOWN


def make_certificate(enrolment, kind="completion", **given):
    defaults = {
        "enrolment_id": enrolment.id,
        "party_id": enrolment.party_id,
        "offering_id": enrolment.offering_id,
        "person_id": enrolment.person_id,
        "number": enrolment.id,
        "serial": f"TPP-2026-{enrolment.id:06d}",
        "code": f"code{enrolment.id:022d}",
        "qualification": "Operator",
        "kind": kind,
        "design": "2026",
        "words": {"course": "Course"},
        "names_hash": "x",
        "issued_on": date(2026, 1, 1),
        "issued_at": clock.now(),
        "previous_hash": f"before {enrolment.id}",
        "hash": f"hash {enrolment.id}",
    }
    return make(Certificate, defaults, given)


def make_seat(allocation, sex, reached, nationality=None, person=None, **facts):
    """One person and seat that came as far as ``reached`` says."""
    if nationality is not None:
        facts["nationality_id"] = nationality.id
    person = person or make_person(allocation.party, sex=sex, **facts)
    match reached:
        case "draft":
            status = NominationStatus.DRAFT
            return make_nomination(allocation, person, status, submitted_at=None)
        case "nominated":
            return make_nomination(allocation, person)
        case "selected":
            return make_nomination(allocation, person, NominationStatus.DECLINED)
        case "no_show":
            return make_enrolment(allocation, person, PlaceStatus.NO_SHOW)
    place = make_enrolment(allocation, person, PlaceStatus.FINISHED)
    if reached in ("completed", "certified"):
        make_outcome(place, OutcomeStatus.COMPLETED)
    if reached == "certified":
        make_certificate(place)
    return place


class World:
    """Kenya and Peru, an engineering run in 2024 and a medical one in 2025; Japan supports the first.

    Engineering 2024, Kenya: a woman certified, a woman arrived, a man completed, a man no show, a draft.
    Engineering 2024, Peru:  a man certified, one of whom it is not known nominated.
    Medical 2025, Kenya:     a woman nominated, one of whom it is not known certified, a man selected.
    """

    def __init__(self):
        with transaction():
            self.kenya = make_party(code="KEN", name="Kenya", regional_group="African Group")
            self.peru = make_party(code="PER", name="Peru", regional_group="Latin American Group")
            self.japan = make_party(code="JPN", name="Japan", regional_group="Asia-Pacific Group")
            self.engineering = make_run(
                make_version(Pillar.ENGINEERING), starts_on=date(2024, 3, 1), seats=40
            )
            self.medical = make_run(
                make_version(Pillar.MEDICAL), starts_on=date(2025, 5, 1), seats=40
            )
            make_role(self.engineering, self.japan, PartyRole.SUPPORTER)
            of_kenya = make_allocation(self.engineering, self.kenya, seats=9)
            of_peru = make_allocation(self.engineering, self.peru, seats=9)
            medical = make_allocation(self.medical, self.kenya, seats=9)
            self.asha = make_seat(of_kenya, W, "certified", name="Asha Canary-Kenya")
            for sex, reached in ((W, "arrived"), (M, "completed"), (M, "no_show"), (M, "draft")):
                make_seat(of_kenya, sex, reached)
            self.luz = make_seat(of_peru, M, "certified", name="Luz Canary-Peru")
            make_seat(of_peru, U, "nominated")
            for sex, reached in ((W, "nominated"), (U, "certified"), (M, "selected")):
                make_seat(medical, sex, reached)
