"""Settings, read from the environment and checked at the start: one sentence says what is wrong."""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent


class Wrong(Exception):
    """A setting that cannot be used; the message is one sentence for the operator."""


def port(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise Wrong(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def address(name: str, value: str, schemes: tuple[str, ...]) -> str:
    """A URL whose scheme we know how to use."""
    scheme = urlsplit(value).scheme
    if scheme not in schemes:
        raise Wrong(f"{name} must begin with one of {', '.join(s + '://' for s in schemes)}.")
    return value


def count(name: str, value: str) -> int:
    """How many of something, at least one."""
    if not value.isdecimal() or not 1 <= int(value) <= 1_000_000:
        raise Wrong(f"{name} must be a number from 1 to 1000000, not {value!r}.")
    return int(value)


def proxies(value: str) -> int:
    """How many proxies of ours stand in front; only so many steps of X-Forwarded-For are believed."""
    if not value.isdecimal() or int(value) > 9:
        raise Wrong(f"TRUSTED_PROXIES must be a number from 0 to 9, not {value!r}.")
    return int(value)


def megabytes(value: str) -> int:
    """The largest paper that is taken in; a form around it may be a little larger."""
    if not value.isdecimal() or not 1 <= int(value) <= 100:
        raise Wrong(f"UPLOAD_MB must be a number from 1 to 100, not {value!r}.")
    return int(value)


def authority(value: str) -> str:
    """Where time stamps are asked for; empty for none."""
    if not value:
        return ""
    address("TSA_URL", value, ("http", "https"))
    parts = urlsplit(value)
    if not parts.hostname or parts.username or parts.password:
        raise Wrong("TSA_URL must be an address with a host, and without a name or password in it.")
    return value


def least(value: str) -> int:
    """How many answers there are before any is shown: with fewer than three, each knows the other's."""
    if not value.isdecimal() or not 3 <= int(value) <= 50:
        raise Wrong(f"QUESTIONNAIRE_LEAST must be a number from 3 to 50, not {value!r}.")
    return int(value)


def release_days(value: str) -> int:
    """How many days before a run its unused seats are given back, where the run says nothing else."""
    if not value.isdecimal() or int(value) > 366:
        raise Wrong(f"SEAT_RELEASE_DAYS must be a number of days from 0 to 366, not {value!r}.")
    return int(value)


def folder(value: str) -> Path:
    path = Path(value).expanduser()
    path = path if path.is_absolute() else ROOT / path
    try:
        path.mkdir(parents=True, exist_ok=True)
        (path / "files").mkdir(exist_ok=True)
        path.chmod(0o700)
    except OSError as problem:
        raise Wrong(f"TPP_DATA cannot be used as a folder: {problem.strerror}.") from None
    return path


def kept_secret(path: Path, given: str | None) -> str:
    """The key that signs cookies: from the environment, else made once and kept in the data folder."""
    if given is not None:
        if len(given) < 32:
            raise Wrong("SECRET_KEY must have at least 32 characters.")
        return given
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip()


def database(value: str) -> str:
    """The address for SQLAlchemy, with the driver that we use."""
    schemes = ("sqlite", "postgresql", "postgres", "postgresql+psycopg")
    address("DATABASE_URL", value, schemes)
    for short in ("postgres://", "postgresql://"):
        if value.startswith(short):
            return "postgresql+psycopg://" + value.removeprefix(short)
    return value


class Settings:
    """Everything that can be set, as attributes for ``app.config.from_object``."""

    SQLALCHEMY_RECORD_QUERIES = False
    SESSION_COOKIE_NAME = "tpp"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    WTF_CSRF_TIME_LIMIT = None
    MAX_FORM_MEMORY_SIZE = 1024 * 1024
    BABEL_DEFAULT_TIMEZONE = "UTC"

    def __init__(self, env: dict[str, str] | None = None):
        env = dict(os.environ) if env is None else env
        data = folder(env.get("TPP_DATA") or "var")
        self.TPP_DATA = str(data)
        self.PORT = port(env.get("PORT") or "8000")
        base = env.get("BASE_URL") or f"http://127.0.0.1:{self.PORT}"
        self.BASE_URL = address("BASE_URL", base, ("http", "https")).rstrip("/")
        self.SESSION_COOKIE_SECURE = self.BASE_URL.startswith("https:")
        self.SECRET_KEY = kept_secret(data / "secret-key", env.get("SECRET_KEY"))
        self.SQLALCHEMY_DATABASE_URI = database(
            env.get("DATABASE_URL") or f"sqlite:///{data / 'register.db'}"
        )
        self.JOBS_URL = address(
            "JOBS_URL",
            env.get("JOBS_URL") or f"sqlite:///{data / 'jobs.db'}",
            ("sqlite", "redis", "rediss", "unix"),
        )
        self.FILES_URL = address(
            "FILES_URL", env.get("FILES_URL") or (data / "files").as_uri(), ("file", "s3")
        )
        self.LIMITS_URL = address(
            "LIMITS_URL", env.get("LIMITS_URL") or "memory://", ("memory", "redis")
        )
        self.MAIL_URL = address(
            "MAIL_URL", env.get("MAIL_URL") or "log://", ("smtp", "smtps", "log")
        )
        self.MAIL_FROM = env.get("MAIL_FROM") or "register@localhost"
        self.UPLOAD_MB = megabytes(env.get("UPLOAD_MB") or "10")
        self.MAX_CONTENT_LENGTH = (self.UPLOAD_MB + 1) * 1024 * 1024
        self.TSA_URL = authority(env.get("TSA_URL") or "")
        self.CALL_REMINDERS = days("TPP_REMINDERS", env.get("TPP_REMINDERS", "14,7,2"))
        self.ROLL_ROWS = count("ROLL_ROWS", env.get("ROLL_ROWS") or "20000")
        self.ROLL_DIRECT = count("ROLL_DIRECT", env.get("ROLL_DIRECT") or "500")
        self.ROLL_KEEP_DAYS = count("ROLL_KEEP_DAYS", env.get("ROLL_KEEP_DAYS") or "30")
        self.QUESTIONNAIRE_LEAST = least(env.get("QUESTIONNAIRE_LEAST") or "5")
        self.SEAT_RELEASE_DAYS = release_days(env.get("SEAT_RELEASE_DAYS") or "42")
        self.TRUSTED_PROXIES = proxies(env.get("TRUSTED_PROXIES") or "0")
        self.DEMO = yes_or_no("TPP_DEMO", env.get("TPP_DEMO") or "1")
        self.DEMO_PASSWORD = env.get("TPP_DEMO_PASSWORD") or ""
        if self.DEMO_PASSWORD and len(self.DEMO_PASSWORD) < 15:
            raise Wrong("TPP_DEMO_PASSWORD must have at least 15 characters.")


def days(name: str, value: str) -> str:
    """Whole days from 1 to 365, the farthest first: 14, 7, 2. Empty for none."""
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if len(parts) > 6 or not all(part.isascii() and part.isdecimal() for part in parts):
        raise Wrong(f"{name} must be whole numbers of days with commas, not {value!r}.")
    if not all(1 <= int(part) <= 365 for part in parts):
        raise Wrong(f"{name} must be days from 1 to 365, not {value!r}.")
    return ", ".join(str(day) for day in sorted({int(part) for part in parts}, reverse=True))


def yes_or_no(name: str, value: str) -> bool:
    if value not in ("0", "1"):
        raise Wrong(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def settings() -> Settings:
    """The settings of this process; ends it with one sentence when one is wrong."""
    try:
        return Settings()
    except Wrong as wrong:
        sys.exit(f"A setting is wrong: {wrong}")
