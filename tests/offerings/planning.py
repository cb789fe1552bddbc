"""A plan as it is typed, and what stands in the register after it."""

from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.scope import EVERYTHING, see

PLAN = {
    "starts_on": "2027-01-18",
    "ends_on": "29 1 2027",
    "venue": "Peace Support School",
    "place": "Nairobi, Kenya",
    "timezone": "Africa/Nairobi",
    "delivery": "in_person",
    "languages": ["en", "fr"],
    "seats": "20",
}


def fresh():
    """What stands now, not what this test saw before."""
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()


def only_run():
    fresh()
    return db.session.query(CourseOffering).one()
