"""On which terms a certificate is issued: its day, who signs, and what must not have changed since."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from tpp import clock
from tpp.certificates.models import Award
from tpp.certificates.queries.awards import Gift, Row, approved_lines
from tpp.certificates.queries.of_run import Holds, base_url, held
from tpp.certificates.rules import Entry, Names, Words, wording
from tpp.certificates.rules import Signatory as Signed
from tpp.certificates.rules.awards import (
    DRAFT_CODE,
    DRAFT_NUMBER,
    Status,
    draft_of,
    printed_day,
)
from tpp.certificates.rules.naming import Checked, hash_of
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.signatories.models import Signatory
from tpp.signatories.queries import signing_on

CHANGED_OUTCOME = "The outcome was changed after the approval. Recommend this one again."
CHANGED_WORK = "The task in the team was changed after the approval. Recommend this one again."


class Terms(NamedTuple):
    """What was approved of one certificate."""

    dated_on: date | None = None
    signatories: tuple[Signatory, ...] = ()
    kind: str = ""
    name: Checked | None = None
    is_closed: bool = False
    """The list was issued already: what it did not give then, it gives no more."""
    is_unsigned: bool = False
    """Somebody who was to sign may not on the day that is printed."""

    def check(self, candidate: Holds, names: Names) -> None:
        """What was approved is what is printed; Refused where it changed since."""
        if self.is_closed:
            raise Refused("That recommendation is closed. Recommend this one again.")
        if self.name and hash_of(self.name.salt, names) != self.name.names_hash:
            raise Refused("The name was changed after the approval. Recommend this one again.")
        if self.is_unsigned:
            raise Refused("Who was to sign may not sign today. Recommend this one again.")
        if self.kind and self.kind != candidate.earned():
            raise Refused(CHANGED_WORK if candidate.of_team else CHANGED_OUTCOME)

    def printed_on(self, today: date) -> date:
        return printed_day(self.dated_on, today) if self.dated_on else today

    def signed(self, words: Words) -> Words:
        """The words with those who sign, in the language of the page."""
        said = [it.said_in(words.language) for it in self.signatories]
        pairs = zip(said, self.signatories, strict=True)
        by = tuple(Signed(it.name, it.title, row.image_key) for it, row in pairs)
        return replace(words, signatories=by) if by else words


def terms_of(
    run: CourseOffering, people: Mapping[str, Holds], award: Award | None
) -> list[tuple[Holds, Terms]]:
    """What is to be entered for these people: what was approved, or else what the outcomes carry."""
    if award is None:
        return [(it, Terms()) for it in people.values() if not it.of_team]
    day = printed_day(award.dated_on, clock.today(run.timezone))
    signs = signing(award, day)
    terms = Terms(
        award.dated_on,
        signs,
        is_closed=award.status is Status.ISSUED,
        is_unsigned=len(signs) < len(award.signatories),
    )
    return [
        (
            people[line.whose]._replace(qualification=line.qualification),
            terms._replace(kind=line.kind, name=Checked(True, line.salt, line.names_hash)),
        )
        for line in approved_lines(award, people)
    ]


def signing(award: Award, day: date) -> tuple[Signatory, ...]:
    """Those chosen who may sign on this day."""
    return tuple(it for it in signing_on(day) if it.id in award.signatories)


def draft_words(run: CourseOffering, row: Row, gift: Gift, award: Award | None) -> Words:
    """Every word of the page that would be printed, marked as a draft; Refused where one cannot be."""
    today = clock.today(run.timezone)
    day = printed_day(award.dated_on if award else run.ends_on, today)
    variant = row.candidate.earned()
    entry = Entry(DRAFT_NUMBER, DRAFT_CODE, day)
    words = wording(held(run), row.names, variant, gift.qualification, entry, base_url())
    terms = Terms(signatories=signing(award, day) if award else ())
    return draft_of(terms.signed(words))
