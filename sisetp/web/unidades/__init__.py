"""Units of the network."""

from sisetp.web.unidades.views import blueprint

__all__ = ["blueprint"]
