"""Nominations of all runs, of one run, and one nomination."""

from typing import Any

from flask import redirect, render_template, request, url_for

from tpp.access import Ability, can
from tpp.accounts.queries import story
from tpp.calls.queries import call_of
from tpp.nominations import queries
from tpp.nominations.forms import NominationFilter
from tpp.nominations.models import Nomination
from tpp.nominations.rules import FLOW
from tpp.nominations.rules.eligibility import missing
from tpp.nominations.views.blueprint import bp
from tpp.nominations.views.filters import filter_form, narrowed_by, shown
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run, page_of
from tpp.offerings.views.runs import page_number
from tpp.people.queries import email_of, native_name_of
from tpp.seats.queries import allocation_of
from tpp.web.guard import acting, requires


@bp.get("/nominations")
@requires(Ability.NOMINATION_LIST)
def index() -> str:
    show = shown(first="to_decide" if can(acting, Ability.NOMINATION_DECIDE) else "all")
    form = filter_form(NominationFilter(request.args), queries.nominating_parties())
    narrowed = narrowed_by(form, show)
    return render_template(
        "nominations/index.html",
        form=form,
        show=show,
        counts=queries.count_by_list(acting),
        page=page_of(queries.nominations(acting, narrowed), page_number()),
    )


@bp.get("/runs/<string:code>/nominations")
@requires(Ability.NOMINATION_LIST, on=one_run)
def of_run(run: CourseOffering) -> Any:
    if can(acting, Ability.NOMINATION_SUBMIT):
        return office_page(run)
    names = ("show", "q", "sex", "party")
    kept: dict[str, Any] = {name: request.args[name] for name in names if name in request.args}
    return redirect(url_for("selection.of_run", code=run.code, **kept))


def office_page(run: CourseOffering) -> str:
    show = shown(first="all")
    found = queries.of_run(acting, run, queries.Filter(show=show))
    return render_template(
        "nominations/of_office.html",
        run=run,
        show=show,
        call=call_of(run),
        allocation=allocation_of(run, acting.party_id),
        counts=queries.count_by_list(acting, run),
        nominations=found,
        missing={key: missing(checks) for key, checks in queries.checks_of(found).items()},
    )


@bp.get("/nominations/<int:nomination_id>")
@requires(Ability.NOMINATION_SEE, on=queries.one_nomination)
def nomination(nomination: Nomination) -> str:
    person, checks = nomination.person, queries.checks_of([nomination])[nomination.id]
    return render_template(
        "nominations/nomination.html",
        nomination=nomination,
        run=nomination.offering,
        person=person,
        native=native_name_of(person),
        email=email_of(person),
        steps=FLOW.steps_from(nomination.status),
        checks=checks,
        lacks=missing(checks),
        papers=queries.documents_of_one(nomination),
        may_read=lambda it: can(acting, Ability.DOCUMENT_READ, it),
        decisions=queries.clearances_of_one(nomination),
        may_know=lambda it: can(acting, Ability.CLEARANCE_PAPER, it),
        earlier=queries.earlier(nomination.offering, [person.id]).get(person.id, []),
        lines=story(nomination),
    )
