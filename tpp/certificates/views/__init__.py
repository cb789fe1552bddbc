"""The pages of certificates."""

from tpp.certificates.views import (
    awarding,
    bulk,
    correcting,
    credentials,
    links,
    naming,
    of_run,
    offline,
    one,
    own,
    previewing,
    uploading,
    verifying,
)
from tpp.certificates.views.blueprint import bp

__all__ = [
    "awarding",
    "bp",
    "bulk",
    "correcting",
    "credentials",
    "links",
    "naming",
    "of_run",
    "offline",
    "one",
    "own",
    "previewing",
    "uploading",
    "verifying",
]
