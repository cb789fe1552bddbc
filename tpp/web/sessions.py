"""What is remembered of a browser: in the database once somebody signed in, else in a signed cookie.

The cookie of a signed-in browser holds a random word and nothing else; its row (``SignedIn``) ends
with sign-out, a changed password, a disabled account, or time. Flask-Login says who it is.
"""

from hashlib import sha256
from secrets import token_hex
from typing import Any

from flask import Flask, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError

from tpp import clock
from tpp.accounts.actions import signing_in
from tpp.accounts.actions.signing_in import token_hash
from tpp.accounts.models import Account
from tpp.accounts.queries.signed_in import Open, open_session
from tpp.accounts.rules.signing_in import SEEN_EVERY

TOKEN = "token"
NOT_KEPT = frozenset({TOKEN, "_user_id", "_fresh", "_id"})
"""What the row says itself, and need not be kept in its contents."""

login = LoginManager()
login.session_protection = None  # telephones change their address; the row's end is the protection


def init_app(app: Flask) -> None:
    if app.config["SESSION_COOKIE_SECURE"]:
        # Browsers take a cookie of this name from this very host, over https, and from nobody else.
        app.config["SESSION_COOKIE_NAME"] = "__Host-tpp"
    app.session_interface = RegisterSessions()
    login.init_app(app, add_context_processor=False)
    app.before_request(fail_with_the_database)


class RegisterSessions(SecureCookieSessionInterface):
    """A signed cookie before sign-in; after it, a row of ``SignedIn`` found by the cookie's word."""

    digest_method = staticmethod(sha256)

    def open_session(self, app: Flask, request: Any) -> SecureCookieSession:
        cookie = super().open_session(app, request) or self.session_class()
        token = cookie.get(TOKEN)
        g.open = None
        if not isinstance(token, str):
            return cookie
        try:
            g.open = open_session(token_hash(token), clock.now())
        except SQLAlchemyError as trouble:
            g.trouble = trouble
            return self.session_class()
        if g.open is None:
            return self.emptied()
        contents = g.open.contents
        who = {"_user_id": str(g.open.account_id), "_fresh": True}
        return self.session_class({**contents, **who, TOKEN: token})

    def emptied(self) -> SecureCookieSession:
        """Nothing is left, and the cookie goes."""
        gone = self.session_class()
        gone.modified = True
        return gone

    def save_session(self, app: Flask, session: Any, response: Any) -> None:
        token = session.get(TOKEN)
        if not token:
            return super().save_session(app, session, response)
        response.vary.add("Cookie")
        is_seen = is_seen_long_ago(g.get("open")) and not g.get("unrecognised")
        if session.modified or is_seen:
            contents = {key: value for key, value in session.items() if key not in NOT_KEPT}
            signing_in.keep(token, contents)
        if g.get("new_cookie"):
            only = self.session_class({TOKEN: token})
            only.modified = True
            super().save_session(app, only, response)
        return None


@login.user_loader
def account_of(account_id: str) -> Account | None:
    """For Flask-Login: the account of this request's open row, and no other."""
    found: Open | None = g.get("open")
    return found.account if found and str(found.account_id) == account_id else None


def is_seen_long_ago(found: Open | None) -> bool:
    return bool(found and found.seen_at + SEEN_EVERY <= clock.now())


def fail_with_the_database() -> None:
    """The database did not answer while the session was opened: now there is a page that can say so."""
    if g.get("trouble"):
        raise g.trouble


def let_in(account: Account, office_id: int) -> None:
    """Sign this browser in, under a new word and with new form tokens; it keeps only its language."""
    contents = {"csrf_token": token_hex(20), **chosen_language()}
    agent = request.user_agent.string
    _row, token = signing_in.open_browser(account, office_id, agent, **contents)
    session.clear()
    session.update(contents)
    session[TOKEN] = token
    g.new_cookie = True
    login_user(account)


def let_out() -> None:
    """Sign this browser out; it keeps only its language."""
    found: Open | None = g.get("open")
    kept = chosen_language()
    if found:
        signing_in.close_browser(found.id, found.account_id)
    logout_user()
    session.clear()
    session.update(kept)


def chosen_language() -> dict[str, str]:
    return {"language": session["language"]} if "language" in session else {}


def renew_form_tokens() -> None:
    """Pages opened before can send nothing more: they were about another office."""
    session["csrf_token"] = token_hex(20)
    g.pop("csrf_token", None)
