"""The keys that sign: made once, read by nobody else, replaced without a certificate losing its proof."""

import stat

import pytest
import sqlalchemy as sa

from tests.certificates.approving import asked_to_issue
from tests.certificates.specimens import PAGES
from tests.certificates.test_actions import make_graduates
from tests.factories import make_acting, make_run
from tpp.certificates import tasks
from tpp.certificates.actions import register
from tpp.certificates.models import Certificate
from tpp.certificates.press import keys
from tpp.certificates.sealing import all_keys, key_folder, maker, signs_for_development
from tpp.db import db
from tpp.errors import Refused
from tpp.jobs.actions import carry_out
from tpp.jobs.models import Job


@pytest.fixture
def folder(tmp_path, app, monkeypatch):
    """A data folder of its own, in which there has never been a key."""
    monkeypatch.setitem(app.config, "TPP_DATA", str(tmp_path))
    return tmp_path / "keys"


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_look_makes_a_development_key_that_only_we_can_read(folder):
    [key] = all_keys()
    assert key.is_development
    assert signs_for_development()
    assert (mode(folder), mode(key.secret)) == (0o700, 0o400)
    assert keys.DEVELOPMENT in key.certificate.subject.rfc4514_string().replace("\\", "")
    assert [it.id for it in all_keys()] == [key.id]


def test_a_new_key_signs_from_then_on_and_the_older_ones_stay_known(folder):
    [first] = all_keys()
    second = keys.make(folder, "A programme")
    assert maker().issuer.key_id == second.id
    assert not signs_for_development()
    assert [it.id for it in all_keys()] == [second.id, first.id]


def test_a_retired_key_signs_no_more_and_another_takes_its_place(folder):
    [first] = all_keys()
    second = keys.make(folder, "A programme")
    keys.retire(folder, second.id)
    assert not second.secret.exists()
    assert maker().issuer.key_id == first.id
    assert [it.is_retired for it in all_keys()] == [True, False]


def without_keys(folder):
    for path in key_folder().iterdir():
        path.unlink()


def all_retired(folder):
    keys.retire(folder, all_keys()[0].id)


def readable(folder):
    all_keys()[0].secret.chmod(0o440)


def damaged(folder):
    secret = all_keys()[0].secret
    secret.chmod(0o600)
    secret.write_text(secret.read_text().replace("A", "B"))
    secret.chmod(0o400)


def somebody_elses(folder):
    [key] = all_keys()
    other = keys.make(folder.with_name("others"), "Somebody else")
    other.secret.rename(key.secret)


def half_gone(folder):
    path = all_keys()[0].folder / f"{all_keys()[0].id}.pem"
    path.chmod(0o600)
    path.write_text(path.read_text()[:300])


FAULTS = [
    (without_keys, "flask keys new"),
    (all_retired, "Every signing key is retired"),
    (readable, "Others can read"),
    (damaged, "damaged"),
    (somebody_elses, "does not belong"),
    (half_gone, "backup"),
]


@pytest.mark.parametrize(("spoil", "says"), FAULTS, ids=lambda it: getattr(it, "__name__", None))
def test_a_key_that_cannot_be_used_is_told_and_nothing_is_half_issued(folder, spoil, says):
    run = make_run()
    make_graduates(run, "Asha Wanjiru")
    job = asked_to_issue(run)
    spoil(folder)

    with pytest.raises(Refused, match=says):
        asked_to_issue(run)
    with pytest.raises(keys.NoKey, match=says):
        carry_out(job.id)

    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Certificate.id))) == 0
    assert db.session.get(Job, job.id, populate_existing=True).error == "NoKey"


def test_two_who_look_first_at_the_same_moment_make_one_key(folder):
    fresh = folder.with_name("keys")
    keys.make(fresh, "A programme", is_development=True)
    [key] = all_keys()
    keys.make_for_development(fresh, "A programme")
    assert [it.id for it in all_keys()] == [key.id]
    assert list(folder.parent.glob("*.part")) == []


def test_what_is_issued_is_signed_with_the_key_of_the_day(folder):
    run = make_run()
    make_graduates(run, "Asha Wanjiru")
    [certificate] = register(run, by=make_acting()).certificates
    file = tasks.press(maker()).print(PAGES["completion"])
    tasks.print_page(certificate)
    serial = all_keys()[0].certificate.public_bytes(keys.PEM)
    assert serial
    assert b"ETSI.CAdES.detached" in file


# On the terminal


def said(app, *arguments):
    return app.test_cli_runner().invoke(args=["keys", *arguments])


def test_keys_are_made_listed_and_retired_on_the_terminal(app, folder):
    [first] = all_keys()
    assert "signed with" in said(app, "new").output
    second, _ = all_keys()
    assert said(app, "list").output.splitlines() == [
        f"{second.id}  {second.made_at:%Y-%m-%d %H:%M} UTC  signs",
        f"{first.id}  {first.made_at:%Y-%m-%d %H:%M} UTC  stands by, for development only",
    ]
    assert said(app, "retire", first.id).exit_code == 0
    assert "retired, verifies only" in said(app, "list").output


def test_a_key_that_is_not_there_cannot_be_retired(app, folder):
    outcome = said(app, "retire", "001-abcdef")
    assert outcome.exit_code == 1
    assert "There is no key 001-abcdef in use" in outcome.output
