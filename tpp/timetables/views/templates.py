"""The timetables of courses, kept by the programme."""

from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.catalogue.queries import offered_versions
from tpp.errors import Refused
from tpp.offerings.views.blueprint import choose
from tpp.timetables import actions, queries
from tpp.timetables.forms import BlockForm, TemplateForm
from tpp.timetables.models import TimetableBlock, TimetableTemplate
from tpp.timetables.views.blueprint import bp, tongues
from tpp.web.guard import acting, requires


@bp.route("/timetables", methods=["GET"])
@requires(Ability.TIMETABLE_SEE)
def index() -> Any:
    return listed(template_form(fresh=True))


def template_form(fresh: bool = False) -> TemplateForm:
    form = TemplateForm(formdata=None) if fresh else TemplateForm()
    courses = ((it.course.code, it.course.title) for it in offered_versions())
    form.course.choices = [*choose(), *courses]
    return form


def listed(form: TemplateForm) -> Any:
    page = render_template(
        "timetables/index.html",
        form=form,
        templates=queries.templates(),
        counts=queries.block_counts(),
    )
    return page, 422 if form.errors else 200


@bp.post("/timetables")
@requires(Ability.TIMETABLE_KEEP)
def make() -> Any:
    form = template_form()
    if form.validate():
        versions = {it.course.code: it for it in offered_versions()}
        try:
            values = form.values()
            version = versions[values.pop("course")]
            template = actions.make_template(version, by=acting, **values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".template", template_id=template.id), 303)
    return listed(form)


@bp.get("/timetables/<int:template_id>")
@requires(Ability.TIMETABLE_SEE, on=queries.one_template)
def template(template: TimetableTemplate) -> Any:
    return page_of(template, block_form(fresh=True))


def block_form(fresh: bool = False) -> BlockForm:
    form = BlockForm(formdata=None) if fresh else BlockForm()
    form.language.choices = tongues()
    return form


def page_of(template: TimetableTemplate, form: BlockForm) -> Any:
    blocks = queries.blocks_of(template)
    page = render_template(
        "timetables/template.html",
        template=template,
        form=form,
        days=[(day, list(some)) for day, some in groupby(blocks, lambda it: it.day)],
        tongues=dict(tongues()),
    )
    return page, 422 if form.errors else 200


@bp.post("/timetables/<int:template_id>/blocks")
@requires(Ability.TIMETABLE_KEEP, on=queries.one_template)
def add_block(template: TimetableTemplate) -> Any:
    form = block_form()
    if form.validate():
        try:
            actions.add_block(template, by=acting, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The block is added."))
            return redirect(url_for(".template", template_id=template.id), 303)
    return page_of(template, form)


@bp.post("/timetable-blocks/<int:block_id>/removal")
@requires(Ability.TIMETABLE_KEEP, on=queries.one_block)
def remove_block(block: TimetableBlock) -> Any:
    number = block.template_id
    actions.remove_block(block, by=acting)
    flash(_("The block is taken out."))
    return redirect(url_for(".template", template_id=number), 303)


@bp.post("/timetables/<int:template_id>/withdrawal")
@requires(Ability.TIMETABLE_KEEP, on=queries.one_template)
def withdraw(template: TimetableTemplate) -> Any:
    actions.withdraw(template, by=acting)
    flash(_("“%(title)s” is not offered any more.", title=template.title))
    return redirect(url_for(".index"), 303)
