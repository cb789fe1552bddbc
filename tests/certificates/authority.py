"""A time-stamping authority of the tests' own, on the loopback; it can be slow, refuse, and lie."""

import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from tpp import clock

DER = serialization.Encoding.DER


def certified(usage=ExtendedKeyUsageOID.TIME_STAMPING):
    """A key and its certificate."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test Authority")])
    day = timedelta(days=400)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - day)
        .not_valid_after(datetime.now(UTC) + day)
        .add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return (
        asn1.Certificate.load(certificate.public_bytes(DER)),
        keys.PrivateKeyInfo.load(secret),
    )


class Authority:
    """What it answers depends on ``mood``: honest, slow, refuses, lies, forged, long_ago, garbage."""

    def __init__(self):
        self.mood, self.asked = "honest", 0
        self.pair, self.other = certified(), certified(ExtendedKeyUsageOID.SERVER_AUTH)

    def answer(self, query):
        self.asked += 1
        request = tsp.TimeStampReq.load(query)
        if self.mood == "slow":
            time.sleep(2)
        if self.mood == "garbage":
            return b"\x30\x03\x02\x01"
        if self.mood == "lies":
            request["message_imprint"]["hashed_message"] = bytes(32)
        if self.mood == "refuses":
            return tsp.TimeStampResp({"status": {"status": "rejection"}}).dump()
        return self.stamper().request_tsa_response(request).dump()

    def stamper(self):
        at = clock.now() - (timedelta(days=30) if self.mood == "long_ago" else timedelta())
        return DummyTimeStamper(*(self.other if self.mood == "forged" else self.pair), fixed_dt=at)


@contextmanager
def serving():
    """The authority and its address."""
    authority = Authority()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            said = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(said)
            except OSError:
                pass  # whoever asked waits no longer

        def log_message(self, *_):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield authority, f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
