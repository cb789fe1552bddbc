"""Letters of a call: prepared, sent once a person whatever happens, tried again, and reminders."""

import email
import threading
from datetime import timedelta
from email.policy import default

import pytest
import sqlalchemy as sa

from tests.calls.conftest import NOW, holder
from tests.conftest import PostgreSQL
from tests.factories import make_nomination, make_party, make_run
from tests.outbox.conftest import Accepting, HangingUp, RefusingPeople
from tpp import clock
from tpp.calls import actions, queries
from tpp.calls.actions import Wanted
from tpp.calls.models import CallAddressee
from tpp.calls.rules import LANGUAGES, Kind
from tpp.db import db
from tpp.errors import Refused
from tpp.outbox.actions import send_due
from tpp.outbox.models import Message
from tpp.outbox.rules import LEASE, Fate


@pytest.fixture
def asked(opened, ask):
    """A call that asks Kenya, where two people sign in, in English and in French."""
    call, kenya = opened(make_run()), make_party(code="KEN", name="Kenya")
    ask(call, kenya)
    call.kenya = kenya
    call.people = [holder(kenya), holder(kenya, "fr", email="francophone@example.org")]
    return call


def mails():
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Message).order_by(Message.id)))


def read(envelope):
    return email.message_from_bytes(envelope.content, policy=default)


def test_everybody_who_signs_in_gets_one_letter_in_their_language(asked, coordinator, mail_server):
    assert actions.send_letters(asked, Kind.OPENING, by=coordinator) == 2
    assert actions.send_letters(asked, Kind.OPENING, by=coordinator) == 0
    server = Accepting()
    assert send_due(post=mail_server(server)) == 2
    french = next(read(it) for it in server.mails if it.rcpt_tos == ["francophone@example.org"])
    assert french["Subject"].startswith("Appel à candidatures : Operators")
    text = french.get_body(("plain",)).get_content()
    assert "Places : 2" in text
    assert "Deux ans d’expérience." in text
    assert f"http://localhost/calls/{asked.id}" in text
    assert [it.fate for it in mails()] == [Fate.SENT, Fate.SENT]


def test_who_reads_none_of_its_languages_reads_the_first(asked, coordinator):
    holder(asked.kenya, "zh")
    actions.send_letters(asked, Kind.OPENING, by=coordinator)
    assert mails()[-1].words["text"] == "Two years of experience."


def test_somebody_of_two_offices_gets_one_letter_with_both(asked, ask, coordinator):
    peru = make_party(name="Peru")
    ask(asked, peru)
    both = asked.people[0]
    office = holder(peru)
    db.session.execute(
        sa.text("UPDATE office_holder SET account_id = :to WHERE account_id = :was"),
        {"to": both.id, "was": office.id},
    )
    db.session.commit()
    assert actions.send_letters(asked, Kind.OPENING, by=coordinator) == 2
    of_both = next(it for it in mails() if it.to == both.email)
    assert [it["party"] for it in of_both.words["parties"]] == ["Kenya", "Peru"]
    assert actions.send_letters(asked, Kind.OPENING, by=coordinator) == 0


def test_whoever_is_asked_later_is_written_to_later(asked, ask, coordinator):
    actions.send_letters(asked, Kind.OPENING, by=coordinator)
    peru = make_party(name="Peru")
    ask(asked, peru)
    holder(peru)
    assert actions.send_letters(asked, Kind.OPENING, by=coordinator) == 1


def test_who_has_left_and_closed_offices_are_not_written_to(asked, coordinator):
    for who in asked.people:
        db.session.get_one(type(who), who.id).disabled_at = clock.now()
    db.session.commit()
    assert [it.name for it in queries.nobody_to_write_to(asked)] == ["Kenya"]
    with pytest.raises(Refused, match="Nobody is asked yet"):
        actions.send_letters(asked, Kind.OPENING, by=coordinator)


