"""A status machine as a table."""

from dataclasses import dataclass, field
from enum import StrEnum

from tpp.errors import Refused


@dataclass(frozen=True)
class Flow:
    """How the statuses of one noun follow each other: step -> {status before: status after}."""

    noun: str
    start: StrEnum
    steps: dict[str, dict[StrEnum, StrEnum]]
    spoken: dict[str, str] = field(default_factory=dict)
    """Statuses and steps whose names are not what one says in a sentence."""

    def after(self, step: str, status: StrEnum) -> StrEnum:
        """The status that ``step`` leads to; Refused where the table has no such step."""
        try:
            return self.steps[step][status]
        except KeyError:
            is_now, cannot_be = self.say(status), self.say(step)
            raise Refused(f"This {self.noun} is {is_now} and cannot be {cannot_be}.") from None

    def say(self, name: str) -> str:
        return self.spoken.get(name, name.replace("_", " "))

    def steps_from(self, status: StrEnum) -> list[str]:
        return [step for step, moves in self.steps.items() if status in moves]
