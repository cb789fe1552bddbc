"""One role tries every address with every method on every object, and reads every answer."""

import io
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from tests.conftest import CSRF, SECRET
from tests.factories import make_signed_in
from tests.matrix.addresses import Target, must_hide, targets
from tests.matrix.canaries import Watch, may_read
from tests.matrix.pages import forms_on, texts_of
from tests.matrix.reach import Staff
from tests.matrix.state import Register
from tests.matrix.world import World
from tpp.access import Ability, can
from tpp.accounts.actions.signing_in import token_hash
from tpp.acting import Acting, Role
from tpp.web.limits import limiter

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
MANNERS = (
    {"Accept": "application/json"},
    {"Accept": "text/csv", "HX-Request": "true"},
    {"X-Requested-With": "XMLHttpRequest", "Accept-Language": "ar"},
)
ENDS_THE_VISIT = ("accounts.sign_out", "accounts.end_browsers")

Bodies = dict[tuple[str, str], list[dict[str, list[str]]]]
"""Forms found on pages: by endpoint and address."""


@dataclass
class Report:
    """What came of the attack."""

    requests: int = 0
    leaks: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    """Another status than a stranger should see, or a row that changed."""

    def __str__(self) -> str:
        lines = [
            f"{self.requests} requests, {len(self.leaks)} leaks, {len(self.wrong)} wrong answers"
        ]
        return "\n".join([*lines, *sorted(self.leaks), *sorted(self.wrong)])


