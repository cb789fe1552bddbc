"""The progress page of long work: leave it and come back, stop it, go on with it."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import format_timedelta
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.db import db
from tpp.jobs import actions, queries
from tpp.jobs.models import Job
from tpp.jobs.rules import ENDED, time_left
from tpp.web.guard import acting, requires

bp = Blueprint("jobs", __name__)


@bp.get("/jobs")
@requires(Ability.JOB_SEE)
def index() -> str:
    page = db.paginate(queries.visible_to(acting).order_by(Job.id.desc()), per_page=50)
    return render_template("jobs/index.html", page_of_jobs=page, titles=titles())


@bp.get("/jobs/<int:job_id>")
@requires(Ability.JOB_SEE, on=queries.one_job)
def job(job: Job) -> str:
    return render_template(
        "jobs/job.html",
        job=job,
        titles=titles(),
        left=left(job),
        ended=ENDED,
        reason=reason_of(job),
    )


@bp.post("/jobs/<int:job_id>/cancellation")
@requires(Ability.JOB_STEER, on=queries.one_job)
def cancel(job: Job) -> Any:
    actions.cancel(job, by=acting)
    return redirect(url_for(".job", job_id=job.id), 303)


@bp.post("/jobs/<int:job_id>/resumption")
@requires(Ability.JOB_STEER, on=queries.one_job)
def resume(job: Job) -> Any:
    actions.resume(job, by=acting)
    return redirect(url_for(".job", job_id=job.id), 303)


@bp.app_template_global("job_titles")
def titles() -> dict[str, str]:
    """What each kind of work is called on screen."""
    return {
        "certificates.issue": _("Issuing certificates"),
        "certificates.print": _("Printing a certificate"),
        "designs.try": _("Printing the pages of a design"),
        "certificates.zip": _("All certificates in a ZIP"),
        "certificates.bound": _("All certificates in one PDF"),
        "certificates.letters": _("Mail to the holders of certificates"),
        "certificates.stamp": _("Time stamps for certificates"),
        "certificates.prove": _("What time stamps are checked by later"),
        "enrolments.letters": _("Making joining letters"),
        "rolls.check": _("Checking a list of nominees"),
        "rolls.apply": _("Writing a list of nominees"),
        "enrolments.preview": _("Preview of the joining letter"),
    }


def reason_of(job: Job) -> str:
    """Why work broke off, where whoever operates the register can do something about it."""
    return {
        "NoRoom": _("There is no room in the store of files. Make room, then go on."),
        "NoKey": _("There is no key to sign with. The operator makes one."),
        "NoStamp": _(
            "The time-stamping authority gave no time stamp that holds. It is asked again."
        ),
    }.get(job.error, "")


def left(job: Job) -> str:
    """About how long the rest takes, in words; empty before there is a pace."""
    if job.started_at is None or job.status in ENDED:
        return ""
    rest = time_left(job.started_at, clock.now(), job.done, job.total or 0)
    return _("about %(time)s left", time=format_timedelta(rest)) if rest else ""
