"""What must be true before certificates are given, and of names before they are printed."""

from datetime import date, timedelta

import pytest

from tpp.certificates.rules import Names
from tpp.certificates.rules.awards import (
    AHEAD,
    FLOW,
    Status,
    check_ceremony,
    check_second_person,
    check_signatories,
    check_unconfirmed,
    printed_day,
)
from tpp.certificates.rules.naming import (
    Checked,
    NameState,
    check_seen,
    hash_of,
    seen,
    state_of_name,
)
from tpp.errors import Conflict, Refused

LAST_DAY, TODAY = date(2026, 11, 20), date(2026, 11, 24)
ASHA = Names("Asha Wanjiru", "en", "عائشة", "ar")


def test_only_what_was_approved_is_issued_and_nothing_comes_back_from_there():
    assert FLOW.after("approved", Status.RECOMMENDED) is Status.APPROVED
    assert FLOW.after("issued", Status.APPROVED) is Status.ISSUED
    for step, status in (
        ("issued", Status.RECOMMENDED),
        ("approved", Status.RETURNED),
        ("withdrawn", Status.APPROVED),
        ("returned", Status.ISSUED),
    ):
        with pytest.raises(Refused):
            FLOW.after(step, status)


def test_the_ceremony_is_not_before_the_last_day_of_the_run():
    check_ceremony(LAST_DAY, LAST_DAY, TODAY)
    with pytest.raises(Refused, match="before the last day"):
        check_ceremony(LAST_DAY - timedelta(days=1), LAST_DAY, TODAY)


def test_a_ceremony_is_prepared_for_a_quarter_of_a_year_at_most():
    check_ceremony(TODAY + AHEAD, LAST_DAY, TODAY)
    with pytest.raises(Refused, match="90 days"):
        check_ceremony(TODAY + AHEAD + timedelta(days=1), LAST_DAY, TODAY)


def test_the_date_of_issue_is_the_ceremony_or_the_day_of_entry_where_that_is_later():
    assert printed_day(TODAY + timedelta(days=3), TODAY) == TODAY + timedelta(days=3)
    assert printed_day(TODAY - timedelta(days=3), TODAY) == TODAY


def test_nobody_approves_what_they_recommended():
    check_second_person(1, 2)
    for approving in (1, None):
        with pytest.raises(Refused, match="Somebody else"):
            check_second_person(1, approving)


def test_names_that_nobody_confirmed_need_a_reason():
    check_unconfirmed(0, "")
    check_unconfirmed(2, "Cannot be reached")
    with pytest.raises(Refused, match="2 names are not confirmed"):
        check_unconfirmed(2, "  ")


@pytest.mark.parametrize(
    ("chosen", "may_sign", "says"),
    [
        ([], [1], "Choose who signs"),
        ([1], [], "Nobody on the list"),
        ([3], [1, 2], "may not sign on"),
        ([1, 2, 3], [1, 2, 3], "at most two"),
    ],
)
def test_whoever_signs_may_do_so_on_the_day_that_is_printed(chosen, may_sign, says):
    with pytest.raises(Refused, match=says):
        check_signatories(chosen, may_sign, TODAY, known=True)


def test_a_register_that_knows_no_signatory_prints_none():
    check_signatories([], [], TODAY, known=False)


def of(names, *, is_right=True):
    return Checked(is_right, "salt", hash_of("salt", names))


def test_a_name_that_changes_after_it_was_confirmed_is_unconfirmed_again():
    other = Names("Asha W. Kamau", "en", "عائشة", "ar")
    assert state_of_name(None, ASHA) is NameState.UNCONFIRMED
    assert state_of_name(of(ASHA), ASHA) is NameState.CONFIRMED
    assert state_of_name(of(ASHA), other) is NameState.CHANGED
    assert state_of_name(of(ASHA), Names("Asha Wanjiru", "en")) is NameState.CHANGED


def test_a_name_said_to_be_wrong_stays_so_until_it_is_corrected():
    assert state_of_name(of(ASHA, is_right=False), ASHA) is NameState.NOT_RIGHT
    other = Names("Asha W. Kamau", "en")
    assert state_of_name(of(ASHA, is_right=False), other) is NameState.UNCONFIRMED


def test_another_typeface_is_no_other_name():
    assert (
        state_of_name(of(ASHA), Names("Asha Wanjiru", "sw", "عائشة", "fa")) is NameState.CONFIRMED
    )


def test_what_was_not_seen_is_not_confirmed():
    check_seen(seen(ASHA), ASHA)
    with pytest.raises(Conflict):
        check_seen(seen(ASHA), Names("Asha", "en"))


def test_the_hash_tells_the_two_scripts_apart():
    assert hash_of("s", Names("A", "en", "B", "en")) != hash_of("s", Names("B", "en", "A", "en"))
