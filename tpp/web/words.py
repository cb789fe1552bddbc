"""The words of statuses, kinds, roles and deeds as a person reads them: one table to translate."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from babel import Locale
from flask import Flask
from flask_babel import format_date, get_locale, gettext

from tpp.accounts.queries import Line
from tpp.errors import Refused
from tpp.sentences import LanguageCode, Sentence
from tpp.web.language import catalogue
from tpp.web.moments import moment


def _l(sentence: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is read."""
    return sentence


WORDS: dict[str, str] = {
    # roles
    "coordinator": _l("coordinator"),
    "trainer": _l("trainer"),
    "focal_point": _l("focal point"),
    "trainee": _l("trainee"),
    "supporter": _l("supporter"),
    "auditor": _l("auditor"),
    "administrator": _l("administrator"),
    # what a Party is, and does in a run
    "country": _l("country"),
    "organisation": _l("organisation"),
    "mission": _l("mission"),
    "host": _l("host"),
    "sender": _l("sender"),
    "lead": _l("lead trainer"),
    "assistant": _l("assistant"),
    "interpreter": _l("interpreter"),
    "observer": _l("observer"),
    # pillars, kinds of course, how it is held
    "engineering": _l("engineering"),
    "medical": _l("medical"),
    "c4isr": _l("C4ISR and camp-security technology"),
    "course": _l("course"),
    "training_of_trainers": _l("training of trainers"),
    "in_person": _l("in person"),
    "mobile": _l("by a mobile team"),
    "remote": _l("remote"),
    "blended": _l("blended"),
    # people
    "woman": _l("woman"),
    "man": _l("man"),
    "unknown": _l("not known"),
    "military": _l("military"),
    "police": _l("police"),
    "civilian": _l("civilian"),
    "native": _l("in the native script"),
    "former": _l("former name"),
    "printed": _l("as printed"),
    "email": _l("e-mail"),
    "phone": _l("telephone"),
    # ranks, languages, licences
    "or_1_4": _l("enlisted (OR-1 to OR-4)"),
    "or_5_9": _l("non-commissioned officer (OR-5 to OR-9)"),
    "of_1_2": _l("junior officer (OF-1, OF-2)"),
    "of_3_5": _l("senior officer (OF-3 to OF-5)"),
    "of_6_10": _l("general officer (OF-6 and above)"),
    "police_constable": _l("police, constable to sergeant"),
    "police_inspector": _l("police, inspector"),
    "police_senior": _l("police, superintendent and above"),
    "civilian_band": _l("civilian"),
    "level_none": _l("none"),
    "level_basic": _l("basic (A1, A2)"),
    "level_intermediate": _l("intermediate (B1)"),
    "level_working": _l("working (B2)"),
    "level_fluent": _l("fluent (C1, C2)"),
    "light_vehicle": _l("light vehicle"),
    "heavy_vehicle": _l("heavy vehicle"),
    "plant": _l("engineering plant"),
    "un_permit": _l("United Nations driving permit"),
    "remote_pilot": _l("remote pilot"),
    # eligibility, papers, decisions
    "met": _l("met"),
    "not_met": _l("not met"),
    "vetting": _l("vetting"),
    "conduct": _l("conduct"),
    "cleared": _l("cleared"),
    "not_cleared": _l("not cleared"),
    "pending": _l("pending"),
    "passport": _l("passport copy"),
    "medical_form": _l("medical decision form"),
    "nomination_letter": _l("nomination letter"),
    "licence_copy": _l("copy of the licence"),
    "certificate_copy": _l("copy of a certificate"),
    "other_document": _l("other document"),
    "yes": _l("yes"),
    "no": _l("no"),
    # statuses
    "draft": _l("draft"),
    "planned": _l("planned"),
    "confirmed": _l("confirmed"),
    "in_progress": _l("in progress"),
    "delivered": _l("delivered"),
    "closed": _l("closed"),
    "postponed": _l("postponed"),
    "cancelled": _l("cancelled"),
    "offered": _l("offered"),
    "accepted": _l("accepted"),
    "declined": _l("declined"),
    "held": _l("held"),
    "filled": _l("filled"),
    "freed": _l("freed"),
    "released": _l("released"),
    "moved": _l("moved"),
    "nominated": _l("nominated"),
    "certified": _l("certified"),
    "submitted": _l("submitted"),
    "under_review": _l("under review"),
    "selected": _l("selected"),
    "reserve": _l("reserve"),
    "not_selected": _l("not selected"),
    "lapsed": _l("lapsed"),
    "returned": _l("returned"),
    "ineligible": _l("ineligible"),
    "withdrawn": _l("withdrawn"),
    "substituted": _l("substituted"),
    "arrived": _l("arrived"),
    "in_training": _l("in training"),
    "finished": _l("finished"),
    "no_show": _l("did not arrive"),
    "returned_to_unit": _l("returned to unit"),
    "present": _l("present"),
    "late": _l("late"),
    "excused": _l("excused"),
    "absent": _l("absent"),
    "passed": _l("passed"),
    "not_passed": _l("not passed"),
    "not_evaluated": _l("not evaluated"),
    "completed": _l("completed"),
    "participated": _l("participated"),
    "not_completed": _l("not completed"),
    "failed": _l("failed"),
    "completion": _l("completion"),
    "participation": _l("participation"),
    "issued": _l("issued"),
    "superseded": _l("superseded"),
    "suspended": _l("suspended"),
    "revoked": _l("revoked"),
    "valid": _l("valid"),
    "expired": _l("expired"),
    "queued": _l("queued"),
    "running": _l("running"),
    "done": _l("done"),
    "waiting": _l("waiting"),
    "refused": _l("refused"),
    # kinds of figure in the historical record
    "reported": _l("reported"),
    "approximate": _l("approximate"),
    "unstated": _l("not stated"),
    "participants": _l("participants"),
    "women": _l("women"),
    "pillar": _l("pillar"),
    "year": _l("year"),
    # what a line of the logbook changed
    "status": _l("status"),
    "role": _l("role"),
    "outcome": _l("outcome"),
    "account_id": _l("account"),
    "party": _l("country or organisation"),
    "seats": _l("seats"),
    "language": _l("language"),
    "timezone": _l("time zone"),
    "starts_at": _l("begins"),
    "ends_at": _l("ends"),
    "sessions": _l("sessions"),
    "results": _l("results"),
    "facts": _l("facts"),
}

