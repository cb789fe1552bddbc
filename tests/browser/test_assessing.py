"""A trainer with a telephone beside a machine."""

from tests.browser import laying
from tests.browser.casting import address
from tests.browser.visiting import PHONE
from tpp.assessments.models import AssessmentResult
from tpp.catalogue.models import Competency
from tpp.catalogue.rules.sheets import CompetencyKind, Level
from tpp.db import db, transaction
from tpp.offerings.models import CourseOffering


def class_at_a_bulldozer(people: int) -> str:
    """A class in training whose course assesses one machine on the practical scale."""
    run = laying.class_in_training(laying.trainer("trainer.machine"), people)
    with transaction():
        first, *others = db.session.query(Competency).filter_by(version_id=run.course_version_id)
        for it in others:
            db.session.delete(it)
        first.kind, first.pass_level, first.machine = CompetencyKind.LEVEL, Level.ALONE, "bulldozer"
        run.machines = ["bulldozer"]
    return run.code


def test_a_trainee_is_assessed_on_a_machine_in_three_taps(register, visitor):
    with register.records():
        code = class_at_a_bulldozer(3)
    trainer = visitor(address("trainer.machine"), PHONE)
    trainer.clicked(trainer.main.locator(f"a[href='/runs/{code}/stations']").first)
    trainer.picture("33-machine")
    trainer.clicked(trainer.main.locator("label", has_text="Alone"))
    trainer.press("Save, next trainee")
    trainer.says("1 result was saved.", "2 of 3")
    assert trainer.clicks == 3
    trainer.picture("34-next-at-the-machine")
    with register.records():
        run = db.session.query(CourseOffering).filter_by(code=code).one()
        shown = db.session.query(AssessmentResult).filter_by(offering_id=run.id)
        assert [it.level for it in shown] == [Level.ALONE]
