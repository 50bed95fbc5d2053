"""Find again a person of the unit."""

from sisetp.web.pessoas.views import blueprint

__all__ = ["blueprint"]
