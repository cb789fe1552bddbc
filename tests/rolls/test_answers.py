"""What a course asks of nominees is answered in columns of a list, and judged."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.factories import make_acting, make_person
from tpp.catalogue.models import EligibilityRule
from tpp.catalogue.rules.eligibility import Criterion
from tpp.db import db
from tpp.nominations.actions import submit_complete
from tpp.nominations.models import Nomination
from tpp.nominations.queries import checks_of
from tpp.people.actions import state
from tpp.people.models import Licence, Person, PersonLanguage
from tpp.people.rules import Answer, HeldLicence, LanguageLevel, LicenceKind, RankBand, Stated
from tpp.rolls import actions, queries
from tpp.rolls.rules import State
from tpp.rolls.rules.cells import fact_of
from tpp.rolls.rules.checking import judge
from tpp.rolls.rules.customs import Customs
from tpp.rolls.rules.questions import ASKED_IN
from tpp.rolls.rules.words import LANGUAGES
from tpp.seats.actions import add_group
from tpp.seats.rules import GroupKind

CUSTOMS = Customs(
    date(2026, 11, 24),
    missions={"unifil": "UNIFIL"},
    own_country="KEN",
    courses={"unlc 101": "UNLC-101", "logistics": "UNLC-101", "unlc 102": "UNLC-102"},
    courses_asked=("UNLC-101", "UNLC-102"),
    licences_asked=(LicenceKind.LIGHT_VEHICLE,),
    stations={"excavator 1": 7},
)
B2, C1 = LanguageLevel.WORKING, LanguageLevel.FLUENT
LIGHT, PLANT = LicenceKind.LIGHT_VEHICLE, LicenceKind.PLANT


def fact(name, text):
    value, problem = fact_of(name, text, CUSTOMS)
    return value if problem is None else problem.code


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("languages", "en B2; fr C1", {"en": B2, "fr": C1}),
        ("languages", "English: B2, French (fluent)", {"en": B2, "fr": C1}),
        ("languages", "anglais B2 / C1 français", {"en": B2, "fr": C1}),
        ("languages", "الإنجليزية B2؛ الفرنسية C1", {"en": B2, "fr": C1}),
        ("languages", "английский B2; французский свободно", {"en": B2, "fr": C1}),
        ("languages", "英语B2；法语流利", "language_level"),
        ("languages", "英语B2；法语 流利", {"en": B2, "fr": C1}),
        ("languages", "English", "level_missing"),
        ("languages", "Elvish B2", "language"),
        ("languages", "some", "language_level"),
        ("languages", "en B2; English C1", "said_twice"),
        ("licences", "light vehicle 2027-05-31", {LIGHT: HeldLicence(True, date(2027, 5, 31))}),
        ("licences", "Poids lourd", {LicenceKind.HEAVY_VEHICLE: HeldLicence(True)}),
        (
            "licences",
            "light vehicle (until 31.5.2027); plant no",
            {LIGHT: HeldLicence(True, date(2027, 5, 31)), PLANT: HeldLicence(False)},
        ),
        ("licences", "yes", {LIGHT: HeldLicence(True)}),
        ("licences", "нет", {LIGHT: HeldLicence(False)}),
        ("licences", "not stated", {}),
        ("licences", "submarine", "licence"),
        ("licences", "light vehicle 31.2.2027", "no_such_day"),
        ("prior_courses", "UNLC-101; unlc-102 no", {"UNLC-101": "yes", "UNLC-102": "no"}),
        ("prior_courses", "Logistics", {"UNLC-101": "yes"}),
        ("prior_courses", "non", {"UNLC-101": "no", "UNLC-102": "no"}),
        ("prior_courses", "yes", "which_course"),
        ("prior_courses", "Cookery", "course"),
        ("deploys", "oui", Answer.YES),
        ("deploys", "perhaps", "answer"),
        ("deploys_to", "UNIFIL", "UNIFIL"),
        ("station", "Excavator 1", 7),
        ("station", "Excavator 9", "group"),
        ("language_group", "French", "no_groups"),
    ],
)
def test_one_cell_holds_one_answer_or_several(name, text, told):
    assert fact(name, text) == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_template_offers_is_understood_when_it_comes_back(language):
    assert [fact("deploys", it) for it in ASKED_IN["deploys"][language]] == list(Answer)
    licences = [fact("licences", it) for it in ASKED_IN["licences"][language]]
    assert licences == [{kind: HeldLicence(True)} for kind in LicenceKind]
    levels = [fact("languages", f"en {it}") for it in ASKED_IN["levels"][language]]
    assert levels == [{"en": it} for it in LanguageLevel]


def test_a_column_for_the_last_day_is_about_the_licences_without_one():
    words = {"name": "Asha", "licences": "light; plant 1.2.2028", "licence_until": "2027-05-31"}
    held = judge(words, CUSTOMS).facts["licences"]
    assert (held[LIGHT].valid_until, held[PLANT].valid_until) == (
        date(2027, 5, 31),
        date(2028, 2, 1),
    )
    problems = judge({"name": "Asha", "licence_until": "2027-05-31"}, CUSTOMS).problems
    assert [(it.field, it.code) for it in problems] == [("licences", "missing")]


def test_a_day_says_that_a_deployment_is_expected_and_contradicts_a_no():
    words = {"name": "Asha", "deploys_on": "2027-05-31"}
    assert judge(words, CUSTOMS).facts["deploys"] is Answer.YES
    problems = judge(words | {"deploys": "no"}, CUSTOMS).problems
    assert [(it.field, it.code) for it in problems] == [("deploys_on", "not_expected")]


ASKED = (
    (Criterion.RANK_BAND, {"bands": ["of_1_2"]}),
    (Criterion.LANGUAGE, {"language": "en", "level": "level_working"}),
    (Criterion.LICENCE, {"licence": "light_vehicle"}),
    (Criterion.PRIOR_COURSE, {"courses": ["UNTE-1"]}),
    (Criterion.SERVICE_LEFT, {"months": 1}),
    (Criterion.DEPLOYMENT, {"within_months": 200}),
)
HEADS = (
    *("Full name", "Rank band", "Languages", "Licence", "Licence expiry", "Prior courses"),
    *("In service until", "Deployment", "Deployment date", "Station", "Language group"),
)
ASHA = (
    *("Asha Juma", "OF-1 to OF-2", "en B2; fr A1", "Light vehicle", "2090-01-01", "yes"),
    *("2089-01-01", "yes", "2027-06-01", "Excavator", "French"),
)


@pytest.fixture
def asking(office):
    """The run of the office asks what a list can answer, and has groups."""
    for position, (criterion, parameters) in enumerate(ASKED):
        rule = {"criterion": criterion, "parameters": parameters, "is_required": True}
        rule |= {"set_by": "Programme", "set_on": date(2026, 1, 1), "position": position}
        db.session.add(EligibilityRule(version_id=office.run.course_version_id, **rule))
    db.session.commit()
    by = make_acting()
    office.station = add_group(office.run, GroupKind.STATION, "Excavator", 5, by=by)
    office.language = add_group(office.run, GroupKind.LANGUAGE, "French", 5, by=by)
    return office


@pytest.mark.both
def test_the_answers_of_a_list_are_judged_by_the_rules_of_the_course(asking):
    roll = asking.upload(ASHA, ("Bakari Ali", *("",) * 10), heads=HEADS)
    asking.apply(roll)
    both = db.session.scalars(sa.select(Nomination).order_by(Nomination.id)).all()
    checks = checks_of(both)
    assert {str(it.verdict) for it in checks[both[0].id]} == {"met"}
    assert {str(it.verdict) for it in checks[both[1].id]} == {"unknown"}
    groups = (asking.station.id, asking.language.id)
    assert (both[0].station_id, both[0].language_group_id) == groups


def test_undone_the_answers_are_gone_as_well(asking):
    roll = asking.upload(ASHA, heads=HEADS)
    asking.apply(roll)
    actions.undo(roll, by=asking.acting)
    for kind in (Person, PersonLanguage, Licence):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(kind)) == 0


@pytest.mark.parametrize(("corrects", "level"), [(False, C1), (True, B2)])
def test_a_silent_record_is_told_and_another_only_corrected_on_demand(asking, corrects, level):
    asha = make_person(asking.kenya, name="Asha Juma", born_on=date(1990, 12, 31))
    state(asha, Stated(languages={"en": C1}), by=asking.acting)
    roll = asking.upload((*ASHA, "1990-12-31"), heads=(*HEADS, "Date of birth"))
    [row] = queries.rows(roll, [State.KNOWN])
    row.overwrites = corrects
    db.session.commit()
    asking.apply(roll)
    spoken = sa.select(PersonLanguage.language, PersonLanguage.level)
    assert dict(db.session.execute(spoken).all()) == {"en": level, "fr": LanguageLevel.BASIC}
    assert db.session.get(Person, asha.id).rank_band is RankBand.OF_1_2


def test_the_page_says_what_a_row_will_lack_and_which_answers_are_wrong(asking, browser):
    client = browser(asking.acting)
    wrong = ("Chebet", "", "Elvish B2", "submarine", "", "Cookery", "", "", "", "", "")
    roll = asking.upload(ASHA, ("Bakari Ali", "", "en A2", *("",) * 8), wrong, heads=HEADS)
    page = client.get(f"/rolls/{roll.id}").text
    assert "English: basic (A1, A2)." in page
    assert "“Elvish B2”: this language is not known." in page
    assert "“submarine” is not a licence that the register knows." in page
    assert "The code of each course: UNTE-1" in page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_template_of_a_run_asks_what_its_course_asks(asking, browser, language):
    client = browser(asking.acting)
    client.get(f"/language/{language}")
    filled = client.get(f"/runs/{asking.run.code}/rolls/template.csv").data + b"\r\nAsha"
    roll = asking.upload(contents=filled)
    assert {"languages", "licence_until", "deploys_to", "station"} <= set(roll.mapping)
    assert actions.is_plain(roll)


SILENT = ("Bakari Ali", *("",) * 10)


def statuses():
    found = sa.select(Person.name, Nomination.status).join(Nomination.person)
    return {name: str(status) for name, status in db.session.execute(found)}


@pytest.mark.both
def test_who_lacks_what_the_course_requires_becomes_a_draft_as_on_the_page_of_drafts(asking):
    roll = asking.upload(ASHA, SILENT, heads=HEADS)
    assert [bool(it.lacks) for it in queries.rows(roll, [State.NEW])] == [False, True]
    assert asking.apply(roll) == 2
    assert statuses() == {"Asha Juma": "submitted", "Bakari Ali": "draft"}
    assert queries.drafts_made(roll) == 1
    assert submit_complete(asking.run, asking.kenya, by=asking.acting) == []
    actions.undo(roll, by=asking.acting)


def test_the_page_says_before_how_many_are_held_back_and_which_words_are_missing(asking, browser):
    client = browser(asking.acting)
    roll = asking.upload(ASHA, SILENT, heads=HEADS)
    page = client.get(f"/rolls/{roll.id}").text
    assert "What the course requires is missing in 1 of 2 ready rows." in page
    assert page.count("1 row</li>") == len(ASKED)
    assert "Submit 1, keep 1 as drafts" in page
    seen = {"do": "submit", "seen_version": str(roll.version)}
    client.post(f"/rolls/{roll.id}", data=seen)
    page = client.get(f"/rolls/{roll.id}").text
    assert "1 nomination is submitted." in page
    assert "1 draft is kept." in page
    assert "1 nomination of this list is a draft and not sent yet." in page


def test_what_a_record_says_already_is_not_missing(asking):
    asha = make_person(asking.kenya, name="Asha Juma", born_on=date(1990, 12, 31))
    said = {"rank_band": RankBand.OF_1_2, "serves_until": date(2089, 1, 1)}
    held = {LIGHT: HeldLicence(True, date(2090, 1, 1))}
    state(asha, Stated(said, {"en": B2}, held), by=asking.acting)
    row = ("Asha Juma", "", "", "", "", "yes", "", "yes", "2027-06-01", "", "", "1990-12-31")
    roll = asking.upload(row, heads=(*HEADS, "Date of birth"))
    assert [it.lacks for it in queries.rows(roll, [State.KNOWN])] == [[]]
    asking.apply(roll)
    assert statuses() == {"Asha Juma": "submitted"}
