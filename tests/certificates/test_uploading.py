"""Anybody compares a PDF that they were given with the one that was issued."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest
import sqlalchemy as sa

from tests.certificates.issuing import graduate, held_run, issue
from tests.certificates.specimens import make_words
from tests.factories import make_acting
from tpp import clock
from tpp.certificates import reading, tasks
from tpp.certificates.models import Certificate
from tpp.certificates.pdf import Press, render
from tpp.certificates.press import keys
from tpp.certificates.press.credential import Issuer, Maker
from tpp.certificates.press.sealing import Seal
from tpp.certificates.press.signing import Signer
from tpp.certificates.queries import page_of, words_of
from tpp.certificates.sealing import maker
from tpp.db import db, transaction
from tpp.files.models import StoredFile
from tpp.files.queries import read
from tpp.web.limits import limiter

NAME = "Asha Wanjiru"
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


@pytest.fixture
def issued(app):
    """A certificate in the register, and its page."""
    limiter.reset()
    certificate = issue(graduate(held_run(), NAME))
    tasks.print_page(certificate)
    return certificate, read(page_of(certificate).file)


@pytest.fixture
def send(browser):
    """send(contents) is the answer to a file."""
    client = browser(make_acting())  # signed in only for its token: the page is anybody's
    head = b'--limit\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n\r\n'

    def post(contents, kind="multipart/form-data; boundary=limit"):
        part = head % (b"" if contents is None else b"a.pdf") + (contents or b"")
        return client.post("/verify/file", data=part + b"\r\n--limit--\r\n", content_type=kind)

    return post


def changed(contents, place, by=1):
    return contents[:place] + bytes([contents[place] ^ by]) + contents[place + 1 :]


def resaved(contents, change=lambda pdf: None, **how):
    """What another program makes of it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(contents)) as pdf:
        change(pdf)
        pdf.save(out, **how)
    return out.getvalue()


def test_the_very_file_is_recognised_and_the_register_answers(send, issued):
    certificate, contents = issued
    page = send(contents).text
    assert "This file is exactly the one that was issued" in page
    assert "over the whole file" in page
    assert "This certificate is valid" in page
    assert NAME in page
    assert certificate.serial in page
    assert "A development key." in page


def test_a_file_that_is_exact_but_was_revoked_since_says_both(send, issued):
    certificate, contents = issued
    with transaction():
        row = db.session.get_one(Certificate, certificate.id)
        row.move("revoked", by=make_acting(), reason="Secret reason")
    page = send(contents).text
    assert "This file is exactly the one that was issued" in page
    assert "This certificate was revoked" in page
    assert 'class="verdict ok"' not in page
    assert "Secret reason" not in page


def test_one_changed_byte_is_found_wherever_it_is(send, issued):
    _, contents = issued
    for place in (10, len(contents) - 2):
        page = send(changed(contents, place)).text
        assert "This file was changed after it was signed" in page
        assert "1 byte is different." in page
        assert "but over other bytes" in page
        assert "exactly the one" not in page


def test_what_was_added_and_what_is_missing_is_told(send, issued):
    _, contents = issued
    assert "5 bytes stand behind its end." in send(contents + b"%more").text
    page = send(contents[:-200]).text
    assert "The end of this file is missing" in page
    assert "200 bytes are missing." in page


def test_a_file_that_another_program_saved_agrees_in_its_words(send, issued):
    _, contents = issued
    page = send(resaved(contents)).text
    assert "This is not the file that was issued" in page
    assert page.count("the same as in the register") == 3
    assert "This certificate is valid" in page


def test_a_file_with_another_name_is_found_out(send, issued):
    certificate, _ = issued
    forged = render(make_words(name="Somebody Else", url=certificate.words["url"]))
    page = send(forged).text
    assert "This is not the file that was issued" in page
    assert "not as in the register" in page
    assert NAME in page
    assert "Somebody Else" not in page


def test_a_file_that_somebody_else_signed_says_so(send, issued, tmp_path):
    certificate, _ = issued
    pair = keys.opened(keys.make(tmp_path / "keys", "Triangular Partnership Programme"))
    seal = Seal(Signer(pair.files, pair.key.certificate), "Triangular Partnership Programme")
    issuer = Issuer("Triangular Partnership Programme", "http://localhost", "001", pair.credentials)
    page = send(Press(Maker(seal, issuer)).print(words_of(certificate))).text
    assert "This file was signed by somebody else" in page
    assert "by a key that is not ours" in page


