"""Help is for anybody, signed in or not."""

import pytest

from tests.factories import make_acting
from tpp.acting import Role


def test_anybody_can_read_what_the_register_is_and_what_it_is_not(app, browser):
    page = browser(None).get("/help")
    assert page.status_code == 200
    for words in ("Accessibility", "Privacy", "What this register is, and what it is not"):
        assert words in page.text
    assert "not United Nations policy" in page.text


@pytest.mark.parametrize("role", list(Role))
def test_every_page_leads_there_and_it_leads_back(app, browser, role):
    client = browser(make_acting(role))
    assert 'href="/help"' in client.get("/").text
    assert "rolenav" in client.get("/help").text
