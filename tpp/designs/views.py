"""Designs of certificates: written by the programme office, tried, looked at, put to use."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tpp.access import Ability
from tpp.accounts.queries.logbook import named
from tpp.catalogue.models import CourseVersion
from tpp.catalogue.queries import offered_versions
from tpp.db import db
from tpp.designs import actions, queries
from tpp.designs.forms import LABELS, NAMES, ChooseForm, DesignForm
from tpp.designs.models import CertificateDesign
from tpp.designs.rules import LAYOUT
from tpp.designs.rules.colours import Colours
from tpp.designs.rules.texts import FIELDS, LANGUAGES
from tpp.errors import Refused
from tpp.files.actions import store
from tpp.files.models import StoredFile
from tpp.files.pictures import LARGEST_BYTES, cleaned
from tpp.history.queries import story_of
from tpp.web.forms import options
from tpp.web.guard import acting, requires
from tpp.web.saving import saved, sent
from tpp.web.words import said

bp = Blueprint("designs", __name__)


@bp.get("/designs")
@requires(Ability.DESIGN_SEE)
def index() -> str:
    designs = queries.everything()
    chosen = {it.id: queries.choices_of(it) for it in designs}
    others = {it.id for it in designs if queries.is_for_others(it)}
    return render_template(
        "designs/index.html", designs=designs, chosen=chosen, others=others, names=NAMES
    )


@bp.get("/designs/<int:design_id>")
@requires(Ability.DESIGN_SEE, on=queries.one_design)
def one(design: CertificateDesign) -> str:
    return page_of(design, choosing())


def page_of(design: CertificateDesign, form: ChooseForm) -> str:
    facts = actions.facts_of(design)
    return render_template(
        "designs/one.html",
        design=design,
        facts=facts,
        fields=FIELDS,
        labels=LABELS,
        names=NAMES,
        tongues=[(it, NAMES[it]) for it in LANGUAGES],
        versions=queries.versions_of(design),
        trial=queries.newest_trial(design),
        choices=queries.choices_of(design),
        is_for_others=queries.is_for_others(design),
        form=form,
        lines=named(db.session.scalars(story_of(design)).all()),
    )


def back_to(design: CertificateDesign) -> Response:
    return redirect(url_for(".one", design_id=design.id), 303)


def choosing() -> ChooseForm:
    form = ChooseForm()
    some = [(str(it.id), f"{it.course.title} ({it.number})") for it in offered_versions()]
    form.course.choices = options([("", _("All that have no other design")), *some])
    return form


@bp.route("/designs/new", methods=["GET", "POST"])
@requires(Ability.DESIGN_KEEP)
def new() -> Any:
    form = DesignForm(data=as_typed(actions.facts_of(queries.by_key(LAYOUT))) | {"name": ""})
    design = saved(form, lambda: actions.draft(facts_in(form, None), by=acting))
    return kept(design) if design else form_page(form, None)


def kept(design: CertificateDesign) -> Response:
    flash(_("The draft is kept. Print the pages and look at them."))
    return back_to(design)


def form_page(form: DesignForm, design: CertificateDesign | None) -> Any:
    return render_template("designs/form.html", form=form, design=design), form.status


@bp.route("/designs/<int:design_id>/change", methods=["GET", "POST"])
@requires(Ability.DESIGN_KEEP, on=queries.one_design)
def change(design: CertificateDesign) -> Any:
    """A form for a draft; of any other version nothing can be changed, which is said at once."""
    form = DesignForm(data=as_typed(actions.facts_of(design)) | {"seen_version": design.version})
    if request.method == "GET" and (refusal := not_to_change(design)):
        flash(said(refusal), "refusal")
        return back_to(design)
    changed = saved(form, lambda: change_draft(design, form))
    return kept(changed) if changed else form_page(form, design)


def not_to_change(design: CertificateDesign) -> Refused | None:
    try:
        actions.check_draft(design)
    except Refused as refusal:
        return refusal
    return None


def change_draft(design: CertificateDesign, form: DesignForm) -> CertificateDesign:
    form.check_fresh(design)
    actions.check_draft(design)  # before a logo is kept for nothing
    return actions.change(design, facts_in(form, design), by=acting)


def as_typed(facts: actions.Facts) -> dict[str, Any]:
    plain = {"name": facts.name, "second": facts.second or "", **facts.colours._asdict()}
    return {**plain, **facts.texts}


def facts_in(form: DesignForm, design: CertificateDesign | None) -> actions.Facts:
    """What was typed; a logo is cleaned and stored, one that is there stays unless unticked."""
    facts = actions.Facts(
        name=form.name.data or "",
        texts=form.texts(),
        colours=Colours(form.ink.data or "", form.accent.data or ""),
        second=form.second.data or None,
    )
    facts.check()
    logo, size = logo_in(form, design)
    return actions.Facts(**{**vars(facts), "logo": logo, "logo_size": size})


def logo_in(
    form: DesignForm, design: CertificateDesign | None
) -> tuple[StoredFile | None, tuple[float, float]]:
    if form.without_logo.data:
        return None, (0, 0)
    if form.logo.data:
        picture = cleaned(form.logo.data.stream.read(LARGEST_BYTES + 1), "logo")
        return store(picture.contents, picture.media_type), (picture.width, picture.height)
    return (design.logo, (design.logo_width, design.logo_height)) if design else (None, (0, 0))


@bp.post("/designs/<int:design_id>/version")
@requires(Ability.DESIGN_KEEP, on=queries.one_design)
def begin_version(design: CertificateDesign) -> Response:
    draft = actions.begin_version(design, by=acting)
    return redirect(url_for(".change", design_id=draft.id), 303)


@bp.post("/designs/<int:design_id>/trial")
@requires(Ability.DESIGN_KEEP, on=queries.one_design)
def try_out(design: CertificateDesign) -> Response:
    job = actions.ask_to_try(design, by=acting)
    return redirect(url_for("jobs.job", job_id=job.id), 303)


@bp.post("/designs/<int:design_id>/use")
@requires(Ability.DESIGN_KEEP, on=queries.one_design)
def put_to_use(design: CertificateDesign) -> Response:
    actions.put_to_use(design, by=acting)
    flash(_("The design is in use."))
    return back_to(design)


@bp.post("/designs/<int:design_id>/retirement")
@requires(Ability.DESIGN_KEEP, on=queries.one_design)
def retire(design: CertificateDesign) -> Response:
    actions.retire(design, by=acting)
    flash(_("The design is retired."))
    return back_to(design)


@bp.post("/designs/<int:design_id>/choice")
@requires(Ability.DESIGN_KEEP, on=queries.one_design)
def choose(design: CertificateDesign) -> Any:
    form = choosing()
    if not saved(form, lambda: actions.choose(design, version_in(form), by=acting)):
        return page_of(design, form), 422
    flash(_("Certificates of these courses are printed so from now on."))
    return back_to(design)


def version_in(form: ChooseForm) -> CourseVersion | None:
    """The course version that was chosen; None stands for all that have no other design."""
    wanted = form.course.data
    return next((it for it in offered_versions() if str(it.id) == wanted), None)


@bp.post("/designs/<int:design_id>/choice/end")
@requires(Ability.DESIGN_KEEP, on=queries.one_design)
def follow_others(design: CertificateDesign) -> Any:
    form = choosing()
    if not saved(form, lambda: end_choice(version_in(form))):
        return page_of(design, form), 422
    return back_to(design)


def end_choice(version: CourseVersion | None) -> CourseVersion:
    if version is None:
        raise Refused("Choose one of the courses of this design.", "course")
    actions.follow_others(version, by=acting)
    return version


@bp.get("/designs/<int:design_id>/pages")
@requires(Ability.DESIGN_SEE, on=queries.one_design)
def pages(design: CertificateDesign) -> Response:
    trial = queries.newest_trial(design)
    return sent(trial.page if trial else None, f"{design.key}.pdf")


@bp.get("/designs/<int:design_id>/picture")
@requires(Ability.DESIGN_SEE, on=queries.one_design)
def picture(design: CertificateDesign) -> Response:
    trial = queries.newest_trial(design)
    return sent(trial.picture if trial else None, f"{design.key}.jpg", as_attachment=False)
