"""The pages of the selection."""

from tpp.selection.views import deciding, page, reoffering
from tpp.selection.views.blueprint import bp

__all__ = ["bp", "deciding", "page", "reoffering"]
