"""Printing beforehand the few pages that a visitor asks for first."""

from tpp.certificates.tasks import print_page
from tpp.demonstration.queries import certificates_of_trainee
from tpp.outbox.actions import withdraw
from tpp.scope import EVERYTHING, seeing


def print_first_pages() -> None:
    """The trainee's own certificates; every other page is printed when somebody asks for it."""
    with seeing(EVERYTHING):  # the command acts for the register, not for an office
        for certificate in certificates_of_trainee():
            print_page(certificate)
            withdraw(f"certificate-issued:{certificate.serial}")  # nobody is there to read it
