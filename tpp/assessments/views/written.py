"""Written tests: the class before and after, one sheet a test, and a file with points."""

from collections.abc import Iterable
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp.access import Ability
from tpp.assessments import actions, queries
from tpp.assessments.actions.reading import PointsRead, read_points_file
from tpp.assessments.forms import PointsFileForm, PointsForm
from tpp.assessments.queries import class_sheets
from tpp.assessments.queries.recorded import points_in
from tpp.assessments.rules.written import Points
from tpp.assessments.views.blueprint import bp
from tpp.attendance.queries import Trainee
from tpp.catalogue.models import WrittenTest
from tpp.enrolments.sheets import csv_lines, xlsx_file
from tpp.errors import Conflict, Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires
from tpp.web.language import current

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/runs/<string:code>/tests")
@requires(Ability.ASSESSMENT_SEE, on=one_run)
def tests(run: CourseOffering) -> str:
    people, known = who(run), queries.written_tests(run)
    points = points_in(run, known) if known else {}
    return render_template(
        "assessments/tests.html",
        run=run,
        people=people,
        it=class_sheets.tested(people, known, points),
    )


class OneTest:
    """A written test as a run writes it: the permission table asks about the run."""

    def __init__(self, run: CourseOffering, test: WrittenTest):
        self.run, self.test, self.offering_id = run, test, run.id


def one_test(by: Any, code: str, test_id: int) -> OneTest | None:
    run = one_run(by, code)
    known = queries.written_tests(run) if run else []
    found = next((it for it in known if it.id == test_id), None)
    return OneTest(run, found) if run and found else None


def who(run: CourseOffering) -> list[Trainee]:
    return class_sheets.who_came(run, current()["code"])


@bp.get("/runs/<string:code>/tests/<int:test_id>")
@requires(Ability.ASSESSMENT_SEE, on=one_test)
def test(of: OneTest) -> str:
    return page(of)


@bp.post("/runs/<string:code>/tests/<int:test_id>")
@requires(Ability.WRITTEN_ENTER, on=one_test)
def enter(of: OneTest) -> Any:
    form = PointsForm([it.enrolment_id for it in who(of.run)], of.test.points)
    if not form.validate():
        return page(of, form), 422
    try:
        number = actions.enter_points(of.run, of.test, by=acting, **form.values())
    except Refused as refusal:
        form.refuse(refusal)
        return page(of, form), 422
    except Conflict as found:
        return page(of, form, conflict=found), 409
    flash(ngettext("%(num)s result was saved.", "%(num)s results were saved.", number))
    return redirect(url_for(".tests", code=of.run.code), 303)


@bp.post("/runs/<string:code>/tests/<int:test_id>/file")
@requires(Ability.WRITTEN_ENTER, on=one_test)
def read_file(of: OneTest) -> Any:
    """Shows what the file says beside what stands; the sheet below it is what saves."""
    upload = PointsFileForm()
    if not upload.validate():
        return page(of, upload=upload), 422
    try:
        found = read_points_file(upload.file.data.read(), of.test, who(of.run))
    except Refused as refusal:
        upload.refuse(refusal)
        return page(of, upload=upload), 422
    return page(of, found=found), 422 if found.problems else 200


def page(
    of: OneTest,
    form: PointsForm | None = None,
    upload: PointsFileForm | None = None,
    found: PointsRead | None = None,
    conflict: Conflict | None = None,
) -> str:
    people, points = who(of.run), stands(of)
    newest = max((it.result_id for it in points.values()), default=0)
    seen = newest if form is None or conflict else form.seen.data
    return render_template(
        "assessments/test.html",
        run=of.run,
        test=of.test,
        people=people,
        points=points,
        form=form or PointsForm([], of.test.points, formdata=None),
        upload=upload or PointsFileForm(formdata=None),
        found=found,
        conflict=conflict,
        seen=seen,
    )


def stands(of: OneTest) -> dict[int, Points]:
    return {place: it for (place, _), it in points_in(of.run, [of.test]).items()}


@bp.get("/runs/<string:code>/tests/<int:test_id>/sheet.csv")
@requires(Ability.WRITTEN_ENTER, on=one_test)
def sheet_csv(of: OneTest) -> Response:
    return attached(csv_lines(heads(of), rows(of), ()), of, "text/csv; charset=utf-8", "csv")


@bp.get("/runs/<string:code>/tests/<int:test_id>/sheet.xlsx")
@requires(Ability.WRITTEN_ENTER, on=one_test)
def sheet_xlsx(of: OneTest) -> Response:
    about = [f"{of.run.code}, {of.test.title}"]
    with xlsx_file(of.test.code, heads(of), rows(of), about) as file:
        return attached([file.read()], of, XLSX, "xlsx")


def heads(of: OneTest) -> list[str]:
    most = of.test.points
    return [_("Number"), _("Name"), _("Country"), _("Points of %(most)s", most=most)]


def rows(of: OneTest) -> list[list[Any]]:
    known = stands(of)
    return [
        [it.enrolment_id, it.name, it.party, points_shown(known.get(it.enrolment_id))]
        for it in who(of.run)
    ]


def points_shown(it: Points | None) -> int | str:
    return "" if it is None or it.points is None else it.points


def attached(pieces: Iterable[Any], of: OneTest, kind: str, ending: str) -> Response:
    name = f"{of.run.code}-{of.test.code}.{ending}"
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pieces, content_type=kind, headers=head)
