"""What proves a certificate: its signature, and the credential that travels in it."""

import io
import json
import subprocess
from base64 import urlsafe_b64decode
from datetime import UTC, date, datetime
from functools import cache

import pikepdf
import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives import serialization
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.status import decode_encoded_list, set_indices
from openbadgeslib.ob3.verifier import OB3VerificationError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.certificates.specimens import PAGES, elements, make_words
from tpp.certificates.pdf import Press
from tpp.certificates.press import keys
from tpp.certificates.press.credential import (
    LISTED,
    Issuer,
    Maker,
    encoded_list,
    public_jwk,
    status_list,
)
from tpp.certificates.press.sealing import Seal, attached_to
from tpp.certificates.press.signing import Signer

BASE = "https://verify.example.org"
MIXED = make_words(name="محمد علي Ali Hassan", name_language="ar")
SEALED = PAGES | {"set by WeasyPrint": MIXED}
every_page = pytest.mark.parametrize("words", SEALED.values(), ids=SEALED.keys())


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    return keys.opened(keys.make(tmp_path_factory.mktemp("sealing") / "keys", "A programme"))


@pytest.fixture(scope="module")
def maker(pair):
    return Maker(
        Seal(Signer(pair.files, pair.key.certificate), "A programme"),
        Issuer("A programme", BASE, pair.key.id, pair.credentials),
    )


@pytest.fixture(scope="module")
def sealed(maker):
    press = Press(maker)
    return cache(lambda words: press.print(words, date(2099, 12, 31)))


def validated(file, pair):
    certificate = pair.key.certificate.public_bytes(serialization.Encoding.DER)
    trusted = ValidationContext(trust_roots=[x509.Certificate.load(certificate)])
    [signature] = PdfFileReader(io.BytesIO(file)).embedded_signatures
    return validate_pdf_signature(signature, trusted)


# The signature


@every_page
def test_every_file_is_signed_whole_and_no_change_is_allowed(words, sealed, pair):
    status = validated(sealed(words), pair)
    assert status.bottom_line
    assert status.docmdp_ok
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level is ModificationLevel.NONE


def test_pdfsig_qpdf_and_pdfdetach_find_no_fault(sealed, tmp_path):
    for number, words in enumerate(SEALED.values()):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(sealed(words))
        found = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True)
        assert "Signature is Valid" in found.stdout
        assert "Total document signed" in found.stdout
        subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
        out = tmp_path / f"{number}.jwt"
        subprocess.run(["pdfdetach", "-save", "1", "-o", out, file], check=True)
        assert out.read_bytes() == attached_to(file.read_bytes())


