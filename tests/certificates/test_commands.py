"""What an operator does at the terminal: suspending, revoking by two, the head of the register."""

import pytest

from tests.certificates.issuing import again, certificates, graduate, held_run, issue
from tests.factories import make_account, make_acting
from tpp.acting import Role
from tpp.certificates.rules import Status
from tpp.db import db, transaction
from tpp.history.queries import story_of


@pytest.fixture
def run(app):
    """run(*words): what a command answered, its words and whether it ended well."""

    def answered(*words):
        with app.app_context():
            found = app.test_cli_runner().invoke(args=["certificates", *map(str, words)])
        db.session.rollback()
        return found.output, found.exit_code

    return answered


@pytest.fixture
def certificate(app):
    return issue(graduate(held_run()))


@pytest.fixture
def coordinators(app):
    """Two addresses."""
    accounts = [make_account(), make_account()]
    for it in accounts:
        make_acting(account=it)
    return [it.email for it in accounts]


def test_suspending_and_reinstating_name_who_did_it(run, certificate, coordinators):
    by = ("--reason", "Asked about", "--by", coordinators[0])
    assert run("suspend", certificate.serial, *by) == (f"{certificate.serial} is suspended.\n", 0)
    assert again(certificate).status is Status.SUSPENDED
    assert run("reinstate", certificate.number, *by)[1] == 0
    assert again(certificate).status is Status.ISSUED
    story = db.session.scalars(story_of(certificate)).all()
    assert {it.role for it in story} == {"coordinator"}
    assert story[0].reason == "Asked about"


def test_revoking_and_issuing_again_take_two_coordinators(run, certificate, coordinators):
    first, second = coordinators
    for deed, status in (("revoke", Status.REVOKED), ("reissue", Status.REVOKED)):
        before = again(certificate).status
        for _ in range(2):
            said, code = run(deed, certificate.serial, "--reason", "An error", "--by", first)
            assert (code, "another coordinator" in said) == (0, True)
        assert again(certificate).status is before
        said, code = run(deed, certificate.serial, "--by", second)
        assert code == 0, said
        assert again(certificate).status is status
    assert [it.status for it in certificates()] == [Status.REVOKED, Status.ISSUED]


def test_what_cannot_be_done_is_a_sentence(run, certificate, coordinators):
    trainer = make_account()
    make_acting(Role.TRAINER, account=trainer)
    for words, says in (
        (
            ("suspend", "TPP-1999-000001", "--reason", "x", "--by", coordinators[0]),
            "No certificate",
        ),
        (("suspend", certificate.serial, "--by", coordinators[0]), "Say why"),
        (("suspend", certificate.serial, "--reason", "x", "--by", trainer.email), "No coordinator"),
        (
            ("suspend", certificate.serial, "--reason", "x", "--by", "nobody@x.org"),
            "No coordinator",
        ),
        (("reissue", certificate.serial, "--reason", "x", "--by", coordinators[0]), "in force"),
    ):
        said, code = run(*words)
        assert (code, says in said, "Traceback" in said) == (1, True, False), said
    assert again(certificate).version == 1


def test_a_head_that_was_kept_is_continued_by_the_register(run, certificate, tmp_path):
    file = tmp_path / "head.jwt"
    file.write_text(run("head")[0])
    issue(graduate(held_run()))
    said, code = run("check-head", file)
    assert (code, said) == (0, "The register continues the head: 1 certificates then, 2 now.\n")


def test_a_head_names_an_older_register(run, certificate, tmp_path, app):
    """A backup of yesterday: the last certificate and the lines about it are not in it."""
    kept = tmp_path / "head.jwt"
    kept.write_text(run("head")[0])
    for trigger in ("entry_no_delete", "certificate_no_delete"):
        with transaction() as session:
            session.connection().exec_driver_sql(f"DROP TRIGGER {trigger}")
    with transaction() as session:
        for table in ("certificate_name", "certificate", "entry"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")
    said, code = run("check-head", kept)
    assert (code, "The register ends at number 0: the head knows 1." in said) == (1, True)


@pytest.mark.parametrize("change", ["cut", "other", "credential", "empty", "nested"])
def test_what_is_no_head_of_ours_is_said_to_be_none(run, certificate, tmp_path, change):
    from tpp.certificates.queries import words_of
    from tpp.certificates.sealing import maker

    head = run("head")[0].strip()
    contents = {
        "cut": head[:-8],
        "other": head.replace(".", ".x", 1),
        "credential": maker().credential(words_of(certificate), None).data.decode(),
        "empty": "",
        "nested": "W1tb" * 2000 + ".a.b",
    }
    file = tmp_path / "head.jwt"
    file.write_text(contents[change])
    said, code = run("check-head", file)
    assert (code, said) == (1, "Error: This is not a head signed with a key of this register.\n")