def test_invented_people_are_not_written_to(asked, coordinator):
    holder(asked.kenya, is_demonstration=True, email="invented@demo.example")
    actions.send_letters(asked, Kind.OPENING, by=coordinator)
    assert [it.fate for it in mails() if it.to == "invented@demo.example"] == [Fate.NOT_SENT]


def test_a_letter_is_worded_before_it_goes_and_goes_back_to_the_usual_words(asked, coordinator):
    usual = actions.letter_words(asked, Kind.OPENING, "fr")
    own = {"subject": "Opérateurs recherchés", "opening": "Chers collègues,"}
    actions.word_letter(asked, Kind.OPENING, "fr", by=coordinator, **own)
    assert actions.letter_words(asked, Kind.OPENING, "fr") == tuple(own.values())
    assert actions.letter_words(asked, Kind.OPENING, "en")[0].startswith("Call for nominations")
    actions.word_letter(
        asked, Kind.OPENING, "fr", by=coordinator, subject=usual[0], opening=usual[1]
    )
    assert actions.letter_words(asked, Kind.OPENING, "fr") == usual


@pytest.mark.parametrize("kind", Kind)
def test_the_usual_words_are_there_in_six_languages(asked, kind):
    said = {actions.letter_words(asked, kind, language) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)


def test_new_days_are_told_once_for_each_change(asked, coordinator):
    assert actions.send_letters(asked, Kind.NEW_DAYS, by=coordinator) == 2
    assert actions.send_letters(asked, Kind.NEW_DAYS, by=coordinator) == 0
    actions.change(
        asked,
        [it.offering for it in asked.runs],
        by=coordinator,
        title=asked.title,
        opens_on=asked.opens_on,
        closes_on=asked.closes_on + timedelta(days=7),
        texts=asked.texts,
        reminders=asked.reminders,
    )
    assert actions.send_letters(asked, Kind.NEW_DAYS, by=coordinator) == 2


def test_a_letter_that_was_given_up_is_tried_again_to_todays_address(
    asked,
    coordinator,
    mail_server,
):
    actions.send_letters(asked, Kind.OPENING, by=coordinator)
    send_due(post=mail_server(RefusingPeople(550)))
    assert {it.fate for it in mails()} == {Fate.GIVEN_UP}
    first = queries.addressees(asked)[-1]
    db.session.get_one(type(first.account), first.account.id).email = "new@example.org"
    db.session.commit()
    actions.try_again(first.row, by=coordinator)
    with pytest.raises(Refused, match="not given up"):
        actions.try_again(first.row, by=coordinator)
    server = Accepting()
    assert send_due(post=mail_server(server)) == 1
    assert server.mails[0].rcpt_tos == ["new@example.org"]
    assert read(server.mails[0])["Subject"].startswith("Call for nominations")


CLOSING = NOW + timedelta(days=29)


def remind_on(at, days_before):
    at(CLOSING - timedelta(days=days_before) + timedelta(hours=10))
    return actions.remind_due()


def reminders():
    return [it for it in mails() if "-reminder-" in it.key]


def test_who_has_not_answered_is_reminded_on_each_day_of_the_rule_once(asked, coordinator, at):
    assert remind_on(at, 7) == 0, "nobody was written to yet"
    at(NOW)
    actions.send_letters(asked, Kind.OPENING, by=coordinator)
    assert remind_on(at, 15) == 0
    assert [remind_on(at, 14), remind_on(at, 14), remind_on(at, 13)] == [2, 0, 0]
    assert [remind_on(at, 7), remind_on(at, 2), remind_on(at, 1), remind_on(at, -1)] == [2, 2, 0, 0]
    assert len(reminders()) == 6


def test_a_worker_that_slept_reminds_once_and_not_for_every_day_it_missed(asked, coordinator, at):
    actions.send_letters(asked, Kind.OPENING, by=coordinator)
    assert remind_on(at, 1) == 2
    assert remind_on(at, 1) == 0


def test_who_has_answered_is_left_alone(asked, coordinator, at):
    actions.send_letters(asked, Kind.OPENING, by=coordinator)
    make_nomination(queries.seats_of(asked)[0])
    assert remind_on(at, 7) == 0


