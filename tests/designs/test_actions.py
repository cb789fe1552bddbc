"""From a draft to a design that courses print; what was put to use never changes."""

from copy import deepcopy

import pytest
import sqlalchemy as sa

from tests.factories import make_acting, make_design, make_run, make_signatory, make_version
from tpp.certificates.queries import held
from tpp.certificates.queries.of_run import Names
from tpp.certificates.rules import DRAFT, Variant, wording
from tpp.db import db, transaction
from tpp.designs import actions, queries
from tpp.designs.actions import Facts, Printed
from tpp.designs.models import CertificateDesign, DesignChoice
from tpp.designs.rules import LAYOUT, Status
from tpp.designs.rules.colours import USUAL, Colours
from tpp.designs.rules.looks import packaged_look
from tpp.designs.rules.texts import usual
from tpp.errors import Refused
from tpp.files.actions import store

FACTS = Facts("Our design", usual(), USUAL)


def facts(**changed):
    return Facts(**{**vars(FACTS), **changed})


@pytest.fixture
def tries(app, monkeypatch):
    """What a trial prints; no page is made."""
    told = {"printed": Printed(b"%PDF", b"picture")}
    monkeypatch.setitem(app.extensions, "designs.try", lambda *_: told["printed"])
    return told


def in_use(by, **given):
    design = make_design(**given)
    actions.try_out(design)
    actions.put_to_use(design, by=by)
    return design


def test_the_register_has_a_design_from_the_first_day(app):
    first = queries.by_key(LAYOUT)
    assert first.status is Status.IN_USE
    assert queries.look_of(first) == packaged_look()
    assert queries.design_for(make_version()) is first
    assert queries.is_for_others(first)


def test_a_new_design_is_a_draft_with_a_key_of_its_own(app):
    design = actions.draft(FACTS, by=make_acting())
    assert (design.key, design.status) == ("d2v1", Status.DRAFT)
    assert queries.look_of(design).fingerprint == packaged_look().fingerprint


def test_a_form_that_is_sent_twice_makes_one_design(app):
    actions.draft(FACTS, by=make_acting())
    with pytest.raises(Refused, match="this name") as refused:
        actions.draft(FACTS, by=make_acting())
    assert refused.value.field == "name"


def test_a_draft_is_put_to_use_only_once_its_pages_could_be_seen(tries):
    by, design = make_acting(), make_design()
    with pytest.raises(Refused, match="Try this version first"):
        actions.put_to_use(design, by=by)
    tries["printed"] = Printed(problem="Printing it takes more time than a certificate may.")
    actions.try_out(design)
    with pytest.raises(Refused, match="Try this version first"):
        actions.put_to_use(design, by=by)
    tries["printed"] = Printed(b"%PDF", b"picture")
    actions.try_out(design)
    actions.change(design, facts(colours=Colours("#0b3d2a", "#7a1f1f")), by=by)
    with pytest.raises(Refused, match="Try this version first"):
        actions.put_to_use(design, by=by)
    actions.change(design, facts(colours=Colours(design.ink, design.accent), second="fr"), by=by)
    actions.try_out(design)
    actions.put_to_use(design, by=by)
    assert design.status is Status.IN_USE


def test_a_version_in_use_is_never_changed_a_change_is_the_next_version(tries):
    by = make_acting()
    design = in_use(by)
    with pytest.raises(Refused, match="Begin a new version"):
        actions.change(design, FACTS, by=by)
    draft = actions.begin_version(design, by=by)
    assert (draft.number, draft.texts, draft.status) == (2, design.texts, Status.DRAFT)
    assert actions.begin_version(design, by=by) is draft


@pytest.mark.both
def test_the_database_keeps_a_version_that_was_put_to_use(app):
    make_design()
    used = make_design(status=Status.IN_USE)
    change = sa.update(CertificateDesign).values(ink="#000000")
    with transaction():
        db.session.execute(change.where(CertificateDesign.status == Status.DRAFT))
    for statement in (change, sa.delete(CertificateDesign)):
        with pytest.raises(sa.exc.DBAPIError), transaction():
            db.session.execute(statement.where(CertificateDesign.id == used.id))


def test_the_next_version_takes_over_the_courses_of_the_one_before(tries):
    by, version = make_acting(), make_version()
    first = in_use(by)
    actions.choose(first, version, by=by)
    second = actions.begin_version(first, by=by)
    actions.try_out(second)
    actions.put_to_use(second, by=by)
    assert first.status is Status.RETIRED
    assert queries.design_for(version) is second


def test_a_new_version_of_the_design_that_comes_with_the_register_is_printed_by_all(tries):
    by, version = make_acting(), make_version()
    mine = actions.begin_version(queries.by_key(LAYOUT), by=by)
    actions.try_out(mine)
    actions.put_to_use(mine, by=by)
    assert queries.design_for(version) is mine
    assert queries.by_key(LAYOUT).status is Status.RETIRED


def test_a_course_prints_its_own_design_else_that_of_all_others(tries):
    by, version, other = make_acting(), make_version(), make_version()
    own, everybodys = in_use(by), in_use(by)
    actions.choose(own, version, by=by)
    actions.choose(everybodys, None, by=by)
    assert queries.design_for(version) is own
    assert queries.design_for(other) is everybodys
    for design in (own, everybodys):
        with pytest.raises(Refused, match="Choose another one"):
            actions.retire(design, by=by)
    actions.follow_others(version, by=by)
    assert queries.design_for(version) is everybodys
    actions.retire(own, by=by)
    with pytest.raises(Refused, match="Put this version to use first"):
        actions.choose(own, version, by=by)


@pytest.mark.both
def test_there_is_one_choice_for_all_others(app):
    first = queries.by_key(LAYOUT)
    for _ in range(2):
        actions.choose(first, None, by=make_acting())
    with pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.add(DesignChoice(is_for_others=True, design_id=first.id))


def test_certificates_freeze_the_design_and_the_words_of_its_second_language(tries):
    by, run = make_acting(), make_run(hours=40)
    design = in_use(by, second="fr")
    actions.choose(design, run.course_version, by=by)
    words = wording(held(run), Names("A", "en"), Variant.COMPLETION, "", DRAFT, "https://x.org")
    assert (words.design, words.second) == (design.key, "fr")
    assert words.dates_second.endswith("11 déc. 2026")
    assert words.hours_second.split() == ["40", "heures"]
    arabic = make_run(run.course_version, languages=["ar"])
    words = wording(held(arabic), Names("A", "en"), Variant.COMPLETION, "", DRAFT, "https://x.org")
    assert (words.language, words.second) == ("ar", None)


def test_the_press_finds_designs_and_signatures_by_their_keys(tries):
    design = in_use(
        make_acting(), logo_id=store(b"logo", "image/png").id, logo_width=9, logo_height=3
    )
    shelf = queries.OfRegister()
    look = shelf.look(design.key)
    assert look.logo.contents == b"logo"
    assert shelf.look(design.key) is look
    signature, other = store(b"signature", "image/svg+xml"), store(b"a page", "application/pdf")
    make_signatory(image_id=signature.id)
    assert shelf.signature(signature.sha256).contents == b"signature"
    assert shelf.signature(other.sha256) is None
    assert shelf.signature("0" * 64) is None


def test_what_does_not_fit_is_not_kept(app):
    texts = deepcopy(usual())
    texts["ru"]["programme"] = "Программа " * 12
    with pytest.raises(Refused) as refused:
        actions.draft(facts(texts=texts), by=make_acting())
    assert refused.value.field == "ru-programme"
    assert len(queries.everything()) == 1
