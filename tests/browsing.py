"""What a person does in a browser: fills a form in, with the token that stands in it."""

import re
from functools import cache

from tests.factories import make_account, make_acting
from tpp.accounts.actions import passwords
from tpp.acting import Role
from tpp.db import db

PASSWORD = "violet kettle under the bridge"


@cache
def password_hash():
    return passwords.hashed(PASSWORD)


def make_user(role=Role.COORDINATOR, **given):
    """An account with a password, holding an office of this role."""
    account = make_account(**{"password_hash": password_hash()} | given)
    make_acting(role, account=account)
    return account


def token_in(page):
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    return found.group(1) if found else ""


def post(browser, address, page=None, **fields):
    """Send a form from the page that shows it, else with the token of any other page."""
    pages = (browser.get(shown) for shown in (page or address, "/account", "/sign-in"))
    token = next(filter(None, map(token_in, pages)), "")
    return browser.post(address, data={"csrf_token": token, **fields})


def sign_in(browser, email, password=PASSWORD, **fields):
    return post(browser, "/sign-in", email=email, password=password, **fields)


def stands(statement):
    """What the register holds now, after what a browser did."""
    db.session.rollback()
    return db.session.scalar(statement)
