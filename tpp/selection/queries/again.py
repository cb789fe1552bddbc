"""Who was not selected, and was put forward for the same run again since."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select, tuple_

from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.queries import is_live
from tpp.nominations.rules import ENDED


def put_forward_again(chosen: Iterable[Nomination]) -> set[int]:
    """Ids of those whose nomination has ended, and which cannot live beside another one."""
    ended = [it for it in chosen if it.status in ENDED]
    if not ended:
        return set()
    whose = {it.id: (it.offering_id, it.human_id) for it in ended}
    both = tuple_(Nomination.offering_id, Nomination.human_id)
    found = select(Nomination.offering_id, Nomination.human_id)
    live = {
        tuple(it) for it in db.session.execute(found.where(is_live(), both.in_(whose.values())))
    }
    twice = {it for it, number in Counter(whose.values()).items() if number > 1}
    return {number for number, it in whose.items() if it in live | twice}