class Attacker:
    """A browser of one role (or of nobody), with everything that it may not see in mind."""

    def __init__(self, app: Flask, world: World, acting: Acting | None, visits: "Visits"):
        self.app, self.world, self.acting = app, world, acting
        self.role = acting.role if acting else None
        self.own = staff_of(world, acting)
        self.visits, self.register, self.report = visits, Register(), Report()
        self.hidden = Watch([it for it in world.canaries if not may_read(self.role, it, self.own)])
        self.all = Watch(world.canaries)
        self.serializer = app.session_interface.get_signing_serializer(app)
        self.client = visits.enter(acting)
        self.rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
        self.methods: dict[str, set[str]] = {}
        for rule in self.rules:
            self.methods.setdefault(rule.rule, set()).update(rule.methods)

    def read_everything(self) -> None:
        """Every address with every method that does not write."""
        for rule in self.rules:
            for number, target in enumerate(targets(rule, self.world)):
                address = address_of(rule, target)
                if "GET" in rule.methods:
                    self.ask("GET", rule, target, address)
                if number == 0 and self.register.is_sqlite:
                    self.ask_differently(rule, target, address)

    def ask_differently(self, rule: Rule, target: Target, address: str) -> None:
        """In another manner the same rows are read: once is enough for both databases."""
        if "GET" in rule.methods:
            self.ask("HEAD", rule, target, address)
            for manner in MANNERS:
                self.ask("GET", rule, target, address, headers=manner)
        if self.role in (None, Role.COORDINATOR):
            self.ask_with_other_methods(rule, target, address)

    def ask_with_other_methods(self, rule: Rule, target: Target, address: str) -> None:
        """What no view takes ends before anybody's role is asked: one of them, and nobody, are enough."""
        self.ask("OPTIONS", rule, target, address)
        for method in METHODS:
            if method not in self.methods[rule.rule]:
                self.ask(method, rule, target, address)

    def search_everything(self) -> None:
        """Every filter and search field of every page, with foreign words and codes."""
        for rule in self.rules:
            if "GET" not in rule.methods or rule.arguments - {"code"}:
                continue
            for target in targets(rule, self.world):
                if target.owner is None and not target.is_open:
                    continue
                self.search(rule, target, address_of(rule, target))

    def search(self, rule: Rule, target: Target, address: str) -> None:
        page = self.ask("GET", rule, target, address)
        if page.mimetype != "text/html" or page.status_code != 200:
            return
        for form in forms_on(page.get_data(as_text=True), address):
            if form.method == "get" and urlsplit(form.action).path == address:
                for name in form.fields:
                    for words in self.foreign_words():
                        self.ask("GET", rule, target, address, query={name: words})

    def foreign_words(self) -> list[str]:
        """What a curious reader would look for: people by another part of the name, codes, keys."""
        world = self.world
        luz, pilar = world.places["luz"], world.places["pilar"]
        return [
            "Handleluz",
            "handlepilar",
            "PER",
            "KEN",
            str(world.runs["far"].ids["code"]),
            str(luz.ids["person"]),
            str(pilar.ids["person"]),
        ]

    def write_where_forbidden(self, bodies: Bodies) -> None:
        """Every POST that must not work, with the forms of those who may; nothing changes by it."""
        for rule, target, address in self.posts():
            if self.is_forbidden(rule, target):
                found = bodies_for(bodies, rule.endpoint, address)
                for body in found if self.is_for_the_role(rule) else self.turned_away(found):
                    self.post_and_compare(rule, target, address, body)

    def is_for_the_role(self, rule: Rule) -> bool:
        return can(self.acting, access_of(self.app, rule))

    def turned_away(self, found: list[dict[str, list[str]]]) -> list[dict[str, list[str]]]:
        """Whose role is not asked for is turned away before any row is read: once, on one database."""
        return found[:1] if self.register.is_sqlite else []

    def post_and_compare(self, rule: Rule, target: Target, address: str, body: dict) -> None:
        before = self.register.mark()
        self.ask("POST", rule, target, address, data=body)
        if self.register.mark() != before and self.register.changed():
            self.report.wrong.add(f"{self.name} changed rows: POST {rule} on {target}")
            self.register.remember()

    def write_where_allowed(self, bodies: Bodies) -> None:
        """Every other POST, also with the ids of other runs and countries slipped in."""
        for rule, target, address in self.posts():
            if not self.is_forbidden(rule, target) and self.may_try(rule):
                for body in bodies_for(bodies, rule.endpoint, address):
                    answer = self.ask("POST", rule, target, address, data=body)
                    self.follow(answer, rule, target)

    def follow(self, answer: Any, rule: Rule, target: Target) -> None:
        if answer.status_code in (302, 303) and answer.location.startswith("/"):
            if answer.location.startswith("/sign-in") and self.acting:
                self.client = self.visits.enter(self.acting)
            self.ask("GET", rule, target, answer.location, is_expected=True)

    def may_try(self, rule: Rule) -> bool:
        """Not an administrator's own account: whoever disables it ends the visit for good."""
        return not (
            self.role is Role.ADMINISTRATOR and rule.rule.startswith(("/accounts/", "/hold"))
        )

    def posts(self) -> Iterator[tuple[Rule, Target, str]]:
        for rule in self.rules:
            if "POST" in rule.methods:
                for target in targets(rule, self.world):
                    yield rule, target, address_of(rule, target)

    def is_forbidden(self, rule: Rule, target: Target) -> bool:
        access = access_of(self.app, rule)
        if access == "public":
            return False
        return not can(self.acting, access) or must_hide(self.role, target, self.own)

    @property
    def name(self) -> str:
        return self.role or "the public"

    def ask(
        self,
        method: str,
        rule: Rule,
        target: Target,
        address: str,
        *,
        data: dict | None = None,
        query: dict | None = None,
        headers: dict | None = None,
        is_expected: bool = False,
    ) -> Any:
        limiter.reset()
        self.report.requests += 1
        sent = f"{data} {query} {address}".casefold()
        with said_aloud() as log:
            answer = self.client.open(
                address, method=method, data=data, query_string=query, headers=headers
            )
            text = texts_of(answer, self.serializer)
            answer.close()
        what = f"{self.name}: {method} {rule} on {target}{f' ?{query}' if query else ''}"
        self.look_for_leaks(what, text, log.getvalue(), sent)
        if not is_expected and target:
            self.judge(what, method, rule, target, answer.status_code)
        if self.acting and "no-store" not in answer.headers.get("Cache-Control", ""):
            self.report.wrong.add(f"{what}: may be kept on the way")
        return answer

    def look_for_leaks(self, what: str, text: str, log: str, sent: str) -> None:
        for canary in self.hidden.found_in(text):
            if canary.text.casefold() not in sent:
                self.report.leaks.add(f"{what}: {canary}")
        for canary in self.all.found_in(log):
            self.report.leaks.add(f"{what}: {canary} in the log")

    def judge(self, what: str, method: str, rule: Rule, target: Target, status: int) -> None:
        if status not in self.expected(method, rule, target):
            self.report.wrong.add(f"{what}: {status}")

    def expected(self, method: str, rule: Rule, target: Target) -> Any:
        access = access_of(self.app, rule)
        if access == "public" and method in rule.methods:
            return range(200, 500)
        if not self.acting:
            return (303, 405) if method in ("GET", "HEAD") else (400, 403, 404, 405)
        if method == "OPTIONS":
            return (200, 403, 404)
        if method not in rule.methods:
            return (405, 404)
        if not can(self.acting, access):
            return (403, 404)
        if must_hide(self.role, target, self.own):
            return (403, 404)
        return range(200, 500)


