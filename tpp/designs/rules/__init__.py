"""What must be true of a certificate's design: its words, its colours, and its life."""

from enum import StrEnum

from tpp.flow import Flow

LAYOUT = "2026"
"""The one page that there is; designs differ in words, colours, logo and languages."""


class Status(StrEnum):
    DRAFT = "draft"
    IN_USE = "in_use"
    RETIRED = "retired"


FLOW = Flow(
    "certificate design",
    Status.DRAFT,
    {
        "put_to_use": {Status.DRAFT: Status.IN_USE},
        "retired": {Status.DRAFT: Status.RETIRED, Status.IN_USE: Status.RETIRED},
    },
    spoken={"in_use": "in use"},
)


def key_of(family: int, number: int) -> str:
    """The name by which certificates know a version of a design: letters and digits only."""
    return f"d{family}v{number}"
