"""Answers leave compressed: many readers sit behind a satellite."""

from flask import Flask
from flask_compress import Compress

KINDS = [
    "text/html",
    "text/plain",
    "text/csv",
    "text/css",
    "application/json",
    "application/javascript",
    "image/svg+xml",
]


def init_app(app: Flask) -> None:
    """Brotli or gzip by what the browser takes, at levels that cost little on a busy machine."""
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=5,
        COMPRESS_MIMETYPES=KINDS,
        COMPRESS_MIN_SIZE=800,
    )
    Compress(app)
