"""Issuing and printing as long work. Killed at any moment and begun again, nothing is done twice."""

from functools import lru_cache
from typing import Any

from tpp.certificates import actions
from tpp.certificates.models import Certificate
from tpp.certificates.pdf import Press
from tpp.certificates.press.credential import Maker
from tpp.certificates.queries import page_of, words_of
from tpp.certificates.sealing import maker
from tpp.db import db
from tpp.files.actions import store
from tpp.jobs.actions import Work, task
from tpp.offerings.models import CourseOffering


@task("certificates.issue")
def issue(work: Work) -> dict[str, Any]:
    """Person by person: into the register, then the page, then the next."""
    run = db.session.get_one(CourseOffering, work.arguments["offering_id"])
    places, problems, issued = work.arguments["places"], [], 0
    maker()  # without a key to sign with, nobody gets a number
    for done, place in enumerate(places, 1):
        registered = actions.register(run, [place], by=work.by)
        for certificate in registered.certificates:
            print_page(certificate)
            issued += 1
        # Who it is stands on the page of the run; this list is read by those who may see no names.
        problems += [f"Place {number}: {why}" for number, why in registered.refused.items()]
        work.report(done, len(places), problems)
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
    return Press(by)


def print_page(certificate: Certificate) -> None:
    """Print and store the page, unless it is stored already; outside any transaction."""
    if page_of(certificate) is None:
        contents = press(maker()).print(words_of(certificate), certificate.expires_on)
        actions.attach(certificate, store(contents, "application/pdf"))