@pytest.mark.parametrize("place", [20, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_byte_that_was_changed_anywhere_breaks_it(sealed, pair, place):
    file = bytearray(sealed(PAGES["completion"]))
    file[int(place if place > 1 else place * len(file))] ^= 1
    try:
        status = validated(bytes(file), pair)
    except Exception:  # whatever it says: a file that cannot be read is not taken for genuine
        return
    assert not status.bottom_line


def test_a_file_signed_by_another_key_is_not_ours(sealed, tmp_path):
    other = keys.opened(keys.make(tmp_path / "keys", "Somebody else"))
    status = validated(sealed(PAGES["completion"]), other)
    assert status.intact
    assert not status.trusted


def test_the_same_words_are_the_same_file_signature_included(maker, sealed):
    again = Press(maker)
    again.print(PAGES["arabic"])
    for words in (PAGES["completion"], PAGES["two name lines"], MIXED):
        assert again.print(words, date(2099, 12, 31)) == sealed(words)


# The file is still for archives and for screen readers


@every_page
def test_a_sealed_file_keeps_what_archives_and_screen_readers_need(words, sealed):
    with pikepdf.open(io.BytesIO(sealed(words))) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
        assert metadata.count(b"<rdf:RDF") == 1
        assert b'pdfaid:part="3" pdfaid:conformance="A"' in metadata
        assert b'pdfuaid:part="1"' in metadata
        assert words.name in str(pdf.docinfo.Title)
        assert pdf.Root.Perms.DocMDP == pdf.Root.AcroForm.Fields[0].V
        [attached] = pdf.Root.AF
        assert attached.AFRelationship == "/Data"
        assert attached.EF.F.Subtype == "/application/vc+jwt"
        assert pdf.attachments["credential.jwt"].get_file().read_bytes().count(b".") == 2
        widget = pdf.Root.AcroForm.Fields[0]
        assert widget.P.objgen == pdf.pages[0].objgen
        assert [*widget.Rect] == [0, 0, 0, 0]
        assert all(str(it.Alt) for it in elements(pdf) if it.S == "/Figure")
        for font in pdf.pages[0].Resources.Font.values():
            assert "/ToUnicode" in font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


# The credential


def token_of(file):
    return attached_to(file).decode()


def claims_of(token):
    middle = token.split(".")[1]
    return json.loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


def public_pem(pair):
    return pair.credentials.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@every_page
def test_the_credential_is_an_open_badge_that_others_verify(words, sealed, pair):
    badge = OB3Verifier(public_pem(pair)).verify(token_of(sealed(words)))
    assert badge.id == words.url
    assert badge.name == words.number
    assert badge.achievement.name == words.course
    assert [it.identity_hash for it in badge.identifiers] == [words.name]
    assert badge.expiration_date.date() == date(2099, 12, 31)


def test_a_credential_that_was_changed_or_signed_by_another_key_is_refused(sealed, pair, tmp_path):
    head, claims, signature = token_of(sealed(PAGES["completion"])).split(".")
    changed = ".".join((head, claims[:-8] + "AAAAAAAA", signature))
    other = keys.opened(keys.make(tmp_path / "keys", "Somebody else"))
    with pytest.raises(OB3VerificationError):
        OB3Verifier(public_pem(pair)).verify(changed)
    with pytest.raises(OB3VerificationError):
        OB3Verifier(public_pem(other)).verify(".".join((head, claims, signature)))


def test_a_credential_names_its_key_and_where_it_stands_whether_it_holds(sealed, pair):
    token = token_of(sealed(PAGES["completion"]))
    head = json.loads(urlsafe_b64decode(token.split(".")[0] + "=="))
    assert head == {
        "alg": "RS256",
        "typ": "JWT",
        "kid": f"{BASE}/.well-known/jwks.json#{pair.key.id}",
    }
    status = claims_of(token)["credentialStatus"]
    assert status["statusListIndex"] == "417"
    assert status["statusListCredential"] == f"{BASE}/credentials/status/0"


def test_without_an_end_it_holds_for_good(maker):
    file = Press(maker).print(PAGES["completion"])
    assert not {"exp", "validUntil"} & claims_of(token_of(file)).keys()


def test_the_list_of_revoked_ones_is_read_by_others(maker):
    listed = status_list(1, [LISTED, LISTED + 9, 2 * LISTED - 1], maker.issuer, datetime.now(UTC))
    encoded = claims_of(listed)["credentialSubject"]["encodedList"]
    assert set_indices(decode_encoded_list(encoded)) == {0, 9, LISTED - 1}
    assert len(encoded) < 200
    assert encoded == encoded_list(1, [LISTED, LISTED + 9, 2 * LISTED - 1])


@pytest.mark.parametrize(("not_in_force", "is_refused"), [([417], True), ([416, 418], False)])
def test_a_verifier_asks_the_list_whether_it_still_holds(
    maker, sealed, pair, not_in_force, is_refused
):
    def fetched(address):
        assert address == f"{BASE}/credentials/status/0"
        return status_list(0, not_in_force, maker.issuer, datetime.now(UTC)).encode()

    verifier, token = OB3Verifier(public_pem(pair)), token_of(sealed(PAGES["completion"]))
    if is_refused:
        with pytest.raises(OB3VerificationError, match="'revocation' is set"):
            verifier.verify(token, check_status=True, download=fetched)
    else:
        assert verifier.verify(token, check_status=True, download=fetched)


def test_a_public_key_says_which_it_is(pair):
    key = public_jwk(pair.key.id, pair.credentials.public_key())
    assert (key["kty"], key["alg"], key["kid"], key["e"]) == ("RSA", "RS256", pair.key.id, "AQAB")
