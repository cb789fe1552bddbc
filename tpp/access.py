"""Who may do what: the only permission table."""

from collections.abc import Callable
from typing import Any

from tpp.abilities import Ability as Ability
from tpp.acting import Acting, Role
from tpp.errors import NotAllowed
from tpp.scope import EVERYTHING, NOTHING, Scope, Sight


class Rule:
    """A yes/no question about who is acting and a thing; combine with ``|``."""

    def __init__(self, holds: Callable[[Acting, Any], bool], words: str):
        self.holds = holds
        self.words = words

    def __call__(self, acting: Acting, subject: Any = None) -> bool:
        return bool(self.holds(acting, subject))

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(
            lambda acting, it: self(acting, it) or other(acting, it), f"{self.words}; {other.words}"
        )


def role(which: Role) -> Rule:
    return Rule(lambda acting, it: acting.role is which, which.replace("_", " "))


def own(which: Role, belongs: Callable[[Acting, Any], bool], words: str) -> Rule:
    """A role and a tie to the thing; without a thing (a list, a link) the role is enough."""
    return Rule(
        lambda acting, it: acting.role is which and (it is None or belongs(acting, it)),
        f"{which.replace('_', ' ')} {words}",
    )


def run_of(it: Any) -> int | None:
    return getattr(it, "offering_id", None)


coordinator = role(Role.COORDINATOR)
trainer = role(Role.TRAINER)
focal_point = role(Role.FOCAL_POINT)
trainee = role(Role.TRAINEE)
supporter = role(Role.SUPPORTER)
auditor = role(Role.AUDITOR)
administrator = role(Role.ADMINISTRATOR)
anyone_signed_in = Rule(lambda acting, it: True, "everyone signed in")

trainer_of_it = own(
    Role.TRAINER, lambda acting, it: run_of(it) in acting.offering_ids, "of the run"
)
its_office = own(
    Role.FOCAL_POINT,
    lambda acting, it: (
        acting.party_id is not None and getattr(it, "party_id", None) == acting.party_id
    ),
    "of the same country",
)
its_owner = own(
    Role.TRAINEE,
    lambda acting, it: getattr(it, "person_id", None) in acting.person_ids,
    "whose own it is",
)
who_taught = own(
    Role.TRAINER,
    lambda acting, it: (
        acting.account_id is not None and getattr(it, "account_id", None) == acting.account_id
    ),
    "whose own it is",
)
its_writer = own(
    Role.FOCAL_POINT,
    lambda acting, it: getattr(it, "office_id", None) == acting.office_id,
    "of the office that wrote it",
)
with_grant = own(
    Role.COORDINATOR,
    lambda acting, it: acting.account_id in getattr(it, "granted_to", ()),
    "with a grant for the run",
)
oversight = coordinator | auditor


