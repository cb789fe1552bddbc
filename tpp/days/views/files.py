"""The run's file: who is in it, what is missing at its end, and telephone numbers for an emergency."""

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tpp.access import Ability
from tpp.days import actions, queries
from tpp.days.rules import Line, Met, is_ready
from tpp.days.views.blueprint import bp
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires
from tpp.web.language import current


@bp.get("/runs/<string:code>/file")
@requires(Ability.RUN_FILE, on=one_run)
def of_run(run: CourseOffering) -> str:
    lines = queries.checklist(run)
    return render_template(
        "days/of_run.html",
        run=run,
        people=queries.roster(run, current()["code"]),
        lines=lines,
        said=said,
        is_ready=is_ready(lines),
        notes=queries.notes_of(run)[:3],
        may_call=queries.may_see_all(acting, run),
    )


def said(it: Line) -> str:
    """What a line of the checklist asks for."""
    return {
        "sheets": _("All attendance sheets taken"),
        "places": _("Everybody’s place ended: finished, or left"),
        "assessed": _("Everybody assessed in every competency"),
        "second_looks": _("No outcome waits for a second person"),
        "decided": _("An outcome decided for everybody"),
        "names": _("All names checked before they are printed"),
        "evaluation": _("Evaluation by those who were trained is over"),
        "given": _("What States gave is recorded"),
    }[it.what]


@bp.app_template_global("shape_of_line")
def shape(met: Met) -> tuple[str, str, str]:
    """Shape, word and kind of a line's state."""
    return {
        Met.MET: ("check", _("done"), "good"),
        Met.NOT_MET: ("bang", _("missing"), "wait"),
        Met.NOT_KNOWN: ("unknown", _("not known"), "mute"),
    }[met]


@bp.post("/runs/<string:code>/file/telephones")
@requires(Ability.RUN_CALL, on=one_run)
def telephones(run: CourseOffering) -> Response:
    """A look at the numbers of everybody in the run, which the logbook keeps."""
    actions.record_looking(run, by=acting)
    page = render_template(
        "days/telephones.html",
        run=run,
        people=queries.roster(run, current()["code"]),
        numbers=queries.telephones(run),
    )
    return Response(page, headers={"Cache-Control": "no-store"})


@bp.get("/runs/<string:code>/file/telephones")
@requires(Ability.RUN_CALL, on=one_run)
def telephones_again(run: CourseOffering) -> Response:
    """Reloaded, or come back to: the numbers are asked for on the page of the file."""
    return redirect(url_for(".of_run", code=run.code), 303)
