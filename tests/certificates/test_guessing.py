"""Codes that were never given: none opens anything."""

import random
import secrets
import string

import pytest
import sqlalchemy as sa

from tests.certificates.issuing import graduate
from tests.factories import make_acting, make_run
from tpp.certificates.actions import register
from tpp.certificates.models import Certificate
from tpp.certificates.queries import NO_CODE, first_known, verified
from tpp.certificates.rules import code_of, code_typed, is_code
from tpp.certificates.rules.comparing import MOST_CODES
from tpp.db import db

LOT = random.Random(26)
ANYTHING = (
    string.digits + string.ascii_letters + "-_. %/?#'\"\\\u0660\u0661\uff10\u0131\u212a\u200b"
)


@pytest.fixture
def codes(app):
    """The codes of five certificates."""
    run = make_run()
    for number in range(5):
        graduate(run, f"Person {number}")
    return {it.code for it in register(run, by=make_acting()).certificates}


def test_of_ten_thousand_guessed_codes_none_is_known(codes):
    guesses = [code_of(secrets.token_bytes(16)) for _ in range(10_000)]
    for start in range(0, len(guesses), MOST_CODES):
        assert first_known(guesses[start : start + MOST_CODES]) == NO_CODE
    assert [first_known([code]) for code in codes] == list(codes)


def mutated(code):
    """One or two letters of it otherwise, missing, doubled or exchanged."""
    letters = list(code)
    for _ in range(LOT.choice((1, 1, 2))):
        place = LOT.randrange(len(letters) - 1)
        LOT.choice((put, drop, double, exchange))(letters, place)
    return "".join(letters)


def put(letters, place):
    letters[place] = LOT.choice(ANYTHING)


def drop(letters, place):
    del letters[place]


def double(letters, place):
    letters.insert(place, LOT.choice(ANYTHING))


def exchange(letters, place):
    letters[place], letters[place + 1] = letters[place + 1], letters[place]


def meant(text):
    """What is typed for it: without the signs, spaces and capitals that do not matter."""
    kept = "".join(it for it in text.lower() if it in string.digits + string.ascii_lowercase)
    return kept.replace("o", "0").replace("i", "1").replace("l", "1")


def test_of_a_hundred_thousand_mutated_codes_none_is_accepted(codes):
    others = [
        it for code in codes for it in (mutated(code) for _ in range(22_000)) if meant(it) != code
    ]
    assert len(others) >= 100_000
    wanted = list({code for code in map(code_typed, others) if is_code(code)})
    found = set()
    for start in range(0, len(wanted), 500):
        some = Certificate.code.in_(wanted[start : start + 500])
        found |= set(db.session.scalars(sa.select(Certificate.code).where(some)))
    assert found == set()


@pytest.mark.parametrize("spelling", [str.upper, lambda it: f" {it[:13]}-{it[13:]} "])
def test_a_spelling_that_does_not_matter_opens_the_same(codes, spelling):
    for code in codes:
        assert verified(code_typed(spelling(code))).certificate.code == code
