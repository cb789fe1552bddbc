"""What devices send: each deed is done once, and gets its own answer."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import current_app, jsonify
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from tpp.access import Ability
from tpp.db import db
from tpp.devices.actions import received
from tpp.devices.forms import deeds_sent, read
from tpp.devices.rules import State
from tpp.devices.views.blueprint import bp
from tpp.errors import Conflict, NotAllowed, Refused
from tpp.web.guard import acting, requires
from tpp.web.words import said


@bp.post("/device/sends")
@requires(Ability.DEVICE_KEEP)
def sends() -> Any:
    """Do what was kept without a network, each deed once; an answer for each of them."""
    try:
        deeds = deeds_sent()
    except Refused as refusal:
        return jsonify(words=said(refusal)), 422
    return jsonify(answers=[answer_to(deed) for deed in deeds])


def answer_to(deed: Mapping[str, Any]) -> dict[str, Any]:
    """What the device is told of one deed: one that cannot be done does not hold up the others."""
    given = deed.get("id")
    try:
        return {"id": given, **come_of(deed)}
    except Conflict as found:
        return {"id": given, "state": State.CONFLICT, "theirs": found.theirs, "yours": found.yours}
    except Refused as refusal:
        return {"id": given, "state": State.REFUSED, "words": said(refusal)}
    except NotAllowed:
        words = _("You may not do this any more. Ask the programme office.")
        return {"id": given, "state": State.REFUSED, "words": words}
    except (
        IntegrityError,
        StaleDataError,
    ):  # at the same moment as somebody else: once more, later
        db.session.rollback()
        return {"id": given, "state": "later"}


def come_of(deed: Mapping[str, Any]) -> dict[str, Any]:
    sent = read(deed)
    kinds = current_app.extensions["device_deeds"]
    if sent.kind not in kinds:
        raise Refused("This was not sent by a page of the register. Open the page again.")
    doing = partial(kinds[sent.kind], sent.payload, acting)
    came = received(sent.id, kind=sent.kind, made_at=sent.made_at, by=acting, deed=doing)
    state = State.REPEATED if came.is_repeated else State.TAKEN
    return {"state": state, "came": came.answer}
