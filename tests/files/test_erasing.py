"""Bytes go from the store when no row needs them any more, and never before."""

import pytest
import sqlalchemy as sa

from tests.factories import make, make_enrolment
from tpp import clock
from tpp.db import db, transaction
from tpp.enrolments.models import JoiningInstructions, JoiningLetter
from tpp.errors import Refused
from tpp.files import actions
from tpp.files.actions import check_is_kept, erase, erase_due, store
from tpp.files.models import ErasedFile
from tpp.files.queries import has, read

PAPER, KIND = b"a paper of somebody", "application/pdf"


@pytest.fixture
def paper(app, tmp_path):
    before = app.config["FILES_URL"]
    app.config["FILES_URL"] = tmp_path.as_uri()
    yield store(PAPER, KIND)
    app.config["FILES_URL"] = before


@pytest.mark.both
def test_bytes_that_nobody_needs_go_with_the_next_round(paper):
    assert erase(paper)
    assert has(paper.sha256)
    assert (erase_due(), erase_due()) == (1, 0)
    assert not has(paper.sha256)
    assert db.session.scalars(sa.select(ErasedFile.gone_at)).one() is not None


def test_bytes_that_another_row_needs_stay(paper):
    place = make_enrolment()
    run = {"offering_id": place.offering_id, "number": 1, "texts": {}}
    instructions = make(JoiningInstructions, run, {})
    ties = {"enrolment_id": place.id, "party_id": place.party_id, "person_id": place.person_id}
    letter = {"instructions_id": instructions.id, "language": "en", "made_at": clock.now()}
    make(JoiningLetter, ties | letter, {"offering_id": place.offering_id, "file_id": paper.id})
    assert not erase(paper)
    assert erase_due() == 0
    assert read(paper) == PAPER


@pytest.mark.both
@pytest.mark.parametrize("rounds", [0, 1], ids=["before it is gone", "afterwards"])
def test_equal_bytes_that_are_sent_in_again_are_kept(paper, rounds):
    erase(paper)
    for _ in range(rounds):
        erase_due()
    again = store(PAPER, KIND)
    assert again.id == paper.id
    check_is_kept(again)
    assert erase_due() == 0
    assert read(again) == PAPER


def test_equal_bytes_that_are_sent_in_while_they_go_are_put_back(paper, monkeypatch):
    erase(paper)
    throw_away = actions.throw_away

    def at_the_same_moment(place):
        actions.written_down([actions.Laid(paper.sha256, len(PAPER), KIND)])
        throw_away(place)

    monkeypatch.setattr(actions, "throw_away", at_the_same_moment)
    assert erase_due() == 0
    assert read(paper) == PAPER


def test_a_row_does_not_point_at_bytes_that_are_going(paper):
    erase(paper)
    with pytest.raises(Refused, match="Send it again"), transaction():
        check_is_kept(paper)
