"""The pages of venues."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.db import db
from tpp.errors import Refused
from tpp.parties.queries import by_code, choices
from tpp.parties.rules import PartyKind
from tpp.venues import actions, queries
from tpp.venues.forms import EquipmentForm, OutageForm, RoomForm, VenueForm
from tpp.venues.models import Equipment, OutOfService, Venue
from tpp.web.guard import acting, requires
from tpp.web.language import current

bp = Blueprint("venues", __name__)


@bp.get("/venues")
@requires(Ability.VENUE_SEE)
def index() -> str:
    return render_template("venues/index.html", venues=queries.venues())


@bp.route("/venues/new", methods=["GET", "POST"])
@requires(Ability.VENUE_KEEP)
def new() -> Any:
    form = VenueForm()
    return edited(form, None, lambda: actions.enter(by=acting, **facts_of(form)))


@bp.route("/venues/<int:venue_id>/facts", methods=["GET", "POST"])
@requires(Ability.VENUE_KEEP, on=queries.one_venue)
def facts(venue: Venue) -> Any:
    form = VenueForm(
        obj=venue, party=venue.party.code if venue.party else "", seen_version=venue.version
    )

    def change() -> Venue:
        form.check_fresh(venue)
        actions.change(venue, by=acting, **facts_of(form))
        return venue

    return edited(form, venue, change)


def edited(form: VenueForm, venue: Venue | None, deed: Callable[[], Venue]) -> Any:
    whose = choices(current()["code"], PartyKind.COUNTRY, PartyKind.ORGANISATION)
    form.party.choices = [("", _("Not stated")), *whose]
    if form.validate_on_submit():
        try:
            kept = deed()
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("%(name)s is saved.", name=kept.name))
            return redirect(url_for(".one", venue_id=kept.id), 303)
    return render_template("venues/edit.html", form=form, venue=venue), form.status


def facts_of(form: VenueForm) -> dict[str, Any]:
    party = by_code(form.party.data or "")
    names = ("name", "place", "timezone", "capacity")
    facts_ = {name: form[name].data for name in names}
    return {**facts_, "place": facts_["place"] or "", "party_id": party.id if party else None}


@bp.get("/venues/<int:venue_id>")
@requires(Ability.VENUE_SEE, on=queries.one_venue)
def one(venue: Venue) -> Any:
    return page(venue)


def page(venue: Venue, **typed: Any) -> Any:
    forms = {"room": RoomForm, "machines": EquipmentForm, "outage": OutageForm}
    shown = {
        name: typed.get(name) or kind(formdata=None, prefix=name) for name, kind in forms.items()
    }
    equipment = queries.equipment_of(venue)
    shown["outage"].equipment.choices = of_types(equipment)
    status = 422 if any(it.errors for it in shown.values()) else 200
    rooms, outages = queries.rooms_of(venue), queries.outages_of(venue)
    stands = {"venue": venue, "rooms": rooms, "equipment": equipment, "outages": outages}
    return render_template("venues/one.html", **stands, **shown), status


def of_types(equipment: list[Equipment]) -> list[tuple[str, str]]:
    return [("", _("Choose…")), *((str(it.id), it.type) for it in equipment)]


@bp.post("/venues/<int:venue_id>/rooms")
@requires(Ability.VENUE_KEEP, on=queries.one_venue)
def keep_room(venue: Venue) -> Any:
    form = RoomForm(prefix="room")
    return answered(
        venue, "room", form, lambda: actions.keep_room(venue, by=acting, **form.values())
    )


@bp.post("/venues/<int:venue_id>/equipment")
@requires(Ability.VENUE_KEEP, on=queries.one_venue)
def keep_equipment(venue: Venue) -> Any:
    form = EquipmentForm(prefix="machines")

    def deed() -> Equipment:
        return actions.keep_equipment(venue, by=acting, **form.values())

    return answered(venue, "machines", form, deed)


@bp.post("/venues/<int:venue_id>/outages")
@requires(Ability.VENUE_KEEP, on=queries.one_venue)
def take_out(venue: Venue) -> Any:
    form = OutageForm(prefix="outage")
    form.equipment.choices = of_types(queries.equipment_of(venue))

    def deed() -> OutOfService:
        values = form.values()
        machines = db.session.get_one(Equipment, int(values.pop("equipment")))
        return actions.take_out(machines, by=acting, **values | {"reason": values["reason"] or ""})

    return answered(venue, "outage", form, deed)


@bp.post("/outages/<int:outage_id>/end")
@requires(Ability.VENUE_KEEP, on=queries.one_outage)
def put_back(out: OutOfService) -> Any:
    venue_id = out.equipment.venue_id
    actions.put_back(out, by=acting)
    flash(_("They can be used again."))
    return redirect(url_for(".one", venue_id=venue_id), 303)


def answered(venue: Venue, name: str, form: Any, deed: Callable[[], Any]) -> Any:
    """Do it and show the venue, or show the page with what is in the way."""
    if form.validate():
        try:
            deed()
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("%(name)s is saved.", name=venue.name))
            return redirect(url_for(".one", venue_id=venue.id), 303)
    return page(venue, **{name: form})
