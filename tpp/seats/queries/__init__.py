"""Reading seats. The scope of the request narrows them to one's own country."""

from tpp.seats.queries.checking import first_difference
from tpp.seats.queries.grouping import groups_by_id, groups_of, groups_of_run, one_group
from tpp.seats.queries.ledger import (
    Filter,
    ledger,
    newest_line,
    newest_offer,
    picture_from_ledger,
    releases,
)
from tpp.seats.queries.overviews import (
    WHO_SITS,
    OfCountry,
    Sitting,
    by_country,
    of_office,
    regions,
    sitting,
    sum_of_run,
)
from tpp.seats.queries.rows import (
    allocation_of,
    allocations,
    has_free_seats,
    locked_allocations,
    one_allocation,
    runs_to_release,
    seats_of_runs,
    with_free_seats,
)

__all__ = [
    "WHO_SITS",
    "Filter",
    "OfCountry",
    "Sitting",
    "allocation_of",
    "allocations",
    "by_country",
    "first_difference",
    "groups_by_id",
    "groups_of",
    "groups_of_run",
    "has_free_seats",
    "ledger",
    "locked_allocations",
    "newest_line",
    "newest_offer",
    "of_office",
    "one_allocation",
    "one_group",
    "picture_from_ledger",
    "regions",
    "releases",
    "runs_to_release",
    "seats_of_runs",
    "sitting",
    "sum_of_run",
    "with_free_seats",
]
