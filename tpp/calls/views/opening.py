"""The call of a run."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.calls import actions
from tpp.calls.forms import CallForm
from tpp.calls.views.blueprint import bp
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires


@bp.route("/runs/<string:code>/call", methods=["GET", "POST"])
@requires(Ability.CALL_OPEN, on=one_run)
def of_run(run: CourseOffering) -> Any:
    form = CallForm(opens_on=clock.today(run.timezone), title=run.course_version.course.title)
    if form.validate_on_submit():
        values = form.values()
        text = values.pop("text")
        try:
            actions.open_call([run], by=acting, texts={"en": text}, **values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The call is saved. Offices with seats see it now."))
            return redirect(url_for("nominations.of_run", code=run.code), 303)
    return render_template("calls/new.html", run=run, form=form), form.status
