"""A published total beside what the record holds for the same scope."""

from dataclasses import dataclass

from tpp.historical.rules.published import (
    Counted,
    Facts,
    Published,
    Scope,
    had_begun,
    is_within,
)


@dataclass(frozen=True)
class Comparison:
    """Reported, approximate and planned numbers stay apart; runs without a number are named."""

    published: Published
    scope: Scope | None
    runs: tuple[Facts, ...] = ()
    undecided: tuple[Facts, ...] = ()
    """Runs that fit, but whose dates are too inexact to say whether they had begun."""

    def is_comparable(self) -> bool:
        return self.scope is not None

    def counts_women(self) -> bool:
        return self.scope is not None and self.scope.counted is Counted.WOMEN

    def reported_in(self, run: Facts) -> int | None:
        return run.women if self.counts_women() else run.reported

    @property
    def reported(self) -> int | None:
        """Sum of the numbers reported; nothing, not 0, when no run has one."""
        return total([self.reported_in(run) for run in self.runs])

    @property
    def approximate(self) -> int | None:
        return None if self.counts_women() else total(self.only("approximate"))

    @property
    def planned(self) -> int | None:
        return None if self.counts_women() else total(self.only("planned"))

    def only(self, kind: str) -> list[int | None]:
        """Numbers of the weaker kinds, for runs of which nothing better is known."""
        stronger = {"approximate": ("reported",), "planned": ("reported", "approximate")}[kind]
        return [
            getattr(run, kind)
            for run in self.runs
            if all(getattr(run, other) is None for other in stronger)
        ]

    @property
    def with_number(self) -> tuple[Facts, ...]:
        return tuple(run for run in self.runs if self.reported_in(run) is not None)

    @property
    def without_number(self) -> tuple[Facts, ...]:
        """Runs of which not even an approximate or a planned number is known."""
        return tuple(run for run in self.runs if not self.has_any_number(run))

    def has_any_number(self, run: Facts) -> bool:
        if self.counts_women():
            return run.women is not None
        return any(number is not None for number in (run.reported, run.approximate, run.planned))

    @property
    def difference(self) -> int | None:
        """What the published total has more than the numbers reported here."""
        if self.reported is None:
            return None
        return round(self.published.value) - self.reported


def total(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def compare(figure: Published, record: list[Facts]) -> Comparison:
    """Sets the total beside the runs that had begun by its date and fit its words."""
    if figure.scope is None or figure.until is None:
        return Comparison(figure, None)
    fitting = [run for run in record if is_within(run, figure.scope)]
    begun = {run.run_id: had_begun(run, figure.until) for run in fitting}
    return Comparison(
        figure,
        figure.scope,
        runs=tuple(run for run in fitting if begun[run.run_id]),
        undecided=tuple(run for run in fitting if begun[run.run_id] is None),
    )
