"""What every page can use: who acts, the navigation of the role, filters for times and figures."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import lazy_gettext as _l

from tpp import access, clock
from tpp.acting import Acting, Role


@dataclass(frozen=True)
class Link:
    """One entry of the navigation; ``deep`` ones move to the account menu on a phone, ``folded`` ones
    stand under More on a desk."""

    label: Any
    url: str
    icon: str
    current: bool
    deep: bool = False
    folded: bool = False


ENTRIES: dict[Role, list[tuple[Any, str, str, bool]]] = {
    Role.COORDINATOR: [
        (_l("Home"), "reports.home", "home", False),
        (_l("Course runs"), "offerings.index", "calendar", False),
        (_l("Calls"), "calls.index", "flag", True),
        (_l("Seats"), "seats.index", "seat", True),
        (_l("Conflicts"), "conflicts.index", "flag", True),
        (_l("Venues"), "venues.index", "calendar", True),
        (_l("Nominations"), "nominations.index", "inbox", False),
        (_l("People"), "people.index", "people", False),
        (_l("Trainers’ pool"), "pool.index", "award", True),
        (_l("Courses"), "catalogue.index", "machine", True),
        (_l("Historical record"), "historical.index", "award", True),
        (_l("Signatories"), "signatories.index", "edit", True),
        (_l("Designs of certificates"), "designs.index", "file", True),
        (_l("Participation"), "reports.participation", "chart", False),
    ],
    Role.TRAINER: [
        (_l("Today"), "reports.home", "home", False),
        (_l("Course runs"), "offerings.index", "calendar", False),
        (_l("My certificates"), "certificates.mine", "award", False),
        (_l("Courses"), "catalogue.index", "machine", False),
    ],
    Role.FOCAL_POINT: [
        (_l("Home"), "reports.home", "home", False),
        (_l("Course runs"), "offerings.index", "calendar", False),
        (_l("Calls"), "calls.index", "flag", True),
        (_l("Seats"), "seats.index", "seat", True),
        (_l("Nominees"), "nominations.index", "inbox", False),
        (_l("Before the journey"), "enrolments.coming", "flag", True),
        (_l("People"), "people.index", "people", False),
        (_l("Trainers’ pool"), "pool.index", "award", True),
        (_l("Courses"), "catalogue.index", "machine", True),
        (_l("Historical record"), "historical.index", "award", True),
        (_l("Results"), "reports.participation", "chart", False),
    ],
    Role.TRAINEE: [
        (_l("My courses"), "reports.home", "home", False),
        (_l("My certificates"), "certificates.mine", "award", False),
        (_l("My teaching"), "pool.mine", "people", False),
        (_l("Courses"), "catalogue.index", "machine", False),
    ],
    Role.SUPPORTER: [
        (_l("Home"), "reports.home", "home", False),
        (_l("Course runs"), "offerings.index", "calendar", False),
        (_l("What we give"), "contributions.own", "flag", False),
        (_l("Historical record"), "historical.index", "award", True),
        (_l("Participation"), "reports.participation", "chart", False),
    ],
    Role.AUDITOR: [
        (_l("Home"), "reports.home", "home", False),
        (_l("Course runs"), "offerings.index", "calendar", False),
        (_l("Calls"), "calls.index", "flag", True),
        (_l("Seats"), "seats.index", "seat", True),
        (_l("Conflicts"), "conflicts.index", "flag", True),
        (_l("Venues"), "venues.index", "calendar", True),
        (_l("Nominations"), "nominations.index", "inbox", True),
        (_l("People"), "people.index", "people", False),
        (_l("Trainers’ pool"), "pool.index", "award", True),
        (_l("Logbook"), "accounts.logbook", "inbox", False),
        (_l("Historical record"), "historical.index", "award", True),
        (_l("Signatories"), "signatories.index", "edit", True),
        (_l("Designs of certificates"), "designs.index", "file", True),
        (_l("Participation"), "reports.participation", "chart", False),
    ],
    Role.ADMINISTRATOR: [
        (_l("Home"), "reports.home", "home", False),
        (_l("Offices"), "accounts.offices", "people", False),
        (_l("Logbook"), "accounts.logbook", "inbox", False),
        (_l("Grants"), "nominations.grants", "award", True),
        (_l("Courses"), "catalogue.index", "machine", False),
    ],
}


IN_ONE_LINE = 8
"""Entries beside the search, in a language with longer words too."""
SELDOM = {
    "conflicts.index",
    "venues.index",
    "catalogue.index",
    "historical.index",
    "nominations.grants",
    "pool.index",
    "signatories.index",
    "designs.index",
}
"""What is folded under More where there are more."""


def init_app(app: Flask) -> None:
    app.context_processor(context)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def context() -> dict[str, Any]:
    acting, found = g.get("acting"), g.get("open")
    return {
        "acting": acting,
        "navigation": navigation(acting) if acting else [],
        "other_offices": found.others if acting and found else [],
        "reader_zone": found.timezone if acting and found else None,
        "can_find": access.can(acting, access.Ability.PERSON_LIST),
        "can": lambda ability, subject=None: access.can(acting, ability, subject),
        "now": clock.now,
    }


def navigation(acting: Acting) -> list[Link]:
    here, entries = request.path, ENTRIES[acting.role]
    seldom = SELDOM & {endpoint for _, endpoint, _, _ in entries}
    folded = seldom if len(entries) > IN_ONE_LINE and len(seldom) > 1 else set()
    links = []
    for label, endpoint, icon, deep in entries:
        url = url_for(endpoint)
        is_here = here == url or (url != "/" and here.startswith(url + "/"))
        links.append(Link(label, url, icon, is_here, deep, endpoint in folded))
    return links
