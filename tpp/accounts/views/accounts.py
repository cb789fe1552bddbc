"""Accounts for whoever administers them: finding, disabling, helping where a second factor is lost."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.accounts.actions import links
from tpp.accounts.actions import offices as actions
from tpp.accounts.forms import AccountFilter
from tpp.accounts.models import Account
from tpp.accounts.queries import offices as queries
from tpp.accounts.queries import story
from tpp.accounts.views.blueprint import bp
from tpp.accounts.views.offices import with_reason
from tpp.db import db
from tpp.web.guard import acting, requires


@bp.get("/accounts")
@requires(Ability.ACCOUNT_MANAGE)
def accounts() -> str:
    form = AccountFilter(request.args)
    wanted = (form.q.data or "")[:200]
    page = db.paginate(queries.accounts(wanted), per_page=50)
    return render_template("accounts/accounts.html", form=form, page_of_accounts=page)


@bp.get("/accounts/<int:account_id>")
@requires(Ability.ACCOUNT_MANAGE, on=queries.one_account)
def account(account: Account) -> str:
    holdings = db.session.scalars(queries.holdings_of(account)).all()
    return render_template(
        "accounts/account.html", account=account, holdings=holdings, story=story(account)
    )


@bp.route("/accounts/<int:account_id>/disabling", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_MANAGE, on=queries.one_account)
def disable(account: Account) -> Any:
    return with_reason(
        title=_("Disable %(name)s", name=account.name),
        words=_("The account signs in no more, and every browser of it is signed out at once."),
        deed=lambda reason: actions.disable(account, by=acting, reason=reason),
        done=_("The account is disabled."),
        back=url_for(".account", account_id=account.id),
    )


@bp.route("/accounts/<int:account_id>/enabling", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_MANAGE, on=queries.one_account)
def enable(account: Account) -> Any:
    return with_reason(
        title=_("Enable %(name)s", name=account.name),
        words=_("The account can sign in again, for the offices that it still holds."),
        deed=lambda reason: actions.enable(account, by=acting, reason=reason),
        done=_("The account is enabled."),
        back=url_for(".account", account_id=account.id),
    )


@bp.route("/accounts/<int:account_id>/second-factor", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_MANAGE, on=queries.one_account)
def reset_second_factor(account: Account) -> Any:
    return with_reason(
        title=_("Take away the second factor of %(name)s", name=account.name),
        words=_(
            "For somebody who lost the telephone. The password goes too; a link for a new one leaves by mail."
        ),
        deed=lambda reason: links.reset_second_factor(account, by=acting, reason=reason),
        done=_("The second factor is taken away, and a mail is on its way."),
        back=url_for(".account", account_id=account.id),
    )