MAY: dict[Ability, Rule] = {
    Ability.ACCOUNT_OWN: anyone_signed_in,
    Ability.ACCOUNT_MANAGE: administrator,
    Ability.HOME_SEE: anyone_signed_in,
    Ability.HISTORY_SEE: auditor | administrator,
    Ability.JOB_SEE: oversight | administrator,
    Ability.JOB_STEER: coordinator | administrator,
    Ability.COURSE_SEE: anyone_signed_in,
    Ability.HISTORICAL_SEE: oversight | focal_point | supporter,
    Ability.PARTICIPATION_SEE: oversight | focal_point | supporter,
    Ability.RUN_LIST: oversight | trainer | focal_point | trainee | supporter,
    Ability.RUN_SEE: oversight | trainer_of_it | focal_point | trainee | supporter,
    Ability.RUN_PLAN: coordinator,
    Ability.RUN_HISTORY: oversight | trainer_of_it | focal_point,
    # What Parties give to a run; what the own State gives to all its runs, in numbers.
    Ability.CONTRIBUTION_SEE: oversight | focal_point | supporter,
    Ability.CONTRIBUTION_OWN: supporter,
    Ability.SEATS_SEE: oversight | focal_point,
    Ability.SEATS_ALLOCATE: coordinator,
    Ability.SEATS_ANSWER: its_office,
    Ability.CALL_SEE: oversight | focal_point,
    Ability.CALL_OPEN: coordinator,
    Ability.CALL_LETTERS: oversight,
    Ability.CALL_ANSWER: its_office,
    Ability.NOMINATION_LIST: oversight | focal_point,
    Ability.NOMINATION_SEE: oversight | its_office,
    Ability.NOMINATION_SUBMIT: focal_point,
    Ability.ROLL_LIST: oversight | focal_point,
    Ability.ROLL_UPLOAD: focal_point,
    Ability.ROLL_SEE: oversight | its_office,
    Ability.ROLL_CHANGE: its_office,
    Ability.NOMINATION_WITHDRAW: its_office,
    Ability.NOMINATION_DECIDE: coordinator,
    Ability.NOMINATION_ANSWER: its_office | its_owner,
    Ability.SELECTION_SEE: oversight,
    Ability.FUNNEL_SEE: oversight | focal_point,
    Ability.ELIGIBILITY_OVERRIDE: coordinator,
    # Whether and when somebody was cleared; by whom and on which paper; to write it; to write vetting.
    Ability.CLEARANCE_SEE: oversight | its_office,
    Ability.CLEARANCE_PAPER: oversight | its_writer,
    Ability.CLEARANCE_RECORD: coordinator | its_office,
    Ability.CLEARANCE_VET: coordinator,
    Ability.DOCUMENT_ADD: its_office,
    Ability.DOCUMENT_TAKE_BACK: its_office,
    Ability.DOCUMENT_READ: with_grant | its_office | auditor,
    Ability.GRANT_LIST: oversight | administrator,
    Ability.GRANT_ASK: coordinator,
    Ability.GRANT_DECIDE: coordinator | administrator,
    Ability.PERSON_LIST: oversight | focal_point,
    Ability.PERSON_SEE: oversight | its_office | its_owner,
    Ability.PERSON_CHANGE: coordinator | its_office,
    Ability.PERSON_LET_IN: coordinator,
    # An office, where both records are of its own Party (duplicates.models.OfTwoParties).
    Ability.DUPLICATE_LIST: oversight | focal_point,
    Ability.DUPLICATE_SEE: oversight | its_office,
    Ability.DUPLICATE_DECIDE: coordinator | its_office,
    Ability.PARTICIPANT_LIST: oversight | trainer_of_it | focal_point,
    Ability.ENROLMENT_MOVE: coordinator | trainer_of_it,
    Ability.PLACE_SEE: oversight | its_office | its_owner,
    Ability.JOINING_SEE: oversight,
    Ability.JOINING_PREPARE: coordinator,
    Ability.TRAVEL_LIST: oversight | focal_point,
    Ability.TRAVEL_TICK: coordinator | its_office | its_owner,
    Ability.ARRIVAL_SEE: oversight | trainer_of_it,
    Ability.SESSION_SEE: oversight | trainer_of_it | focal_point | trainee,
    Ability.SESSION_PLAN: coordinator | trainer_of_it,
    # Timetables of courses and what is usual at venues; to keep them; links for one's own calendar.
    Ability.TIMETABLE_SEE: oversight | trainer,
    Ability.TIMETABLE_KEEP: coordinator,
    Ability.CALENDAR_FEED: oversight | trainer | focal_point | trainee | supporter,
    # To keep sheets of own runs on a device, and to send from there what was marked without a network.
    Ability.DEVICE_KEEP: trainer,
    Ability.VENUE_SEE: oversight,
    Ability.VENUE_KEEP: coordinator,
    # Conflicts of a run: a trainer reads of another run only that it is another run.
    Ability.CONFLICT_SEE: oversight | trainer_of_it,
    Ability.CONFLICT_LIST: oversight,
    Ability.CONFLICT_ACCEPT: coordinator,
    Ability.ATTENDANCE_SEE: oversight | trainer_of_it,
    Ability.ATTENDANCE_TAKE: trainer_of_it,
    Ability.ASSESSMENT_SEE: oversight | trainer_of_it,
    Ability.ASSESSMENT_RECORD: trainer_of_it,
    Ability.OUTCOME_DECIDE: coordinator | trainer_of_it,
    Ability.OUTCOME_OVERRIDE: coordinator,
    # Why an outcome is what it is: also for whoever it is about.
    Ability.OUTCOME_EXPLAIN: oversight | trainer_of_it | its_owner,
    Ability.WRITTEN_ENTER: coordinator | trainer_of_it,
    # The file of a run; telephone numbers in it, for its lead; notes of its days; incidents, which of the
    # team only its lead and whoever reported one read.
    Ability.RUN_FILE: oversight | trainer_of_it,
    Ability.RUN_CALL: coordinator | trainer_of_it,
    Ability.NOTE_KEEP: coordinator | trainer_of_it,
    Ability.INCIDENT_SEE: oversight | trainer_of_it,
    Ability.INCIDENT_REPORT: coordinator | trainer_of_it,
    # The questions of a course; to write them; to give them out and enter sheets; what a run answered.
    Ability.QUESTIONNAIRE_SEE: oversight,
    Ability.QUESTIONNAIRE_KEEP: coordinator,
    Ability.QUESTIONNAIRE_GIVE: coordinator,
    Ability.QUESTIONNAIRE_RESULTS: oversight | trainer_of_it,
    # The list of those who sign; to write it; to take out the picture of a signature, which can be copied.
    Ability.SIGNATORY_SEE: oversight,
    Ability.SIGNATORY_KEEP: coordinator,
    Ability.SIGNATORY_SIGNATURE: coordinator,
    Ability.DESIGN_SEE: oversight,
    Ability.DESIGN_KEEP: coordinator,
    # The trainers' pool: an office reads its own people, a person answers for themself.
    Ability.POOL_LIST: oversight | focal_point,
    Ability.POOL_SEE: oversight | its_office,
    Ability.POOL_KEEP: coordinator,
    Ability.POOL_OWN: trainee,
    Ability.POOL_ANSWER: its_owner,
    # Names as they will be printed: the own people's; a trainer sees on the run's page how far they are.
    Ability.NAME_LIST: oversight | focal_point,
    Ability.NAME_CONFIRM: coordinator | focal_point,
    Ability.NAME_OWN: trainee | trainer,
    Ability.NAME_WRITE: trainer,
    Ability.CERTIFICATE_LIST: oversight | trainer_of_it | focal_point,
    Ability.CERTIFICATE_PREVIEW: oversight | trainer_of_it,
    # Approving asks for a second person: never whoever recommended (certificates.rules.awards).
    Ability.CERTIFICATE_RECOMMEND: coordinator | trainer_of_it,
    Ability.CERTIFICATE_APPROVE: coordinator,
    Ability.CERTIFICATE_ISSUE: coordinator,
    Ability.CERTIFICATE_OWN: trainee | trainer,
    Ability.CERTIFICATE_DOWNLOAD: oversight | its_office | its_owner | who_taught,
    # To send a link by mail that opens it without an account, and to take the links back.
    Ability.CERTIFICATE_LINK: coordinator | its_office | its_owner | who_taught,
    # All of a run in one file, for whoever asked for it; to write to the holders.
    Ability.CERTIFICATE_BULK: coordinator,
    Ability.CERTIFICATE_NOTICE: coordinator,
    # After issue: to read its page; to ask for a corrected name; to suspend, and to ask for a revocation
    # or a re-issue; to read what waits for a second person; to be that person.
    Ability.CERTIFICATE_SEE: oversight | its_office | its_owner | who_taught,
    Ability.CERTIFICATE_CORRECT: coordinator | its_office | its_owner | who_taught,
    Ability.CERTIFICATE_STOP: coordinator,
    Ability.CERTIFICATE_ASKED: oversight,
    Ability.CERTIFICATE_DECIDE: coordinator,
}


def can(acting: Any, ability: Ability | str, subject: Any = None) -> bool:
    return bool(acting and acting.is_authenticated and MAY[Ability(ability)](acting, subject))


def authorise(acting: Any, ability: Ability, subject: Any = None) -> None:
    """Raises NotAllowed where the permission table says no."""
    if not can(acting, ability, subject):
        raise NotAllowed(ability)


def scope_of(acting: Acting) -> Scope:
    """Which private rows this role reads; counts for supporters are made by reports, never read."""
    match acting.role:
        case Role.COORDINATOR | Role.AUDITOR:
            return EVERYTHING
        case Role.FOCAL_POINT if acting.party_id:
            return Scope(Sight.PARTY, (acting.party_id,))
        case Role.TRAINER if acting.offering_ids:
            return Scope(Sight.OFFERINGS, tuple(sorted(acting.offering_ids)))
        case Role.TRAINEE if acting.person_id:
            return Scope(Sight.PERSON, tuple(sorted(acting.person_ids)))
    return NOTHING
