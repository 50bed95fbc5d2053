"""Rights of the titular: requests and their clocks, authorisations and the printed extract."""

from sisetp.web.titulares import pedidos, pessoa
from sisetp.web.titulares.area import blueprint

__all__ = ["blueprint", "pedidos", "pessoa"]
