"""How mail leaves: over SMTP, or into a folder where there is no mail server."""

import os
import smtplib
import ssl
from abc import ABC, abstractmethod
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

TIMEOUT = 20.0
"""Seconds that a mail server may keep silent."""


class Undelivered(Exception):
    """The mail did not leave; ``is_final`` when trying again is no use. Holds no address."""

    def __init__(self, problem: str, *, is_final: bool = False):
        super().__init__(problem)
        self.problem, self.is_final = problem, is_final


class Post(ABC):
    @abstractmethod
    def deliver(self, mail: EmailMessage) -> None:
        """Hand the mail over, or raise Undelivered."""


class Folder(Post):
    """Writes each mail as a file that only the owner of the register may read."""

    def __init__(self, folder: Path):
        self.folder = folder

    def deliver(self, mail: EmailMessage) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        name = mail["Message-ID"].strip("<>").split("@")[0]
        unfinished = self.folder / f"{name}.part"
        opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(opened, "wb") as file:
            file.write(mail.as_bytes(policy=SMTP))
        unfinished.replace(self.folder / f"{name}.eml")


@cache
def trusted() -> ssl.SSLContext:
    """The certificates that the machine trusts; reading them takes longer than sending a mail."""
    return ssl.create_default_context()


class Server(Post):
    """An SMTP server: encrypted wherever it can be, always where a password is sent."""

    def __init__(self, url: str, timeout: float = TIMEOUT):
        self.url, self.timeout = urlsplit(url), timeout

    def deliver(self, mail: EmailMessage) -> None:
        try:
            connection = self.connected()
            try:
                connection.send_message(mail)
            finally:
                leave(connection)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise undelivered("recipient refused", max(codes, default=0)) from None
        except smtplib.SMTPResponseException as answer:
            raise undelivered(type(answer).__name__, answer.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise Undelivered("the server cannot take this address", is_final=True) from None
        except (OSError, smtplib.SMTPException) as trouble:
            raise Undelivered(type(trouble).__name__) from None

    def connected(self) -> smtplib.SMTP:
        host, port = self.url.hostname or "localhost", self.url.port
        if self.url.scheme == "smtps":
            return self.signed_in(
                smtplib.SMTP_SSL(host, port or 465, timeout=self.timeout, context=trusted())
            )
        connection = smtplib.SMTP(host, port or 587, timeout=self.timeout)
        try:
            connection.ehlo()
            if connection.has_extn("starttls"):
                connection.starttls(context=trusted())
                connection.ehlo()
            elif self.url.username:
                raise Undelivered("the server offers no encryption for the password")
            return self.signed_in(connection)
        except BaseException:
            connection.close()
            raise

    def signed_in(self, connection: smtplib.SMTP) -> smtplib.SMTP:
        if self.url.username:
            connection.login(unquote(self.url.username), unquote(self.url.password or ""))
        return connection


def leave(connection: smtplib.SMTP) -> None:
    """Once the server took the mail, a goodbye that goes wrong must not send it again."""
    with suppress(OSError, smtplib.SMTPException):
        connection.quit()


def undelivered(what: str, code: int) -> Undelivered:
    """5xx is a server's last word, 4xx asks to come again."""
    return Undelivered(f"{what} ({code})", is_final=500 <= code < 600)


def post_for(url: str, data: Path) -> Post:
    """The way out that MAIL_URL names."""
    return Folder(data / "outbox") if url.startswith("log:") else Server(url)
