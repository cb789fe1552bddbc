"""The credential by itself, and what a verifier asks of the register about it."""

import json
from base64 import urlsafe_b64decode

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt import PyJWK
from jwt import decode as checked
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.status import decode_encoded_list, set_indices

from tests.certificates.test_actions import make_graduates
from tests.factories import make_acting, make_run
from tpp.acting import Role
from tpp.certificates import tasks
from tpp.certificates.actions import register
from tpp.certificates.models import Certificate
from tpp.certificates.sealing import all_keys
from tpp.db import transaction


@pytest.fixture
def issued(app):
    """Two certificates with their pages, of Asha and of Naomi."""
    run = make_run()
    places = make_graduates(run, "Asha Wanjiru", "Naomi Cherotich")
    certificates = register(run, by=make_acting()).certificates
    for certificate in certificates:
        tasks.print_page(certificate)
    return list(zip(certificates, places, strict=True))


def revoke(certificate):
    with transaction() as session:
        session.get_one(Certificate, certificate.id).move("revoked", by=make_acting(), reason="x")


def public_key(client):
    [key] = client.get("/.well-known/jwks.json").json["keys"]
    return PyJWK(key).key


def claims_in(client, token):
    return checked(token, public_key(client), algorithms=["RS256"], options={"verify_aud": False})


def test_the_holder_downloads_the_credential_and_anybody_verifies_it_with_the_public_key(
    browser, issued
):
    certificate, place = issued[0]
    client = browser(make_acting(Role.TRAINEE, person=place.person))
    address = f"/certificates/{certificate.id}/credential"
    assert address in client.get("/my/certificates").text
    answer = client.get(address)
    assert answer.mimetype == "application/vc+jwt"
    assert answer.headers["Cache-Control"] == "no-store"
    assert f"{certificate.serial}.jwt" in answer.headers["Content-Disposition"]
    claims = claims_in(browser(), answer.text)
    assert claims["name"] == certificate.serial
    assert claims["credentialSubject"]["identifier"][0]["identityHash"] == "Asha Wanjiru"


def test_nobody_elses_credential_is_found(browser, issued):
    (mine, place), (other, _) = issued
    client = browser(make_acting(Role.TRAINEE, person=place.person))
    assert client.get(f"/certificates/{mine.id}/credential").status_code == 200
    assert client.get(f"/certificates/{other.id}/credential").status_code == 404


def test_a_certificate_without_a_page_has_no_credential_yet(browser, app):
    run = make_run()
    [place] = make_graduates(run, "Asha Wanjiru")
    [certificate] = register(run, by=make_acting()).certificates
    client = browser(make_acting(Role.TRAINEE, person=place.person))
    assert client.get(f"/certificates/{certificate.id}/credential").status_code == 404
    assert "/credential" not in client.get("/my/certificates").text


def test_the_issuer_says_who_it_is_at_the_address_that_credentials_name(browser, issued):
    profile = browser().get("/issuer").json
    assert profile["id"] == "http://localhost/issuer"
    assert profile["type"] == ["Profile"]


def test_the_public_keys_hold_nothing_private(browser, issued):
    [key] = browser().get("/.well-known/jwks.json").json["keys"]
    assert key.keys() == {"kty", "use", "alg", "kid", "n", "e"}
    assert key["kid"] == all_keys()[0].id


def test_the_status_list_follows_the_register_and_names_nobody(browser, issued):
    client = browser()
    before = client.get("/credentials/status/0")
    revoke(issued[1][0])
    after = client.get("/credentials/status/0")
    lists = [
        claims_in(client, it.text)["credentialSubject"]["encodedList"] for it in (before, after)
    ]
    assert lists[0] != lists[1]
    assert before.mimetype == "application/vc+jwt"
    middle = after.text.split(".")[1]
    assert "Naomi" not in json.dumps(json.loads(urlsafe_b64decode(middle + "==")))


def test_a_verifier_learns_from_the_register_that_a_certificate_was_revoked(browser, issued):
    certificate, place = issued[0]
    trainee = browser(make_acting(Role.TRAINEE, person=place.person))
    token = trainee.get(f"/certificates/{certificate.id}/credential").text
    client = browser()
    pem = public_key(client).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    [status] = OB3Verifier(pem).verify(token).credential_status
    revoke(certificate)
    listed = client.get(status["statusListCredential"].removeprefix("http://localhost")).text
    bits = decode_encoded_list(claims_in(client, listed)["credentialSubject"]["encodedList"])
    assert set_indices(bits) == {int(status["statusListIndex"])} == {certificate.number}


@pytest.mark.parametrize("page", ["1", "9999", "10000", "-1", "x", "99999999999999999999"])
def test_a_list_that_nobody_stands_in_is_not_there(browser, issued, page):
    assert browser().get(f"/credentials/status/{page}").status_code == 404


def test_pages_about_certificates_say_that_the_key_is_one_for_development(browser, issued):
    certificate, place = issued[0]
    run = place.offering
    words = "A development key."
    assert words in browser().get(f"/verify/{certificate.code}").text
    assert words in browser(make_acting()).get(f"/runs/{run.code}/certificates").text
    trainee = browser(make_acting(Role.TRAINEE, person=place.person))
    assert words in trainee.get("/my/certificates").text
