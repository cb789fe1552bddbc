"""Certificates as long work. Killed at any moment and begun again, nothing is done twice.

Issuing goes by small handfuls: into the register, then their pages, then one transaction in which the
pages are stored, the holders told, and the job says how far it is.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import lru_cache
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO

from flask import Flask, current_app

from tpp import clock
from tpp.certificates import actions
from tpp.certificates.actions.gathering import forget_bundles, keep_bundle, tell_of_issue
from tpp.certificates.actions.linking import tell_of_last_days
from tpp.certificates.actions.stamping_time import (
    ask_for_proofs,
    ask_for_stamps,
    keep_proof,
    keep_stamped,
)
from tpp.certificates.models import Award, Certificate
from tpp.certificates.pdf import Press
from tpp.certificates.press.bundles import Bundle, Zip
from tpp.certificates.press.credential import Maker
from tpp.certificates.queries import file_of, page_of, printed_of, words_of_these
from tpp.certificates.queries.bulk import pages_of
from tpp.certificates.queries.stamps import stamp_of, unproven, unstamped
from tpp.certificates.queries.team import certified, is_listed
from tpp.certificates.rules.bundles import path_in
from tpp.certificates.rules.teaching import check_may_leave
from tpp.certificates.sealing import maker
from tpp.certificates.trial import try_out
from tpp.db import db, transaction
from tpp.designs.queries import OfRegister
from tpp.files.actions import Laid, lay, store
from tpp.files.queries import read
from tpp.jobs.actions import Work, task
from tpp.jobs.rounds import every
from tpp.offerings.actions.staff import LEAVING
from tpp.offerings.models import CourseOffering, Staffing

if TYPE_CHECKING:
    from tpp.certificates.press.timestamps import Authority

HANDFUL = 10
"""Certificates between two commits: few enough that little is done again, enough that commits are cheap."""


def init_app(app: Flask) -> None:
    app.extensions["designs.try"] = try_out
    app.extensions.setdefault(LEAVING, []).append(stay_certified)
    app.extensions["rounds"] += [
        every(timedelta(hours=1))(tell_of_last_days),
        every(timedelta(minutes=10))(forget_bundles),
        every(timedelta(minutes=1))(ask_for_stamps),
        every(timedelta(minutes=1))(ask_for_proofs),
    ]


def stay_certified(staffing: Staffing) -> None:
    """Whoever holds a certificate for the work in a run stays in its team."""
    check_may_leave(certified(staffing), is_listed(staffing))


@task("certificates.issue")
def issue(work: Work) -> dict[str, Any]:
    """Handful by handful: into the register, then the pages, then the next."""
    run = db.session.get_one(CourseOffering, work.arguments["offering_id"])
    award = db.session.get_one(Award, work.arguments["award"])
    places, staff = work.arguments["places"], work.arguments.get("staff", [])
    total, problems, issued = len(places) + len(staff), list[str](), 0
    maker()  # without a key to sign with, nobody gets a number
    for start in range(0, total, HANDFUL):
        some = places[start : start + HANDFUL]
        first = max(0, start - len(places))
        team = staff[first : max(0, start + HANDFUL - len(places))]
        registered = actions.register(run, some, by=work.by, award=award, staff=team)
        # Who it is stands on the page of the run; this list is read by those who may see no names.
        problems += [f"Place {number}: {why}" for number, why in registered.refused.items()]
        problems += [f"Team {number}: {why}" for number, why in registered.refused_team.items()]
        issued += len(registered.certificates)
        printed = stored(registered.certificates)
        with transaction():
            actions.attach_laid(printed)
            work.report(start + len(some) + len(team), total, problems)
    actions.finish(award, by=work.by)
    return {"issued": issued}


@task("certificates.print")
def print_pages(work: Work) -> dict[str, Any]:
    """The pages of certificates that stand in the register without one."""
    ids = work.arguments["certificates"]
    for done, number in enumerate(ids, 1):
        print_page(db.session.get_one(Certificate, number))
        work.report(done, len(ids))
    return {"printed": len(ids)}


@lru_cache(2)
def press(by: Maker) -> Press:
    """Kept from job to job, with the pages that it has typeset."""
    return Press(by, OfRegister())


def stored(certificates: Sequence[Certificate]) -> dict[Certificate, Laid]:
    """Print the pages that are not stored yet and lay them into the store; outside any transaction."""
    there = printed_of(certificates)
    wanted = [it for it in certificates if it.id not in there]
    words = words_of_these(wanted)
    prints = press(maker()).print
    return {it: lay(prints(words[it.id], it.expires_on), "application/pdf") for it in wanted}


def print_page(certificate: Certificate) -> None:
    """Print and store the page, unless it is stored already; outside any transaction."""
    actions.attach_laid(stored([certificate]))


# In bulk


@task("certificates.zip")
def zip_pages(work: Work) -> dict[str, Any]:
    return gathered(work, Zip, "zip", "application/zip")


@task("certificates.bound")
def bind_pages(work: Work) -> dict[str, Any]:
    from tpp.certificates.press.binding import Bound  # loads qpdf

    return gathered(work, Bound, "pdf", "application/pdf")


def gathered(
    work: Work, kind: Callable[[BinaryIO, str], Bundle], ending: str, media_type: str
) -> dict[str, Any]:
    """All pages of the run in one file, in the order of countries and names."""
    run = db.session.get_one(CourseOffering, work.arguments["offering_id"])
    pages, name = pages_of(run), f"{run.code}-certificates.{ending}"
    with TemporaryFile(dir=current_app.config["TPP_DATA"]) as file:
        bundle = kind(file, run.code)
        for done, it in enumerate(pages, 1):
            path = path_in(it.party, it.name, it.certificate.serial)
            bundle.add(path, contents_of(it.certificate))
            if done % TOLD_EVERY == 0:
                work.report(done, len(pages))
        bundle.close()
        work.report(len(pages), len(pages))
        return keep_bundle(work.job_id, ending, file, name=name, media_type=media_type)


TOLD_EVERY = 10


def contents_of(certificate: Certificate) -> bytes:
    """The file as it is served; printed first, where it stands in the register without one."""
    file = file_of(certificate)
    if file is None:
        print_page(certificate)
        file = file_of(certificate)
    assert file is not None, "just printed"
    return read(file)


@task("certificates.letters")
def tell_all(work: Work) -> dict[str, Any]:
    """Holder by holder: whoever was told is not told again, and who has no address is said."""
    run = db.session.get_one(CourseOffering, work.arguments["offering_id"])
    pages, problems, sent = pages_of(run), [], 0
    for done, it in enumerate(pages, 1):
        fate = tell_of_issue(it)
        sent += fate == "sent"
        if fate == "no_address":
            problems.append(f"{it.certificate.serial}: no e-mail address.")
        work.report(done, len(pages), problems)
    return {"sent": sent}


@task("certificates.stamp")
def stamp_pages(work: Work) -> dict[str, Any]:
    """Time stamps for what has none; what the authority gives wrong or not at all is tried later."""
    from tpp.certificates.press.timestamps import Authority, NoStamp  # loads pyHanko

    authority = Authority(current_app.config["TSA_URL"], clock.now)
    ids, failures, in_a_row = unstamped(STAMPED_AT_ONCE), list[NoStamp](), 0
    for done, number in enumerate(ids, 1):
        try:
            stamp_page(db.session.get_one(Certificate, number), authority)
            in_a_row = 0
        except NoStamp as failure:
            failures.append(failure)
            in_a_row += 1
        work.report(done, len(ids), [f"{it}." for it in dict.fromkeys(map(str, failures))])
        if in_a_row == PATIENCE:
            break
    if failures:
        raise failures[-1]
    return {"stamped": len(ids)}


@task("certificates.prove")
def prove_pages(work: Work) -> dict[str, Any]:
    """What stamps are checked by, for those of which nobody was asked; failures are tried later."""
    from tpp.certificates.press.timestamps import NoStamp  # loads pyHanko

    ids, failures, without = unproven(STAMPED_AT_ONCE), list[NoStamp](), 0
    for done, number in enumerate(ids, 1):
        try:
            without += not prove_page(db.session.get_one(Certificate, number))
        except NoStamp as failure:
            failures.append(failure)
        said = [f"{it}." for it in dict.fromkeys(map(str, failures))]
        work.report(done, len(ids), [*said, *([STAYS_B_T] if without else [])])
        if len(failures) == PATIENCE:
            break
    if failures:
        raise failures[-1]
    return {"proven": len(ids) - without}


STAYS_B_T = "The authority's chain names nobody who tells what was revoked: its stamps stay B-T."


def prove_page(certificate: Certificate) -> bool:
    """The stamped page is served until that with the proof is stored; False where there is none."""
    from tpp.certificates.press.proofs import prove

    stamp = stamp_of(certificate)
    assert stamp is not None, "only what is stamped is proven"
    made = prove(read(stamp.file))
    if made is None:
        keep_proof(certificate, None)
        return False
    kept = store(made.contents, stamp.file.media_type)
    keep_proof(certificate, kept, lists=made.lists, answers=made.answers)
    return True


STAMPED_AT_ONCE = 200
PATIENCE = 3
"""Failures in a row after which an authority is left alone for a while."""


def stamp_page(certificate: Certificate, authority: "Authority") -> None:
    """The page without a stamp is served until the one with it is stored."""
    from tpp.certificates.press.timestamps import stamp

    page = page_of(certificate)
    assert page is not None, "only stored pages are stamped"
    made = stamp(read(page.file), authority)
    kept = store(made.contents, page.file.media_type)
    keep_stamped(certificate, kept, at=made.at, authority=made.authority)
