"""The list of runs, one run, and its history."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp import clock
from tpp.access import Ability, can
from tpp.accounts.queries.logbook import named
from tpp.catalogue.rules import Pillar
from tpp.db import db
from tpp.offerings import queries, rules
from tpp.offerings.forms import RunFilter
from tpp.offerings.models import CourseOffering, Participation
from tpp.offerings.queries import Filter
from tpp.offerings.rules import PartyRole, Status
from tpp.offerings.views.blueprint import begun, bp, chosen_words
from tpp.web.guard import acting, requires
from tpp.web.language import current
from tpp.web.words import words

LAST_LINES = 6


@bp.get("/runs")
@requires(Ability.RUN_LIST)
def index() -> str:
    form = filter_form()
    found = queries.runs(acting, wanted(form), request.args.get("sort", queries.NEWEST_FIRST))
    page = queries.page_of(found, page_number())
    return render_template(
        "offerings/index.html",
        form=form,
        page=page,
        figures=queries.figures(acting, [run.id for run in page.items]),
    )


def filter_form() -> RunFilter:
    """The filters with what there is to choose from; anything else is not found."""
    form = RunFilter(request.args)
    form.pillar.choices = [("", _("All pillars")), *chosen_words(Pillar)]
    form.status.choices = [("", _("Any status")), *chosen_words(Status)]
    years = [(str(year), str(year)) for year in queries.years(acting)]
    form.year.choices = [("", _("All years")), *years]
    hosts = queries.hosts(acting, current()["code"])
    form.host.choices = [("", _("All hosts")), *hosts]
    for field in (form.pillar, form.status, form.year, form.host):
        if (field.data or "") not in dict(field.choices):
            abort(404)
    return form


def wanted(form: RunFilter) -> Filter:
    return Filter(
        pillar=Pillar(form.pillar.data) if form.pillar.data else None,
        status=Status(form.status.data) if form.status.data else None,
        year=int(form.year.data) if form.year.data else None,
        host=form.host.data or "",
        text=(form.q.data or "")[:200],
    )


def page_number() -> int:
    """The page that the address names; anything else is the first one."""
    number = request.args.get("page", "1")
    return int(number) if number.isdecimal() and len(number) < 7 else 1


@bp.get("/runs/<string:code>")
@requires(Ability.RUN_SEE, on=queries.one_run)
def run(run: CourseOffering) -> str:
    story = queries.story_of_run(acting, run).limit(LAST_LINES)
    added = queries.shown_of_run(acting, run)
    starts = db.session.scalars(queries.session_starts(run)).all()
    return render_template(
        "offerings/run.html",
        run=run,
        columns=columns(run, added.get("groups", []), added.get("gifts", {})),
        staff=queries.staff_of(run),
        starts=starts,
        days=len({queries.local_day(at, run.timezone) for at in starts}),
        lines=named(db.session.scalars(story).all()),
        steps=rules.FLOW.steps_from(run.status),
        needs_reason=rules.NEEDS_REASON,
        is_live=run.status in rules.LIVE,
        zone=zone_words(run),
        today=clock.today(run.timezone),
        **added,
    )


def columns(
    run: CourseOffering, groups: list[dict[str, Any]], gifts: dict[int, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """The partners of a run, side by side: who supports, hosts and sends."""
    named_ = queries.parties_of(run)
    heads = {PartyRole.SUPPORTER: _("Support"), PartyRole.HOST: _("Hosts")}
    boxes = []
    for role, head in heads.items():
        partners = [it for it in named_ if it.role is role]
        if partners:
            rows = [row for it in partners for row in gifts_of(it, gifts, len(partners) > 1)]
            names = _(", ").join(it.party.name_in(current()["code"]) for it in partners)
            boxes.append({"role": head, "name": names, "rows": rows})
    return boxes + senders(named_, groups)


def gifts_of(
    partner: Participation, gifts: dict[int, list[dict[str, Any]]], with_name: bool
) -> list[dict[str, Any]]:
    rows = []
    for gift in gifts.get(partner.id, []):
        told = gift["what"] or begun(words(gift["kind"]))
        what = f"{told}, {gift['unit']}" if gift["unit"] else told
        name = partner.party.name_in(current()["code"])
        label = f"{name}: {what}" if with_name else what
        rows.append({"label": label, "planned": gift["planned"], "to_date": gift["actual"]})
    return rows


def senders(named_: list[Participation], groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who sends trainees: an office reads of itself only, everybody else a number."""
    sending = [it for it in named_ if it.role is PartyRole.SENDER]
    if can(acting, Ability.NOMINATION_SUBMIT):
        sending = [it for it in sending if it.party_id == acting.party_id]
    if not sending or not groups:
        return []
    name = ngettext("%(num)s party", "%(num)s parties", len(sending))
    if len(sending) == 1:
        name = sending[0].party.name_in(current()["code"])
    heads = (_("Seats"), _("Offered"), _("Filled"))
    return [{"role": _("Send trainees"), "name": name, "heads": heads, "rows": groups}]


def zone_words(run: CourseOffering) -> str:
    """Africa/Nairobi (UTC+3), as it is on the first day."""
    noon = datetime(run.starts_on.year, run.starts_on.month, run.starts_on.day, 12, tzinfo=UTC)
    offset = noon.astimezone(ZoneInfo(run.timezone)).strftime("%z")
    hours, minutes = offset[:3].replace("-", "−"), offset[3:5]
    sign, number = hours[0], str(int(hours[1:]))
    return f"{run.timezone} (UTC{sign}{number}{':' + minutes if minutes != '00' else ''})"


@bp.get("/runs/<string:code>/history")
@requires(Ability.RUN_HISTORY, on=queries.one_run)
def history(run: CourseOffering) -> str:
    found = queries.story_of_run(acting, run)
    page = db.paginate(found, page=page_number(), per_page=50, error_out=False)
    return render_template("offerings/history.html", run=run, page=page, lines=named(page.items))
