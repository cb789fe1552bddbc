"""A run whose certificates somebody recommended and somebody else approved, for tests of what follows."""

from tests.factories import make_acting
from tpp import clock
from tpp.certificates.actions import approve, ask_to_issue, recommend
from tpp.certificates.queries.awards import sheet_of

UNCONFIRMED = "Nobody could be asked."


def recommended(run, *, by=None, **given):
    """Everybody who earned a certificate is recommended, for the first day on which that may be."""
    day = max(run.ends_on, clock.today(run.timezone))
    return recommend(run, by=by or make_acting(), **{"dated_on": day} | given)


def approved(run, *, by=None, **given):
    """The same, and approved by another person, whether or not names are confirmed."""
    return approve(recommended(run, **given), by=by or make_acting(), reason=UNCONFIRMED)


def asked_to_issue(run, *, by=None):
    """The job that issues all that is ready in the run, or the one that is on its way."""
    sheet = sheet_of(run)
    if sheet.award is None:
        approved(run)
    return ask_to_issue(run, by=by or make_acting())
