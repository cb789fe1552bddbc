"""All certificates of a run at once: gathered into a ZIP or one PDF, and sent to their holders."""

from typing import Any, BinaryIO

from tpp import clock
from tpp.acting import Acting
from tpp.certificates.actions.printing import tell_holders
from tpp.certificates.queries import bulk as queries
from tpp.db import transaction
from tpp.errors import Refused
from tpp.files.actions import lay_aside, throw_away
from tpp.jobs.actions import ask
from tpp.jobs.models import Job
from tpp.offerings.models import CourseOffering


@transaction()
def ask_to_gather(run: CourseOffering, kind: str, *, by: Acting) -> Job:
    """Ask for all pages of the run in one file (``zip`` or ``bound``), for whoever asks alone."""
    return ask_about(run, f"certificates.{kind}", f"{by.account_id}:", by=by)


@transaction()
def ask_to_tell(run: CourseOffering, *, by: Acting) -> Job:
    """Ask for the mail to every holder who was not told yet."""
    return ask_about(run, "certificates.letters", "", by=by)


def ask_about(run: CourseOffering, kind: str, whose: str, *, by: Acting) -> Job:
    """The same job while it has not ended, afterwards another one."""
    count = len(queries.pages_of(run))
    if not count:
        raise Refused("No certificate of this run is in force.")
    arguments = {
        "run": run.code,
        "offering_id": run.id,
        "back": f"/runs/{run.code}/certificates/bulk",
    }
    asked = f"{kind}:{run.id}:{whose}"
    return ask(
        kind, key=f"{asked}{queries.ended_since(asked)}", arguments=arguments, by=by, total=count
    )


def place_of_bundle(job_id: int, kind: str) -> str:
    """Where a bundle lies: one place a job, so that a second try leaves nothing behind."""
    return f"bundles/{kind}/{job_id}"


def keep_bundle(job_id: int, kind: str, contents: BinaryIO, **about: Any) -> dict[str, Any]:
    """Lay the finished file aside; what the job's result says of it."""
    place, size = place_of_bundle(job_id, kind), contents.seek(0, 2)
    contents.seek(0)
    lay_aside(place, contents)
    return {"place": place, "size": size, **about}


def forget_bundles() -> int:
    """Throw away what was kept for a day; says how much. A round of the worker."""
    over = queries.over_bundles()
    for job in over:
        throw_away(job.result["place"])
        with transaction():
            job.result = {"thrown_away_at": clock.now().isoformat()}
    return len(over)


# To the holders


@transaction()
def tell_of_issue(page: queries.Page) -> str:
    """Write to one holder who was not told yet; what came of it: sent, told, or no_address."""
    [holder] = queries.holders_of_these([page])
    if holder.is_told:
        return "told"
    if not holder.has_address:
        return "no_address"
    tell_holders([page.certificate], again=holder.message is not None)
    return "sent"
