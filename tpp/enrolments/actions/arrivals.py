"""The arrival desk: each deed is a line of its own, and moves the place."""

from collections.abc import Sequence

from tpp import clock
from tpp.acting import Acting
from tpp.db import transaction
from tpp.enrolments import queries as places
from tpp.enrolments.actions.places import move
from tpp.enrolments.models import Enrolment
from tpp.enrolments.queries import arrivals as queries
from tpp.enrolments.rules import FLOW
from tpp.enrolments.rules.arrivals import check_may_take_back


@transaction()
def arrive(some: Sequence[Enrolment], *, by: Acting) -> list[Enrolment]:
    """They stand at the desk. Whoever is there already is passed over, so a second tap does nothing."""
    waiting = [it for it in places.locked(some) if it.status in FLOW.steps["arrived"]]
    return move(waiting, "arrived", by=by) if waiting else []


@transaction()
def take_back(place: Enrolment, *, by: Acting) -> Enrolment:
    """A slip of the thumb, on the same day: expected again, by a new line."""
    [place] = places.locked([place])
    zone = place.offering.timezone
    check_may_take_back(queries.last_deeds([place.id]).get(place.id), zone, clock.today(zone))
    [place] = move([place], "taken_back", by=by)
    return place
