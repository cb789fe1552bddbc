"""What people do to their own account."""

from typing import Any

from tpp import clock
from tpp.accounts.actions import passwords
from tpp.accounts.actions.signing_in import close_browsers
from tpp.accounts.models import Account
from tpp.accounts.rules.passwords import LONG, check_password, plain
from tpp.accounts.rules.signing_in import step_of
from tpp.acting import Acting
from tpp.db import lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.outbox.actions import write

WRONG_PASSWORD = "This is not your present password."
WRONG_CODE = (
    "This code is not right now. Wait for the next one, and check the clock of your telephone."
)


@transaction()
def change_profile(
    account: Account, *, by: Acting, name: str, language: str, timezone: str
) -> None:
    """Call somebody as they wish, in their language, with the times of their place."""
    renamed = account.name != name
    after: dict[str, Any] = {"language": language, "timezone": timezone}
    before = {key: getattr(account, key) for key in after}
    account.name, account.language, account.timezone = name, language, timezone
    if renamed:
        record(account, "renamed", by=by)
    if before != after:
        record(account, "changed", by=by, before=before, after=after)


@transaction()
def change_password(account: Account, *, by: Acting, present: str, password: str) -> None:
    """A new password; every browser is signed out."""
    if not passwords.is_right(account, present):
        raise Refused(WRONG_PASSWORD, "present")
    set_password(account, password, by=by)


@transaction()
def set_password(account: Account, password: str, *, by: Acting) -> None:
    about = (account.name, account.email)
    check_password(password, has_second_factor=account.has_second_factor, about=about)
    account.password_hash = passwords.hashed(password)
    close_browsers(account.id)
    record(account, "password_changed", by=by)
    tell(account, "password")


@transaction()
def add_second_factor(account: Account, *, by: Acting, secret: str, code: str) -> None:
    """From now on signing in asks for a code; a first one shows that it works."""
    lock(account)
    if account.has_second_factor:
        raise Refused("You have a second factor already. Take it away first.")
    step = step_of(secret, code, clock.now(), None)
    if step is None:
        raise Refused(WRONG_CODE, "code")
    account.totp_secret, account.totp_last_step = secret, step
    record(account, "second_factor_added", by=by)
    tell(account, "factor_on")


@transaction()
def remove_second_factor(account: Account, *, by: Acting, present: str, code: str) -> None:
    """Sign in with the password alone again, if it is long enough for that."""
    lock(account)
    if not passwords.is_right(account, present):
        raise Refused(WRONG_PASSWORD, "present")
    if step_of(account.totp_secret, code, clock.now(), account.totp_last_step) is None:
        raise Refused(WRONG_CODE, "code")
    if len(plain(present)) < LONG:
        raise Refused(
            "Without a second factor a password needs %(least)s characters. Change yours first.",
            "present",
            least=LONG,
        )
    forget_second_factor(account)
    record(account, "second_factor_removed", by=by)


@transaction()
def forget_second_factor(account: Account) -> None:
    account.totp_secret, account.totp_last_step = "", None
    tell(account, "factor_off")


def tell(account: Account, what: str) -> None:
    """Tell the owner by mail, in case it was somebody else."""
    key = f"account-{account.id}-{what}-{clock.now().isoformat()}"
    words = {"name": account.name, "what": what}
    write(key, account.email, "account_changed", account.language, **words)
