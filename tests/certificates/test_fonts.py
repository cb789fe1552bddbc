"""The typefaces that certificates are printed in."""

import hashlib
import os
import subprocess
import sys

import pytest

from tests.certificates.specimens import NAMES
from tpp.letters import FOLDER, faces, missing_glyphs


def test_the_folder_holds_the_faces_of_the_manifest_and_no_other():
    assert {face["file"] for face in faces()} == {path.name for path in FOLDER.glob("*.[to]t[fc]")}


@pytest.mark.parametrize("face", faces(), ids=lambda face: face["file"])
def test_each_face_is_the_one_that_was_taken_from_its_source(face):
    assert hashlib.sha256((FOLDER / face["file"]).read_bytes()).hexdigest() == face["sha256"]
    assert face["copyright"]
    assert face["source"].split()[0] in ("npm", "Debian")


def test_the_licence_is_beside_them_and_they_are_not_too_heavy():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf8")
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 12 * 2**20


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_names_of_every_script_have_their_letters(name):
    assert missing_glyphs(name) == ""


def test_missing_letters_are_told_once_each():
    assert missing_glyphs("김 민수 김 Lee") == "김민수"


def test_only_our_faces_are_seen_and_the_web_process_does_not_load_the_printer():
    program = (
        "import sys, tpp.certificates.pdf as pdf; assert 'weasyprint' not in sys.modules\n"
        "from tests.certificates.specimens import make_words; pdf.render(make_words())\n"
        "from weasyprint.text.ffi import fontconfig as f, ffi; c = f.FcInitLoadConfigAndFonts()\n"
        "print(f.FcConfigGetFonts(c, f.FcSetSystem).nfont)"
    )
    run = [sys.executable, "-c", program]
    outcome = subprocess.run(run, capture_output=True, text=True, env=dict(os.environ), check=True)
    assert int(outcome.stdout) == len(faces())
    assert outcome.stderr == ""
