"""Which Parties host and support a run."""

from tpp.acting import Acting
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings import queries, rules
from tpp.offerings.models import CourseOffering, Participation
from tpp.offerings.rules import PartyRole
from tpp.parties.models import Party


@transaction()
def add_party(run: CourseOffering, party: Party, role: PartyRole, *, by: Acting) -> Participation:
    """Name a Party as host or supporter; who sends follows from the seats."""
    rules.check_not_over(run.status)
    rules.check_named_by_hand(role)
    if queries.role_of(run, party, role):
        words = "%(party)s is already named as %(role)s of this run."
        raise Refused(words, "party", party=party.name, role=role)
    taking_part = Participation(offering_id=run.id, party_id=party.id, role=role)
    db.session.add(taking_part)
    db.session.flush()
    record(run, f"{role}_added", by=by, after={"party": party.code})
    return taking_part


@transaction()
def remove_party(taking_part: Participation, *, by: Acting) -> None:
    """Take a host or supporter out again, as long as nothing is written down of what it gives."""
    rules.check_named_by_hand(taking_part.role)
    if queries.gives(taking_part):
        raise Refused("Contributions of this party are recorded: the run keeps it.")
    run = db.session.get_one(CourseOffering, taking_part.offering_id)
    rules.check_not_over(run.status)
    record(run, f"{taking_part.role}_removed", by=by, before={"party": taking_part.party.code})
    db.session.delete(taking_part)
    db.session.flush()
