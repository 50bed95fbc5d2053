"""Administration of users and postings (CGETP)."""

from sisetp.web.usuarios.views import blueprint

__all__ = ["blueprint"]
