"""Records of the unit that may be one person: list, compare, link and tell apart."""

from sisetp.web.duplicidades.views import blueprint

__all__ = ["blueprint"]
