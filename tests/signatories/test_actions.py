"""Who signs, in which words, from when to when. What signed a certificate stays what it was."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.factories import make_acting, make_signatory
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.files.actions import store
from tpp.history.models import Entry
from tpp.signatories import actions, queries
from tpp.signatories.actions import Facts
from tpp.signatories.models import Signatory

FACTS = Facts({"en": "Col. A. Mwangi"}, {"en": "Course Leader"}, date(2026, 1, 1))


def facts(**changed):
    return Facts(**{**vars(FACTS), **changed})


def test_whoever_signs_on_a_day_is_listed_from_the_first_day_to_the_last(app):
    row = actions.enter(facts(until_on=date(2026, 6, 30)), by=make_acting())
    assert queries.signing_on(date(2025, 12, 31)) == []
    assert queries.signing_on(date(2026, 1, 1)) == [row]
    assert queries.signing_on(date(2026, 6, 30)) == [row]
    assert queries.signing_on(date(2026, 7, 1)) == []


def test_a_change_is_a_new_row_and_the_old_one_stays_for_what_it_signed(app):
    by, stored = make_acting(), store(b"a picture", "image/png")
    old = actions.enter(facts(image=stored), by=by)
    new = actions.change(old, facts(titles={"en": "Chief"}, image=stored), by=by)
    assert (old.titles, new.titles, new.replaces_id) == (
        {"en": "Course Leader"},
        {"en": "Chief"},
        old.id,
    )
    assert queries.signing_on(date(2026, 2, 1)) == [new]
    assert old.image_key == new.image_key == stored.sha256
    assert actions.change(new, facts(titles={"en": "Chief"}, image=stored), by=by) is new
    with pytest.raises(Refused, match="newer entry"):
        actions.change(old, FACTS, by=by)
    with pytest.raises(Refused, match="newer entry"):
        actions.end(old, date(2026, 5, 1), by=by)
    deeds = db.session.scalars(
        sa.select(Entry.deed).where(Entry.thing == "signatory").order_by(Entry.id)
    )
    assert list(deeds) == ["entered", "entered", "replaced"]


def test_an_end_is_written_down_with_its_reason(app):
    by = make_acting()
    row = actions.enter(FACTS, by=by)
    actions.end(row, date(2026, 3, 1), by=by, reason="Rotated")
    entry = db.session.scalars(sa.select(Entry).where(Entry.deed == "ended")).one()
    assert (entry.after, entry.reason) == ({"until": "2026-03-01"}, "Rotated")
    with pytest.raises(Refused, match="before the first"):
        actions.end(row, date(2025, 3, 1), by=by)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"names": {}, "titles": {}}, "name_en"),
        ({"titles": {}}, "title_en"),
        ({"names": {"fr": "A"}, "titles": {"fr": ""}}, "title_fr"),
        ({"names": {"en": "A" * 71}}, "name_en"),
        ({"names": {"en": "가"}}, "name_en"),
        ({"titles": {"en": "Chief\u202e"}}, "title_en"),
        ({"names": {"en": "a" + "\u0301" * 9}}, "name_en"),
        ({"until_on": date(2025, 1, 1)}, "until_on"),
    ],
    ids=range(8),
)
def test_words_that_cannot_be_printed_and_days_in_the_wrong_order_are_refused(app, changed, field):
    with pytest.raises(Refused) as refused:
        actions.enter(facts(**changed), by=make_acting())
    assert refused.value.field == field


def test_the_same_signatory_is_not_entered_twice(app):
    by = make_acting()
    actions.enter(FACTS, by=by)
    with pytest.raises(Refused, match="already"):
        actions.enter(FACTS, by=by)


def test_a_language_without_words_prints_those_that_there_are(app):
    row = make_signatory(names={"fr": "Le chef", "ru": "А"}, titles={"fr": "Chef", "ru": "Б"})
    assert row.said_in("ru") == ("А", "Б")
    assert row.said_in("zh") == ("Le chef", "Chef")


@pytest.mark.both
@pytest.mark.parametrize(
    "change", [{"names": {"en": "Somebody else"}}, {"image_id": None, "from_on": date(2001, 1, 1)}]
)
def test_the_database_lets_nothing_change_but_the_last_day(app, change):
    row = make_signatory()
    with transaction():
        db.session.execute(sa.update(Signatory).values(until_on=date(2030, 1, 1)))
    for statement in (sa.update(Signatory).values(**change), sa.delete(Signatory)):
        with pytest.raises(sa.exc.DBAPIError), transaction():
            db.session.execute(statement)
    db.session.rollback()
    assert db.session.get_one(Signatory, row.id).names == row.names
