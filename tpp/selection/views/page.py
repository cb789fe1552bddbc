"""The page on which nominees are selected, and the part of it that says what a decision would do."""

from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.calls.queries import call_of
from tpp.nominations import queries as nominees
from tpp.nominations.models import Nomination
from tpp.nominations.views.blueprint import usual_answer_day
from tpp.nominations.views.filters import filter_form, narrowed_by, shown
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.offerings.views.runs import page_number
from tpp.seats.queries import allocations
from tpp.selection import queries
from tpp.selection.forms import DecisionForm, NomineeFilter
from tpp.selection.rules import Fit
from tpp.selection.rules.ticks import packed
from tpp.selection.views.asked import Asked, asked_by_address, asked_by_form, kept_filters
from tpp.selection.views.blueprint import bp
from tpp.selection.views.words import head_of
from tpp.web.guard import acting, requires


@bp.get("/runs/<string:code>/selection")
@requires(Ability.SELECTION_SEE, on=one_run)
def of_run(run: CourseOffering) -> Any:
    return selection_page(run, asked_by_address())


@bp.post("/runs/<string:code>/selection/preview")
@requires(Ability.NOMINATION_DECIDE, on=one_run)
def preview(run: CourseOffering) -> str:
    """The consequences alone, asked for while somebody ticks."""
    asked = asked_by_form()
    return render_template(
        "selection/preview.html", run=run, **consequences(run, asked, typed(run))
    )


def typed(run: CourseOffering) -> DecisionForm:
    form = DecisionForm()
    if not form.offer_until.data and not form.offer_until.raw_data:
        form.offer_until.data = usual_answer_day(run)
    return form


def fresh(run: CourseOffering) -> DecisionForm:
    return DecisionForm(formdata=None, offer_until=usual_answer_day(run))


def ticked_of(run: CourseOffering, asked: Asked) -> list[Nomination]:
    return nominees.chosen(acting, run, asked.ticks)


def consequences(run: CourseOffering, asked: Asked, form: DecisionForm) -> dict[str, Any]:
    ticked = ticked_of(run, asked) if asked.ticks else []
    seen = {it.id: asked.ticks[it.id] for it in ticked}
    told = queries.preview(run, ticked, asked.step) if ticked else None
    able = {it.id: seen[it.id] for it in told.able} if told else {}
    return {
        "form": form,
        "step": asked.step,
        "ticks": seen,
        "preview": told,
        "previewed": packed(seen),
        "only": packed(able),
    }


def selection_page(run: CourseOffering, asked: Asked, form: DecisionForm | None = None) -> Any:
    """Nominees by country with their seats, and what the ticked step would do."""
    show, seats = shown(first="to_decide"), allocations(run)
    filters = filters_of([it.party for it in seats])
    fit = Fit(filters.fit.data) if filters.fit.data else None
    found = queries.nominees_of(acting, run, narrowed_by(filters, show), fit, page_number())
    here = {it.id: it.version for it in found.page.items}
    shown_now = {it: here.get(it, version) for it, version in asked.ticks.items()}
    told = consequences(run, Asked(asked.step, shown_now), form or fresh(run))
    elsewhere = {it: version for it, version in told["ticks"].items() if it not in here}
    page = render_template(
        "selection/selection.html",
        run=run,
        show=show,
        filters=filters,
        kept=kept_filters() | {"show": show},
        counts=nominees.count_by_list(acting, run),
        nominees=found,
        head_of=head_of,
        seats={it.party_id: it for it in seats},
        elsewhere=packed(elsewhere),
        ticked_elsewhere=len(elsewhere),
        next_up=queries.next_on_reserve(run),
        call=call_of(run),
        **told,
    )
    return page, 422 if told["form"].errors else 200


def filters_of(parties: list[Any]) -> NomineeFilter:
    form = NomineeFilter(request.args)
    form.fit.choices = [
        ("", _("Any eligibility")),
        (str(Fit.FIT), _("Nothing stands against")),
        (str(Fit.UNKNOWN), _("Something is not known")),
        (str(Fit.BARRED), _("A rule is not met")),
    ]
    if (form.fit.data or "") not in dict(form.fit.choices):
        abort(404)
    return filter_form(form, parties)
