"""A list without headings loses nobody, and no word of its people is remembered."""

import io

import pytest
import sqlalchemy as sa

from tests.rolls.sheets import csv
from tpp.db import Base, db
from tpp.errors import Refused
from tpp.people.models import Person
from tpp.rolls import actions, queries
from tpp.rolls.models import Roll, RollHeading, RollRow
from tpp.rolls.rules.first_row import meant, top_of
from tpp.scope import EVERYTHING, seeing

CANARY = "Zuhura Canary"
COUNTRIES = {"kenya": "KEN"}
PEOPLE = ((CANARY, "Man", "1990-01-01"), ("Omar Ben", "Man", "1991-01-01"))
HOLDING = {"name": 0, "sex": 1, "born_on": 2}


def lines(*rows):
    return "\n".join(",".join(row) for row in rows).encode()


def upload(office, *rows):
    return actions.upload(office.run, lines(*rows), "a.csv", by=office.acting)


def told_anywhere(word):
    """Tables that hold a word, in any column and any spelling."""
    db.session.rollback()
    with seeing(EVERYTHING):
        return {
            table.name
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(sa.select(table))
            if word.casefold() in str(row).casefold()
        }


@pytest.mark.parametrize(
    ("rows", "has_headings"),
    [
        ([["Ali Ben", "Man", "1990-01-01"], ["Omar Ben", "Man", "1991-01-01"]], False),
        ([["Ali Ben", "Femme", "Armée"], ["Omar", "Homme", "Armée"]], False),
        ([["1", "Ali Ben"], ["2", "Omar Ben"]], False),
        ([["Ali Ben", "Kenya"]], False),
        ([["Ali Ben", "ali@example.org"]], False),
        ([["Ali Ben"], ["Omar Ben"]], False),
        ([["Name"], ["Omar Ben"]], True),
        ([["Wer", "Wann"], ["Omar Ben", "1990-01-01"]], True),
        ([["Wer", "Wo"], ["Omar Ben", "Nairobi"]], False),
        ([["Full name", "Sex"], ["Omar Ben", "Man"]], True),
        ([], False),
    ],
)
def test_an_answer_a_number_or_a_day_in_the_first_row_means_a_person(rows, has_headings):
    assert top_of(rows, COUNTRIES).has_headings is has_headings


def test_headings_that_the_office_explained_before_are_headings():
    assert top_of([["Wer", "Wo"], ["Omar", "Nairobi"]], COUNTRIES, {"wer"}).has_headings


def test_columns_without_headings_are_guessed_by_their_cells():
    assert meant([["1", *it] for it in PEOPLE], COUNTRIES) == {"name": 1, "sex": 2, "born_on": 3}


@pytest.mark.both
def test_the_first_person_of_a_list_without_headings_is_kept(office):
    roll = upload(office, *PEOPLE)
    assert not actions.is_plain(roll)
    assert roll.mapping == HOLDING
    actions.map_columns(roll, HOLDING, has_headings=False, by=office.acting)
    actions.check(roll, by=office.acting)
    assert office.apply(roll) == 2
    assert set(db.session.scalars(sa.select(Person.name))) == {CANARY, "Omar Ben"}
    assert db.session.scalars(sa.select(RollHeading.heading)).all() == []


@pytest.mark.both
@pytest.mark.parametrize("has_headings", [True, False])
def test_given_up_not_a_letter_of_it_is_left(office, has_headings):
    roll = upload(office, *PEOPLE)
    assert told_anywhere(CANARY) == {"roll", "roll_row"}
    actions.map_columns(roll, HOLDING, has_headings=has_headings, by=office.acting)
    assert told_anywhere(CANARY) == ({"roll"} if has_headings else {"roll", "roll_row"})
    actions.check(roll, by=office.acting)
    actions.abandon(roll, by=office.acting)
    assert told_anywhere(CANARY) == set()


@pytest.mark.both
def test_undone_not_a_letter_of_it_is_left(office):
    roll = upload(office, *PEOPLE)
    actions.map_columns(roll, HOLDING, has_headings=False, by=office.acting)
    actions.check(roll, by=office.acting)
    office.apply(roll)
    assert {"person", "roll_row"} <= told_anywhere(CANARY)
    actions.undo(roll, by=office.acting)
    assert told_anywhere(CANARY) == set()


HEADS = ("Wer", "Wann")
ASHA = ("Asha Juma", "1990-12-31")


def taught(office, *rows):
    roll = upload(office, HEADS, *rows)
    actions.map_columns(roll, {"name": 0, "born_on": 1}, has_headings=True, by=office.acting)
    actions.check(roll, by=office.acting)
    return roll


def test_what_only_one_list_taught_is_forgotten_with_it(office):
    first, second = taught(office, ASHA), taught(office, ("Bakari Ali", "1992-02-03"))
    actions.abandon(first, by=office.acting)
    assert set(queries.remembered(office.acting.office_id)) == {"wer", "wann"}
    office.apply(second)
    actions.undo(second, by=office.acting)
    assert queries.remembered(office.acting.office_id) == {}


def test_said_to_be_a_person_after_all_a_heading_is_forgotten_and_the_row_is_back(office):
    roll = taught(office, ASHA)
    assert roll.row_count == 1
    actions.map_columns(roll, {"name": 0}, has_headings=False, by=office.acting)
    assert roll.row_count == 2
    assert queries.remembered(office.acting.office_id) == {}
    numbers = sa.select(RollRow.number, RollRow.cells).order_by(RollRow.number)
    assert [it.cells[0] for it in db.session.execute(numbers)] == ["Wer", "Asha Juma"]


def test_a_list_of_headings_alone_or_half_written_is_not_turned_round(office):
    alone = upload(office, PEOPLE[0])
    with pytest.raises(Refused, match="no line below"):
        actions.map_columns(alone, HOLDING, has_headings=True, by=office.acting)
    db.session.rollback()
    written = taught(office, ASHA)
    office.apply(written)
    with pytest.raises(Refused, match="written"):
        actions.map_columns(written, {"name": 0}, has_headings=False, by=office.acting)


def test_the_page_of_columns_asks_with_a_good_guess(office, browser):
    client = browser(office.acting)
    sent = {"file": (io.BytesIO(lines(*PEOPLE)), "a.csv")}
    address = client.post(f"/runs/{office.run.code}/rolls", data=sent).location
    page = client.get(address).text
    assert "Is the first row headings or a person?" in page
    assert 'checked class="form-check-input" id="top-1"' in page
    assert "Row 1 of the file" in page
    columns = {f"column-{place}": field for field, place in HOLDING.items()}
    answer = client.post(address, data={"top": "person", **columns})
    assert "Check 2 nominees before you submit" in client.get(answer.location).text


def test_a_list_of_known_headings_asks_nothing(office):
    roll = actions.upload(
        office.run, csv(("Sgt", *ASHA)[:2], heads=("Rank", "Full name")), "a", by=office.acting
    )
    assert actions.is_plain(roll)
    assert db.session.get_one(Roll, roll.id).has_headings
