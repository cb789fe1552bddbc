"""In which language, and from which side, a page is read."""

from typing import Any

from babel.support import NullTranslations
from flask import Blueprint, Flask, g, has_request_context, redirect, request, session
from flask_babel import Babel, Domain, get_domain, get_locale
from markupsafe import Markup

from tpp.sentences import ASIDE, END, LEFT, OF_ITSELF, capital
from tpp.web.addresses import local
from tpp.web.guard import public

bp = Blueprint("web", __name__)

LANGUAGES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ar": "العربية",
    "ru": "Русский",
    "zh": "中文",
}
FROM_THE_RIGHT = {"ar"}


def init_app(app: Flask) -> None:
    Babel(app, locale_selector=chosen).domain_instance = Sided()
    app.jinja_env.globals.update(_=translated, gettext=translated, ngettext=counted)
    app.jinja_env.filters["capitalize"] = capital
    app.context_processor(lambda: {"languages": LANGUAGES, "current_language": current()})
    app.after_request(say_language)
    app.register_blueprint(bp)


class Untranslated(NullTranslations):
    """English sentences for a page that is read from the right: each keeps its own side, wherever it
    stands, so that “0 of 4” is not read “of 4 0”, and those in a row follow each other as in English."""

    def gettext(self, message: str) -> str:
        return f"{LEFT}{ASIDE}{message}{END}{LEFT}" if message else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def upgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def unpgettext(self, context: str, singular: str, plural: str, num: int) -> str:
        return self.ngettext(singular, plural, num)


class Sided(Domain):
    """The catalogue of the screens; what it does not have is said in English, left to right."""

    def get_translations(self) -> Any:
        found = super().get_translations()
        if found._fallback is None and current()["dir"] == "rtl":
            found.add_fallback(Untranslated())
        return found


def isolated(text: str) -> str:
    """A day or a time in the reader's language, whole within an English sentence."""
    return f"{OF_ITSELF}{text}{END}" if text and current()["dir"] == "rtl" else text


def translated(sentence: str, **words: Any) -> Markup:
    """``_`` in templates: as Flask-Babel's, with the catalogue looked up once a request."""
    return filled(catalogue().ugettext(sentence), words)


def counted(one: str, many: str, num: int, /, **words: Any) -> Markup:
    """``ngettext`` in templates."""
    return filled(catalogue().ungettext(one, many, num), {"num": num, **words})


def filled(sentence: str, words: dict[str, Any]) -> Markup:
    """A sentence of ours with the words of others in its places, which are escaped."""
    text = Markup(sentence)  # nosec B704: sentences stand in templates and catalogues
    return text % words if "%" in sentence else text


def catalogue() -> Any:
    """Of the language of now: a worker writes one letter in French and the next in Arabic."""
    here = g._get_current_object()
    # Where Flask-Babel keeps it; asking it each time goes through four proxies.
    locale = getattr(getattr(here, "_flask_babel", None), "babel_locale", None) or get_locale()
    known = here.get("catalogue")
    if known is None or known[0] is not locale:
        known = here.catalogue = (locale, get_domain().get_translations())
    return known[1]


def chosen() -> str:
    """What the reader chose here, else for the account, else what the browser asks for, else English."""
    if not has_request_context():
        return "en"
    account = g.get("open")
    for code in (session.get("language"), account.language if account else None):
        if code in LANGUAGES:
            return code
    return request.accept_languages.best_match(LANGUAGES) or "en"


def current() -> dict[str, str]:
    code = str(get_locale() or "en").split("_")[0]
    side = "rtl" if code in FROM_THE_RIGHT else "ltr"
    return {"code": code, "name": LANGUAGES.get(code, code), "dir": side}


def say_language(response):
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", current()["code"])
        response.vary.add("Accept-Language")
    return response


@bp.get("/language/<any(en, fr, es, ar, ru, zh):code>")
@public
def language(code: str):
    """Read on in another language."""
    session["language"] = code
    return redirect(local(request.args.get("next", "")) or "/", 303)