DEEDS: dict[str, str] = {
    "appointed": _l("Appointed"),
    "appointment_asked": _l("Appointment asked for"),
    "assessed": _l("Assessed"),
    "assigned": _l("Assigned"),
    "attendance_corrected": _l("Attendance corrected"),
    "attendance_taken": _l("Attendance taken"),
    "began_training": _l("Training began"),
    "call_changed": _l("Call for nominations changed"),
    "called": _l("Nominations called for"),
    "changed": _l("Changed"),
    "contribution_changed": _l("Contribution changed"),
    "contribution_recorded": _l("Contribution recorded"),
    "corrected": _l("Corrected"),
    "let_in": _l("Account opened"),
    "created": _l("Created"),
    "did_not_arrive": _l("Did not arrive"),
    "decided": _l("Decision recorded"),
    "document_added": _l("Document added"),
    "document_read": _l("Document read"),
    "disabled": _l("Disabled"),
    "drafted": _l("Drafted"),
    "enabled": _l("Enabled"),
    "ended": _l("Ended"),
    "found_ineligible": _l("Found ineligible"),
    "host_added": _l("Host added"),
    "host_removed": _l("Host removed"),
    "invitation_withdrawn": _l("Invitation withdrawn"),
    "invited": _l("Invited"),
    "made": _l("Made"),
    "moved_up": _l("Moved up from the reserve"),
    "offered_again": _l("Offered again"),
    "opened": _l("Opened"),
    "overridden": _l("Rule overridden"),
    "override_undone": _l("Override undone"),
    "override_asked": _l("Override asked for"),
    "override_refused": _l("Override refused"),
    "password_changed": _l("Password changed"),
    "put_on_reserve": _l("Put on reserve"),
    "recorded": _l("Recorded"),
    "reinstated": _l("Reinstated"),
    "renamed": _l("Name changed"),
    "resumed": _l("Resumed"),
    "reviewed": _l("Taken under review"),
    "seats_released": _l("Seats released"),
    "second_factor_added": _l("Second factor added"),
    "second_factor_removed": _l("Second factor removed"),
    "sender_added": _l("Sender added"),
    "sender_removed": _l("Sender removed"),
    "sessions_planned": _l("Sessions planned"),
    "started": _l("Started"),
    "supporter_added": _l("Supporter added"),
    "supporter_removed": _l("Supporter removed"),
    "taken_off": _l("Taken off"),
}
"""What the logbook says was done, beyond the steps that have the name of their status."""

