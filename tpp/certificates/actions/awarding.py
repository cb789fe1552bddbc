"""Recommending people for certificates, and the answer of a second person."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from tpp import clock
from tpp.acting import Acting
from tpp.certificates.models import Award, AwardLine
from tpp.certificates.queries.awards import Gift, Row, Sheet, sheet_of
from tpp.certificates.queries.team import Colleague
from tpp.certificates.rules.awards import (
    Status,
    check_ceremony,
    check_none_open,
    check_own,
    check_second_person,
    check_signatories,
    check_somebody,
    check_unconfirmed,
    check_unstopped,
    check_words,
    printed_day,
)
from tpp.certificates.rules.naming import NameState, check_seen_together, hash_of
from tpp.certificates.rules.teaching import check_not_own
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.signatories.queries import everybody, signing_on

CONFIRMED = NameState.CONFIRMED


@transaction()
def recommend(
    run: CourseOffering,
    give: Collection[str] | None = None,
    *,
    dated_on: date,
    by: Acting,
    signatories: Sequence[int] = (),
    note: str = "",
    once: str | None = None,
) -> Award:
    """Recommend people of a run for certificates; a second person approves or returns the list.

    ``give`` names the certificates by their keys on the sheet (``queries.awards.Gift.key``); without
    it everybody whom nothing stops gets what the outcome carries. Sent twice with the same ``once``,
    it is one recommendation.
    """
    lock(run)
    if once and (known := sent_before(run, once)):
        return known
    sheet = sheet_of(run)
    check_none_open(sheet.award is not None)
    check_ceremony(dated_on, run.ends_on, clock.today(run.timezone))
    check_signing(run, signatories, dated_on)
    chosen = chosen_on(sheet, usual_on(sheet) if give is None else give)
    award = Award(
        offering_id=run.id,
        dated_on=dated_on,
        signatories=list(signatories),
        note=note,
        recommended_by_id=by.account_id,
        recommended_at=clock.now(),
        once=once,
    )
    db.session.add(award)
    db.session.flush()
    db.session.add_all(line_of(award, row, gift) for row, gift in chosen)
    record(award, "recommended", by=by, after={"certificates": len(chosen)})
    return award


def check_signing(run: CourseOffering, chosen: Sequence[int], ceremony: date) -> None:
    day = printed_day(ceremony, clock.today(run.timezone))
    may_sign = [it.id for it in signing_on(day)]
    check_signatories(chosen, may_sign, day, known=bool(everybody()))


def sent_before(run: CourseOffering, once: str) -> Award | None:
    known = sa.select(Award).where(Award.offering_id == run.id, Award.once == once)
    return db.session.scalar(known)


def usual_on(sheet: Sheet) -> list[str]:
    return [gift.key for _, gift in sheet.free if gift.is_usual]


def chosen_on(sheet: Sheet, give: Collection[str]) -> list[tuple[Row, Gift]]:
    """The certificates with these keys; Refused where one of them cannot be given."""
    check_somebody(len(give))
    free = {gift.key: (row, gift) for row, gift in sheet.free}
    if not set(give) <= set(free):
        raise Refused(
            "Somebody whom you ticked cannot get that certificate now. Open the page again.", "give"
        )
    return [it for key, it in free.items() if key in give]


def line_of(award: Award, row: Row, gift: Gift) -> AwardLine:
    it = row.candidate
    kind = str(it.earned())
    return AwardLine(award_id=award.id, kind=kind, qualification=gift.qualification, **it.ties)


@transaction()
def approve(
    award: Award,
    *,
    by: Acting,
    keep: Collection[str] | None = None,
    reason: str = "",
    shown: str | None = None,
) -> Award:
    """A second person approves: what is on the list, but for what they took out, may be issued.

    ``keep`` names what stays on the list by keys; without it everything stays. Names that nobody
    confirmed need a ``reason``. What is approved is the name as it stands now: where it changes
    before it is printed, that certificate is not issued. ``shown`` is what a page showed of all names
    (``rules.naming.seen_together``); Conflict where one was changed since.
    """
    lock(award)
    award.flow.after("approved", award.status)
    check_second_person(award.recommended_by_id, by.account_id)
    listed = sheet_of(award.offering).recommended
    if shown is not None:
        check_seen_together(shown, [row.names for row, _ in listed])
    stays = listed if keep is None else [it for it in listed if it[1].key in keep]
    check_somebody(len(stays))
    check_unstopped([row for row, _ in stays if row.obstacle])
    whose = (it.candidate for it, _ in stays)
    team = (it.account_id for it in whose if isinstance(it, Colleague))
    check_not_own(by.account_id, frozenset(team))
    unsure = {it.candidate.whose for it, _ in stays if it.name_state is not CONFIRMED}
    check_unconfirmed(len(unsure), reason)
    check_signing(award.offering, award.signatories, award.dated_on)
    for row, gift in listed:
        settle(gift.line, row, is_out=(row, gift) not in stays)
    answer(award, "approved", by=by, reason=reason if unsure else "")
    if unsure:
        award.reason = reason.strip()
        record(award, "issued_unconfirmed", by=by, reason=reason, after={"names": len(unsure)})
    return award


def settle(line: AwardLine | None, row: Row, *, is_out: bool) -> None:
    """Taken out, or approved in the name that stands now."""
    if line is None:
        return
    line.is_out = is_out
    line.salt = "" if is_out else secrets.token_hex(16)
    line.names_hash = "" if is_out else hash_of(line.salt, row.names)


def answer(award: Award, step: str, *, by: Acting, reason: str = "") -> None:
    award.move(step, by=by, reason=reason.strip())
    award.answered_by_id, award.answered_at = by.account_id, clock.now()


@transaction()
def send_back(award: Award, words: str, *, by: Acting) -> Award:
    """A second person returns the list, and says what has to be changed."""
    lock(award)
    check_second_person(award.recommended_by_id, by.account_id)
    check_words(words)
    answer(award, "returned", by=by, reason=words)
    award.answer = words.strip()
    return award


@transaction()
def withdraw(award: Award, *, by: Acting) -> Award:
    """Whoever recommended takes the list back before it is answered."""
    lock(award)
    check_own(award.recommended_by_id, by.account_id)
    answer(award, "withdrawn", by=by)
    return award


@transaction()
def finish(award: Award, *, by: Acting) -> None:
    """Everything on the list is issued, but for what was stopped: the next list may begin."""
    lock(award)
    if award.status is Status.APPROVED:
        award.move("issued", by=by)
