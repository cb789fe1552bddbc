"""What the pages of assessments share."""

from collections.abc import Iterable

from flask import Blueprint

from tpp.accounts.models import Account
from tpp.db import db

bp = Blueprint("assessments", __name__)


def names_of(accounts: Iterable[int | None]) -> dict[int, str]:
    """Names of those who assessed, decided or asked, by account."""
    ids = set(accounts) - {None}
    found = db.session.query(Account.id, Account.name).where(Account.id.in_(ids))
    return {row.id: row.name for row in found} if ids else {}
