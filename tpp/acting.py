"""Who acts: a signed-in person, for one office, in one role."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What an office does; an account acts for one office at a time."""

    COORDINATOR = "coordinator"
    TRAINER = "trainer"
    FOCAL_POINT = "focal_point"
    TRAINEE = "trainee"
    SUPPORTER = "supporter"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Acting:
    """A signed-in person acting for one office: who did it, and what may be seen.

    ``person_id`` is the trainee's own record, ``person_ids`` that and those merged into it;
    ``offering_ids`` the runs that a trainer is assigned to.
    """

    account_id: int | None
    account_name: str
    office_id: int | None
    office_name: str
    role: Role
    party_id: int | None = None
    person_id: int | None = None
    offering_ids: frozenset[int] = field(default_factory=frozenset)
    other_person_ids: frozenset[int] = field(default_factory=frozenset)
    is_authenticated: bool = True

    @property
    def person_ids(self) -> frozenset[int]:
        """All records of the trainee: more than one where records were merged."""
        own = frozenset() if self.person_id is None else frozenset([self.person_id])
        return own | self.other_person_ids


SYSTEM = Acting(None, "The register", None, "", Role.ADMINISTRATOR)
"""What the register does by itself when a date has come: no account stands behind it."""
