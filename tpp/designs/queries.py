"""Reading designs, and handing them to the press."""

from collections.abc import Sequence

import sqlalchemy as sa

from tpp.acting import Acting
from tpp.catalogue.models import CourseVersion
from tpp.db import db
from tpp.designs.models import CertificateDesign, DesignChoice, DesignTrial
from tpp.designs.rules import LAYOUT, Status
from tpp.designs.rules.colours import Colours
from tpp.designs.rules.looks import Logo, Look, Shown, made_look, packaged_look
from tpp.files.models import StoredFile
from tpp.files.queries import read
from tpp.signatories.models import Signatory


def everything() -> list[CertificateDesign]:
    """Every version of every design, the newest design and version first."""
    order = CertificateDesign.family.desc(), CertificateDesign.number.desc()
    return list(db.session.scalars(sa.select(CertificateDesign).order_by(*order)))


def one_design(_: Acting, design_id: int) -> CertificateDesign | None:
    return db.session.get(CertificateDesign, design_id)


def by_key(key: str) -> CertificateDesign:
    statement = sa.select(CertificateDesign).where(CertificateDesign.key == key)
    return db.session.scalars(statement).one()


def versions_of(design: CertificateDesign) -> list[CertificateDesign]:
    """Of the same design, the newest first."""
    statement = sa.select(CertificateDesign).where(CertificateDesign.family == design.family)
    return list(db.session.scalars(statement.order_by(CertificateDesign.number.desc())))


def in_use(family: int) -> CertificateDesign | None:
    """The version of a design that is in use."""
    statement = sa.select(CertificateDesign).where(
        CertificateDesign.family == family, CertificateDesign.status == Status.IN_USE
    )
    return db.session.scalar(statement)


def last_family() -> int:
    return db.session.scalar(sa.select(sa.func.max(CertificateDesign.family))) or 0


def look_of(design: CertificateDesign) -> Look:
    """The design as the press takes it."""
    if design.is_packaged:
        return packaged_look(design.key)
    logo = None
    if design.logo is not None:
        contents, kind = read(design.logo), design.logo.media_type
        logo = Logo(contents, kind, design.logo_width, design.logo_height)
    return made_look(design.key, design.texts, Colours(design.ink, design.accent), logo)


class OfRegister:
    """The designs and signatures that the register keeps. What was put to use never changes, so it is
    read once."""

    def __init__(self) -> None:
        self.looks: dict[str, Look] = {}

    def look(self, key: str) -> Look:
        if key not in self.looks:
            self.looks[key] = look_of(by_key(key))
        return self.looks[key]

    def signature(self, key: str) -> Shown | None:
        """The picture of a signatory whose fingerprint the words of a certificate hold."""
        own = sa.select(Signatory.image_id).where(Signatory.image_id.is_not(None))
        wanted = sa.select(StoredFile).where(StoredFile.sha256 == key, StoredFile.id.in_(own))
        stored = db.session.scalar(wanted)
        return Shown(read(stored), stored.media_type) if stored else None


def fingerprint_of(design: CertificateDesign) -> str:
    """Of everything that a trial shows."""
    return f"{look_of(design).fingerprint[:48]}{design.second or ''}"


def newest_trial(design: CertificateDesign) -> DesignTrial | None:
    """What came of the last trial of this very page."""
    statement = sa.select(DesignTrial).where(
        DesignTrial.design_id == design.id, DesignTrial.fingerprint == fingerprint_of(design)
    )
    return db.session.scalar(statement.order_by(DesignTrial.id.desc()).limit(1))


def trials_of(design: CertificateDesign) -> int:
    """How often it was tried."""
    counted = sa.select(sa.func.count()).where(DesignTrial.design_id == design.id)
    return db.session.scalar(counted) or 0


# Which one a run uses


def choice_for(version: CourseVersion | None) -> DesignChoice | None:
    """What was said for this course version; of none, for all others."""
    column = DesignChoice.course_version_id
    where = column == version.id if version else DesignChoice.is_for_others.is_(True)
    return db.session.scalar(sa.select(DesignChoice).where(where))


def design_for(version: CourseVersion) -> CertificateDesign:
    """The design that the runs of a course version print."""
    choice = choice_for(version) or choice_for(None)
    return db.session.get_one(CertificateDesign, choice.design_id) if choice else by_key(LAYOUT)


def choices_of(design: CertificateDesign) -> Sequence[DesignChoice]:
    """For which courses it is chosen; that for all others first."""
    statement = (
        sa.select(DesignChoice)
        .where(DesignChoice.design_id == design.id)
        .order_by(DesignChoice.is_for_others.desc(), DesignChoice.id)
    )
    return db.session.scalars(statement).all()


def is_for_others(design: CertificateDesign) -> bool:
    """Is it printed wherever no other one was chosen?"""
    choice = choice_for(None)
    return choice.design_id == design.id if choice else design.key == LAYOUT