def test_a_program_and_a_second_signature_in_it_are_named(send, issued):
    _, contents = issued

    def add_program(pdf):
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    assert "a program that runs when it is opened" in send(resaved(contents, add_program)).text
    start = contents.index(b"/ByteRange")
    second = contents + contents[start : contents.index(b">>>", start) + 1]
    assert "more signatures than the one that was issued" in send(second).text


def test_a_file_whose_certificate_is_gone_from_the_register_is_ours_all_the_same(send, issued):
    certificate, _ = issued
    words = words_of(certificate)
    other = {"number": "TPP-2026-000999"}
    other |= {
        it: getattr(words, it).replace(certificate.code, "2" * 26) for it in ("url", "url_short")
    }
    lost = replace(words, **other)
    answer = send(Press(maker()).print(lost))
    assert answer.status_code == 404
    assert "signed with a key of this register" in answer.text


def blank(text=b""):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(b"BT (%b) Tj ET" % text)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_files_that_the_register_does_not_know_are_answered_alike_after_the_same_questions(
    send, issued, at
):
    at(clock.now())
    asked, questions, answers = [], [], []
    listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    texts = [b"", b"http://localhost/verify/" + b"2" * 26, b"/verify/" + b"u" * 26]
    sa.event.listen(db.engine, "before_cursor_execute", listener)
    for it in map(blank, texts):
        asked.clear()
        answers.append(send(it))
        questions.append([line for line in asked if "certificate" in line])
    sa.event.remove(db.engine, "before_cursor_execute", listener)
    assert {it.status_code for it in answers} == {404}
    assert "The register does not know this file" in answers[0].text
    assert len({TOKEN.sub("", it.text) for it in answers}) == 1
    assert len({len(it.data) for it in answers}) == 1
    assert len(questions[0]) == 3
    assert questions[0] == questions[1] == questions[2]


def loop():
    """Pages that hold themselves, and a table of places that comes before itself."""
    root = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    body = root + b"2 0 obj\n<< /Type /Pages /Kids [2 0 R] /Count 9 >>\nendobj\n"
    table = b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n%010d 00000 n \n" % len(root)
    trailer = b"trailer\n<< /Size 3 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return body + table + trailer % (len(body), len(body))


def bomb():
    """Ten thousand million pages in a kilobyte: each branch of the tree holds the next one ten times."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    branch = pdf.pages[0].obj
    for _ in range(10):
        kids = pikepdf.Array([branch] * 10)
        branch = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=kids, Count=10))
    pdf.Root.Pages = branch
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("contents", "says"),
    [
        (lambda: None, "Choose a file first."),
        (lambda: b"", "The file is empty."),
        (lambda: b"PK\x03\x04 a document", "This is not a PDF file."),
        (lambda: b"%PDF-1.7 " + bytes(6_000_000), "larger than 5 MB"),
        (
            lambda: resaved(blank(), encryption=pikepdf.Encryption(user="x", owner="y")),
            "is encrypted",
        ),
        (lambda: b"%PDF-1.7\nthis is none", "cannot be read"),
        (loop, "cannot be read"),
        (bomb, "cannot be read"),
    ],
    ids=["none", "empty", "no PDF", "large", "encrypted", "broken", "loop", "bomb"],
)
def test_what_cannot_be_compared_is_refused_with_a_sentence(send, app, monkeypatch, contents, says):
    limiter.reset()
    monkeypatch.setattr(reading, "SECONDS", 1)
    answer = send(contents())
    assert answer.status_code == 422
    assert answer.text.count(says) == 2  # above the form and at the field


def test_a_hundred_megabytes_are_refused_before_they_are_taken_in(browser, app):
    client = browser(make_acting())
    answer = client.post(
        "/verify/file",
        data=b"",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(100 * 1024 * 1024)},
    )
    assert answer.status_code == 413


def test_nothing_that_is_sent_is_kept(send, issued):
    def stored():
        db.session.rollback()
        return db.session.scalar(sa.select(sa.func.count(StoredFile.id)))

    _, contents = issued
    before = stored()
    send(contents)
    send(changed(contents, 100))
    assert stored() == before


def test_sending_files_is_slowed_down(send, app):
    limiter.reset()
    answers = [send(b"no PDF").status_code for _ in range(21)]
    assert (answers[0], answers[-1]) == (422, 429)
    limiter.reset()


def test_anybody_may_send_a_file_and_the_form_says_what_becomes_of_it(browser, app):
    page = browser().get("/verify/file").text
    assert "compared at once and not kept" in page
    assert 'name="csrf_token"' in page
