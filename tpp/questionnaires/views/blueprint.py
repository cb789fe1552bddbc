"""What the pages of questionnaires share."""

from flask import Blueprint

from tpp.questionnaires.rules import said_in
from tpp.questionnaires.sheets import choices_in, values
from tpp.web.language import LANGUAGES

bp = Blueprint("questionnaires", __name__)

WORDS = {"said_in": said_in, "choices_in": choices_in, "values_of": values, "tongues": LANGUAGES}
