"""The shape of what is decided about a pair of records."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from tpp.duplicates.models import PersonPair
from tpp.duplicates.rules import CHOSEN, Side
from tpp.people.models import Person
from tpp.web.forms import VersionedForm, WordField, options

SIDES = options([(Side.FIRST, _l("First record")), (Side.SECOND, _l("Second record"))])
NOTHING = (None, "", "unknown")
FACT = "fact_"
READ_BY_NO_OFFICE = _l(
    "Read by the programme office and by auditors, and by neither of the two offices. "
    "Write no personal details here."
)


class MergeForm(VersionedForm):
    """Which record stays, and of which each differing fact is kept."""

    keep = RadioField(
        _l("Which record stays?"),
        [InputRequired(_l("Choose the record that stays."))],
        choices=SIDES,
        coerce=Side,
    )
    reason = WordField(
        _l("How do you know?"),
        [Optional()],
        description=_l(
            "Read in the history by the office that keeps the records, by the programme office and "
            "by auditors. Write no personal details here."
        ),
    )

    def facts(self) -> dict[str, Side]:
        """Of which record each differing fact is kept."""
        given = {name: self[FACT + name].data for name in CHOSEN if FACT + name in self}
        return {name: side for name, side in given.items() if side}


def differing(first: Person, second: Person) -> list[str]:
    """The facts of which one has to be chosen."""
    return [name for name in CHOSEN if getattr(first, name) != getattr(second, name)]


def choosable(pair: PersonPair) -> list[str]:
    """The facts of which one is chosen: none of two Parties' records, which both stay as they are."""
    return [] if pair.is_across else differing(pair.first, pair.second)


def merge_form(pair: PersonPair) -> MergeForm:
    """A form over this pair, as both records are now; what is known goes before what is not."""
    facts = choosable(pair)
    fields = {FACT + name: RadioField(name, choices=SIDES, coerce=Side) for name in facts}
    kind = type("MergeOfThese", (MergeForm,), fields)
    stays = keeps(pair)
    known = {FACT + name: fuller(pair, name, stays) for name in facts}
    form: MergeForm = kind(keep=stays, seen_version=seen(pair), data=known)
    if pair.is_across:
        form.reason.description = READ_BY_NO_OFFICE
    return form


def keeps(pair: PersonPair) -> Side:
    """Proposed to stay: the record with which somebody signs in, else the older one."""
    return Side.SECOND if pair.second.account_id and not pair.first.account_id else Side.FIRST


def fuller(pair: PersonPair, name: str, otherwise: Side) -> Side:
    values: Sequence[Any] = [getattr(pair.first, name), getattr(pair.second, name)]
    if values[0] in NOTHING:
        return Side.SECOND
    return Side.FIRST if values[1] in NOTHING else otherwise


class Seen:
    """A pair with both records as they were when the page was made: any later change is a conflict."""

    def __init__(self, pair: PersonPair):
        self.version = seen(pair)


def seen(pair: PersonPair) -> str:
    return f"{pair.version}.{pair.first.version}.{pair.second.version}"
