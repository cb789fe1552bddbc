"""One person: the record, and the whole training in the order of time."""

from flask import render_template

from tpp import clock
from tpp.access import Ability
from tpp.certificates.rules import state_of
from tpp.people.forms.stating import language_name
from tpp.people.models import Person
from tpp.people.queries import (
    contacts_of,
    kept_elsewhere,
    languages_of,
    licences_of,
    names_of,
    one_person,
    records_of,
    standing_for,
)
from tpp.reports.queries.of_person import story_of_person
from tpp.reports.queries.training import certificates_of, missions_in, training_of
from tpp.reports.views.blueprint import bp
from tpp.web.guard import acting, requires
from tpp.web.language import current


@bp.get("/people/<int:person_id>")
@requires(Ability.PERSON_SEE, on=one_person)
def person(person: Person) -> str:
    records = records_of(person)
    lines = training_of(acting, records)
    stands = standing_for(person)
    return render_template(
        "reports/person.html",
        person=person,
        instead=stands if stands is not person else None,
        elsewhere=kept_elsewhere(person),
        names=names_of(person),
        contacts=contacts_of(person),
        spoken=[
            (language_name(code), level)
            for code, level in languages_of([person.id])[person.id].items()
        ],
        licences=licences_of([person.id])[person.id],
        lines=lines,
        certificates=certificates_of(records),
        missions=missions_in(lines, current()["code"]),
        story=story_of_person(person, 20),
        state_of=lambda it, zone: state_of(it.status, it.expires_on, clock.today(zone)),
    )
