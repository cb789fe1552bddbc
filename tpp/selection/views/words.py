"""Sentences about what is decided, and the short words that head a column of verdicts."""

from flask_babel import gettext as _
from flask_babel import ngettext

from tpp.catalogue.rules.eligibility import Criterion
from tpp.nominations.rules.eligibility import Check
from tpp.sentences import capital
from tpp.web.words import as_read


def head_of(check: Check) -> str:
    """The rule in a word or two: its language, licence, decision or document names it best."""
    named = check.demand.words
    for name in ("language", "licence", "decision", "document", "courses"):
        if name in named:
            return capital(str(as_read(named[name])))
    return {
        Criterion.RANK_BAND: _("Rank"),
        Criterion.SERVICE_LEFT: _("Service left"),
        Criterion.DEPLOYMENT: _("Deploys"),
        Criterion.AGE: _("Age"),
        Criterion.WOMEN_ONLY: _("Woman"),
    }.get(check.criterion, _("Rule"))


def done_words(step: str, number: int) -> str:
    """What was done, with how many it was done to."""
    match step:
        case "selected":
            return ngettext(
                "%(num)s nominee is selected.", "%(num)s nominees are selected.", number
            )
        case "put_on_reserve":
            return ngettext(
                "%(num)s nominee is on reserve.", "%(num)s nominees are on reserve.", number
            )
        case "returned":
            return ngettext(
                "%(num)s nomination is returned to its office.",
                "%(num)s nominations are returned to their offices.",
                number,
            )
        case "extended":
            return ngettext(
                "%(num)s offer has a new end.", "%(num)s offers have a new end.", number
            )
        case "lapsed":
            return ngettext("%(num)s offer has ended.", "%(num)s offers have ended.", number)
    return ngettext("%(num)s nomination is decided.", "%(num)s nominations are decided.", number)
