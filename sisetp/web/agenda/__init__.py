"""The agenda of the team."""

from sisetp.web.agenda.views import blueprint

__all__ = ["blueprint"]
