"""The page that opens without a network: it holds no names, and what keeps it in the browser."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, render_template, url_for
from flask_babel import gettext as _

from tpp.devices.views.blueprint import bp
from tpp.web.guard import public
from tpp.web.static import FOLDER

KEPT = (
    "vendor/bootstrap/bootstrap.min.css",
    "vendor/bootstrap/bootstrap.rtl.min.css",
    "vendor/htmx/htmx.min.js",
    *(f"css/{name}.css" for name in ("app", "parts", "figures", "phone", "print", "sheets")),
    *(f"js/{name}.js" for name in ("app", "device", "kept", "sheet", "offline")),
    "icons.svg",
    "images/shapes.svg",
    "favicon.svg",
)
MADE_OF = ("layouts/base.html", "devices/offline.html", "devices/_status.html")
MORE: list[str] = []
"""Files of other packages' sheets that open without a network."""


@bp.get("/device/offline")
@public
def offline() -> str:
    """The same for everybody: whose sheets it shows, the device knows."""
    return render_template("devices/offline.html")


@bp.get("/device/worker.js")
@public
def worker() -> Response:
    """Answers with the kept page where there is no network (a service worker)."""
    static = current_app.jinja_env.globals["static"]
    files = [static(path) for path in (*KEPT, *MORE)]  # type: ignore[operator]
    page = url_for(".offline")
    name = "device-" + sha256(json.dumps([files, *sources()]).encode()).hexdigest()[:12]
    script = render_template("devices/worker.js", name=name, page=page, files=files)
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


def sources() -> list[str]:
    """What the page is made of: changed words give the worker, and so the kept page, anew."""
    read = [current_app.root_path, "..", "templates"]
    return [Path(*read, name).read_text() for name in MADE_OF]


@bp.get("/device/manifest.webmanifest")
@public
def manifest() -> Response:
    """How the register is installed on a telephone."""
    static = current_app.jinja_env.globals["static"]
    icons = [
        {"src": static(f"images/{path.name}"), "sizes": size, "type": "image/png", "purpose": why}  # type: ignore[operator]
        for path in sorted((FOLDER / "images").glob("app-*.png"))
        for size, why in [(path.stem.split("-")[1], path.stem.split("-")[2])]
    ]
    told: dict[str, Any] = {
        "name": _("Training register"),
        "short_name": _("Register"),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0f3d6e",
        "icons": icons,
    }
    answer = jsonify(told)
    answer.mimetype = "application/manifest+json"
    return answer
