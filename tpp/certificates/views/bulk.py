"""All certificates of a run at once: what can be gathered, and who was written to."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from tpp.access import Ability
from tpp.certificates.actions import gathering, linking
from tpp.certificates.forms.notice import NoticeForm
from tpp.certificates.queries import bulk as queries
from tpp.certificates.queries.links import notice
from tpp.certificates.views.blueprint import bp
from tpp.files.queries import pieces
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires

GATHERED = ("zip", "bound")


@bp.get("/runs/<string:code>/certificates/bulk")
@requires(Ability.CERTIFICATE_BULK, on=one_run)
def bulk(run: CourseOffering) -> str:
    holders = queries.holders_of(run)
    return render_template(
        "certificates/bulk.html",
        run=run,
        holders=holders,
        told=[it for it in holders if it.is_told],
        waiting=[it for it in holders if it.has_address and not it.is_told],
        unreachable=[it for it in holders if not it.has_address],
        bundles=queries.bundles(run, acting),
    )


@bp.post("/runs/<string:code>/certificates/bundles")
@requires(Ability.CERTIFICATE_BULK, on=one_run)
def gather(run: CourseOffering) -> Answer:
    kind = request.form.get("kind", "")
    kind = kind if kind in GATHERED else GATHERED[0]
    job = gathering.ask_to_gather(run, kind, by=acting)
    return redirect(url_for("jobs.job", job_id=job.id), 303)


@bp.post("/runs/<string:code>/certificates/letters")
@requires(Ability.CERTIFICATE_BULK, on=one_run)
def tell_holders(run: CourseOffering) -> Answer:
    job = gathering.ask_to_tell(run, by=acting)
    return redirect(url_for("jobs.job", job_id=job.id), 303)


@bp.get("/bundles/<int:job_id>")
@requires(Ability.CERTIFICATE_BULK, on=queries.bundle_of)
def bundle(bundle: queries.Bundle) -> Any:
    """What was gathered, for whoever asked for it and for a day."""
    answer = Response(pieces(bundle.place), mimetype=bundle.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=bundle.name)
    answer.content_length = bundle.size
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/certificates/notice", methods=["GET", "POST"])
@requires(Ability.CERTIFICATE_NOTICE)
def expiry_notice() -> Any:
    """How early holders are told of the last day, and who set it."""
    now = notice()
    form = NoticeForm(days=now.days)
    if form.validate_on_submit():
        linking.set_notice(**form.values(), by=acting)
        return redirect(url_for(".expiry_notice"), 303)
    return render_template("certificates/bulk_notice.html", form=form, notice=now), form.status
