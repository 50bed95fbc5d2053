"""Entering and leaving: sign-in, sign-out and the choice of where to act."""

from sisetp.web.entrada.views import blueprint

__all__ = ["blueprint"]
