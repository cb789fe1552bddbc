"""Papers of nominees, who may read them, and a rule that is overridden."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from tpp.acting import Acting
from tpp.catalogue.rules.eligibility import Criterion, DocumentKind
from tpp.db import db
from tpp.demonstration.actions.nominating import FIRST, LAST
from tpp.demonstration.actions.told import Told, nominations_of
from tpp.demonstration.rules.fates import CHOSEN
from tpp.demonstration.rules.specimens import specimens
from tpp.files.actions import store
from tpp.files.models import StoredFile
from tpp.nominations import actions as nominations
from tpp.nominations.models import DocumentGrant, Nomination
from tpp.nominations.queries import checks_of
from tpp.nominations.rules import ENDED
from tpp.people import actions as people
from tpp.people.models import Person
from tpp.people.rules import HeldLicence, LicenceKind, Stated

TO_COMPARE = "Names in the passports are compared with the list for the host."
VOUCHED_FOR = "The instructor examined the operator on the machine and vouches for the skill."
EVERY = 6
"""Days from one round of papers to the next."""
HOW_OFTEN = {
    DocumentKind.PASSPORT: 0.8,
    DocumentKind.NOMINATION_LETTER: 0.3,
    DocumentKind.LICENCE_COPY: 0.2,
}


def stored_specimens() -> dict[DocumentKind, int]:
    """One file of each kind, in the store before anything is written down."""
    return {kind: store(*it).id for kind, it in specimens().items()}


def adding_papers(it: Told) -> Iterator[datetime]:
    """Most offices add papers a few days after they put somebody forward."""
    before = it.plan.moment(FIRST)
    for day in range(FIRST + EVERY, LAST + EVERY, EVERY):
        moment = it.plan.moment(day, "17:10")
        yield moment
        nominees = [who for who in it.nominees if who.nomination_id and before <= who.at < moment]
        for nominee, nomination in zip(nominees, nominations_of(nominees), strict=True):
            add_papers(it, nomination, by=it.office_of(nominee))
        before = moment


def add_papers(it: Told, nomination: Nomination, *, by: Acting) -> None:
    own_chance = Random(nomination.id)
    for kind, key in it.cast.papers.items():
        wanted = own_chance.random() < HOW_OFTEN[kind]
        if wanted and nomination.status not in ENDED:
            paper = db.session.get_one(StoredFile, key)
            nominations.add_document(nomination, kind, paper, by=by)


def reading_papers(it: Told) -> Iterator[datetime]:
    """A coordinator asks to read the papers; the second one grants it, where the selection is over."""
    yield it.plan.moment(-76, "17:00")
    grant = nominations.ask_for_documents(it.run, by=asks(it), reason=TO_COMPARE).id
    yield it.plan.moment(-68, "09:15")
    nominations.decide_grant(granted(grant), "granted", by=it.cast.second, days=60)


def asks(it: Told) -> Acting:
    """Who waits today for a grant is the second coordinator: the first one has it to decide."""
    is_decided = it.plan.moment(-68).date() <= it.cast.today
    return it.coordinator if is_decided else it.cast.second


def overriding(it: Told) -> Iterator[datetime]:
    """An office finds that a licence was never issued; the programme lets the nominee pass."""
    yield it.plan.moment(-78, "10:00")
    licences = {LicenceKind.HEAVY_VEHICLE: HeldLicence(is_held=False)}
    nominee = it.of(*CHOSEN)[0]
    person = db.session.get_one(Person, nominee.person_id)
    people.state(person, Stated(licences=licences), by=it.office_of(nominee))
    yield it.plan.moment(-76, "15:30")
    [nomination] = nominations_of([nominee])
    for judged in checks_of([nomination])[nomination.id]:
        if judged.criterion is Criterion.LICENCE and judged.stands_in_the_way:
            nominations.override(nomination, judged.rule_id, by=it.coordinator, reason=VOUCHED_FOR)


def granted(key: int) -> DocumentGrant:
    return db.session.get_one(DocumentGrant, key)
