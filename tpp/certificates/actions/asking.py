"""Asking for the certificates of a run."""

from tpp.acting import Acting
from tpp.certificates.queries.awards import approved_lines, open_award
from tpp.certificates.sealing import maker
from tpp.db import lock, transaction
from tpp.errors import Refused
from tpp.jobs.actions import ask
from tpp.jobs.models import Job
from tpp.offerings.models import CourseOffering


@transaction()
def ask_to_issue(run: CourseOffering, *, by: Acting) -> Job:
    """Ask for the certificates of the run that a second person approved.

    Asked again, it is the same job, which goes on where it was stopped.
    """
    maker()  # without a key to sign with, nothing is begun
    lock(run)
    award = open_award(run)
    lines = approved_lines(award) if award else []
    places = sorted({it.enrolment_id for it in lines if it.enrolment_id})
    staff = sorted({it.staffing_id for it in lines if it.staffing_id})
    if award is None or not lines:
        raise Refused(
            "No certificate of this run is approved and waits to be issued. Recommend the people first;"
            " a second person approves."
        )
    arguments = {
        "run": run.code,
        "offering_id": run.id,
        "award": award.id,
        "places": places,
        "staff": staff,
        "back": f"/runs/{run.code}/certificates",
    }
    key = f"certificates.issue:{run.id}:{award.id}"
    return ask(
        "certificates.issue", key=key, arguments=arguments, by=by, total=len(places) + len(staff)
    )
