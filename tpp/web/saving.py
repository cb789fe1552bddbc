"""What most forms come to: something was kept, or a refusal stands beside its field; and files sent."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, TypeVar

from flask import abort, send_file
from werkzeug.wrappers import Response

from tpp.errors import Refused
from tpp.files.models import StoredFile
from tpp.files.queries import read
from tpp.web.forms import Form

Kept = TypeVar("Kept")


def saved(form: Form, act: Callable[[], Kept]) -> Kept | None:
    """What the act kept of a form that was sent and is right; None where the page is to be shown, fresh
    or with what was refused."""
    if not form.validate_on_submit():
        return None
    try:
        return act()
    except Refused as refusal:
        form.refuse(refusal)
        return None


def sent(stored: StoredFile | None, name: str, *, as_attachment: bool = True) -> Response:
    """A stored file, kept by nobody on its way; 404 where there is none."""
    if stored is None:
        abort(404)
    options: dict[str, Any] = {"mimetype": stored.media_type, "as_attachment": as_attachment}
    contents = BytesIO(read(stored))
    answer = send_file(contents, download_name=name, conditional=False, etag=False, **options)
    answer.headers["Cache-Control"] = "no-store"
    return answer
