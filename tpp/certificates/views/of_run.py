"""The certificates of a run: who gets what, what stops it, and issuing them."""

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from tpp import clock
from tpp.access import Ability
from tpp.certificates import actions, queries
from tpp.certificates.rules import state_of
from tpp.certificates.sealing import signs_for_development
from tpp.certificates.views.blueprint import bp
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires
from tpp.web.words import said


@bp.get("/runs/<string:code>/certificates")
@requires(Ability.CERTIFICATE_LIST, on=one_run)
def of_run(run: CourseOffering) -> str:
    lines = queries.lines_of(run)
    return render_template(
        "certificates/of_run.html",
        run=run,
        lines=lines,
        ready=[line for line in lines if line.is_ready],
        issued=[line for line in lines if line.certificate],
        stopped=[line for line in lines if line.obstacle],
        reasons={it.candidate.enrolment_id: said(it.obstacle) for it in lines if it.obstacle},
        version=run.course_version,
        state_of=state_in(run.timezone),
        signs_for_development=signs_for_development(),
    )


@bp.post("/runs/<string:code>/certificates")
@requires(Ability.CERTIFICATE_ISSUE, on=one_run)
def issue(run: CourseOffering) -> Response:
    job = actions.ask_to_issue(run, by=acting)
    return redirect(url_for("jobs.job", job_id=job.id), 303)


def state_in(timezone: str) -> Any:
    """What the register answers of a certificate today, in a run's zone."""
    today = clock.today(timezone)
    return lambda certificate: state_of(certificate.status, certificate.expires_on, today)
