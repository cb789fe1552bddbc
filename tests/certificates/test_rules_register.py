"""Numbers, codes, the chain, and how long a certificate is valid."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.assessments.rules import Status as OutcomeStatus
from tpp.certificates.rules import (
    CHAINED,
    FIRST,
    State,
    Status,
    Variant,
    chain_hash,
    code_of,
    code_typed,
    expires_on,
    is_code,
    names_hash,
    serial_of,
    state_of,
    variant_of,
)
from tpp.errors import Refused


def test_a_number_is_printed_with_its_year():
    assert serial_of(417, 2026) == "TPP-2026-000417"


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_26_letters_that_nobody_mixes_up(bits):
    code = code_of(bits)
    assert is_code(code)
    assert not set(code) & set("ilou")


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_different_bits_are_different_codes(one, other):
    assert (code_of(one) == code_of(other)) == (one == other)


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_understood_as_people_type_it(bits):
    code = code_of(bits)
    typed = " ".join(code[n : n + 4] for n in range(0, 26, 4)).upper()
    typed = typed.replace("0", "O").replace("1", "I").replace(" ", "-", 1)
    assert code_typed(typed) == code


@pytest.mark.parametrize("typed", ["", "TPP-2026-000417", "é" * 26, "u" * 26, "0" * 27])
def test_what_cannot_be_a_code_is_none(typed):
    assert not is_code(code_typed(typed))


@pytest.mark.parametrize(
    ("issued", "months", "expires"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 24), 36, date(2029, 11, 24)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 12, 1), None, None),
    ],
)
def test_a_certificate_is_valid_for_so_many_months(issued, months, expires):
    assert expires_on(issued, months) == expires


def test_the_last_day_is_still_valid_and_a_decision_goes_before_a_date():
    last = date(2026, 11, 24)
    assert state_of(Status.ISSUED, last, last) is State.VALID
    assert state_of(Status.ISSUED, last, date(2026, 11, 25)) is State.EXPIRED
    assert state_of(Status.ISSUED, None, date(2999, 1, 1)) is State.VALID
    assert state_of(Status.REVOKED, last, date(2026, 11, 25)) is State.REVOKED


def test_completion_and_participation_are_told_by_the_outcome():
    assert variant_of(OutcomeStatus.COMPLETED) is Variant.COMPLETION
    assert variant_of(OutcomeStatus.PARTICIPATED) is Variant.PARTICIPATION
    for none in (None, OutcomeStatus.NOT_EVALUATED, OutcomeStatus.FAILED):
        with pytest.raises(Refused):
            variant_of(none)


LINE = dict.fromkeys(CHAINED, "") | {
    "number": 1,
    "words": {"course": "HEE", "hours": "120 hours"},
    "issued_on": date(2026, 11, 24),
    "expires_on": None,
    "issued_at": datetime(2026, 11, 24, 8, tzinfo=UTC),
    "previous_hash": FIRST,
}


@pytest.mark.parametrize("column", CHAINED)
def test_every_column_of_a_row_is_in_its_hash(column):
    assert chain_hash(LINE | {column: "something else"}) != chain_hash(LINE)


def test_the_order_of_words_does_not_matter_to_the_hash():
    turned = dict(reversed(LINE["words"].items()))
    assert chain_hash(LINE | {"words": turned}) == chain_hash(LINE)


def test_names_are_salted_so_that_nobody_can_guess_them_from_the_chain():
    names = {"name": "Asha Wanjiru"}
    assert names_hash("one", names) != names_hash("other", names)
    assert names_hash("one", names) == names_hash("one", dict(names))
