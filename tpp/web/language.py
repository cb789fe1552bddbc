"""In which language, and from which side, a page is read."""

from flask import Blueprint, Flask, g, has_request_context, redirect, request, session
from flask_babel import Babel, get_locale

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
    Babel(app, locale_selector=chosen)
    app.context_processor(lambda: {"languages": LANGUAGES, "current_language": current()})
    app.after_request(say_language)
    app.register_blueprint(bp)


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
    return response


@bp.get("/language/<any(en, fr, es, ar, ru, zh):code>")
@public
def language(code: str):
    """Read on in another language."""
    session["language"] = code
    return redirect(local(request.args.get("next", "")) or "/", 303)
