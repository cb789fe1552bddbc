"""What happens elsewhere shows nowhere: no count, no order, no page number and no search tells of it.

Every page is read twice; in between people are put forward, enrolled and certified out of the reader's
reach. The second reading says the same, word for word.
"""

import re

import pytest

from tests.matrix.addresses import must_hide, targets
from tests.matrix.attack import Attacker, Visits, access_of, address_of, is_for
from tests.matrix.pages import forms_on, texts_of
from tests.matrix.reach import Place
from tests.matrix.world import WAITING, certify_run, put_in, row_of_party
from tpp import clock
from tpp.acting import Role
from tpp.nominations.rules import Status

pytestmark = pytest.mark.both

ENROLLED = Status.ACCEPTED
NEARBY = [("KEN", "near", ENROLLED), ("PER", "near", ENROLLED), ("KEN", "near", WAITING)]
FURTHER = [("KEN", "next", ENROLLED), ("PER", "next", WAITING), ("PER", "far", ENROLLED)]
ELSEWHERE = {
    Role.FOCAL_POINT: [("PER", "near", ENROLLED), ("PER", "near", WAITING), *FURTHER[1:]],
    Role.TRAINER: [("KEN", "near", WAITING), *FURTHER],
    Role.TRAINEE: [*NEARBY, *FURTHER],
    Role.SUPPORTER: FURTHER,
    Role.ADMINISTRATOR: [*NEARBY, *FURTHER],
    None: [*NEARBY, *FURTHER],
}
"""Who is added for each reader: out of reach, also where the reader sees the run itself."""

CHANGES_BY_ITSELF = re.compile(
    r'reference <span[^/]*|value="[\w.-]{22,}"|"csrf_token": "[^"]*"|<dcterms[^/]*'
    r'|"token":"[\w-]+\.[\w-]+\.[\w-]+"'
    r"|X-Request-Reference: \w+|Date: [^\n]+|Set-Cookie: [^\n]+"
)
"""Random words of each page, and the hour at which a file was made."""

DOES_SOMETHING = {"web.language"}
"""A GET that changes what the reader reads next."""


THE_LOGBOOK_GROWS = {Role.ADMINISTRATOR: ("/", "/logbook")}
"""Administrators read the whole logbook: that something happened they see, though not to whom."""


def readings(reader):
    """Every page that this reader may open, plain and with each of its filters, as text."""
    found = {}
    for rule in reader.rules:
        is_open = is_for(reader.acting, access_of(reader.app, rule))
        if "GET" not in rule.methods or rule.endpoint in DOES_SOMETHING or not is_open:
            continue
        for target in targets(rule, reader.world):
            if not must_hide(reader.role, target, reader.own):
                read(reader, rule, target, found)
    return found


def read(reader, rule, target, found):
    address = address_of(rule, target)
    page = reader.ask("GET", rule, target, address, is_expected=True)
    found[address] = plain(page, reader)
    if page.status_code != 200 or page.mimetype != "text/html":
        return
    for form in forms_on(page.get_data(as_text=True), address):
        if form.method == "get" and form.action.split("?")[0] == address:
            for name in form.fields:
                query = {name: "Handle" if name in ("q", "text") else "PER"}
                answer = reader.ask("GET", rule, target, address, query=query, is_expected=True)
                found[f"{address}?{query}"] = plain(answer, reader)


def plain(page, reader):
    return CHANGES_BY_ITSELF.sub("", texts_of(page, reader.serializer))


def happen(world, places):
    """People come, at places where nobody of the world is yet."""
    for number, (party, run, status) in enumerate(places):
        key = f"new{'abcdefghij'[number]}"
        place = world.places.setdefault(key, Place(key, party, world.runs[run], status))
        put_in(world, place, row_of_party(party), year=1960 + number)
    for run in {world.runs[it[1]] for it in places}:
        certify_run(world, run)


@pytest.mark.parametrize("role", ELSEWHERE, ids=lambda role: role or "public")
def test_what_happens_elsewhere_shows_nowhere(app, world, role, at):
    at(clock.now())
    reader = Attacker(app, world, world.actings.get(role), Visits(app))
    before = readings(reader)
    kept = dict(world.places), list(world.canaries)
    happen(world, ELSEWHERE[role])
    world.places, world.canaries = kept
    after = readings(reader)
    reader.register.close()
    changed = {
        address: difference(text, after[address])
        for address, text in before.items()
        if after[address] != text and address.split("?")[0] not in THE_LOGBOOK_GROWS.get(role, ())
    }
    assert not changed, "\n".join(f"{address}: {how}" for address, how in changed.items())


def difference(before, after):
    """The first lines that are not as they were."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next(
        (f"{one.strip()} → {other.strip()}" for one, other in pairs if one != other), "longer"
    )
