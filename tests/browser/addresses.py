"""Every page that a role may open, made from the application's URL map, with objects of its own.

A rule with an argument that is not known here fails: say in ``SOURCES`` what it stands for.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.browser import choosing, picking
from tests.browser.casting import standing_of
from tpp.access import MAY, scope_of
from tpp.acting import Acting
from tpp.scope import see
from tpp.web.guard import access_of

NOT_PAGES = {
    "health.alive": "one word for a machine",
    "health.ready": "one word for a machine",
    "web.language": "goes back to the page it was asked on",
    "accounts.check_code": "comes after a right password only: walked through below",
    "accounts.remove_second_factor": "comes with a second factor only: walked through below",
    "calls.of_run": "leads to the call of the run, or to a new one",
    "certificates.file": "a file",
    "certificates.credential": "a file",
    "certificates.bundle": "a file",
    "certificates.link_file": "a file",
    "certificates.link_credential": "a file",
    "certificates.preview_page": "a file",
    "certificates.preview_pages": "a file",
    "certificates.preview_page_of_team": "a file",
    "calendars.feed": "a file",
    "days.telephones_again": "goes back to the run's file",
    "devices.hello": "told to a page that is kept",
    "devices.sheets": "told to a page that is kept",
    "devices.worker": "a script of the page that is kept",
    "devices.manifest": "told to a browser",
    "certificates.issuer": "told to machines",
    "certificates.status_of": "a signed list for machines",
    "enrolments.letter": "a file",
    "nominations.document": "a file",
    "certificates.verify": "checked together with the codes",
    "certificates.scanner_file": "a file",
    "certificates.keeper": "a script of the scanner",
    "designs.pages": "a file",
    "designs.picture": "a file",
    "signatories.signature": "a file",
}
FILE = re.compile(r"\.(csv|xlsx|ics|pdf|json)$|^/static/")

Source = Callable[[Acting, str, dict[str, Any]], Any]
SOURCES: dict[str, Source] = {
    "runs code": picking.run,
    "attendance session_id": picking.session,
    "assessments enrolment_id": picking.place,
    "preview enrolment_id": picking.recommended,
    "places enrolment_id": picking.journey,
    "arrivals token": picking.token,
    "sessions session_id": picking.session_to_plan,
    "people person_id": picking.person,
    "pool membership_id": picking.member_of_the_pool,
    "nominations nomination_id": picking.nomination,
    "seats allocation_id": picking.seats,
    "rolls roll_id": picking.roll,
    "calls call_id": picking.call,
    "duplicates pair_id": picking.pair,
    "letters kind": lambda acting, endpoint, known: "opening",
    "accounts account_id": picking.account,
    "offices office_id": picking.office,
    "holdings holder_id": picking.holder,
    "appointments appointment_id": picking.appointment,
    "jobs job_id": picking.job,
    "invitations token": picking.invitation,
    "passwords token": picking.password_link,
    "verify code": picking.certificate_code,
    "links word": picking.link_to_a_certificate,
    "certificates certificate_id": picking.certificate,
    "designs design_id": picking.design,
    "signatories signatory_id": picking.signatory,
    "courses code": lambda acting, endpoint, known: "HEE-B",
    "versions number": lambda acting, endpoint, known: 1,
    "questionnaires word": choosing.code_of_a_questionnaire,
    "questions position": lambda acting, endpoint, known: 1,
    "team staffing_id": choosing.of_the_team,
    "incidents incident_id": choosing.incident,
    "notes note_id": choosing.note,
    "machine-sheets enrolment_id": choosing.at_a_machine,
    "moderation result_id": choosing.assessed,
    "stations machine": choosing.machine,
    "tests test_id": choosing.written_test,
    "timetables template_id": choosing.timetable,
    "venues venue_id": choosing.venue,
    "historical run_id": lambda acting, endpoint, known: "R002",
}


def pages_of(app: Flask, email: str) -> list[str]:
    """The addresses of all pages that the office of this account may open; of the public's for no account."""
    acting = standing_of(email) if email else None
    see(scope_of(acting)) if acting else None
    with app.test_request_context():
        return [address for rule in rules_for(app, acting) for address in filled(app, rule, acting)]


def rules_for(app: Flask, acting: Acting | None) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "GET" not in rule.methods or rule.endpoint in NOT_PAGES or FILE.search(rule.rule):
            continue
        access = access_of(app, rule.endpoint)
        if access == "public" if acting is None else access != "public" and MAY[access](acting):
            yield rule


def filled(app: Flask, rule: Rule, acting: Acting | None) -> Iterator[str]:
    """The address with the best object that there is; nothing where this office has none of the kind."""
    known: dict[str, Any] = {}
    for before, name in re.findall(r"/([\w-]+)/<(?:[^:>]+:)?(\w+)>", rule.rule):
        value = SOURCES[f"{before} {name}"](acting, rule.endpoint, known)
        if value is None:
            return
        known[name] = value
    assert known.keys() == rule.arguments, f"{rule}: an argument stands after no fixed word"
    yield app.url_map.bind("localhost").build(rule.endpoint, known)


def undrawn(app: Flask, drawn: set[str]) -> set[str]:
    """Pages of the application of which nobody has seen one."""
    adapter = app.url_map.bind("localhost")
    seen = {adapter.match(address, method="GET")[0] for address in drawn}
    every = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not FILE.search(rule.rule)
    }
    return every - seen - set(NOT_PAGES)
