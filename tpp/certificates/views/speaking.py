"""The public pages in the reader's language, while other screens are English: a catalogue of their own.

``translations/<language>/LC_MESSAGES/verify.po`` holds what ``templates/certificates/verify*.html`` and
the layout around them say. The language is the one that the reader chose, else what the browser asks for.
"""

from typing import Any

from flask import render_template
from flask_babel import Domain
from markupsafe import Markup

from tpp.wording import FOLDER, filled

catalogue = Domain([str(FOLDER)], "verify")


def said(sentence: str, **words: Any) -> str:
    """``_`` of these templates; what is filled in is escaped."""
    text = Markup(catalogue.get_translations().ugettext(sentence))  # nosec B704 -- our own words
    return filled(text, words)


def counted(one: str, many: str, num: int, **words: Any) -> str:
    """``ngettext`` of these templates."""
    found = catalogue.get_translations().ungettext(one, many, num)
    return filled(Markup(found), {"num": num, **words})  # nosec B704 -- our own words


def page(template: str, **words: Any) -> str:
    """A template of ``certificates/``, spoken in the reader's language."""
    spoken = {"_": said, "gettext": said, "ngettext": counted}
    return render_template(f"certificates/{template}", **words, **spoken)
