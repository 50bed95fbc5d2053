"""The audit trail on screen."""

from sisetp.web.auditoria.views import blueprint

__all__ = ["blueprint"]
