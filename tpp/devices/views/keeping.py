"""The key of a device's store, and what it keeps: both end with the session."""

from secrets import token_urlsafe
from typing import Any

from flask import Response, current_app, g, jsonify, redirect, request, session, url_for
from flask_wtf.csrf import generate_csrf

from tpp import clock
from tpp.access import Ability
from tpp.devices.queries import end_of
from tpp.devices.rules import COOKIE, LEAVE, STORE, key_of, opens, owner_of
from tpp.devices.views.blueprint import bp
from tpp.scope import NOTHING, see
from tpp.web.guard import acting, requires
from tpp.web.sessions import TOKEN, let_out


def secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def me() -> str:
    assert acting.account_id is not None
    return owner_of(secret(), acting.account_id)


@bp.get("/device/hello")
@requires(Ability.DEVICE_KEEP)
def hello() -> Any:
    """Who is signed in, as a mark that says nothing about the account, and the token of this browser."""
    return jsonify(owner=me(), token=generate_csrf())


@bp.post("/device/key")
@requires(Ability.DEVICE_KEEP)
def key() -> Any:
    """The key of a store of this account, new or known, in a cookie that ends with the session."""
    told = request.get_json(silent=True)
    known = told.get("store") if isinstance(told, dict) else None
    is_known = isinstance(known, str) and STORE.fullmatch(known)
    assert acting.account_id is not None
    given = key_of(secret(), acting.account_id, str(known) if is_known else token_urlsafe(16))
    until = end_of(g.open.id)
    answer = jsonify(store=given.store, owner=me(), until=int(until.timestamp() * 1000))
    seconds = int((until - clock.now()).total_seconds())
    is_https = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(COOKIE, given.cookie, seconds, path="/", secure=is_https, samesite="Strict")
    g.gives_key = True
    return answer


@bp.get("/device/sheets")
@requires(Ability.DEVICE_KEEP)
def sheets() -> Any:
    """What the trainer works with today: the device keeps it, encrypted."""
    parts = current_app.extensions["device_sheets"]
    kept = {name: value for part in parts for name, value in part(acting).items()}
    return jsonify(**kept, owner=me(), when=int(clock.now().timestamp() * 1000))


def leave_if_asked() -> Any:
    """Somebody signed out on the device while it had no network: now the register hears of it."""
    if request.cookies.get(COOKIE) != LEAVE or not g.get("open"):
        return None
    let_out()
    g.acting = None
    see(NOTHING)
    return redirect(url_for("accounts.sign_in"), 303)


def end_with_the_session(response: Response) -> Response:
    """The key goes with the session that it came with, and with it whatever the browser keeps."""
    given = request.cookies.get(COOKIE)
    if not given or g.get("gives_key"):
        return response
    is_over = g.get("open") and TOKEN not in session
    if is_over:
        response.headers["Clear-Site-Data"] = '"storage"'
    who = g.get("acting")
    if is_over or not (who and opens(given, secret(), who.account_id)):
        response.delete_cookie(COOKIE, path="/", samesite="Strict")
    return response
