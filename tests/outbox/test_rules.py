"""When mail is tried again."""

from datetime import UTC, datetime, timedelta

from tpp.outbox.rules import WAITS, message_id, next_try

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_mail_is_tried_again_after_longer_and_longer_waits_and_then_given_up():
    waits = [next_try(tries, NOON, is_final=False) for tries in range(1, len(WAITS) + 2)]
    assert waits[-1] is None
    assert waits[0] == NOON + timedelta(minutes=1)
    assert sorted(waits[:-1]) == waits[:-1]
    assert sum(WAITS, timedelta()) > timedelta(days=1)


def test_what_a_server_refuses_for_good_is_not_tried_again():
    assert next_try(1, NOON, is_final=True) is None


def test_every_try_of_a_mail_has_the_same_number_and_no_other_mail_has_it():
    assert message_id("a", "x.org") == message_id("a", "x.org")
    assert message_id("a", "x.org") != message_id("b", "x.org")
    assert "canary" not in message_id("canary@example.org", "x.org")
