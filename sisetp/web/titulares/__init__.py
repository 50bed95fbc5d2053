"""Rights of the titular: requests and their clocks, authorisations and the printed extract."""

from sisetp.web.titulares.area import blueprint
from sisetp.web.titulares.pedidos import lista
from sisetp.web.titulares.pessoa import direitos

__all__ = ["blueprint", "direitos", "lista"]
