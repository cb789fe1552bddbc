"""What runs around today show besides their own life: more lives, each going on beside it."""

from collections.abc import Callable, Iterator

from tpp.demonstration.actions.asking import moving_seats, naming_nobody, writing_call
from tpp.demonstration.actions.clockwork import Life
from tpp.demonstration.actions.lists import listing
from tpp.demonstration.actions.papers import adding_papers, overriding, reading_papers
from tpp.demonstration.actions.preparing import preparing
from tpp.demonstration.actions.told import Told
from tpp.demonstration.rules.courses import Shown

LIVES: dict[Shown, tuple[Callable[[Told], Life], ...]] = {
    Shown.PAPERS: (adding_papers, reading_papers),
    Shown.OVERRIDE: (overriding,),
    Shown.MOVED_SEATS: (moving_seats,),
    Shown.WRITTEN_CALL: (writing_call,),
    Shown.LIST: (listing,),
    Shown.LIST_TO_CORRECT: (listing,),
    Shown.JOINING: (preparing,),
    Shown.DESK: (),
}


def shown_besides(it: Told) -> Iterator[Life]:
    if it.plan.is_around_today and it.plan.turn.has_people:
        yield naming_nobody(it)
    for shown in it.plan.shows:
        for life in LIVES[shown]:
            yield life(it)
