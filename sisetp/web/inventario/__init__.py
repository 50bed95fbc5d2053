"""The data inventory, on screen and as a file."""

from sisetp.web.inventario.views import blueprint

__all__ = ["blueprint"]