THINGS: dict[str, str] = {
    "account": _l("account"),
    "appointment": _l("appointment"),
    "assessment_result": _l("assessment"),
    "attendance_record": _l("attendance"),
    "certificate": _l("certificate"),
    "course_offering": _l("course run"),
    "enrolment": _l("enrolment"),
    "job": _l("long work"),
    "nomination": _l("nomination"),
    "nomination_call": _l("call for nominations"),
    "office": _l("office"),
    "outcome": _l("outcome"),
    "participation": _l("participation of a Party"),
    "person": _l("person"),
    "seat_allocation": _l("seats of a country"),
    "session": _l("session"),
    "staffing": _l("trainer of a run"),
}
"""What the logbook has lines about."""


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        words=words, deed=deed, thing_name=thing_name, told=told, said=said
    )


def words(value: Any) -> str:
    """A status or kind as a person reads it."""
    return in_language(WORDS.get(str(value))) or plainly(value)


def deed(step: str) -> str:
    """A deed of the logbook as a person reads it: the step that was taken, else the status it led to."""
    known = DEEDS.get(step) or WORDS.get(step)
    text = in_language(known) or plainly(step)
    return text[:1].upper() + text[1:]


def thing_name(name: str) -> str:
    return in_language(THINGS.get(name)) or plainly(name)


def in_language(sentence: str | None) -> str:
    return str(catalogue().ugettext(sentence)) if sentence else ""


def plainly(value: Any) -> str:
    return str(value).replace("_", " ")


def said(sentence: Refused | Sentence) -> str:
    """A rule's sentence in the reader's language, with its words."""
    return gettext(sentence.sentence, **{name: as_read(it) for name, it in sentence.words.items()})


def as_read(word: Any) -> Any:
    """A word of a sentence: enums by their words, days and languages in the reader's language."""
    match word:
        case Enum():
            return words(word)
        case LanguageCode():
            return Locale.parse(word).get_display_name(get_locale()) or str(word)
        case date() if not isinstance(word, datetime):
            return format_date(word)
        case list():
            return ", ".join(str(as_read(it)) for it in word)
    return word


def told(lines: list[Line]) -> list[dict[str, Any]]:
    """A story for the History part of a page (components/history.html)."""
    return [
        {
            "what": change(line),
            "who": line.account_name or gettext("The register"),
            "office": line.office_name or "",
            "when": moment(line.entry.at),
            "at": line.entry.at.isoformat(),
            "why": line.entry.reason or "",
        }
        for line in lines
    ]


def change(line: Line) -> str:
    """What was done and, for a status, from which to which: Selected (under review → selected)."""
    before, after = line.entry.before.get("status"), line.entry.after.get("status")
    done = deed(line.entry.deed)
    if before and after and before != after:
        return gettext(
            "%(deed)s (%(before)s → %(after)s)", deed=done, before=words(before), after=words(after)
        )
    return done
