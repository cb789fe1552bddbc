"""What a decision rests on, and what it would do."""

from tpp.selection.queries.again import put_forward_again
from tpp.selection.queries.earlier import TOOK_PART, Earlier, earlier_of
from tpp.selection.queries.meanwhile import BELOW_FLOOR, last_deeds
from tpp.selection.queries.nominees import Nominees, nominees_of, within_seats
from tpp.selection.queries.preview import Preview, preview
from tpp.selection.queries.reserve import Next, next_on_reserve, untold
from tpp.selection.queries.shares import sexes, with_seats

__all__ = [
    "BELOW_FLOOR",
    "TOOK_PART",
    "Earlier",
    "Next",
    "Nominees",
    "Preview",
    "earlier_of",
    "last_deeds",
    "next_on_reserve",
    "nominees_of",
    "preview",
    "put_forward_again",
    "sexes",
    "untold",
    "with_seats",
    "within_seats",
]
