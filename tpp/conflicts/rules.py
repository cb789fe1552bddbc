"""Which plans want the same thing at once. No database, no web."""

from enum import StrEnum


class Kind(StrEnum):
    """What two sides of a conflict want, or what one side lacks."""

    TRAINER = "trainer"
    INTERPRETER = "interpreter"
    ROOM = "room"
    EQUIPMENT = "equipment"
    GROUP = "group"
    TRAINEE = "trainee"
    ROOM_CAPACITY = "room_capacity"
    VENUE_CAPACITY = "venue_capacity"
    QUALIFICATION = "qualification"
    ABSENCE = "absence"
