"""The same list pressed at the same moment by several: once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from tests.rolls.sheets import csv
from tpp.access import scope_of
from tpp.db import db
from tpp.errors import Conflict, Refused
from tpp.nominations.models import Nomination
from tpp.people.models import Person
from tpp.rolls import actions
from tpp.rolls.models import Roll
from tpp.scope import EVERYTHING, see

pytestmark = pytest.mark.both
AT_ONCE = 4


def at_once(app, office, deeds):
    start = Barrier(len(deeds))

    def one(deed):
        with app.app_context():
            see(scope_of(office.acting))
            start.wait()
            try:
                return deed()
            except (Conflict, Refused):
                return 0
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))


def made():
    see(EVERYTHING)
    db.session.rollback()
    counted = [sa.select(sa.func.count()).select_from(it) for it in (Person, Nomination)]
    return [db.session.scalar(it) for it in counted]


def applied(roll_id, version, office):
    def deed():
        roll = db.session.get_one(Roll, roll_id)
        return actions.apply(roll, version, submit=True, by=office.acting)

    return deed


def test_one_list_pressed_by_many_is_written_once(app, office):
    roll = office.upload(*[("", f"Asha {name}", "F", "", "", "") for name in "BCDEFGHIJK"])
    results = at_once(app, office, [applied(roll.id, roll.version, office)] * AT_ONCE)
    assert sorted(results) == [0, 0, 0, 10]
    assert made() == [10, 10]


def test_the_same_file_uploaded_by_two_makes_each_person_once(app, office):
    contents = csv(*[("", f"Asha {name}", "F", "1990-12-31", "", "") for name in "BCDEFGHIJK"])
    rolls = [office.upload(contents=contents) for _ in range(2)]
    results = at_once(app, office, [applied(it.id, it.version, office) for it in rolls])
    assert sorted(results) == [0, 10]
    assert made() == [10, 10]