def access_of(app: Flask, rule: Rule) -> Ability | str | None:
    return getattr(app.view_functions[rule.endpoint], "access", None)


def staff_of(world: World, acting: Acting | None) -> Staff | None:
    ids = acting.account_id if acting else None
    return next((it for it in world.staff.values() if it.ids["account"] == ids), None)


def address_of(rule: Rule, target: Target) -> str:
    """The address with these values, right or wrong ones."""
    return re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda found: str(target.values[found[1]]), rule.rule)


def bodies_for(bodies: Bodies, endpoint: str, address: str) -> list[dict[str, list[str]]]:
    """The form of this very address, forms of the same kind that are about others, and an empty one."""
    own = bodies.get((endpoint, address), [])[:2]
    others = [
        form
        for (name, at), forms in bodies.items()
        if name == endpoint and at != address
        for form in forms
    ]
    return [*own, *others[-1:], *([] if own else others[:1]), {}]


class Visits:
    """Lets people in, each time with a new browser."""

    def __init__(self, app: Flask):
        self.app = app

    def enter(self, acting: Acting | None) -> Any:
        client, contents = self.app.test_client(), {"csrf_token": CSRF}
        if acting:
            token = token_hex(16)
            make_signed_in(acting, token_hash(token), contents)
            contents = {"token": token}
        signed = self.app.session_interface.get_signing_serializer(self.app).dumps(contents)
        client.set_cookie("tpp", signed)
        csrf = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(CSRF)
        client.environ_base["HTTP_X_CSRFTOKEN"] = csrf
        return client


def collect_forms(app: Flask, world: World, visits: Visits) -> Bodies:
    """The forms on every page that anybody may see, as they stand there."""
    bodies: Bodies = {}
    for acting in world.everywhere:
        client = visits.enter(acting)
        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods and is_for(acting, access_of(app, rule)):
                for target in targets(rule, world):
                    if target.owner or target.is_open:
                        visit(app, client, address_of(rule, target), bodies)
    return bodies


def is_for(acting: Acting, access: Any) -> bool:
    return access == "public" or bool(acting and can(acting, access))


def visit(app: Flask, client: Any, address: str, bodies: Bodies) -> None:
    limiter.reset()
    with said_aloud():
        page = client.get(address)
        page.close()
    if page.status_code == 200 and page.mimetype == "text/html":
        keep_forms(app, bodies, page.get_data(as_text=True), address)


def keep_forms(app: Flask, bodies: Bodies, markup: str, here: str) -> None:
    for form in forms_on(markup, here):
        path = urlsplit(form.action).path or here
        if form.method != "post":
            continue
        try:
            endpoint, _ = app.url_map.bind("localhost").match(path, method="POST")
        except HTTPException:
            continue
        known = bodies.setdefault((endpoint, path), [])
        if form.fields not in known:
            known.append(form.fields)


@contextmanager
def said_aloud() -> Iterator[io.StringIO]:
    """What the application writes to its log meanwhile."""
    heard, before = io.StringIO(), sys.stderr
    handler = logging.StreamHandler(heard)
    logging.getLogger().addHandler(handler)
    sys.stderr = heard
    try:
        yield heard
    finally:
        sys.stderr = before
        logging.getLogger().removeHandler(handler)
