"""Feeds for other programs: made, withdrawn, and read with nothing but their secret address."""

from hashlib import sha256
from typing import Any

from flask import (
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tpp import clock
from tpp.access import Ability, scope_of
from tpp.accounts.queries.signed_in import Held, Open
from tpp.acting import Acting
from tpp.calendars import actions, queries
from tpp.calendars.feeds import written
from tpp.calendars.models import CalendarFeed
from tpp.calendars.rules import Kind
from tpp.calendars.views.blueprint import bp
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.scope import seeing
from tpp.web.guard import acting, public, requires, unrecognised
from tpp.web.identity import acting_of
from tpp.web.limits import limited

OFTEN = "60 per minute"
GUESSES = "20 per minute; 100 per hour"
TITLES = {Kind.MINE: "My training", Kind.RUN: "Course run", Kind.PROGRAMME: "Training programme"}


@bp.get("/calendar/feeds")
@requires(Ability.CALENDAR_FEED)
def feeds() -> Any:
    return page_of()


def page_of(word: str = "", kind: Kind | None = None) -> Any:
    """The own feeds; the address of one just made stands on this answer and on no other."""
    base = current_app.config["BASE_URL"].rstrip("/")
    page = make_response(
        render_template(
            "calendars/feeds.html",
            feeds=queries.feeds_of(acting),
            address=base + url_for(".feed", word=word) if word else "",
            kind=kind,
        )
    )
    page.headers["Cache-Control"] = "no-store"
    return page


@bp.post("/calendar/feeds")
@requires(Ability.CALENDAR_FEED)
@limited("30 per hour")
def make_feed() -> Any:
    kind = request.form.get("kind", "")
    if kind not in (Kind.MINE, Kind.PROGRAMME):
        abort(404)
    return page_of(actions.make_feed(Kind(kind), by=acting), Kind(kind))


@bp.post("/runs/<string:code>/calendar-feed")
@requires(Ability.CALENDAR_FEED, on=one_run)
@limited("30 per hour")
def make_feed_of_run(run: CourseOffering) -> Any:
    return page_of(actions.make_feed(Kind.RUN, by=acting, run=run), Kind.RUN)


@bp.post("/calendar/feeds/<int:feed_id>/revocation")
@requires(Ability.CALENDAR_FEED, on=queries.one_feed)
def withdraw_feed(feed: CalendarFeed) -> Any:
    actions.withdraw(feed, by=acting)
    flash(_("The address opens nothing any more."))
    return redirect(url_for(".feeds"), 303)


@bp.get("/calendars/<string:word>")
@public
@unrecognised
@limited(OFTEN)
@limited(GUESSES, failures_only=True)
def feed(word: str) -> Response:
    """One answer for what was guessed, was withdrawn, or whose owner may not see it any more."""
    body = file_of(queries.open_feed(word))
    if body is None:
        return private(Response("", 404, mimetype="text/plain"))
    answer = Response(body, mimetype="text/calendar")
    answer.set_etag(sha256(body).hexdigest()[:32])
    return private(answer.make_conditional(request.environ))


def file_of(found: CalendarFeed | None) -> bytes | None:
    """What its owner may see now, and no more."""
    owner = found and owner_of(found)
    if not found or not owner:
        return None
    with seeing(scope_of(owner)):
        contents = queries.contents_of(found, owner, clock.now())
        if contents is None:
            return None
        base = current_app.config["BASE_URL"].rstrip("/")
        return written(TITLES[found.kind], contents, found.made_at, base)


def private(answer: Response) -> Response:
    """Asked for anew each time, found by no search, and its address told to nobody."""
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


def owner_of(feed: CalendarFeed) -> Acting | None:
    """Who acts when a feed is read: its owner, as the office for which it was made."""
    account, office = feed.account, feed.office
    held = Held(office.id, office.name, office.role, office.party_id)
    who = (account, account.id, account.name, account.language, account.timezone)
    return acting_of(Open(0, clock.now(), {}, office.id, *who, (held,)))
