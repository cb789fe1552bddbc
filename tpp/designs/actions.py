"""Drafting a design, trying it, putting it to use, and choosing where. What was used never changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import current_app

from tpp import clock
from tpp.acting import Acting
from tpp.catalogue.models import CourseVersion
from tpp.db import db, lock, transaction
from tpp.designs import queries
from tpp.designs.models import CertificateDesign, DesignChoice, DesignTrial
from tpp.designs.rules import LAYOUT, Status, key_of
from tpp.designs.rules.colours import Colours, check_colours
from tpp.designs.rules.looks import Look
from tpp.designs.rules.texts import Texts, check_texts, usual
from tpp.errors import Refused
from tpp.files.actions import store
from tpp.files.models import StoredFile
from tpp.history.models import record
from tpp.jobs.actions import ask
from tpp.jobs.models import Job


class Printed(NamedTuple):
    """What a trial gave: the pages and their picture, or the sentence that says why there are none."""

    page: bytes = b""
    picture: bytes = b""
    problem: str = ""


TryOut = Callable[[Look, str | None], Printed]
"""Prints a look, with a second language where it has one; filled in by whoever prints."""


@dataclass(frozen=True)
class Facts:
    """What is typed of a design; ``logo`` is cleaned and lies in the store already."""

    name: str
    texts: Texts
    colours: Colours
    second: str | None = None
    logo: StoredFile | None = None
    logo_size: tuple[float, float] = (0, 0)

    def check(self) -> None:
        if not self.name:
            raise Refused("Give the design a name.", "name")
        check_texts(self.texts, self.second)
        check_colours(self.colours)


@transaction()
def draft(facts: Facts, *, by: Acting) -> CertificateDesign:
    """The first version of a new design."""
    facts.check()
    hold()
    family = queries.last_family() + 1
    check_name_is_free(facts.name, family)
    return written(facts, family, 1, by)


def hold() -> None:
    """One at a time from here to the end of the transaction: who drafts, and who chooses."""
    lock(queries.by_key(LAYOUT))


def check_name_is_free(name: str, family: int) -> None:
    if any(it.name == name and it.family != family for it in queries.everything()):
        raise Refused("Another design has this name. Choose a different one.", "name")


@transaction()
def begin_version(design: CertificateDesign, *, by: Acting) -> CertificateDesign:
    """The draft of the next version, to begin with as this one is; a draft that there is, is that."""
    hold()
    newest = queries.versions_of(design)[0]
    if newest.status is Status.DRAFT:
        return newest
    return written(facts_of(design), design.family, newest.number + 1, by)


@transaction()
def change(design: CertificateDesign, facts: Facts, *, by: Acting) -> CertificateDesign:
    """Change a draft; a version that was put to use is never changed."""
    facts.check()
    lock(design)
    check_draft(design)
    check_name_is_free(facts.name, design.family)
    for name, value in columns(facts).items():
        setattr(design, name, value)
    design.version += 1
    record(design, "changed", by=by)
    return design


def check_draft(design: CertificateDesign) -> None:
    if design.status is not Status.DRAFT:
        raise Refused("This version is not a draft any more. Begin a new version and change that.")


def facts_of(design: CertificateDesign) -> Facts:
    """The design as it stands; the packaged one with its words written out."""
    return Facts(
        name=design.name,
        texts=design.texts or usual(),
        colours=Colours(design.ink, design.accent),
        second=design.second,
        logo=design.logo,
        logo_size=(design.logo_width, design.logo_height),
    )


def columns(facts: Facts) -> dict[str, Any]:
    return {
        "name": facts.name,
        "texts": {language: dict(words) for language, words in facts.texts.items()},
        "ink": facts.colours.ink,
        "accent": facts.colours.accent,
        "second": facts.second,
        "logo_id": facts.logo.id if facts.logo else None,
        "logo_width": facts.logo_size[0],
        "logo_height": facts.logo_size[1],
    }


def written(facts: Facts, family: int, number: int, by: Acting) -> CertificateDesign:
    key = key_of(family, number)
    row = CertificateDesign(
        family=family, number=number, key=key, made_at=clock.now(), **columns(facts)
    )
    db.session.add(row)
    db.session.flush()
    record(row, "drafted", by=by, after={"key": key})
    return row


# Trying


@transaction()
def ask_to_try(design: CertificateDesign, *, by: Acting) -> Job:
    """Ask for the pages to look at: of this draft as it is now."""
    check_draft(design)
    arguments = {"design": design.id, "run": design.key, "back": f"/designs/{design.id}"}
    key = f"designs.try:{design.id}:{queries.trials_of(design)}:{design.version}"
    return ask("designs.try", key=key, arguments=arguments, by=by, total=1)


def try_out(design: CertificateDesign) -> DesignTrial:
    """Print it in a process with little to spend, and keep what came of it; outside a transaction."""
    seen: str = queries.fingerprint_of(design)
    printed: Printed = current_app.extensions["designs.try"](queries.look_of(design), design.second)
    page = store(printed.page, "application/pdf") if printed.page else None
    picture = store(printed.picture, "image/jpeg") if printed.picture else None
    return keep_trial(design, seen, page, picture, printed.problem)


@transaction()
def keep_trial(
    design: CertificateDesign,
    fingerprint: str,
    page: StoredFile | None,
    picture: StoredFile | None,
    problem: str,
) -> DesignTrial:
    trial = DesignTrial(
        design_id=design.id,
        fingerprint=fingerprint,
        page_id=page.id if page else None,
        picture_id=picture.id if picture else None,
        problem=problem,
        at=clock.now(),
    )
    db.session.add(trial)
    db.session.flush()
    return trial


# Using


@transaction()
def put_to_use(design: CertificateDesign, *, by: Acting) -> None:
    """From now on certificates may be printed so; the version before it retires, its courses follow.

    Pressed twice, it is the same.
    """
    lock(design)
    if design.status is Status.IN_USE:
        return
    facts_of(design).check()
    trial = queries.newest_trial(design)
    if trial is None or trial.page_id is None:
        raise Refused(
            "Try this version first, and look at the pages: it may not be printed unseen."
        )
    before = queries.in_use(design.family)
    design.move("put_to_use", by=by)
    if before is not None:
        hand_over(before, design)
        before.move("retired", by=by)


def hand_over(before: CertificateDesign, design: CertificateDesign) -> None:
    """Whatever printed the one prints the other, also where nobody had to choose it."""
    if queries.is_for_others(before) and queries.choice_for(None) is None:
        db.session.add(DesignChoice(is_for_others=True, design_id=design.id))
    moved = sa.update(DesignChoice).where(DesignChoice.design_id == before.id)
    db.session.execute(moved.values(design_id=design.id))


@transaction()
def retire(design: CertificateDesign, *, by: Acting, reason: str = "") -> None:
    """Print no more certificates so; those that there are stay as they are. Pressed twice, it is the same."""
    lock(design)
    if design.status is Status.RETIRED:
        return
    if queries.is_for_others(design) or queries.choices_of(design):
        raise Refused("Courses print this design. Choose another one for them first.")
    design.move("retired", by=by, reason=reason)


@transaction()
def choose(
    design: CertificateDesign, version: CourseVersion | None, *, by: Acting
) -> CertificateDesign:
    """The runs of a course version print this design from now on; of none, all that have no other."""
    hold()
    lock(design)
    if design.status is not Status.IN_USE:
        raise Refused("Put this version to use first.", "course")
    choice = queries.choice_for(version)
    before = choice.design_id if choice else None
    choice = choice or DesignChoice(
        course_version_id=version.id if version else None, is_for_others=version is None
    )
    choice.design_id = design.id
    db.session.add(choice)
    about = {"course_version": version.id if version else None, "before": before}
    record(design, "chosen", by=by, after=about)
    return design


@transaction()
def follow_others(version: CourseVersion, *, by: Acting) -> None:
    """The runs of this course version print what all others do."""
    choice = queries.choice_for(version)
    if choice is None:
        return
    design = db.session.get_one(CertificateDesign, choice.design_id)
    db.session.delete(choice)
    record(design, "chosen_no_more", by=by, after={"course_version": version.id})
