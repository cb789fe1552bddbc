"""Mail about an offer, written with the decision and sent afterwards."""

from collections.abc import Sequence

from tpp.nominations.models import Nomination
from tpp.nominations.queries import reached_by_mail
from tpp.outbox.actions import write


def tell_of_offer(nominations: Sequence[Nomination]) -> None:
    """Write to those selected who have an address. Invented people have none that may be written to."""
    run = nominations[0].offering
    if run.is_demonstration:
        return
    by_id = {nomination.person_id: nomination for nomination in nominations}
    for person_id, name, language, address in reached_by_mail(list(by_id)):
        nomination = by_id[person_id]
        write(
            f"offer-{nomination.id}-{nomination.version}",
            address,
            "offer",
            language,
            name=name,
            course=run.course_version.course.title,
            code=run.code,
            place=", ".join(part for part in (run.venue, run.place) if part),
            first=run.starts_on.isoformat(),
            last=run.ends_on.isoformat(),
            until=nomination.offer_until.isoformat() if nomination.offer_until else "",
            zone=run.timezone,
            nomination=nomination.id,
        )
