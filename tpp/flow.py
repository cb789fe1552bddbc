"""A status machine as a table."""

from dataclasses import dataclass
from enum import StrEnum

from tpp.errors import Refused


@dataclass(frozen=True)
class Flow:
    """How the statuses of one noun follow each other: step -> {status before: status after}."""

    noun: str
    start: StrEnum
    steps: dict[str, dict[StrEnum, StrEnum]]

    def after(self, step: str, status: StrEnum) -> StrEnum:
        """The status that ``step`` leads to; Refused where the table has no such step."""
        try:
            return self.steps[step][status]
        except KeyError:
            words = f"This {self.noun} is {status.replace('_', ' ')} and cannot be {step.replace('_', ' ')}."
            raise Refused(words) from None

    def steps_from(self, status: StrEnum) -> list[str]:
        return [step for step, moves in self.steps.items() if status in moves]
