"""From a message of the outbox to the letter that leaves: text and HTML, in the reader's language."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from tpp.outbox.models import Message
from tpp.outbox.rules import message_id


def letter(message: Message) -> EmailMessage:
    """The subject is the first line of the text; the HTML says the same."""
    with force_locale(message.language):
        words = {**message.words, "base_url": current_app.config["BASE_URL"]}
        text = render_template(f"mail/{message.template}.txt", **words)
        html = render_template(f"mail/{message.template}.html", **words)
        sender_name = _("Training register")
    subject, _blank, body = text.strip().partition("\n")
    sender = current_app.config["MAIL_FROM"]
    mail = EmailMessage(policy=SMTPUTF8)
    mail["Subject"] = " ".join(subject.split())
    mail["From"] = Address(sender_name, addr_spec=sender)
    mail["To"] = Address(addr_spec=message.to)
    mail["Date"] = format_datetime(message.written_at)
    mail["Message-ID"] = message_id(message.key, sender.partition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body.strip() + "\n")
    mail.add_alternative(html, subtype="html")
    mail["Content-Language"] = message.language
    return mail
