"""What a form or an address asks of the selection: which step, for whom, as they were seen."""

from dataclasses import dataclass
from typing import Any

from flask import abort, request

from tpp.selection.rules import STEPS
from tpp.selection.rules.ticks import MOST, packed, unpacked
from tpp.web.addresses import LARGEST_KEY

Ticks = dict[int, int | None]

FILTERS = ("show", "q", "sex", "party", "fit", "page")
"""What the address of the page keeps."""


@dataclass(frozen=True)
class Asked:
    """A step for some nominees, by id with the version that the page showed."""

    step: str
    ticks: Ticks

    @property
    def packed(self) -> str:
        return packed(self.ticks)


def asked_by_address() -> Asked:
    return Asked(known_step(request.args.get("step")), unpacked(request.args.get("ticked", "")))


def asked_by_form() -> Asked:
    """One row's button, the ticks of this page and of others, or what a preview was about."""
    if one := request.form.get("one"):
        step, _colon, nominee = one.partition(":")
        return Asked(known_step(step), ticks_of([nominee]))
    do = request.form.get("do", "")
    wanted = request.form.get("confirm") or (do if do in STEPS else request.form.get("step"))
    if do and do not in STEPS and not is_turn(do) and do != "tick":
        abort(400)
    here = ticks_of(request.form.getlist("nomination"))
    return Asked(known_step(wanted), here | unpacked(request.form.get("others", "")))


def is_turn(do: str) -> bool:
    """Not a deed: another page or other filters, with the ticks kept."""
    return do == "filter" or do.startswith("page:")


def known_step(step: str | None) -> str:
    step = step or "selected"
    if step not in STEPS:
        abort(400)
    return step


def ticks_of(values: list[str]) -> Ticks:
    """``12:3`` is nomination 12 as it stood at its third change; ``12`` says nothing of that."""
    ticks: Ticks = {}
    for value in values[:MOST]:
        number, _colon, version = value.partition(":")
        if is_small(number):
            ticks[int(number)] = int(version) if is_small(version) else None
    return ticks


def is_small(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 11 and int(text) <= LARGEST_KEY


def kept_filters() -> dict[str, Any]:
    """The filters in force, for an address; those that a form sent come before those of its own."""
    pairs = {name: request.form.get(name, request.args.get(name, "")) for name in FILTERS}
    return {name: value[:200] for name, value in pairs.items() if value}