def test_a_call_that_is_extended_reminds_before_its_new_end_too(asked, coordinator, at):
    actions.send_letters(asked, Kind.OPENING, by=coordinator)
    assert remind_on(at, 2) == 2
    actions.change(
        asked,
        [it.offering for it in asked.runs],
        by=coordinator,
        title=asked.title,
        opens_on=asked.opens_on,
        closes_on=asked.closes_on + timedelta(days=20),
        texts=asked.texts,
        reminders="2",
    )
    assert remind_on(at, 2) == 0
    assert remind_on(at, -18) == 2


@pytest.fixture
def crowd(database, opened, coordinator):
    """A call that asks ten Parties; five hundred people sign in for them, sixty on PostgreSQL."""
    run = make_run(seats=1000)
    call = opened(run)
    parties = [make_party() for _ in range(10)]
    wanted = [Wanted(party, asked=True, seats={run.id: (0, 2)}) for party in parties]
    actions.ask(call, wanted, by=coordinator)
    call.many = 60 if isinstance(database, PostgreSQL) else 500
    for party in parties:
        people_of(party, call.many // len(parties))
    return call


def people_of(party, number):
    """Many at once, past the factories, which commit one by one."""
    from tpp.accounts.models import Account, Office, OfficeHolder
    from tpp.acting import Role
    from tpp.db import transaction

    with transaction() as session:
        office = Office(role=Role.FOCAL_POINT, party_id=party.id, name=party.name)
        session.add(office)
        session.flush()
        for n in range(number):
            language = LANGUAGES[n % len(LANGUAGES)]
            who = Account(
                email=f"{party.code}-{n}@example.org".lower(),
                name=f"N {n}",
                made_at=clock.now(),
                language=language,
            )
            session.add(who)
            session.flush()
            session.add(OfficeHolder(account_id=who.id, office_id=office.id, since=clock.now()))


class Killed(BaseException):
    """The worker's end, in the middle of sending."""


class Unsteady(Accepting):
    """Takes every fourth mail and then hangs up before it says so; refuses some for a while."""

    def __init__(self):
        super().__init__()
        self.calls = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.calls += 1
        if self.calls % 5 == 0:
            return "451 later"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.mark.both
def test_hundreds_of_people_get_their_letter_once_through_a_dying_server_and_worker(
    app,
    crowd,
    coordinator,
    mail_server,
    at,
):
    assert actions.send_letters(crowd, Kind.OPENING, by=coordinator) == crowd.many
    now, server, unsteady = clock.now(), Accepting(), Unsteady()
    send_due(most=5, post=mail_server(HangingUp()))
    way = mail_server(unsteady)
    send_due(most=20, post=way)

    class Dying:
        def deliver(self, mail):
            raise Killed

    with pytest.raises(Killed):
        send_due(post=Dying())
    assert actions.send_letters(crowd, Kind.OPENING, by=coordinator) == 0

    at(now + LEASE + timedelta(minutes=1))
    good = mail_server(server)

    def work():
        with app.app_context():
            while send_due(post=good):
                pass

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    reached = [it.rcpt_tos[0] for it in (*unsteady.mails, *server.mails)]
    assert len(reached) == len(set(reached)) == crowd.many
    assert {it.fate for it in mails()} == {Fate.SENT}
    assert db.session.scalar(sa.select(sa.func.count(CallAddressee.id))) == crowd.many


@pytest.mark.both
def test_the_button_and_the_rounds_pressed_at_once_write_one_letter_a_person(
    app, asked, coordinator, at
):
    from tpp.calls.models import NominationCall
    from tpp.scope import EVERYTHING, see

    number, troubles = asked.id, []

    def press():
        with app.app_context():
            see(EVERYTHING)
            try:
                call = db.session.get_one(NominationCall, number)
                actions.send_letters(call, Kind.OPENING, by=coordinator)
            except Exception as trouble:
                troubles.append(trouble)
            db.session.remove()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert troubles == []
    assert len(mails()) == 2
