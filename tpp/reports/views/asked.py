"""What the address of a figure asks for, and how the page says it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from flask_babel import gettext as _

from tpp.access import Ability, can
from tpp.acting import Acting
from tpp.db import db
from tpp.errors import Refused
from tpp.parties.models import Party
from tpp.parties.queries import by_code
from tpp.people.rules import Sex
from tpp.reports.forms import FiguresFilter
from tpp.reports.queries import figures
from tpp.reports.rules import STEPS, By, Narrowed, Step, check_years, is_year
from tpp.web.forms import options
from tpp.web.language import current

USUAL = {"step": "arrived", "by": By.COUNTRY}
"""What is meant where the address does not say."""

LONGEST = 40
"""Characters of a filter's value that a refusal repeats."""


class Asked:
    """A figure as it was asked for: checked, or Refused with what cannot be read."""

    def __init__(self, acting: Acting, form: FiguresFilter):
        self.acting, self.form = acting, form
        self.language = current()["code"]
        offer_choices(acting, form, self.language)
        for field in form:
            check_choice(field)
        self.narrowed = Narrowed(
            pillar=form.pillar.data or None,
            since=int(form.since.data) if form.since.data else None,
            until=int(form.until.data) if form.until.data else None,
            group=form.group.data or None,
            country=form.country.data or None,
            course=form.course.data or None,
        )
        check_years(self.narrowed.since, self.narrowed.until)
        self.step: Step = STEPS[form.step.data]
        self.by = By(form.by.data) if form.by else By.COUNTRY
        self.sex = Sex(form.sex.data) if "sex" in form and form.sex.data else None

    def query(self, *without: str, **changes: Any) -> str:
        """The filters as the end of an address, with some left out or changed."""
        asked = {field.name: field.data for field in self.form if field.name not in without}
        pairs = {**asked, **changes}
        return urlencode({name: it for name, it in pairs.items() if it and it != USUAL.get(name)})

    def scope(self) -> list[str]:
        """What is counted, in words, one fact after the other."""
        facts = [whose(self.acting), said(self.form.pillar)]
        for field in (self.form.course, self.form.group, self.form.country):
            if field.data:
                facts.append(said(field))
        facts.append(span(self.narrowed))
        return [*facts, _("people who %(step)s", step=said(self.form.step))]


def pairs(field: Any) -> list[tuple[str, Any]]:
    """What can be chosen in a field: value and words."""
    return [(choice.value, choice.label) for choice in field.choices]


def offer_choices(acting: Acting, form: FiguresFilter, language: str) -> None:
    countries = figures.nationalities(acting, language)
    form.course.choices = options([("", _("All courses")), *figures.courses()])
    groups = sorted({it.group for it in countries} - {""})
    form.group.choices = options([("", _("All groups")), *((it, it) for it in groups)])
    every = [("", _("All countries")), *((it.code, it.name) for it in countries)]
    form.country.choices = options(every)
    years = figures.years()
    form.since.choices = options([("", _("Any year")), *year_choices(years, form.since.data)])
    form.until.choices = options([("", _("Any year")), *year_choices(years, form.until.data)])
    add_what_has_nobody(form, language)


def year_choices(years: Iterable[int], asked: str | None) -> list[tuple[str, str]]:
    """The years of the register, and the one that was asked for."""
    offered = {str(year) for year in years} | ({asked} if asked and is_year(asked) else set())
    return [(year, year) for year in sorted(offered, reverse=True)]


def add_what_has_nobody(form: FiguresFilter, language: str) -> None:
    """A country or group from which nobody came can be asked for: the answer is none, not an error."""
    code, group = form.country.data, form.group.data
    if code and code not in dict(pairs(form.country)) and (party := by_code(code)):
        form.country.choices += options([(party.code, party.name_in(language))])
    if group and group not in dict(pairs(form.group)) and figures.is_group(group):
        form.group.choices += options([(group, group)])


def check_choice(field: Any) -> None:
    if (field.data or "") not in dict(pairs(field)):
        raise Refused(
            "“%(value)s” cannot be chosen under “%(filter)s”. Choose from the list.",
            field.name,
            value=str(field.data)[:LONGEST],
            filter=field.label.text,
        )


def said(field: Any) -> str:
    """The words of the choice that was made."""
    return str(dict(pairs(field))[field.data or ""])


def whose(acting: Acting) -> str:
    """Whose records a role counts."""
    party = db.session.get(Party, acting.party_id) if acting.party_id else None
    if party is None:
        return _("All offices")
    name = party.name_in(current()["code"])
    if can(acting, Ability.PERSON_LIST):
        return _("People put forward by %(party)s", party=name)
    return _("Runs that %(party)s hosts or supports", party=name)


def span(narrowed: Narrowed) -> str:
    match narrowed.since, narrowed.until:
        case None, None:
            return _("runs of all years")
        case since, None:
            return _("runs begun since %(year)s", year=since)
        case None, until:
            return _("runs begun until %(year)s", year=until)
        case since, until if since == until:
            return _("runs begun in %(year)s", year=since)
        case since, until:
            return _("runs begun from %(since)s to %(until)s", since=since, until=until)


def asked(acting: Acting, form: type[FiguresFilter] = FiguresFilter) -> Asked:
    return Asked(acting, form(request.args))


def refused(refusal: Refused, form: FiguresFilter, acting: Acting, title: str) -> tuple[str, int]:
    """The filters as they were chosen, with the error at the one to change."""
    offer_choices(acting, form, current()["code"])
    form.refuse(refusal)
    page = render_template("reports/refused.html", form=form, title=title, address=request.path)
    return page, 422
