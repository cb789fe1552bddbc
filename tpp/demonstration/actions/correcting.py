"""What happens to a few certificates later: a name put right, one suspended, one revoked, some asked of."""

from collections.abc import Iterator
from datetime import datetime

from tpp.certificates.actions import correcting as asking
from tpp.certificates.actions.ending import suspend
from tpp.certificates.models import Certificate, CertificateRequest
from tpp.certificates.queries import live
from tpp.certificates.rules import Names
from tpp.certificates.rules.corrections import Wish
from tpp.db import transaction
from tpp.demonstration.actions.told import Nominee, Told
from tpp.demonstration.rules.fates import Fate

MISSPELT = "The name was misspelt in the nomination."
AS_IN_THE_PASSPORT = "The passport says what is printed."
ASKED_ABOUT = "The office asks whether this person was the one who attended."
NOT_THE_PERSON = "Issued to the wrong person, as the office found."


def correcting(it: Told) -> Iterator[datetime]:
    """Half a year after the run; whoever signs in as the trainee keeps a valid certificate."""
    yield it.plan.after(40, "10:00")
    issued = [
        (certificate, nominee)
        for nominee in it.with_place(Fate.COMPLETES)
        if nominee.person_id != it.cast.trainee_person
        and (certificate := live(it.run).get(nominee.place_id))
    ]
    for certificate, nominee in issued[:1]:
        asking.grant(misspelt(it, certificate, nominee), by=it.cast.second)
    for certificate, nominee in issued[3:4]:
        asking.refuse(misspelt(it, certificate, nominee), AS_IN_THE_PASSPORT, by=it.cast.second)
    for certificate, nominee in issued[4:5]:
        asking.withdraw(misspelt(it, certificate, nominee), by=it.office_of(nominee))
    yield it.plan.after(45, "15:00")
    for certificate, _ in issued[1:2]:
        suspend(certificate, ASKED_ABOUT, by=it.cast.second)
    yield it.plan.after(50, "09:30")
    for certificate, nominee in issued[2:3]:
        misspelt(it, certificate, nominee)
        revoke(it, certificate)
    for certificate, nominee in issued[4:5]:
        misspelt(it, certificate, nominee)
    for certificate, _ in issued[3:4]:
        asking.ask(certificate, Wish.REVOCATION, NOT_THE_PERSON, by=it.coordinator)


def misspelt(it: Told, certificate: Certificate, nominee: Nominee) -> CertificateRequest:
    """The office asks for a corrected name."""
    printed = asking.printed_names(certificate)
    names = Names(**printed.to_json() | {"name": put_right(printed.name)})
    by = it.office_of(nominee)
    return asking.ask(certificate, Wish.CORRECTION, MISSPELT, by=by, names=names)


def put_right(name: str) -> str:
    """The name with its last word spelt otherwise."""
    return f"{name}e" if name[-1] not in "ea" else f"{name}h"


@transaction()
def revoke(it: Told, certificate: Certificate) -> None:
    asked = asking.ask(certificate, Wish.REVOCATION, NOT_THE_PERSON, by=it.coordinator)
    asking.grant(asked, by=it.cast.second)
