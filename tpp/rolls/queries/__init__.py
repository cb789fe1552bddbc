"""Reading nominal rolls. The scope of the request narrows them to one's own Party."""

from tpp.rolls.queries.asked import Questions, asked_of
from tpp.rolls.queries.built import Built, built_on
from tpp.rolls.queries.judging import Judging, drafts_made, held_back
from tpp.rolls.queries.known import candidates, nominated, picture, remembered
from tpp.rolls.queries.lists import (
    PER_PAGE,
    counts,
    is_known_file,
    job_of,
    made,
    one_roll,
    people_of,
    rolls_of_run,
    rows,
    share,
    to_forget,
)

__all__ = [
    "PER_PAGE",
    "Built",
    "Judging",
    "Questions",
    "asked_of",
    "built_on",
    "candidates",
    "counts",
    "drafts_made",
    "held_back",
    "is_known_file",
    "job_of",
    "made",
    "nominated",
    "one_roll",
    "people_of",
    "picture",
    "remembered",
    "rolls_of_run",
    "rows",
    "share",
    "to_forget",
]
