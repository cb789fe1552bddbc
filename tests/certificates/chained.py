"""A time-stamping authority with somebody above it, who tells on the loopback what was revoked."""

import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tpp import clock

DER, SHA256 = serialization.Encoding.DER, hashes.SHA256()
USE = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


def named(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def usage(*which):
    return x509.KeyUsage(**{it: it in which for it in USE})


def certificate(subject, key, issuer, issuer_key, *extensions):
    now, days = clock.now(), timedelta(days=400)
    made = (
        x509.CertificateBuilder(named(issuer), named(subject), key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - days)
        .not_valid_after(now + days)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
    )
    for extension, is_critical in extensions:
        made = made.add_extension(extension, is_critical)
    return made.sign(issuer_key, SHA256)


class Chain:
    """``says``: how it is told what was revoked (list, answer, nothing); ``mood``: honest, revoked, silent."""

    def __init__(self, says, url):
        self.says, self.url, self.mood, self.asked = says, url, "honest", []
        self.root_key = ec.generate_private_key(ec.SECP256R1())
        self.key = rsa.generate_private_key(65537, 2048)
        above = (
            (x509.BasicConstraints(True, None), True),
            (usage("key_cert_sign", "crl_sign"), True),
        )
        self.root = certificate("Test Root", self.root_key, "Test Root", self.root_key, *above)
        where = x509.UniformResourceIdentifier(f"{url}{says}")
        told = {
            "list": x509.CRLDistributionPoints([x509.DistributionPoint([where], None, None, None)]),
            "answer": x509.AuthorityInformationAccess([x509.AccessDescription(Access.OCSP, where)]),
        }
        own = [
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True),
            (usage("digital_signature"), True),
            *((it, False) for name, it in told.items() if name == says),
        ]
        self.own = certificate("Chained Authority", self.key, "Test Root", self.root_key, *own)

    @property
    def trusted(self):
        return asn1.Certificate.load(self.root.public_bytes(DER))

    def stamps(self, query):
        plain = serialization.NoEncryption()
        secret = self.key.private_bytes(DER, serialization.PrivateFormat.PKCS8, plain)
        above = SimpleCertificateStore.from_certs([self.trusted])
        own = asn1.Certificate.load(self.own.public_bytes(DER))
        key = keys.PrivateKeyInfo.load(secret)
        stamper = DummyTimeStamper(own, key, certs_to_embed=above, fixed_dt=clock.now())
        return stamper.request_tsa_response(tsp.TimeStampReq.load(query)).dump()

    def list(self):
        now = clock.now()
        made = (
            x509.CertificateRevocationListBuilder(named("Test Root"))
            .last_update(now - timedelta(hours=1))
            .next_update(now + timedelta(days=1))
        )
        if self.mood == "revoked":
            gone = x509.RevokedCertificateBuilder().serial_number(self.own.serial_number)
            made = made.add_revoked_certificate(
                gone.revocation_date(now - timedelta(days=2)).build()
            )
        return made.sign(self.root_key, SHA256).public_bytes(DER)

    def answer(self):
        now, is_gone = clock.now(), self.mood == "revoked"
        made = ocsp.OCSPResponseBuilder().add_response(
            cert=self.own,
            issuer=self.root,
            algorithm=hashes.SHA1(),
            cert_status=ocsp.OCSPCertStatus.REVOKED if is_gone else ocsp.OCSPCertStatus.GOOD,
            this_update=now - timedelta(hours=1),
            next_update=now + timedelta(days=1),
            revocation_time=now - timedelta(days=2) if is_gone else None,
            revocation_reason=None,
        )
        made = made.responder_id(ocsp.OCSPResponderEncoding.HASH, self.root)
        return made.sign(self.root_key, SHA256).public_bytes(DER)


@contextmanager
def serving(says):
    """The chain and the address of its authority."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            question = self.rfile.read(int(self.headers["Content-Length"]))
            self.say(chain.answer() if self.path == "/answer" else chain.stamps(question))

        def do_GET(self):
            self.say(chain.list())

        def say(self, words):
            chain.asked.append(self.path)
            is_silent = chain.mood == "silent" and self.path != "/"
            self.send_response(503 if is_silent else 200)
            if self.path == "/":
                self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            if not is_silent:
                self.wfile.write(words)

        def log_message(self, *_):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_port}/"
    chain = Chain(says, url)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield chain, url
    finally:
        server.shutdown()
        server.server_close()
