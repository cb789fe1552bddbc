"""Letters of a call: prepared, sent through the outbox once a person, tried again, and reminders."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tpp import clock
from tpp.acting import SYSTEM, Acting
from tpp.calls import queries, rules
from tpp.calls.models import CallAddressee, CalledRun, CallLetter, NominationCall
from tpp.calls.queries import Reader
from tpp.calls.rules import Kind
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.rules import LIVE
from tpp.outbox import actions as outbox
from tpp.outbox.rules import is_written_to
from tpp.parties.models import Party
from tpp.scope import EVERYTHING, seeing
from tpp.seats.models import SeatAllocation
from tpp.wording import in_language, wording

TEMPLATE = "call"


def usual_words(call: NominationCall, kind: Kind, language: str) -> tuple[str, str]:
    """Subject and opening paragraph of a letter, where the programme changed nothing."""
    with in_language(language):
        match kind:
            case Kind.OPENING:
                return (
                    wording("Call for nominations: %(title)s", title=call.title),
                    wording(
                        "The programme office asks your office to nominate people for the"
                        " training below."
                    ),
                )
            case Kind.NEW_DAYS:
                return (
                    wording("New days of the call for nominations: %(title)s", title=call.title),
                    wording(
                        "The days of the call below have changed. Please note the new last day."
                    ),
                )
        return (
            wording("Reminder of the call for nominations: %(title)s", title=call.title),
            wording("The call below closes soon, and your office has not answered it yet."),
        )


def letter_words(call: NominationCall, kind: Kind, language: str) -> tuple[str, str]:
    """Subject and opening paragraph of a letter as it will leave."""
    subject, opening = usual_words(call, kind, language)
    own = queries.written_for(call, kind).get(language)
    return ((own and own.subject) or subject, (own and own.opening) or opening)


@transaction()
def word_letter(
    call: NominationCall, kind: Kind, language: str, *, by: Acting, subject: str, opening: str
) -> None:
    """Say it in other words; the usual words typed again, or none, go back to the usual ones."""
    lock(call)
    rules.check_letter(subject, opening)
    usual = usual_words(call, kind, language)
    letter = queries.written_for(call, kind).get(language)
    if letter is None:
        letter = CallLetter(call_id=call.id, kind=kind, language=language)
        db.session.add(letter)
    letter.subject = "" if subject == usual[0] else subject
    letter.opening = "" if opening == usual[1] else opening
    call.version += 1
    record(call, "letter_worded", by=by, after={"kind": kind, "language": language})


@transaction()
def send_letters(call: NominationCall, kind: Kind, *, by: Acting) -> int:
    """Write to everybody who signs in for an asked office and was not written to; says how many letters."""
    lock(call)
    to = queries.readers(call)
    closes_at = max((it.closes_at for it in call.runs), default=None)
    rules.check_ready(len(live_runs(call)), len(to), closes_at, clock.now())
    occasion = "" if kind is Kind.OPENING else f"{call.opens_on}-{call.closes_on}"
    written = write_to(call, kind, occasion, to)
    if kind is Kind.OPENING and call.letters_sent_at is None:
        call.letters_sent_at = clock.now()
    call.version += 1
    record(call, "letters_sent", by=by, after={"kind": kind, "letters": written})
    return written


def write_to(call: NominationCall, kind: Kind, occasion: str, to: Sequence[Reader]) -> int:
    """Put a letter for each of these people into the outbox, once each, however often this is done."""
    keys, number, written = queries.written_keys(call), call.id, 0
    stem = "-".join(part for part in ("call", str(number), kind, occasion) if part)
    table = Table(call)
    worded = {language: letter_words(call, kind, language) for language in languages(to)}
    for reader in to:
        served = served_by(keys, f"{stem}-{reader.account.id}")
        parties = [party for party in reader.parties if party.id not in served]
        if parties:
            key = f"{stem}-{reader.account.id}" + (f"-{parties[0].id}" if served else "")
            write_one(call, kind, key, reader, parties, table, worded)
            written += 1
    return written


def served_by(keys: dict[str, set[int]], stem: str) -> set[int]:
    """Parties for which this person has this letter already."""
    of_person = [
        parties for key, parties in keys.items() if key == stem or key.startswith(f"{stem}-")
    ]
    return set().union(*of_person)


def languages(to: Sequence[Reader]) -> set[str]:
    return {reader.account.language for reader in to}


def write_one(
    call: NominationCall,
    kind: Kind,
    key: str,
    reader: Reader,
    parties: Sequence[Party],
    table: "Table",
    worded: dict[str, tuple[str, str]],
) -> None:
    account = reader.account
    words = table.words(account.name, account.language, parties, *worded[account.language])
    outbox.write(key, account.email, TEMPLATE, account.language, **words)
    if not is_written_to(account):
        outbox.withdraw(key)  # invented people are not written to
    for party in parties:
        row = CallAddressee(call_id=call.id, party_id=party.id, account_id=account.id, kind=kind)
        row.key, row.written_at = key, clock.now()
        db.session.add(row)


class Table:
    """What a letter tells of the runs: which, when, where, with how many seats, until when."""

    def __init__(self, call: NominationCall):
        self.call = call
        self.runs = live_runs(call)
        self.seats: dict[tuple[int, int], SeatAllocation] = {
            (it.party_id, it.offering_id): it for it in queries.seats_of(call)
        }

    def words(
        self, name: str, language: str, parties: Sequence[Party], subject: str, opening: str
    ) -> dict[str, Any]:
        return {
            "name": name,
            "subject": subject,
            "opening": opening,
            "text": self.call.text_in(language),
            "call": self.call.id,
            "parties": [
                {"party": party.name_in(language), "runs": self.lines(party)} for party in parties
            ],
        }

    def lines(self, party: Party) -> list[dict[str, Any]]:
        return [
            line_of(called, allocation.offered)
            for called in self.runs
            if (allocation := self.seats.get((party.id, called.offering_id))) and allocation.offered
        ]


def line_of(called: CalledRun, seats: int) -> dict[str, Any]:
    run = called.offering
    return {
        "course": run.course_version.course.title,
        "code": run.code,
        "place": ", ".join(part for part in (run.venue, run.place) if part),
        "first": run.starts_on.isoformat(),
        "last": run.ends_on.isoformat(),
        "until": called.closes_at.isoformat(),
        "zone": run.timezone,
        "seats": seats,
    }


def words_for(
    call: NominationCall, kind: Kind, name: str, language: str, parties: Sequence[Party]
) -> dict[str, Any]:
    """What a letter to such a reader says."""
    return Table(call).words(name, language, parties, *letter_words(call, kind, language))


def live_runs(call: NominationCall) -> list[CalledRun]:
    runs = [it for it in call.runs if it.offering.status in LIVE]
    return sorted(runs, key=lambda it: (it.offering.starts_on, it.offering.code))


@transaction()
def try_again(addressee: CallAddressee, *, by: Acting) -> None:
    """A letter that was given up is tried once more from the beginning, to the address of today."""
    call = db.session.get_one(NominationCall, addressee.call_id)
    lock(call)
    for_parties = queries.written_keys(call)[addressee.key]
    reader = next(
        (it for it in queries.readers(call, for_parties) if it.account.id == addressee.account_id),
        None,
    )
    if reader is None:
        raise Refused("This person does not sign in for the office any more.")
    account = reader.account
    words = words_for(call, addressee.kind, account.name, account.language, reader.parties)
    if not outbox.write_again(addressee.key, account.email, account.language, **words):
        raise Refused("This letter was not given up: it has left, or is tried again by itself.")
    record(addressee, "tried_again", by=by)


def remind_due(now: datetime | None = None) -> int:
    """Remind the offices that have not answered, on the days that each call says; says how many letters."""
    at = now or clock.now()
    with seeing(EVERYTHING):  # the register's own calendar looks at every call
        due = [
            (call, days)
            for call in queries.may_be_reminded(at.date())
            if (days := reminder_due(call, at)) and call.last_reminder != occasion_of(call, days)
        ]
        return sum(remind(call, days) for call, days in due)


def reminder_due(call: NominationCall, at: datetime) -> int | None:
    closes_at = min((it.closes_at for it in live_runs(call)), default=None)
    days = rules.reminder_days(call.reminders)
    if closes_at is None:
        return None
    return rules.reminder_due(days, closes_at, call.letters_sent_at, at)


def occasion_of(call: NominationCall, days: int) -> str:
    """The same once however often the register looks; another one when the call is extended."""
    return f"{days}-{call.closes_on}"


@transaction()
def remind(call: NominationCall, days: int) -> int:
    """Write to the offices that have not answered and were asked before the day of this reminder."""
    lock(call)
    occasion = occasion_of(call, days)
    if call.last_reminder == occasion:
        return 0
    closes_at = min(it.closes_at for it in live_runs(call))
    asked_before = closes_at - timedelta(days=days)
    silent = [
        line.party.id
        for line in queries.lines_of(call)
        if line.asked and line.asked.asked_at < asked_before and line.answer is None
    ]
    written = write_to(call, Kind.REMINDER, occasion, queries.readers(call, silent))
    call.last_reminder = occasion
    record(call, "reminded", by=SYSTEM, after={"days": days, "letters": written})
    return written
