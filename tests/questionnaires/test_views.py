"""Who writes, gives out, answers and reads."""

import re

import pytest

from tests import factories as f
from tests.questionnaires.asking import NOW, a_run, answered, given_out, questions
from tpp.acting import Role
from tpp.db import db
from tpp.questionnaires import actions


@pytest.fixture(autouse=True)
def now(at):
    at(NOW)


@pytest.fixture
def coordinator(browser):
    return browser(f.make_acting(Role.COORDINATOR))


def test_somebody_answers_by_link_once_without_an_account(app, browser):
    run, by = a_run(), f.make_acting()
    row = given_out(run, by)
    [code] = actions.print_forms(row, 1, by=by)
    ids, anybody = questions(row), browser(None)
    page = anybody.get(f"/questionnaires/{code}", headers={"Accept-Language": "ar"})
    assert 'dir="rtl"' in page.text
    assert "ما تعلمته مفيد لعملي." in page.text
    token = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]}
    for nonsense in ("", "9"):
        sent = token | {f"q{ids['use']}": nonsense}
        assert anybody.post(f"/questionnaires/{code}", data=sent).status_code == 422
    sent = token | {f"q{ids['use']}": "5", f"q{ids['better']}": "<b>More</b> practice."}
    assert anybody.post(f"/questionnaires/{code}", data=sent).status_code == 303
    again = anybody.post(f"/questionnaires/{code}", data=sent)
    guessed = anybody.get("/questionnaires/ABCDEFGHJKMNPQRS")
    assert again.status_code == guessed.status_code == 404
    assert "opens no questionnaire" in again.text
    db.session.rollback()
    db.session.refresh(row)
    assert row.answered == 1


def test_who_is_signed_in_is_not_looked_at_while_answering(app, browser, capsys):
    run, by = a_run(), f.make_acting()
    row = given_out(run, by)
    [code] = actions.print_forms(row, 1, by=by)
    signed_in = browser(f.make_acting(Role.TRAINER, runs=[run]))
    capsys.readouterr()
    signed_in.post(f"/questionnaires/{code}", data={f"q{questions(row)['use']}": "5"})
    lines = [it for it in capsys.readouterr().err.splitlines() if "questionnaires.answer" in it]
    assert lines
    assert all('"account": null' in it and code not in it for it in lines)
    assert signed_in.get("/").status_code == 200, "still signed in"


def test_forms_are_printed_with_a_code_each_and_entered_from_paper(app, coordinator):
    run = a_run()
    row = given_out(run)
    page = coordinator.post(
        f"/runs/{run.code}/questionnaire/forms", data={"number": "2", "language": "fr"}
    )
    codes = re.findall(r'<bdi dir="ltr">([\w-]+)</bdi>', page.text)
    assert len(set(codes)) == 2
    assert "Tout à fait d’accord" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    ids, sheet = questions(row), f"/runs/{run.code}/questionnaire/sheet"
    sent = {"code": codes[0].lower(), f"q{ids['use']}": "4"}
    assert coordinator.post(sheet, data=sent).status_code == 303
    again = coordinator.post(sheet, data=sent | {f"q{ids['better']}": "Kept words"})
    assert again.status_code == 422
    assert "used already" in again.text
    assert "Kept words" in again.text
    too_many = coordinator.post(
        f"/runs/{run.code}/questionnaire/forms", data={"number": "9", "language": "fr"}
    )
    assert too_many.status_code == 422


def test_results_are_for_the_programme_and_the_team_and_whole_at_the_end(app, browser, coordinator):
    run, by = a_run(), f.make_acting()
    row = given_out(run, by)
    answered(row, 6, by, use="4", pace="2", better="More practice, please.")
    here = f"/runs/{run.code}/questionnaire"
    trainer = browser(f.make_acting(Role.TRAINER, runs=[run]))
    assert "More practice" not in trainer.get(here).text
    assert trainer.get(f"{here}/results.csv").status_code == 404
    assert coordinator.post(f"{here}/closing").status_code == 303
    assert "More practice, please." in trainer.get(here).text
    lines = trainer.get(f"{here}/results.csv").text.splitlines()
    assert any("useful for my work" in it and ",4,6,4.00," in it for it in lines)
    with trainer.get(f"{here}/results.xlsx") as file:
        assert file.data.startswith(b"PK")
    elsewhere = browser(f.make_acting(Role.TRAINER, runs=[f.make_run()]))
    assert elsewhere.get(here).status_code == 404
    for role in (Role.FOCAL_POINT, Role.SUPPORTER, Role.TRAINEE):
        party = f.make_party() if role is not Role.TRAINEE else None
        assert browser(f.make_acting(role, party=party)).get(here).status_code == 403


def test_the_programme_writes_questions_and_nobody_else(app, browser, coordinator):
    version = f.make_version()
    here = f"/courses/{version.course.code}/questionnaire"
    assert coordinator.get(f"{here}/questions/new").status_code == 404
    coordinator.post(here)
    page = coordinator.get(here).text
    assert "What I learned is useful for my work." in page
    assert "Français" in page
    form = coordinator.get(f"{here}/questions/new").text
    seen = re.search(r'name="seen_version"[^>]*value="(\d+)"', form)[1]
    sent = {"kind": "choice", "text_en": "Which part?", "choices_en": "one", "seen_version": seen}
    refused = coordinator.post(f"{here}/questions/new", data=sent)
    assert refused.status_code == 422
    assert "from 2 to 12" in refused.text
    sent["choices_en"] = "Theory\nPractice"
    assert coordinator.post(f"{here}/questions/new", data=sent).status_code == 303
    assert "Theory · Practice" in coordinator.get(here).text
    assert coordinator.post(f"{here}/questions/1", data=sent).status_code == 409
    assert coordinator.post(f"{here}/questions/8/removal").status_code == 303
    assert coordinator.post(f"{here}/questions/8/rise").status_code == 404
    auditor = browser(f.make_acting(Role.AUDITOR))
    assert auditor.get(here).status_code == 200
    assert auditor.post(here).status_code == 403
    trainer = browser(f.make_acting(Role.TRAINER, runs=[f.make_run()]))
    assert trainer.get(here).status_code == 403
