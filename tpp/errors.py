"""The two kinds of no, and the third: someone changed it first."""


class Refused(Exception):
    """A rule says no. The message is for a person: what, why, and what to do instead.

    ``field`` names the form field that the rule is about, where there is one. A sentence with places
    in it (``%(least)s``) gets its ``words`` apart, so that the edge can translate it. One about a number,
    ``num``, is written as for one, with ``many`` for every other number.
    """

    def __init__(self, sentence: str, field: str | None = None, *, many: str = "", **words: object):
        self.sentence, self.field, self.many, self.words = sentence, field, many, words
        said = many if many and words.get("num") != 1 else sentence
        self.message = said % words if words else said
        super().__init__(self.message)


class NotAllowed(Exception):
    """This person may not do this. Answered with 403, or 404 where the row itself is private."""


class Conflict(Exception):
    """The row was changed after the form was opened; nothing was saved (409).

    ``theirs`` holds what stands now and ``yours`` what was sent: a word for each field that differs.
    """

    def __init__(self, theirs: dict[str, str], yours: dict[str, str]):
        super().__init__("changed since the form was opened")
        self.theirs = theirs
        self.yours = yours


class Unscoped(Exception):
    """A private table was read, or a row written, without or outside a scope: a bug, never an answer."""
