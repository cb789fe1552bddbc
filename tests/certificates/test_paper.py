"""The code on the paper: an address that any telephone opens, and signed words for when there is no network."""

import subprocess
from base64 import b32decode
from datetime import date

import pytest
import zxingcpp
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from PIL import Image

from tests.certificates.specimens import ARABIC, CHINESE, make_words
from tpp.certificates.pdf import Press
from tpp.certificates.press import keys
from tpp.certificates.press.credential import Issuer, Maker
from tpp.certificates.press.paper import COURSE, LONGEST, SCHEME, printed_code, signed_part
from tpp.certificates.press.sealing import Seal
from tpp.certificates.press.signing import ALGORITHM, Signer

LAST_DAY = date(2029, 9, 16)
KHMER = make_words(name="ចាន់ ស្រីពៅ វិច្ឆិកា", name_language="km")
LONG = make_words(
    name="Tsehaynesh Gebremariam Woldeselassie-Haileyesus Tekle-Michael",
    course="Formation continue des officiers du génie, " * 4,
    qualification="Instructeur, conduite et entretien des engins lourds, " * 3,
)
PAPERS = {
    "english": make_words(),
    "arabic": make_words(**ARABIC),
    "chinese": make_words(**CHINESE),
    "khmer": KHMER,
    "as long as may be": LONG,
    "set by WeasyPrint": make_words(name="محمد علي Ali Hassan", name_language="ar"),
}


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    return keys.opened(keys.make(tmp_path_factory.mktemp("paper") / "keys", "A programme"))


@pytest.fixture(scope="module")
def press(pair):
    seal = Seal(Signer(pair.files, pair.key.certificate), "A programme")
    issuer = Issuer("A programme", "https://verify.example.org", pair.key.id, pair.credentials)
    return Press(Maker(seal, issuer))


def said_by(text, pair):
    """What the code says, as its reader checks it; raises InvalidSignature."""
    address, _, payload = text.partition("#")
    packed = payload.removeprefix(SCHEME)
    data = b32decode(packed + "=" * (-len(packed) % 8))
    lines, signature = data[:-64], data[-64:]
    der = encode_dss_signature(
        *(int.from_bytes(it, "big") for it in (signature[:32], signature[32:]))
    )
    public, code = pair.key.certificate.public_key(), address.rpartition("/")[2]
    public.verify(der, signed_part(code, lines), ALGORITHM)
    return lines.decode().split("\n")


def test_the_code_is_the_address_with_the_signed_words_behind_it(pair):
    words = make_words()
    text = printed_code(words, LAST_DAY, pair.files)
    assert text.partition("#")[0] == words.url
    assert said_by(text, pair) == [
        *("TPP-2022-000417", "completion", "20220916", "20290916"),
        *(words.course, words.qualification, words.dates, words.name),
    ]


def test_the_same_words_give_the_same_code(pair):
    assert printed_code(KHMER, None, pair.files) == printed_code(KHMER, None, pair.files)


def test_a_long_title_is_shortened_and_a_name_never(pair):
    *_, course, _, _, name = said_by(printed_code(LONG, None, pair.files), pair)
    assert (len(course) <= COURSE, course[-1], name) == (True, "…", LONG.name)


def test_a_name_too_long_for_a_code_leaves_the_address_alone(pair):
    words = make_words(name="ሰላማዊት ተኽለ ገብረመድህን " * 5, name_language="am")
    assert len(words.name.encode()) > LONGEST - 120
    assert printed_code(words, None, pair.files) == words.url


def test_a_line_break_in_a_title_cannot_pass_for_another_line(pair):
    words = make_words(course="Course\nSomebody Else\nAnother")
    assert said_by(printed_code(words, None, pair.files), pair)[-1] == words.name


@pytest.mark.parametrize("part", ["code", "words", "signature"])
def test_a_code_of_which_one_letter_is_another_is_not_signed(part, pair):
    text = printed_code(make_words(), None, pair.files)
    start = text.index("#") + 2
    places = {
        "code": (start - 28, start - 2),
        "words": (start, start + 150),
        "signature": (-90, -4),
    }
    first, last = (it % len(text) for it in places[part])
    for place in range(first, last, 3):
        other = "3" if text[place] in "4e" else "4" if part != "code" else "e"
        with pytest.raises((InvalidSignature, ValueError)):
            said_by(text[:place] + other + text[place + 1 :], pair)


def test_a_signature_of_a_file_is_none_of_a_paper(pair):
    text = printed_code(make_words(), None, pair.files)
    payload = text.partition("#")[2].removeprefix(SCHEME)
    lines = b32decode(payload + "=" * (-len(payload) % 8))[:-64]
    der = pair.files.sign(lines, ALGORITHM)
    with pytest.raises(InvalidSignature):
        pair.key.certificate.public_key().verify(der, signed_part("x", lines), ALGORITHM)


@pytest.mark.parametrize("words", PAPERS.values(), ids=PAPERS.keys())
def test_the_printed_code_is_read_from_a_scan_at_150_dots_an_inch(words, press, pair, tmp_path):
    file = press.print(words, LAST_DAY)
    (tmp_path / "page.pdf").write_bytes(file)
    command = ["pdftoppm", "-r", "150", "-gray", "-singlefile", "page.pdf", "page"]
    subprocess.run(command, cwd=tmp_path, check=True)
    [code] = zxingcpp.read_barcodes(Image.open(tmp_path / "page.pgm"))
    assert code.text == printed_code(words, LAST_DAY, pair.files)
    assert said_by(code.text, pair)[-1] == words.name
    assert press.print(words, LAST_DAY) == file
