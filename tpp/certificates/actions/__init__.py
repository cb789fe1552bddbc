"""Issuing certificates: a row in the register first, its page afterwards.

The two steps are apart, because printing takes long and the register must not wait for it. Each may
be done again at any moment and does nothing twice.
"""

from tpp.certificates.actions.asking import ask_to_issue
from tpp.certificates.actions.awarding import approve, finish, recommend, send_back, withdraw
from tpp.certificates.actions.naming import (
    confirm_names,
    confirm_staff_names,
    doubt_name,
    write_own_name,
)
from tpp.certificates.actions.printing import ask_to_print, attach, attach_all, attach_laid
from tpp.certificates.actions.registering import Registered, register

__all__ = [
    "Registered",
    "approve",
    "ask_to_issue",
    "ask_to_print",
    "attach",
    "attach_all",
    "attach_laid",
    "confirm_names",
    "confirm_staff_names",
    "doubt_name",
    "finish",
    "recommend",
    "register",
    "send_back",
    "withdraw",
    "write_own_name",
]
