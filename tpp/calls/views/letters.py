"""Letters of a call: seen and changed before they go, sent, tried again."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from tpp import wording
from tpp.access import Ability
from tpp.acting import Acting
from tpp.calls import actions, queries
from tpp.calls.forms import LetterForm
from tpp.calls.models import CallAddressee, NominationCall
from tpp.calls.rules import LANGUAGES, Kind
from tpp.calls.views.blueprint import bp
from tpp.errors import Refused
from tpp.outbox.mail import written
from tpp.web.guard import acting, requires
from tpp.web.language import LANGUAGES as NAMES

KINDS = "any(opening, new_days, reminder)"


def prepared(acting: Acting, call_id: int, kind: str) -> NominationCall | None:
    return queries.one_call(acting, call_id)


@bp.get(f"/calls/<int:call_id>/letters/<{KINDS}:kind>")
@requires(Ability.CALL_LETTERS, on=prepared)
def letters(call: NominationCall) -> Any:
    kind, language = asked_for()
    subject, opening = actions.letter_words(call, kind, language)
    form = LetterForm(formdata=None, subject=subject, opening=opening, seen_version=call.version)
    return page(call, kind, language, form)


def asked_for() -> tuple[Kind, str]:
    """Which letter the address names, and in which language; only the six are there."""
    language = request.args.get("language", "en")
    if language not in LANGUAGES:
        abort(404)
    return Kind((request.view_args or {})["kind"]), language


def page(call: NominationCall, kind: Kind, language: str, form: LetterForm) -> Any:
    to, gone = queries.readers(call), queries.addressees(call)
    of_kind = [it for it in gone if it.row.kind is kind]
    subject, text, body = shown(call, kind, language)
    return render_template(
        "calls/letters.html",
        call=call,
        kind=kind,
        language=language,
        names=NAMES,
        form=form,
        subject=subject,
        text=text,
        body=body,
        readers=to,
        addressees=of_kind,
        nobody=queries.nobody_to_write_to(call),
    ), form.status


def shown(call: NominationCall, kind: Kind, language: str) -> tuple[str, str, Markup]:
    """The letter as the first reader of this language would get it, else with a made-up reader."""
    to = queries.readers(call)
    first = next((it for it in to if it.account.language == language), to[0] if to else None)
    parties = first.parties if first else ()
    name = first.account.name if first else "N. N."
    words = actions.words_for(call, kind, name, language, parties)
    subject, text, _page = written("call", language, words)
    words["base_url"] = current_app.config["BASE_URL"]
    body = wording.render("mail/call.html", language, frame="mail/_body.html", **words)
    return subject, text, Markup(body)  # nosec B704: our own template, which escapes its words


@bp.post(f"/calls/<int:call_id>/letters/<{KINDS}:kind>")
@requires(Ability.CALL_OPEN, on=prepared)
def word(call: NominationCall) -> Any:
    kind, language = asked_for()
    form = LetterForm()
    if form.validate():
        form.check_fresh(call)
        try:
            actions.word_letter(call, kind, language, by=acting, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The letter is saved."))
            return redirect(address(call, kind, language), 303)
    return page(call, kind, language, form)


def address(call: NominationCall, kind: Kind, language: str = "en") -> str:
    return url_for(".letters", call_id=call.id, kind=kind.value, language=language)


@bp.post(f"/calls/<int:call_id>/letters/<{KINDS}:kind>/sending")
@requires(Ability.CALL_OPEN, on=prepared)
def send(call: NominationCall) -> Any:
    kind = Kind((request.view_args or {})["kind"])
    if kind is Kind.REMINDER:
        abort(404)  # reminders go by their rule
    number = actions.send_letters(call, kind, by=acting)
    words = ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", number)
    flash(words if number else _("Everybody has this letter already."))
    return redirect(address(call, kind), 303)


@bp.post("/letters/<int:addressee_id>/again")
@requires(Ability.CALL_OPEN, on=queries.one_addressee)
def again(addressee: CallAddressee) -> Any:
    actions.try_again(addressee, by=acting)
    flash(_("The letter is tried again."))
    page_of_it = url_for(".letters", call_id=addressee.call_id, kind=addressee.kind.value)
    return redirect(page_of_it, 303)
