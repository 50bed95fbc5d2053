"""Confirmation of accesses by a second person."""

from sisetp.web.acessos.views import blueprint

__all__ = ["blueprint"]
