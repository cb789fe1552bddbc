"""Mail about an offer, and about documents that somebody asks to read; written with the deed."""

from collections.abc import Sequence

from tpp.acting import Acting
from tpp.nominations.models import DocumentGrant, Nomination
from tpp.nominations.queries import reached_by_mail, who_decides_grants
from tpp.outbox.actions import write
from tpp.outbox.rules import is_written_to


def tell_of_offer(nominations: Sequence[Nomination]) -> None:
    """Write to those selected who have an address. Invented people have none that may be written to."""
    run = nominations[0].offering
    if not is_written_to(run):
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


def tell_who_decides(grant: DocumentGrant, *, by: Acting) -> None:
    """Write once to everybody who may decide, but whoever asks. No nominee is named, nor the reason.

    Invented people are not written to.
    """
    run = grant.offering
    if not is_written_to(run):
        return
    for account in who_decides_grants():
        if account.id == by.account_id or not is_written_to(account):
            continue
        write(
            f"documents-asked-{grant.id}-{account.id}",
            account.email,
            "documents_asked",
            account.language,
            name=account.name,
            who=by.account_name,
            course=run.course_version.course.title,
            code=run.code,
        )
