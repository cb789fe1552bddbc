"""The words of planning and teaching, among those of ``tpp.web.vocabulary``."""


def _l(sentence: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is read."""
    return sentence


DELIVERY: dict[str, str] = {
    # the trainers’ pool
    "graduate": _l("graduate"),
    "in_pool": _l("in the pool"),
    "course_leader": _l("course leader"),
    "paused": _l("paused"),
    "left": _l("left the pool"),
    "invited": _l("invited"),
    "staffed": _l("in the team"),
    # feeds of calendars
    "mine": _l("own sessions"),
    "run": _l("one course run"),
    # how a competency is assessed
    "mark": _l("by a mark"),
    "level": _l("on a scale"),
    "pass_fail": _l("passed or not"),
    "steps": _l("task by task"),
    # what plans contend for
    "room": _l("room"),
    "group": _l("group"),
    "room_capacity": _l("places in the room"),
    "venue_capacity": _l("places at the venue"),
    "qualification": _l("qualification"),
    "absence": _l("absence"),
    # a line of a checklist
    "not_known": _l("not known yet"),
    # what came of something that a device kept
    "taken": _l("written"),
    "repeated": _l("sent again"),
    "conflict": _l("marked otherwise by somebody else"),
}
