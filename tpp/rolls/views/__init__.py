"""The pages of nominal rolls."""

from tpp.rolls.views import columns, rolls, uploading
from tpp.rolls.views.blueprint import bp

__all__ = ["bp", "columns", "rolls", "uploading"]
