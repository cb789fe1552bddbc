"""Whether a demonstration may be loaded, or is there."""

import sqlalchemy as sa

from tpp.accounts.models import Account
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.people.models import Person
from tpp.scope import EVERYTHING, seeing


def is_empty() -> bool:
    """No account, no person and no run: nothing that a demonstration could be mixed up with."""
    with seeing(EVERYTHING):  # asks whether there is anybody at all, and learns no more
        found = [sa.exists(sa.select(model.id)) for model in (Account, Person, CourseOffering)]
        return not db.session.scalar(sa.select(sa.or_(*found)))
