"""How statuses, kinds, deeds and the sentences of rules are read by a person."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from babel import Locale
from flask import Flask
from flask_babel import get_locale, gettext, ngettext

from tpp.accounts.queries import Line
from tpp.errors import Refused
from tpp.sentences import LanguageCode, Sentence, capital
from tpp.web.language import catalogue
from tpp.web.moments import day, moment
from tpp.web.vocabulary import WORDS, _l

DEEDS: dict[str, str] = {
    "appointed": _l("Appointed"),
    "appointment_asked": _l("Appointment asked for"),
    "assessed": _l("Assessed"),
    "assessed_again": _l("Assessed by a second person"),
    "decided_between": _l("Decided between two assessors"),
    "written_entered": _l("Points of a written test entered"),
    "written_corrected": _l("Points of a written test corrected"),
    "conduct_recorded": _l("Conduct recorded"),
    "assigned": _l("Assigned"),
    "attendance_corrected": _l("Attendance corrected"),
    "attendance_taken": _l("Attendance taken"),
    "began_training": _l("Training began"),
    "call_changed": _l("Call for nominations changed"),
    "called": _l("Nominations called for"),
    "columns_settled": _l("Columns settled"),
    "chosen": _l("Chosen for courses"),
    "chosen_no_more": _l("No more chosen for a course"),
    "uploaded": _l("Uploaded"),
    "asked": _l("Office asked"),
    "asked_no_more": _l("Office no more asked"),
    "letter_worded": _l("Letter worded"),
    "letters_sent": _l("Letters sent"),
    "reminded": _l("Offices reminded"),
    "tried_again": _l("Tried again"),
    "no_nominees": _l("No nominees this time"),
    "changed": _l("Changed"),
    "contribution_changed": _l("Contribution changed"),
    "contribution_recorded": _l("Contribution recorded"),
    "corrected": _l("Corrected"),
    "correction_asked": _l("Correction of the name asked for"),
    "revocation_asked": _l("Revocation asked for"),
    "reissue_asked": _l("Re-issue asked for"),
    "names_erased": _l("Names erased"),
    "let_in": _l("Account opened"),
    "created": _l("Created"),
    "did_not_arrive": _l("Did not arrive"),
    "decided": _l("Decision recorded"),
    "document_taken_back": _l("Document taken back"),
    "document_added": _l("Document added"),
    "document_read": _l("Document read"),
    "disabled": _l("Disabled"),
    "drafted": _l("Drafted"),
    "enabled": _l("Enabled"),
    "entered": _l("Entered"),
    "ended": _l("Ended"),
    "found_ineligible": _l("Found ineligible"),
    "host_added": _l("Host added"),
    "host_removed": _l("Host removed"),
    "invitation_withdrawn": _l("Invitation withdrawn"),
    "invited": _l("Invited"),
    "made": _l("Made"),
    "issued_unconfirmed": _l("Approved with names that nobody confirmed"),
    "name_confirmed": _l("Name for the certificate confirmed"),
    "name_doubted": _l("Name for the certificate said to be wrong"),
    "moved_down": _l("Moved down on the reserve"),
    "moved_up": _l("Moved up on the reserve"),
    "offer_extended": _l("More time to answer the offer"),
    "below_floor": _l("Selected below the floor for women"),
    "offered_again": _l("Offered again"),
    "opened": _l("Opened"),
    "overridden": _l("Rule overridden"),
    "override_undone": _l("Override undone"),
    "override_asked": _l("Override asked for"),
    "override_refused": _l("Override refused"),
    "password_changed": _l("Password changed"),
    "gave_back": _l("Facts given back to another record"),
    "merged": _l("Merged into another record"),
    "put_off": _l("Put off"),
    "reopened": _l("Opened again"),
    "taken_apart": _l("Merge taken apart"),
    "told_apart": _l("Told apart from another record"),
    "took_over": _l("Another record merged into this one"),
    "invited_to_teach": _l("Invited to teach"),
    "taken_in": _l("Taken into the pool"),
    "made_assistant": _l("Made assistant"),
    "made_trainer": _l("Made trainer"),
    "made_course_leader": _l("Made course leader"),
    "back_in_pool": _l("Back in the pool"),
    "back_assistant": _l("Back as assistant"),
    "back_trainer": _l("Back as trainer"),
    "back_course_leader": _l("Back as course leader"),
    "printed": _l("Page stored"),
    "put_on_reserve": _l("Put on reserve"),
    "put_to_use": _l("Put to use"),
    "recorded": _l("Recorded"),
    "reinstated": _l("Reinstated"),
    "renamed": _l("Name changed"),
    "replaced": _l("Replaced by a newer entry"),
    "resumed": _l("Resumed"),
    "role_changed": _l("Role changed"),
    "reviewed": _l("Taken under review"),
    "reoffering_order_set": _l("Order of rules for re-offering set"),
    "seats_moved": _l("Seats moved"),
    "seats_released": _l("Seats released"),
    "seat_group_added": _l("Group of seats added"),
    "seat_group_changed": _l("Group of seats changed"),
    "seat_group_removed": _l("Group of seats removed"),
    "second_factor_added": _l("Second factor added"),
    "second_factor_removed": _l("Second factor removed"),
    "sender_added": _l("Sender added"),
    "sender_removed": _l("Sender removed"),
    "sessions_planned": _l("Sessions planned"),
    "timetable_laid": _l("Timetable laid"),
    "timetable_copied": _l("Timetable copied from another run"),
    "sessions_shifted": _l("Sessions moved by whole days"),
    "signature_seen": _l("Picture of the signature taken out"),
    "started": _l("Started"),
    "supporter_added": _l("Supporter added"),
    "supporter_removed": _l("Supporter removed"),
    "step_ticked": _l("Step before the journey"),
    "taken_back": _l("Taken back"),
    "taken_off": _l("Taken off"),
    "travel_steps_set": _l("Steps before the journey set"),
}
"""What the logbook says was done, beyond the steps that have the name of their status."""

THINGS: dict[str, str] = {
    "account": _l("account"),
    "appointment": _l("appointment"),
    "award": _l("recommendation for certificates"),
    "asked_party": _l("office asked by a call"),
    "call_addressee": _l("letter of a call"),
    "assessment_result": _l("assessment"),
    "attendance_record": _l("attendance"),
    "certificate": _l("certificate"),
    "certificate_design": _l("design of certificates"),
    "certificate_request": _l("request about a certificate"),
    "contribution": _l("contribution"),
    "course_offering": _l("course run"),
    "document_grant": _l("grant for documents"),
    "enrolment": _l("enrolment"),
    "job": _l("long work"),
    "joining_instructions": _l("joining instructions"),
    "name_check": _l("name for the certificate"),
    "staff_name": _l("name for the certificate"),
    "nomination": _l("nomination"),
    "nomination_call": _l("call for nominations"),
    "office": _l("office"),
    "outcome": _l("outcome"),
    "participation": _l("participation of a Party"),
    "pool_invitation": _l("invitation to teach"),
    "pool_membership": _l("member of the trainers’ pool"),
    "person": _l("person"),
    "roll": _l("list of nominees"),
    "reoffering_order": _l("rules for re-offering seats"),
    "seat_allocation": _l("seats of a country"),
    "session": _l("session"),
    "timetable_template": _l("timetable"),
    "free_time": _l("day off or blocked time"),
    "calendar_feed": _l("address of a calendar"),
    "signatory": _l("signatory"),
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
    return capital(text)


def thing_name(name: str) -> str:
    return in_language(THINGS.get(name)) or plainly(name)


def in_language(sentence: str | None) -> str:
    return str(catalogue().ugettext(sentence)) if sentence else ""


def plainly(value: Any) -> str:
    return str(value).replace("_", " ")


def said(sentence: Refused | Sentence) -> str:
    """A rule's sentence in the reader's language, with its words."""
    read = {name: as_read(it) for name, it in sentence.words.items()}
    if sentence.many:
        return ngettext(sentence.sentence, sentence.many, **read)
    return gettext(sentence.sentence, **read)


def as_read(word: Any) -> Any:
    """A word of a sentence: enums by their words, days and languages in the reader's language."""
    match word:
        case Enum():
            return words(word)
        case LanguageCode():
            return Locale.parse(word).get_display_name(get_locale()) or str(word)
        case date() if not isinstance(word, datetime):
            return day(word)
        case Sentence():
            return said(word)
        case list():
            between = "; " if any(isinstance(it, Sentence) for it in word) else ", "
            return between.join(str(as_read(it)) for it in word)
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
