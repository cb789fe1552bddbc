"""From a message of the outbox to the letter that leaves: text and HTML, in the reader's language."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime
from typing import Any

from flask import current_app

from tpp.outbox.models import Message
from tpp.outbox.rules import message_id
from tpp.wording import in_language, render, wording


def letter(message: Message) -> EmailMessage:
    """The subject is the first line of the text; the HTML says the same."""
    subject, body, html = written(message.template, message.language, message.words)
    with in_language(message.language):
        sender_name = wording("Training register")
    sender = current_app.config["MAIL_FROM"]
    mail = EmailMessage(policy=SMTPUTF8)
    mail["Subject"] = subject
    mail["From"] = Address(sender_name, addr_spec=sender)
    mail["To"] = Address(addr_spec=message.to)
    mail["Date"] = format_datetime(message.written_at)
    mail["Message-ID"] = message_id(message.key, sender.partition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body)
    mail.add_alternative(html, subtype="html")
    mail["Content-Language"] = message.language
    return mail


def written(template: str, language: str, words: dict[str, Any]) -> tuple[str, str, str]:
    """Subject, text and HTML of a letter, as it will leave."""
    words = {**words, "base_url": current_app.config["BASE_URL"]}
    text = render(f"mail/{template}.txt", language, **words)
    subject, _blank, body = text.strip().partition("\n")
    return (
        " ".join(subject.split()),
        body.strip() + "\n",
        render(f"mail/{template}.html", language, **words),
    )
