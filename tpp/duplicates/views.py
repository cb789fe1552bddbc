"""Looking at two records side by side, and deciding whether they are of one human being."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tpp.access import Ability, can
from tpp.db import db
from tpp.duplicates import actions, queries
from tpp.duplicates.forms import FACT, Seen, choosable, differing, merge_form
from tpp.duplicates.models import PersonPair
from tpp.duplicates.rules import TO_DECIDE, Status
from tpp.errors import Refused
from tpp.people.models import Person
from tpp.people.queries import is_closed
from tpp.web.forms import ButtonForm
from tpp.web.guard import acting, requires

bp = Blueprint("duplicates", __name__)

LISTS = {
    "open": Status.OPEN,
    "later": Status.LATER,
    "different": Status.DIFFERENT,
    "merged": Status.MERGED,
}


@bp.get("/duplicates")
@requires(Ability.DUPLICATE_LIST)
def index() -> str:
    which = request.args.get("show", "open")
    which = which if which in LISTS else "open"
    page = db.paginate(queries.pairs(LISTS[which]), per_page=25)
    return render_template("duplicates/index.html", page=page, which=which)


@bp.get("/duplicates/<int:pair_id>")
@requires(Ability.DUPLICATE_SEE, on=queries.one_pair)
def pair(pair: PersonPair) -> Any:
    """Both records side by side."""
    return render_template("duplicates/pair.html", **shown(pair, merge_form(pair)))


@bp.route("/duplicates/<int:pair_id>/merge", methods=["GET", "POST"])
@requires(Ability.DUPLICATE_DECIDE, on=queries.one_pair)
def merge(pair: PersonPair) -> Any:
    form = merge_form(pair)
    if form.validate_on_submit():
        if form.seen_version.data != Seen(pair).version:
            form.form_errors.append(
                _("A record was changed since you opened this page. Look at both again.")
            )
            form.seen_version.data = Seen(pair).version
            return render_template("duplicates/pair.html", **shown(pair, form)), 409
        try:
            actions.merge(
                pair, form.keep.data, form.facts(), by=acting, reason=form.reason.data or ""
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("One record stands for both now. What hung on the other one stayed with it."))
            return redirect(url_for(".index"), 303)
    return render_template("duplicates/pair.html", **shown(pair, form)), form.status


def shown(pair: PersonPair, form: Any) -> dict[str, Any]:
    both = (pair.first, pair.second)
    return {
        "pair": pair,
        "form": form,
        "fact": FACT,
        "differing": set(differing(*both)),
        "choosable": choosable(pair),
        "names": [queries.names_on(person) for person in both],
        "contacts": [queries.contacts_on(person) for person in both],
        "clashes": queries.clashes(*both) if pair.status in TO_DECIDE else [],
        "merge": queries.merge_of(pair),
        "may_decide": can(acting, Ability.DUPLICATE_DECIDE, pair),
        "is_to_decide": pair.status in TO_DECIDE and not any(is_waiting(pair, it) for it in both),
    }


def is_waiting(pair: PersonPair, person: Person) -> bool:
    """Does the pair wait because this record was merged already?"""
    return person.is_merged if pair.is_across else is_closed(person)


@bp.post("/duplicates/<int:pair_id>/different")
@requires(Ability.DUPLICATE_DECIDE, on=queries.one_pair)
def different(pair: PersonPair) -> Any:
    actions.tell_apart(pair, by=acting, reason=reason())
    flash(_("Remembered: these are different people. The pair is not shown again."))
    return redirect(url_for(".index"), 303)


@bp.post("/duplicates/<int:pair_id>/later")
@requires(Ability.DUPLICATE_DECIDE, on=queries.one_pair)
def later(pair: PersonPair) -> Any:
    actions.put_off(pair, by=acting)
    flash(_("Put off. The pair stands under “Later”."))
    return redirect(url_for(".index"), 303)


@bp.post("/duplicates/<int:pair_id>/reopen")
@requires(Ability.DUPLICATE_DECIDE, on=queries.one_pair)
def reopen(pair: PersonPair) -> Any:
    actions.reopen(pair, by=acting, reason=reason())
    flash(_("The pair is open again."))
    return redirect(url_for(".pair", pair_id=pair.id), 303)


@bp.post("/duplicates/<int:pair_id>/apart")
@requires(Ability.DUPLICATE_DECIDE, on=queries.one_pair)
def apart(pair: PersonPair) -> Any:
    """Undo a merge."""
    actions.take_apart(pair, by=acting, reason=reason())
    flash(_("Taken apart. Both records are as before, but for what was corrected since."))
    return redirect(url_for(".pair", pair_id=pair.id), 303)


def reason() -> str:
    return ButtonForm().values().get("reason") or ""
