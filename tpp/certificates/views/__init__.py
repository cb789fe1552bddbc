"""The pages of certificates."""

from tpp.certificates.views import credentials, of_run, own, verifying
from tpp.certificates.views.blueprint import bp

__all__ = ["bp", "credentials", "of_run", "own", "verifying"]
