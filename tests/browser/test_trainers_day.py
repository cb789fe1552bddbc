"""A trainer's day on a phone, and a questionnaire by link."""

from datetime import timedelta

import pytest

from tests import factories as f
from tests.browser import laying
from tests.browser.casting import address
from tests.browser.visiting import PHONE
from tpp import clock
from tpp.questionnaires import actions

pytestmark = pytest.mark.browser


def test_a_trainer_sees_the_day_and_a_trainee_says_what_it_was_worth(register, visitor):
    with register.records():
        run = laying.class_in_training(laying.trainer("trainer.day"), people=6)
        earlier = clock.now() - timedelta(hours=20)
        f.make_session(
            run, title="Sheet to take", starts_at=earlier, ends_at=earlier + timedelta(hours=2)
        )
        code, by = run.code, f.make_acting()
        actions.start(run.course_version, by=by)
        row = actions.give_out(run, run.ends_on, by=by)
        [word] = actions.print_forms(row, 1, by=by)
    trainer = visitor(address("trainer.day"), PHONE)
    trainer.says("My sessions today", "Sheets that nobody took", "Sheet to take")
    trainer.picture("81-trainers-day")
    trainer.follow("Run’s file", trainer.main)
    trainer.says("Who is in the run", "All attendance sheets taken", "missing")
    trainer.picture("82-file-of-a-run")
    trainer.go(f"/runs/{code}/notes")
    trainer.fill(text="Grader 2 needs a filter.")
    trainer.press("Keep the note")
    trainer.says("The note is kept.", "Grader 2 needs a filter.")
    anybody = visitor(None, PHONE, java_script_enabled=False)
    anybody.go(f"/questionnaires/{word}")
    anybody.says("What do you say of the course?", "What I learned is useful for my work.")
    anybody.main.locator(".scale label").nth(3).click()
    anybody.picture("83-questionnaire")
    anybody.press("Send my answers")
    anybody.says("Thank you", "Your answers are counted.")
    anybody.go(f"/questionnaires/{word}")
    anybody.says("This link opens no questionnaire")
