"""Mail servers on the loopback: a good one, and ones that refuse, fall silent or hang up."""

import asyncio
import socket
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller

from tpp.outbox.post import Server


class Accepting:
    """Takes every mail."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope)
        return "250 OK"


class RefusingPeople(Accepting):
    def __init__(self, code):
        super().__init__()
        self.code = code

    async def handle_RCPT(self, server, session, envelope, address, options):
        return f"{self.code} not here: {address}"


class RefusingMail(Accepting):
    def __init__(self, code):
        super().__init__()
        self.code = code

    async def handle_DATA(self, server, session, envelope):
        return f"{self.code} not this one"


class Silent(Accepting):
    """Takes the mail and says nothing for longer than anybody waits."""

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(30)
        return "250 OK"


class HangingUp(Accepting):
    """Closes in the middle of the mail."""

    async def handle_DATA(self, server, session, envelope):
        server.transport.close()
        return "250 OK"


class RudeGoodbye(Accepting):
    """Takes the mail and closes without a word when told goodbye."""

    async def handle_QUIT(self, server, session, envelope):
        server.transport.close()
        return "421 so what"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(handler):
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield Server(f"smtp://127.0.0.1:{port}", timeout=1)
    finally:
        controller.stop()


@pytest.fixture
def mail_server():
    """mail_server(handler) is the way out to a server that behaves like that."""
    open_ones = []

    def serve(handler):
        context = serving(handler)
        open_ones.append(context)
        return context.__enter__()

    yield serve
    for context in open_ones:
        context.__exit__(None, None, None)
