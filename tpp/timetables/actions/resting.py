"""When nothing is taught: of a run, or as it is usual at a venue or with a host."""

from dataclasses import asdict

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import check_not_over
from tpp.parties.models import Party
from tpp.timetables import queries, rules
from tpp.timetables.models import FreeTime
from tpp.timetables.rules import Free
from tpp.venues.models import Venue


@transaction()
def add_free_time(it: Free, *, by: Acting, of: CourseOffering | Venue | Party) -> FreeTime:
    """A day off or a time of prayer, with who set it and when; the same one is kept once."""
    rules.check_free(it)
    if isinstance(of, CourseOffering):
        lock(of)
        check_not_over(of.status)
    whose = belonging(of)
    if same := db.session.query(FreeTime).filter_by(**whose, **asdict(it)).first():
        return same
    row = FreeTime(**whose, **asdict(it), set_by=by.account_name, set_on=clock.now().date())
    db.session.add(row)
    db.session.flush()
    record(row, "set", by=by, after=whose)
    return row


def belonging(of: CourseOffering | Venue | Party) -> dict[str, int]:
    names = {CourseOffering: "offering_id", Venue: "venue_id", Party: "host_id"}
    return {names[type(of)]: of.id}


@transaction()
def own_free_times(run: CourseOffering, *, by: Acting) -> int:
    """What is usual at the venue or with the host, as the run's own, to be changed; how many lines."""
    whose, usual = queries.free_times_of(run)
    if whose == "run":
        raise Refused("This run has its own days off already.")
    for it in usual:
        add_free_time(it.free, by=by, of=run)
    return len(usual)


@transaction()
def remove_free_time(row: FreeTime, *, by: Acting) -> None:
    record(row, "removed", by=by)
    db.session.delete(row)
