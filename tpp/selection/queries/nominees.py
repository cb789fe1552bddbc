"""The nominees of a run as whoever decides reads them: judged, narrowed, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select

from tpp.acting import Acting
from tpp.catalogue.rules.eligibility import ClearanceKind, DocumentKind
from tpp.db import db
from tpp.nominations import queries as nominees
from tpp.nominations.models import Nomination
from tpp.nominations.queries.eligibility import clearances_of, documents_of
from tpp.nominations.rules import TO_DECIDE
from tpp.nominations.rules.eligibility import Check, ClearanceOutcome
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import Page
from tpp.parties.models import Party
from tpp.selection import rules
from tpp.selection.queries.earlier import Earlier, earlier_of
from tpp.selection.queries.preview import room_of
from tpp.selection.rules import Fit, Waiting

PER_PAGE = 40


@dataclass(frozen=True)
class Nominees:
    """One page of the nominees of a run, with what a decision rests on."""

    page: Page
    checks: Mapping[int, Sequence[Check]]
    asked: Sequence[Check]
    """The rules of the course, from one of the nominees: the heads of the table."""
    earlier: Mapping[int, Sequence[Earlier]]
    documents: Mapping[int, set[DocumentKind]]
    clearances: Mapping[int, dict[ClearanceKind, ClearanceOutcome]]

    def by_party(self) -> list[tuple[Party, list[Nomination]]]:
        return [(key, list(some)) for key, some in groupby(self.page.items, attrgetter("party"))]


def nominees_of(
    acting: Acting,
    run: CourseOffering,
    narrowed: nominees.Filter,
    fit: Fit | None = None,
    number: int = 1,
) -> Nominees:
    """Nominees by country, in the order in which their offices sent them."""
    found = nominees.of_run(acting, run, narrowed)
    checks = nominees.checks_of(found) if fit else {}
    if fit:
        found = [it for it in found if rules.fit_of(checks[it.id]) is fit]
    page = cut(found, number)
    checks = checks or nominees.checks_of(page.items)
    ids = [it.id for it in page.items]
    return Nominees(
        page=page,
        checks=checks,
        asked=checks[ids[0]] if ids else (),
        earlier=earlier_of(run, [it.person_id for it in page.items]),
        documents=documents_of(ids),
        clearances=clearances_of(ids),
    )


def cut(found: Sequence[Nomination], number: int) -> Page:
    """Beyond the last page there is the last page."""
    last = max(-(-len(found) // PER_PAGE), 1)
    number = min(max(number, 1), last)
    start = (number - 1) * PER_PAGE
    return Page(found[start : start + PER_PAGE], number, len(found), PER_PAGE)


def within_seats(run: CourseOffering) -> list[int]:
    """Those who wait for a decision and whom nothing stands against, as many a country as it has free
    seats, in their offices' order."""
    found = (
        select(Nomination)
        .where(Nomination.offering_id == run.id, Nomination.status.in_(TO_DECIDE))
        .order_by(Nomination.submitted_at, Nomination.id)
    )
    waiting = list(db.session.scalars(found))
    checks = nominees.checks_of(waiting)
    judged = (Waiting(it.id, it.claim, rules.fit_of(checks[it.id])) for it in waiting)
    return rules.within(room_of(run), judged)
