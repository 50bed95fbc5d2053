"""The user's own account: password, preference and sessions."""

from sisetp.web.conta.views import blueprint

__all__ = ["blueprint"]
