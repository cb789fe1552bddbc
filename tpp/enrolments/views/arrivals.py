"""The arrival desk of a run, made for a phone: search, tick, scan."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp import clock
from tpp.access import Ability, can
from tpp.acting import Acting
from tpp.db import db
from tpp.enrolments import actions
from tpp.enrolments import queries as places
from tpp.enrolments.forms import DeskFilter
from tpp.enrolments.models import Enrolment
from tpp.enrolments.queries import arrivals as queries
from tpp.enrolments.queries.travel import arrivals_known
from tpp.enrolments.rules import Status
from tpp.enrolments.rules.arrivals import is_of_today, opened
from tpp.enrolments.views.blueprint import bp
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run, page_of
from tpp.offerings.rules import OVER
from tpp.offerings.views.runs import page_number
from tpp.web.guard import acting, requires


@bp.get("/runs/<string:code>/arrivals")
@requires(Ability.ARRIVAL_SEE, on=one_run)
def arrivals(run: CourseOffering) -> str:
    form = DeskFilter(request.args)
    page = page_of(queries.at_the_desk(run, (form.q.data or "")[:200]), page_number())
    ids = [line.id for line in page.items]
    today = clock.today(run.timezone)
    times = queries.last_deeds(ids).items()
    return render_template(
        "enrolments/arrivals.html",
        run=run,
        form=form,
        page=page,
        counts=queries.counts(run),
        today=today,
        fresh={it for it, at in times if is_of_today(at, run.timezone, today)},
        comes=arrivals_known(ids),
        ticks=ticks(run),
    )


def ticks(run: CourseOffering) -> bool:
    return can(acting, Ability.ENROLMENT_MOVE, run) and run.status not in OVER


def numbers(name: str) -> list[int]:
    """The keys sent under a name; what cannot be a key is left out."""
    sent = request.form.getlist(name) or request.args.getlist(name)
    return [int(it) for it in sent if it.isascii() and it.isdecimal() and len(it) < 10]


@bp.post("/runs/<string:code>/arrivals")
@requires(Ability.ENROLMENT_MOVE, on=one_run)
def tick_arrival(run: CourseOffering) -> Any:
    """One tap: somebody stands at the desk, or that was a slip."""
    slips = places.chosen(run, numbers("slip"))
    if slips:
        actions.take_back(slips[0], by=acting)
        flash(_("Taken back: %(name)s is expected again.", name=slips[0].person.name))
    else:
        came = places.chosen(run, numbers("place"))
        if not came:
            raise Refused("Nobody of this run was chosen.")
        welcome(actions.arrive(came, by=acting))
    return redirect(url_for(".arrivals", code=run.code, q=request.form.get("q") or None), 303)


def welcome(some: list[Enrolment]) -> None:
    if len(some) == 1:
        flash(_("%(name)s has arrived.", name=some[0].person.name))
    elif some:
        flash(ngettext("%(num)s person has arrived.", "%(num)s people have arrived.", len(some)))


@bp.get("/runs/<string:code>/arrivals/all")
@requires(Ability.ENROLMENT_MOVE, on=one_run)
def all_but(run: CourseOffering) -> str:
    """Everybody arrived but …: the exceptions are ticked."""
    lines = db.session.execute(queries.at_the_desk(run)).all()
    expected = [line for line in lines if line.status is Status.CONFIRMED]
    return render_template("enrolments/all_but.html", run=run, expected=expected)


@bp.post("/runs/<string:code>/arrivals/all")
@requires(Ability.ENROLMENT_MOVE, on=one_run)
def everybody_arrived(run: CourseOffering) -> Any:
    """Only whoever stood on the page: a place confirmed meanwhile is still expected."""
    came = set(numbers("shown")) - set(numbers("absent"))
    some = [it for it in places.chosen(run, sorted(came)) if it.status is Status.CONFIRMED]
    if not some:
        raise Refused("Nobody is left to mark as arrived.")
    welcome(actions.arrive(some, by=acting))
    return redirect(url_for(".arrivals", code=run.code), 303)


@bp.get("/runs/<string:code>/arrivals/no-shows")
@requires(Ability.ENROLMENT_MOVE, on=one_run)
def no_shows(run: CourseOffering) -> str:
    """Who did not come: chosen first, then confirmed."""
    lines = db.session.execute(queries.at_the_desk(run)).all()
    expected = [line for line in lines if line.status is Status.CONFIRMED]
    chosen = set(numbers("place"))
    return render_template(
        "enrolments/no_shows.html",
        run=run,
        expected=expected,
        chosen=[line for line in expected if line.id in chosen],
        is_over=clock.today(run.timezone) > run.starts_on,
    )


@bp.post("/runs/<string:code>/arrivals/no-shows")
@requires(Ability.ENROLMENT_MOVE, on=one_run)
def mark_no_shows(run: CourseOffering) -> Any:
    some = places.chosen(run, numbers("place"))
    if not some:
        raise Refused("Tick at least one person first.")
    gone = actions.move(some, "did_not_arrive", by=acting)
    flash(
        ngettext(
            "%(num)s person is marked as not having arrived.",
            "%(num)s people are marked as not having arrived.",
            len(gone),
        )
    )
    return redirect(url_for(".arrivals", code=run.code), 303)


def place_scanned(acting: Acting, token: str) -> Enrolment | None:
    """The place of a run of one's own; a stranger's and another run's code are answered alike."""
    word = opened(token[:100], current_app.config["SECRET_KEY"])
    return queries.place_with(word) if word else None


@bp.get("/arrivals/<string:token>")
@requires(Ability.ARRIVAL_SEE, on=place_scanned)
def scanned(place: Enrolment) -> str:
    """What the QR of a joining letter opens: the person, and one tap."""
    run = place.offering
    return render_template(
        "enrolments/scanned.html",
        place=place,
        run=run,
        ticks=ticks(run),
        is_early=clock.today(run.timezone) < run.starts_on,
        counts=queries.counts(run),
    )


@bp.post("/arrivals/<string:token>")
@requires(Ability.ENROLMENT_MOVE, on=place_scanned)
def scanned_arrival(place: Enrolment) -> Any:
    welcome(actions.arrive([place], by=acting))
    return redirect(url_for(".arrivals", code=place.offering.code), 303)
