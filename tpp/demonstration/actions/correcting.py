"""What happens to a few certificates later: a name put right, one suspended, one revoked."""

from collections.abc import Iterator
from datetime import datetime

from tpp.certificates.actions import register
from tpp.certificates.models import Certificate
from tpp.certificates.queries import live
from tpp.db import db, transaction
from tpp.demonstration.actions.told import Told
from tpp.demonstration.rules.fates import Fate
from tpp.people.actions import change
from tpp.people.models import Person

MISSPELT = "The name was misspelt in the nomination."
ASKED_ABOUT = "The office asks whether this person was the one who attended."
NOT_THE_PERSON = "Issued to the wrong person, as the office found."


def correcting(it: Told) -> Iterator[datetime]:
    """Half a year after the run; whoever signs in as the trainee keeps a valid certificate."""
    yield it.plan.after(40, "10:00")
    issued = [
        certificate
        for nominee in it.with_place(Fate.COMPLETES)
        if nominee.person_id != it.cast.trainee_person
        and (certificate := live(it.run).get(nominee.place_id))
    ]
    for certificate in issued[:1]:
        replace(it, certificate)
    yield it.plan.after(45, "15:00")
    for certificate in issued[1:2]:
        stop(it, certificate, "suspended", ASKED_ABOUT)
    yield it.plan.after(50, "09:30")
    for certificate in issued[2:3]:
        stop(it, certificate, "revoked", NOT_THE_PERSON)


@transaction()
def replace(it: Told, certificate: Certificate) -> None:
    """A corrected name makes a new certificate, which supersedes the old one."""
    person = db.session.get_one(Person, certificate.person_id)
    change(person, by=it.coordinator, reason=MISSPELT, name=put_right(person.name))
    certificate.move("superseded", by=it.coordinator, reason=MISSPELT)
    db.session.flush()
    register(it.run, [certificate.enrolment_id], by=it.cast.second)


def put_right(name: str) -> str:
    """The name with its last word spelt otherwise."""
    return f"{name}e" if name[-1] not in "ea" else f"{name}h"


@transaction()
def stop(it: Told, certificate: Certificate, step: str, reason: str) -> None:
    certificate.move(step, by=it.cast.second, reason=reason)
