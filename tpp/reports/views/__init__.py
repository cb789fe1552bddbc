"""Pages that read across the register: first screens, figures, one person's training, help."""

from tpp.reports.views import exports, help, home, participation, person
from tpp.reports.views.blueprint import bp

__all__ = ["bp", "exports", "help", "home", "participation", "person"]
