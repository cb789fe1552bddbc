"""The shape of a sheet, as a page and as a device send it."""

from tpp.attendance.forms.kept import Kept, read_kept
from tpp.attendance.forms.sheets import SheetForm

__all__ = ["Kept", "SheetForm", "read_kept"]
