"""Reports of the own unit: exact, live, for internal use (P0)."""

from sisetp.web.relatorios.views import blueprint

__all__ = ["blueprint"]
